"""What left, what came of it, what was voided and sealed: appended, in order, and never over a seal.

A second attempt needs the first one returned; a voided letter never leaves; a reply is replaced only
after it was voided; a seal is on the very bytes that were printed.
"""
# ruff: noqa: S608  the SQL is made of constants of this repository, at migration time

from importlib import import_module

from django.db import migrations

from requests_flow.models.guards import Guard, append_only, install, remove, sealed_with_case

_OLD = import_module("requests_flow.migrations.0002_guards").GUARDS
_RETIRED = {"requests_flow_case_answered", "requests_flow_draft_after_reply"}
# Guards of earlier migrations that end here: those of the table that goes, and those said anew.
RETIRED = [
    guard for guard in _OLD if guard.table == "requests_flow_delivery" or guard.name in _RETIRED
]

_OF_LETTER = "(SELECT l.case_id FROM requests_flow_letter l WHERE l.id = {row}.letter_id)"
_OF_DISPATCH = (
    "(SELECT l.case_id FROM requests_flow_dispatch y JOIN requests_flow_letter l "
    "ON l.id = y.letter_id WHERE y.id = {row}.dispatch_id)"
)
_APPENDED = {
    "requests_flow_dispatch": "dispatches",
    "requests_flow_dispatchresult": "results of dispatches",
    "requests_flow_voidedletter": "voided letters",
    "requests_flow_seal": "seals",
    "requests_flow_phrase": "phrases",
    "requests_flow_phraseversion": "versions of phrases",
}
_SEALED = {
    "requests_flow_dispatch": _OF_LETTER,
    "requests_flow_dispatchresult": _OF_DISPATCH,
    "requests_flow_voidedletter": _OF_LETTER,
    "requests_flow_seal": _OF_LETTER,
}
_KEPT = ("unit_id", "sha256", "width_mm", "covers_notices", "valid_from", "added_by_id", "added_at")

GUARDS = [
    *(guard for table, what in _APPENDED.items() for guard in append_only(table, what=what)),
    *(
        guard
        for table, case_of in _SEALED.items()
        for guard in sealed_with_case(table, case_of=case_of, events=("INSERT",))
    ),
    *append_only("requests_flow_sealimage", what="pictures of seals", deletes_only=True),
    Guard(
        name="requests_flow_sealimage_is_only_withdrawn",
        table="requests_flow_sealimage",
        event="UPDATE",
        condition=(
            "OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL "
            "OR NEW.valid_until IS DISTINCT FROM OLD.valid_until OR "
            + " OR ".join(f"NEW.{column} <> OLD.{column}" for column in _KEPT)
        ),
        message="the picture of a seal is withdrawn, never changed",
    ),
    Guard(
        name="requests_flow_case_answered_by_dispatch",
        table="requests_flow_case",
        event="UPDATE",
        condition=(
            "NEW.answered_on IS NOT NULL AND NOT EXISTS ("
            "SELECT 1 FROM requests_flow_dispatch y JOIN requests_flow_letter l "
            "ON l.id = y.letter_id WHERE l.case_id = NEW.id AND l.is_reply)"
        ),
        message="a case is answered by a reply that left",
    ),
    Guard(
        name="requests_flow_draft_after_standing_reply",
        table="requests_flow_draft",
        event="INSERT",
        condition=(
            "EXISTS (SELECT 1 FROM requests_flow_letter l WHERE l.case_id = NEW.case_id "
            "AND l.is_reply AND NOT EXISTS (SELECT 1 FROM requests_flow_voidedletter x "
            "WHERE x.letter_id = l.id))"
        ),
        message="the reply has left",
    ),
    Guard(
        name="requests_flow_letter_replaces_a_voided_one",
        table="requests_flow_letter",
        event="INSERT",
        condition=(
            "NEW.replaces_id IS NOT NULL AND NOT EXISTS ("
            "SELECT 1 FROM requests_flow_letter v JOIN requests_flow_voidedletter x "
            "ON x.letter_id = v.id WHERE v.id = NEW.replaces_id AND v.case_id = NEW.case_id "
            "AND v.is_reply AND NEW.is_reply)"
        ),
        message="only a voided reply of the same case is replaced",
    ),
    Guard(
        name="requests_flow_voided_letter_never_left",
        table="requests_flow_voidedletter",
        event="INSERT",
        condition=(
            "EXISTS (SELECT 1 FROM requests_flow_dispatch y WHERE y.letter_id = NEW.letter_id)"
        ),
        message="what has left is not voided",
    ),
    Guard(
        name="requests_flow_dispatch_of_a_standing_letter",
        table="requests_flow_dispatch",
        event="INSERT",
        condition=(
            "EXISTS (SELECT 1 FROM requests_flow_voidedletter x WHERE x.letter_id = NEW.letter_id)"
        ),
        message="a voided letter never leaves",
    ),
    Guard(
        name="requests_flow_dispatch_after_a_return",
        table="requests_flow_dispatch",
        event="INSERT",
        condition=(
            "NEW.attempt > 1 AND NOT EXISTS ("
            "SELECT 1 FROM requests_flow_dispatch y JOIN requests_flow_dispatchresult r "
            "ON r.dispatch_id = y.id WHERE y.letter_id = NEW.letter_id "
            "AND y.attempt = NEW.attempt - 1 AND r.kind = 'returned')"
        ),
        message="a letter is sent again only when it came back",
    ),
    Guard(
        name="requests_flow_dispatchresult_fits",
        table="requests_flow_dispatchresult",
        event="INSERT",
        condition=(
            "EXISTS (SELECT 1 FROM requests_flow_dispatch y "
            "WHERE y.id = NEW.dispatch_id AND y.sent_on > NEW.happened_on) "
            "OR (NEW.proof_id IS NOT NULL AND NOT EXISTS ("
            "SELECT 1 FROM requests_flow_document d JOIN requests_flow_letter l "
            "ON l.case_id = d.case_id JOIN requests_flow_dispatch y ON y.letter_id = l.id "
            "WHERE d.id = NEW.proof_id AND y.id = NEW.dispatch_id))"
        ),
        message="a result comes after the sending and its proof is of the same case",
    ),
    Guard(
        name="requests_flow_seal_fits_its_letter",
        table="requests_flow_seal",
        event="INSERT",
        condition=(
            "NOT EXISTS (SELECT 1 FROM requests_flow_letter l "
            "JOIN requests_flow_case c ON c.id = l.case_id "
            "LEFT JOIN requests_flow_sealimage i ON i.id = NEW.image_id "
            "WHERE l.id = NEW.letter_id AND l.sha256 = NEW.plain_sha256 "
            "AND (NEW.image_id IS NULL OR i.unit_id = c.unit_id) "
            "AND ((l.is_reply AND EXISTS (SELECT 1 FROM requests_flow_signature s "
            "WHERE s.draft_id = l.draft_id AND s.signed_by_id = NEW.sealed_by_id)) "
            "OR (NOT l.is_reply AND i.covers_notices AND i.added_by_id = NEW.sealed_by_id)))"
        ),
        message="a seal is on the printed bytes, on the word of the signatory",
    ),
]


def forwards(apps, schema_editor):
    for guard in RETIRED:
        remove(guard, schema_editor)


def forwards_guards(apps, schema_editor):
    for guard in GUARDS:
        install(guard, schema_editor)


def backwards(apps, schema_editor):
    for guard in RETIRED:
        install(guard, schema_editor)


def backwards_guards(apps, schema_editor):
    for guard in GUARDS:
        remove(guard, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("requests_flow", "0009_deliveries_are_attempts")]
    operations = [
        migrations.RunPython(forwards, backwards),
        migrations.DeleteModel(name="Delivery"),
        migrations.RunPython(forwards_guards, backwards_guards),
    ]
