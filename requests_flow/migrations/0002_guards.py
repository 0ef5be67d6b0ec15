"""Evidence, drafts, letters and entries are appended; a closed and archived case is read-only.

SQLite forgets triggers when a later migration rebuilds a table: such a migration installs them again,
and tests/house/test_guards.py holds us to it.
"""

from django.db import migrations

from requests_flow.models.guards import Guard, append_only, install, remove, sealed_with_case

_APPENDED = {
    "requests_flow_entry": "entries",
    "requests_flow_draft": "drafts",
    "requests_flow_letter": "letters",
    "requests_flow_signature": "signatures",
    "requests_flow_secrecycheck": "secrecy checks",
    "requests_flow_factrecord": "facts",
    "requests_flow_searchrecord": "search records",
    "requests_flow_document": "documents",
    "requests_flow_delivery": "deliveries",
}
_NEVER_DELETED = {
    "requests_flow_case": "cases",
    "requests_flow_applicant": "applicants",
    "requests_flow_correction": "corrections",
    "requests_flow_consultation": "consultations",
    "requests_flow_extension": "extensions",
}
_OF_DRAFT = "(SELECT d.case_id FROM requests_flow_draft d WHERE d.id = {row}.draft_id)"
_SEALED = {
    "requests_flow_correction": "{row}.case_id",
    "requests_flow_consultation": "{row}.case_id",
    "requests_flow_extension": "{row}.case_id",
    "requests_flow_factrecord": "{row}.case_id",
    "requests_flow_searchrecord": "{row}.case_id",
    "requests_flow_document": "{row}.case_id",
    "requests_flow_draft": "{row}.case_id",
    "requests_flow_letter": "{row}.case_id",
    "requests_flow_signature": _OF_DRAFT,
    "requests_flow_secrecycheck": _OF_DRAFT,
    "requests_flow_delivery": (
        "(SELECT l.case_id FROM requests_flow_letter l WHERE l.id = {row}.letter_id)"
    ),
    "requests_flow_applicant": (
        "(SELECT c.id FROM requests_flow_case c WHERE c.applicant_id = {row}.id)"
    ),
}
_DELIVERED = (
    "SELECT 1 FROM requests_flow_delivery y JOIN requests_flow_letter l ON l.id = y.letter_id "
    "WHERE l.case_id = NEW.id AND l.is_reply"
)

GUARDS = [
    *(guard for table, what in _APPENDED.items() for guard in append_only(table, what=what)),
    *(
        guard
        for table, what in _NEVER_DELETED.items()
        for guard in append_only(table, what=what, deletes_only=True)
    ),
    *(
        guard
        for table, case_of in _SEALED.items()
        for guard in sealed_with_case(table, case_of=case_of, events=("INSERT", "UPDATE"))
    ),
    Guard(
        name="requests_flow_case_sealed",
        table="requests_flow_case",
        event="UPDATE",
        condition="OLD.archived_at IS NOT NULL",
        message="an archived case is read-only",
    ),
    Guard(
        name="requests_flow_case_answered",
        table="requests_flow_case",
        event="UPDATE",
        condition=f"NEW.answered_on IS NOT NULL AND NOT EXISTS ({_DELIVERED})",
        message="a case is answered by a delivered reply",
    ),
    Guard(
        name="requests_flow_draft_after_reply",
        table="requests_flow_draft",
        event="INSERT",
        condition=(
            "EXISTS (SELECT 1 FROM requests_flow_letter l "
            "WHERE l.case_id = NEW.case_id AND l.is_reply)"
        ),
        message="the reply has left",
    ),
]


def forwards(apps, schema_editor):
    for guard in GUARDS:
        install(guard, schema_editor)


def backwards(apps, schema_editor):
    for guard in GUARDS:
        remove(guard, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("requests_flow", "0001_nouns")]
    operations = [migrations.RunPython(forwards, backwards)]
