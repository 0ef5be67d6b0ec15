"""A superseded draft gets no opinion, no signature and no letter any more.

Something that its approval was on changed afterwards; that it may have changed back does not help.
"""
# ruff: noqa: S608  the SQL is made of constants of this repository, at migration time

from django.db import migrations

from requests_flow.models.guards import Guard, install, never_emptied, remove

_SUPERSEDED = "SELECT 1 FROM requests_flow_supersession u WHERE u.draft_id = NEW.draft_id"


def _standing(table: str, name: str) -> Guard:
    return Guard(
        name=name,
        table=table,
        event="INSERT",
        condition=f"NEW.draft_id IS NOT NULL AND EXISTS ({_SUPERSEDED})",
        message="what this draft was approved on changed afterwards: a new version is needed",
    )


GUARDS = [
    _standing("legal_review_opinion", "opinion_on_a_standing_draft"),
    _standing("requests_flow_signature", "signature_of_a_standing_draft"),
    _standing("requests_flow_letter", "reply_of_a_standing_draft"),
    Guard(
        name="supersession_of_an_approved_draft",
        table="requests_flow_supersession",
        event="INSERT",
        condition=(
            "NOT EXISTS (SELECT 1 FROM requests_flow_draft d JOIN legal_review_opinion o "
            "ON o.draft_id = d.id WHERE d.id = NEW.draft_id AND o.verdict = 'approved') "
            "OR EXISTS (SELECT 1 FROM requests_flow_letter l WHERE l.draft_id = NEW.draft_id)"
        ),
        message="only an approved draft that has not left is superseded",
    ),
    *(
        never_emptied(f"legal_review_{table}", what=what)
        for table, what in (
            ("opinion", "opinions"),
            ("amendment", "amendments"),
            ("point", "points"),
            ("pointanswer", "answers to points"),
            ("urgentreview", "urgent marks"),
        )
    ),
]


def forwards(apps, schema_editor):
    for guard in GUARDS:
        install(guard, schema_editor)


def backwards(apps, schema_editor):
    for guard in GUARDS:
        remove(guard, schema_editor)


class Migration(migrations.Migration):
    dependencies = [
        ("legal_review", "0004_gate_by_content"),
        ("requests_flow", "0013_supersession"),
    ]
    operations = [migrations.RunPython(forwards, backwards)]
