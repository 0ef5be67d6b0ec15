"""Secrecy item by item, grants to outside advisers, signing for somebody: held by the database.

Who had a hand in a reply does not check its secrecy; what may not be disclosed lets no check pass; a
grant and a delegation are ended, never changed; who signs for another does so on a standing word.
"""
# ruff: noqa: S608  the SQL is made of constants of this repository, at migration time

from django.db import migrations

from requests_flow.models.guards import Guard, append_only, hand_in, install, remove

_OF_CHECK = (
    "(SELECT d.case_id FROM requests_flow_secrecycheck k JOIN requests_flow_draft d "
    "ON d.id = k.draft_id WHERE k.id = NEW.check_row_id)"
)
_GRANT = ("case_id", "reviewer_id", "firm", "valid_until", "granted_by_id", "granted_at")
_DELEGATION = (
    "unit_id", "signatory_id", "deputy_id", "valid_from", "valid_until", "reason", "given_at",
)  # fmt: skip


def _only_ended(table: str, columns: tuple[str, ...], what: str) -> Guard:
    return Guard(
        name=f"{table}_is_only_ended",
        table=table,
        event="UPDATE",
        condition=(
            "OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL OR "
            + " OR ".join(f"NEW.{column} <> OLD.{column}" for column in columns)
        ),
        message=f"{what} is ended, never changed",
    )


GUARDS = [
    *append_only("requests_flow_secrecyitem", what="secrecy items"),
    *append_only("requests_flow_reviewgrant", what="grants", deletes_only=True),
    *append_only("requests_flow_signingdelegation", what="delegations", deletes_only=True),
    _only_ended("requests_flow_reviewgrant", _GRANT, "a grant"),
    _only_ended("requests_flow_signingdelegation", _DELEGATION, "a delegation"),
    Guard(
        name="requests_flow_secrecycheck_not_by_author",
        table="requests_flow_secrecycheck",
        event="INSERT",
        condition=hand_in(
            "(SELECT d.case_id FROM requests_flow_draft d WHERE d.id = NEW.draft_id)",
            "NEW.checked_by_id",
        ),
        message="who had a hand in the reply does not check its secrecy",
    ),
    Guard(
        name="requests_flow_secrecyitem_fits",
        table="requests_flow_secrecyitem",
        event="INSERT",
        condition=(
            "EXISTS (SELECT 1 FROM requests_flow_secrecycheck k WHERE k.id = NEW.check_row_id "
            "AND k.passes AND NEW.verdict IN ('closed', 'refer')) "
            "OR (NEW.document_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM requests_flow_document f "
            f"WHERE f.id = NEW.document_id AND f.sha256 = NEW.sha256 AND f.case_id = {_OF_CHECK}))"
        ),
        message="what may not be disclosed lets no check pass; an item is a file of the case",
    ),
    Guard(
        name="requests_flow_signature_for_another",
        table="requests_flow_signature",
        event="INSERT",
        condition=(
            "NEW.delegation_id IS NOT NULL AND NOT EXISTS ("
            "SELECT 1 FROM requests_flow_signingdelegation g "
            "JOIN requests_flow_draft d ON d.id = NEW.draft_id "
            "JOIN requests_flow_case c ON c.id = d.case_id "
            "WHERE g.id = NEW.delegation_id AND g.deputy_id = NEW.signed_by_id "
            "AND g.unit_id = c.unit_id AND g.ended_at IS NULL "
            "AND NEW.signed_on BETWEEN g.valid_from AND g.valid_until)"
        ),
        message="who signs for another does so on a standing delegation of this unit",
    ),
]


def forwards(apps, schema_editor):
    for guard in GUARDS:
        install(guard, schema_editor)


def backwards(apps, schema_editor):
    for guard in GUARDS:
        remove(guard, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("requests_flow", "0011_reviewers_and_deputies")]
    operations = [migrations.RunPython(forwards, backwards)]
