"""The gate: no opinion by an author, no signature without an opinion, no reply without both.

The notice of 2021 demands 合法性审核 before every reply. Here the database refuses the row, whoever
writes it: a view, a script, or a hand on the SQL prompt.
"""
# ruff: noqa: S608  the SQL is made of constants of this repository, at migration time

from django.db import migrations

from requests_flow.models.guards import Guard, append_only, install, remove, sealed_with_case

_OF_DRAFT = "(SELECT d.case_id FROM requests_flow_draft d WHERE d.id = {row}.draft_id)"
_LAST = (
    "NOT EXISTS (SELECT 1 FROM requests_flow_draft n "
    "WHERE n.case_id = d.case_id AND n.version > d.version)"
)
_AUTHOR = (
    "EXISTS (SELECT 1 FROM requests_flow_draft d JOIN requests_flow_draft w "
    "ON w.case_id = d.case_id WHERE d.id = NEW.draft_id AND w.author_id = {person})"
)
_SECRECY = (
    "(NOT d.hands_out OR EXISTS (SELECT 1 FROM requests_flow_secrecycheck k "
    "WHERE k.draft_id = d.id AND k.passes AND k.digest = d.digest))"
)

GUARDS = [
    *append_only("legal_review_opinion", what="opinions"),
    *sealed_with_case("legal_review_opinion", case_of=_OF_DRAFT, events=("INSERT",)),
    Guard(
        name="opinion_on_this_draft",
        table="legal_review_opinion",
        event="INSERT",
        condition=(
            "NOT EXISTS (SELECT 1 FROM requests_flow_draft d WHERE d.id = NEW.draft_id "
            f"AND d.digest = NEW.digest AND {_LAST} "
            f"AND (NEW.verdict <> 'approved' OR {_SECRECY}))"
        ),
        message="an opinion is on the last draft, by its digest, after the secrecy check",
    ),
    Guard(
        name="opinion_not_by_author",
        table="legal_review_opinion",
        event="INSERT",
        condition=_AUTHOR.format(person="NEW.reviewer_id"),
        message="who drafted does not review",
    ),
    Guard(
        name="signature_after_opinion",
        table="requests_flow_signature",
        event="INSERT",
        condition=(
            "NOT EXISTS (SELECT 1 FROM requests_flow_draft d "
            "JOIN legal_review_opinion o ON o.draft_id = d.id WHERE d.id = NEW.draft_id "
            "AND o.verdict = 'approved' AND o.digest = d.digest AND d.digest = NEW.digest "
            f"AND o.reviewer_id <> NEW.signed_by_id AND {_LAST})"
        ),
        message="nothing is signed without an approved opinion of somebody else on this draft",
    ),
    Guard(
        name="signature_not_by_author",
        table="requests_flow_signature",
        event="INSERT",
        condition=_AUTHOR.format(person="NEW.signed_by_id"),
        message="who drafted does not sign",
    ),
    Guard(
        name="reply_after_gate",
        table="requests_flow_letter",
        event="INSERT",
        condition=(
            "NEW.is_reply AND NOT EXISTS (SELECT 1 FROM requests_flow_draft d "
            "JOIN legal_review_opinion o ON o.draft_id = d.id "
            "JOIN requests_flow_signature s ON s.draft_id = d.id "
            "WHERE d.id = NEW.draft_id AND d.case_id = NEW.case_id "
            "AND d.digest = NEW.content_digest AND o.digest = d.digest AND s.digest = d.digest "
            f"AND o.verdict = 'approved' AND {_LAST})"
        ),
        message="no reply leaves without an approved opinion and a signature on exactly this draft",
    ),
]


def forwards(apps, schema_editor):
    for guard in GUARDS:
        install(guard, schema_editor)


def backwards(apps, schema_editor):
    for guard in GUARDS:
        remove(guard, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("legal_review", "0001_opinion"), ("requests_flow", "0002_guards")]
    operations = [migrations.RunPython(forwards, backwards)]
