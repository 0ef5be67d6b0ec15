"""The gate anew: no opinion and no signature by anybody who had a hand in the reply.

Wider than 0002, which knew only the authors of drafts: who searched, attached, put a fact on file,
asked others or handled is kept out as well. An approval that was carried over from an amendment is
on exactly the text that the reviewer wrote.
"""
# ruff: noqa: S608  the SQL is made of constants of this repository, at migration time

from importlib import import_module

from django.db import migrations

from requests_flow.models.guards import Guard, append_only, hand_in, install, remove

_OLD = import_module("legal_review.migrations.0002_gate").GUARDS
_RETIRED = {"opinion_not_by_author", "signature_not_by_author"}
RETIRED = [guard for guard in _OLD if guard.name in _RETIRED]

_CASE = "(SELECT d.case_id FROM requests_flow_draft d WHERE d.id = NEW.draft_id)"

GUARDS = [
    *append_only("legal_review_amendment", what="amendments"),
    *append_only("legal_review_point", what="points"),
    *append_only("legal_review_pointanswer", what="answers to points"),
    *append_only("legal_review_urgentreview", what="urgent marks"),
    Guard(
        name="opinion_by_somebody_else",
        table="legal_review_opinion",
        event="INSERT",
        condition=hand_in(_CASE, "NEW.reviewer_id"),
        message="who drafted does not review",
    ),
    Guard(
        name="signature_by_somebody_else",
        table="requests_flow_signature",
        event="INSERT",
        condition=hand_in(_CASE, "NEW.signed_by_id"),
        message="who drafted does not sign",
    ),
    Guard(
        name="opinion_carries_its_own_text",
        table="legal_review_opinion",
        event="INSERT",
        condition=(
            "NEW.carries_id IS NOT NULL AND NOT EXISTS ("
            "SELECT 1 FROM legal_review_amendment a JOIN legal_review_opinion o "
            "ON o.id = a.opinion_id JOIN requests_flow_draft d ON d.id = o.draft_id "
            "JOIN requests_flow_draft n ON n.id = NEW.draft_id "
            "WHERE o.id = NEW.carries_id AND a.digest = NEW.digest "
            "AND o.reviewer_id = NEW.reviewer_id AND n.case_id = d.case_id "
            "AND n.version = d.version + 1 AND NEW.verdict = 'approved')"
        ),
        message="only the very text of an amendment carries its approval",
    ),
    Guard(
        name="amendment_of_a_return",
        table="legal_review_amendment",
        event="INSERT",
        condition=(
            "NOT EXISTS (SELECT 1 FROM legal_review_opinion o WHERE o.id = NEW.opinion_id "
            "AND o.verdict = 'returned' AND o.digest <> NEW.digest)"
        ),
        message="an amendment belongs to a return and changes something",
    ),
    Guard(
        name="point_answered_by_a_later_version",
        table="legal_review_pointanswer",
        event="INSERT",
        condition=(
            "NOT EXISTS (SELECT 1 FROM legal_review_point p "
            "JOIN legal_review_opinion o ON o.id = p.opinion_id "
            "JOIN requests_flow_draft d ON d.id = o.draft_id "
            "JOIN requests_flow_draft n ON n.id = NEW.draft_id "
            "WHERE p.id = NEW.point_id AND n.case_id = d.case_id AND n.version > d.version)"
        ),
        message="a point is answered by a later version of the same case",
    ),
]


def forwards(apps, schema_editor):
    for guard in RETIRED:
        remove(guard, schema_editor)
    for guard in GUARDS:
        install(guard, schema_editor)


def backwards(apps, schema_editor):
    for guard in GUARDS:
        remove(guard, schema_editor)
    for guard in RETIRED:
        install(guard, schema_editor)


class Migration(migrations.Migration):
    dependencies = [
        ("legal_review", "0003_points"),
        ("requests_flow", "0012_guards_of_reviewers"),
    ]
    operations = [migrations.RunPython(forwards, backwards)]
