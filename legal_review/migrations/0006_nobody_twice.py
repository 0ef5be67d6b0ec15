"""Nobody twice: who checked secrecy does not review, who reviewed neither checks nor signs.

Of any version, not of the last alone. A passed secrecy check counts only with an item for each thing;
an amendment is announced by its opinion; a delegation is ended and nothing else.
"""
# ruff: noqa: S608  the SQL is made of constants of this repository, at migration time

from django.db import migrations, models

from requests_flow.models.guards import Guard, install, remove

_CASE = "(SELECT d.case_id FROM requests_flow_draft d WHERE d.id = NEW.draft_id)"


def _of_any_version(table: str, column: str, person: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM {table} r JOIN requests_flow_draft v ON v.id = r.draft_id "
        f"WHERE v.case_id = {_CASE} AND r.{column} = {person})"
    )


_FILES = "CAST(d.attachments AS text)"
_KEY = '"sha256":'
_HOW_MANY_FILES = f"(LENGTH({_FILES}) - LENGTH(REPLACE({_FILES}, '{_KEY}', ''))) / {len(_KEY)}"
_ITEM = "SELECT {what} FROM requests_flow_secrecyitem i WHERE i.check_row_id = k.id"
# An item for each file, and for what the letter says; quoted digests stand in the list of files.
_ITEMS = (
    f"EXISTS ({_ITEM.format(what='1')}) "
    f"AND ({_ITEM.format(what='COUNT(DISTINCT i.document_id)')} AND i.sha256 <> '' "
    f"AND REPLACE({_FILES}, '\"' || i.sha256 || '\"', '') <> {_FILES}) >= {_HOW_MANY_FILES}"
)
_DATA = "CAST(e.data AS text)"
_NAMES_DRAFT = " OR ".join(
    f"REPLACE({_DATA}, '\"draft\": ' || CAST(NEW.draft_id AS text) || '{end}', '') <> {_DATA}"
    for end in (",", "}")
)

GUARDS = [
    Guard(
        name="opinion_not_by_who_checked_secrecy",
        table="legal_review_opinion",
        event="INSERT",
        condition=_of_any_version("requests_flow_secrecycheck", "checked_by_id", "NEW.reviewer_id"),
        message="who checked the secrecy of any version does not review",
    ),
    Guard(
        name="opinion_not_by_who_signs_for_another",
        table="legal_review_opinion",
        event="INSERT",
        condition=(
            "EXISTS (SELECT 1 FROM requests_flow_signingdelegation g "
            "JOIN requests_flow_case c ON c.unit_id = g.unit_id "
            f"WHERE c.id = {_CASE} AND g.deputy_id = NEW.reviewer_id AND g.ended_at IS NULL "
            "AND NEW.given_on BETWEEN g.valid_from AND g.valid_until)"
        ),
        message="who signs for somebody of this unit does not review for it",
    ),
    Guard(
        name="opinion_after_every_item",
        table="legal_review_opinion",
        event="INSERT",
        condition=(
            "NEW.verdict = 'approved' AND EXISTS (SELECT 1 FROM requests_flow_draft d "
            "WHERE d.id = NEW.draft_id AND d.hands_out AND NOT EXISTS ("
            "SELECT 1 FROM requests_flow_secrecycheck k "
            f"WHERE k.draft_id = d.id AND {_ITEMS}))"
        ),
        message="what is handed out was looked at item by item before it is approved",
    ),
    Guard(
        name="opinion_announces_a_return",
        table="legal_review_opinion",
        event="INSERT",
        condition=(
            "NEW.amended_digest IS NOT NULL "
            "AND (NEW.verdict <> 'returned' OR NEW.amended_digest = NEW.digest)"
        ),
        message="only a return announces other words",
    ),
    Guard(
        name="amendment_as_announced",
        table="legal_review_amendment",
        event="INSERT",
        condition=(
            "NOT EXISTS (SELECT 1 FROM legal_review_opinion o WHERE o.id = NEW.opinion_id "
            "AND o.amended_digest = NEW.digest)"
        ),
        message="an amendment is announced by its opinion: none is added to a return afterwards",
    ),
    Guard(
        name="secrecycheck_not_by_who_reviewed",
        table="requests_flow_secrecycheck",
        event="INSERT",
        condition=_of_any_version("legal_review_opinion", "reviewer_id", "NEW.checked_by_id"),
        message="who reviewed any version does not check its secrecy",
    ),
    Guard(
        name="signature_not_by_who_reviewed",
        table="requests_flow_signature",
        event="INSERT",
        condition=_of_any_version("legal_review_opinion", "reviewer_id", "NEW.signed_by_id"),
        message="who reviewed any version does not sign",
    ),
    Guard(
        name="signature_of_nothing_returned",
        table="requests_flow_signature",
        event="INSERT",
        condition=(
            f"EXISTS (SELECT 1 FROM requests_flow_entry e WHERE e.case_id = {_CASE} "
            f"AND e.verb = 'returned_unsigned' AND ({_NAMES_DRAFT}))"
        ),
        message="a version that was returned unsigned is not signed",
    ),
    Guard(
        name="signingdelegation_keeps_its_outcomes",
        table="requests_flow_signingdelegation",
        event="UPDATE",
        condition=(
            "NEW.id <> OLD.id OR NEW.ended_by_id IS NULL "
            "OR CAST(NEW.outcomes AS text) <> CAST(OLD.outcomes AS text)"
        ),
        message="a delegation is ended by somebody, never changed",
    ),
    Guard(
        name="reviewgrant_keeps_its_days",
        table="requests_flow_reviewgrant",
        event="UPDATE",
        condition=(
            "NEW.id <> OLD.id OR NEW.ended_by_id IS NULL OR NEW.granted_on <> OLD.granted_on"
        ),
        message="a grant is ended by somebody, never changed",
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
        ("legal_review", "0005_superseded_drafts"),
        ("requests_flow", "0014_what_a_draft_hands_out"),
    ]
    operations = [
        migrations.AddField(
            model_name="opinion",
            name="amended_digest",
            field=models.CharField(max_length=64, null=True),
        ),
        migrations.RunPython(forwards, backwards),
    ]
