"""Ways past the flow: an action called by a script, a row written by hand, a row changed or deleted.

Each is tried and taken back; what matters is whether it would have been let through.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, connection

from legal_review.actions.opining import give_opinion
from legal_review.models import Opinion
from requests_flow.actions import delivering, issuing, secrecy, signing, voiding
from requests_flow.models import (
    Case,
    Dispatch,
    Draft,
    Letter,
    SecrecyCheck,
    Signature,
    VoidedLetter,
)
from tests import factories
from tests.factories import at
from tests.legal_review.gate import model as told
from tests.legal_review.gate.world import REFUSALS, World, taken_back

OUT, REFUSED, BY_TRIGGER = "done", "refused", "refused by the database"
KEPT_TABLES = (
    "requests_flow_draft", "legal_review_opinion", "requests_flow_signature",
    "requests_flow_letter", "requests_flow_entry", "requests_flow_secrecycheck",
    "requests_flow_document", "requests_flow_dispatch", "requests_flow_voidedletter",
    "requests_flow_supersession", "legal_review_amendment",
)  # fmt: skip


def tried(deed: Callable[[], Any]) -> str:
    """Do it, see what comes of it, and take it back."""
    try:
        with taken_back():
            deed()
    except REFUSALS:
        return REFUSED
    except IntegrityError:
        return BY_TRIGGER
    return OUT


# Actions without their step -------------------------------------------------------------------------


def bare_opinion(world: World, who: str, draft: told.Draft) -> tuple[str, str] | None:
    """What came of it, and what should have. None: nothing to say of it."""
    case = world.model.cases[draft.case]
    if draft.verdict or case.is_archived:  # a second opinion on one draft: see `raw_opinion`
        return None
    row = world.draft(draft.case, draft.version)
    came = tried(
        lambda: give_opinion(world.act(who), draft=row, verdict="approved", seen_digest=row.digest)
    )
    return came, OUT if world.model.can_approve(who, case, draft) else REFUSED


def bare_opinion_by_author(world: World, _who: str, draft: told.Draft) -> tuple[str, str] | None:
    return bare_opinion(world, draft.author, draft)


def bare_opinion_by_adviser(world: World, _who: str, draft: told.Draft) -> tuple[str, str] | None:
    return bare_opinion(world, "adviser", draft)


def bare_stale_opinion(world: World, who: str, draft: told.Draft) -> tuple[str, str] | None:
    """Of somebody who looked at something else."""
    if draft.verdict or world.model.cases[draft.case].is_archived:
        return None
    row = world.draft(draft.case, draft.version)
    came = tried(
        lambda: give_opinion(world.act(who), draft=row, verdict="approved", seen_digest="0" * 64)
    )
    return came, REFUSED


def bare_check(world: World, who: str, draft: told.Draft) -> tuple[str, str] | None:
    case = world.model.cases[draft.case]
    if draft.checked_by or not draft.hands_out or case.is_archived:
        return None
    row = world.draft(draft.case, draft.version)
    came = tried(
        lambda: secrecy.check_secrecy(world.act(who), draft=row, findings=factories.found(row))
    )
    can = world.model.may_check(who, case) and draft is case.last
    return came, OUT if can else REFUSED


def bare_check_by_author(world: World, _who: str, draft: told.Draft) -> tuple[str, str] | None:
    return bare_check(world, draft.author, draft)


def bare_sign(world: World, who: str, draft: told.Draft) -> tuple[str, str] | None:
    case = world.model.cases[draft.case]
    if draft.signer or case.is_archived:
        return None
    row = world.draft(draft.case, draft.version)
    came = tried(lambda: signing.sign(world.act(who), draft=row))
    return came, OUT if world.model.can_sign(who, case, draft) else REFUSED


def bare_sign_by_signatory(world: World, _who: str, draft: told.Draft) -> tuple[str, str] | None:
    return bare_sign(world, "signatory", draft)


def bare_sign_by_who_may_do_both(
    world: World, _who: str, draft: told.Draft
) -> tuple[str, str] | None:
    """Holds both duties lawfully; signs only where no hand of theirs is in it."""
    return bare_sign(world, "colleague", draft)


def bare_issue(world: World, who: str, draft: told.Draft) -> tuple[str, str] | None:
    case = world.model.cases[draft.case]
    came = tried(lambda: issuing.issue_reply(world.act(who), case=world.case(draft.case)))
    if world.model.can_issue(case):
        return came, OUT
    # What was voided is not issued again as it is: only the database says so.
    is_again = case.reply is None and case.last.signer and case.letters
    return came, BY_TRIGGER if is_again and came == BY_TRIGGER else REFUSED


def bare_void(world: World, who: str, draft: told.Draft) -> tuple[str, str] | None:
    case = world.model.cases[draft.case]
    if not case.letters:
        return None
    last = case.letters[-1]
    letter = Letter.objects.get(case=world.keys[draft.case], draft__version=last.version)
    came = tried(lambda: voiding.void(world.act(who), letter=letter, reason="附件清单漏列"))
    return came, OUT if not last.is_voided and not last.is_sent else REFUSED


def bare_send(world: World, who: str, draft: told.Draft) -> tuple[str, str] | None:
    case = world.model.cases[draft.case]
    if not case.letters:
        return None
    last = case.letters[-1]
    letter = Letter.objects.get(case=world.keys[draft.case], draft__version=last.version)
    came = tried(
        lambda: delivering.deliver(
            world.act(who),
            letter=letter,
            sending=factories.posted(world.today),
            seen=factories.all_ticked(letter),
        )
    )
    can = not last.is_voided and not last.is_sent and last.name == case.name
    return came, OUT if can else REFUSED


# Rows by hand -------------------------------------------------------------------------------------------


def raw_opinion(world: World, who: str, draft: told.Draft) -> tuple[str, str] | None:
    case = world.model.cases[draft.case]
    row = world.draft(draft.case, draft.version)
    came = tried(lambda: opinion_row(world, who, row, row.digest))
    is_open = not draft.verdict and draft is case.last and draft.is_secret_checked
    is_apart = who not in case.hands and not world.model.has_checked(who, case)
    can = is_open and is_apart and not case.is_archived and not draft.is_superseded
    return came, OUT if can else BY_TRIGGER


def raw_opinion_by_author(world: World, _who: str, draft: told.Draft) -> tuple[str, str] | None:
    return raw_opinion(world, draft.author, draft)


def opinion_row(world: World, who: str, row: Draft, digest: str) -> Opinion:
    return Opinion.objects.create(
        draft=row,
        digest=digest,
        verdict="approved",
        reviewer=world.people[who],
        given_on=world.today,
        given_at=at(world.today),
    )


def raw_opinion_of_other_text(world: World, who: str, draft: told.Draft) -> tuple[str, str]:
    row = world.draft(draft.case, draft.version)
    return tried(lambda: opinion_row(world, who, row, "f" * 64)), BY_TRIGGER


def raw_signature(world: World, who: str, draft: told.Draft) -> tuple[str, str] | None:
    case = world.model.cases[draft.case]
    row = world.draft(draft.case, draft.version)
    came = tried(lambda: signature_row(world, who, row, row.digest))
    is_open = draft.is_approved and not draft.signer and draft is case.last
    is_open = is_open and not draft.is_returned_unsigned
    is_apart = who not in case.hands and not world.model.has_reviewed(who, case)
    can = is_open and is_apart and not draft.is_superseded and not case.is_archived
    return came, OUT if can else BY_TRIGGER


def raw_signature_of_other_text(world: World, who: str, draft: told.Draft) -> tuple[str, str]:
    row = world.draft(draft.case, draft.version)
    return tried(lambda: signature_row(world, who, row, "f" * 64)), BY_TRIGGER


def raw_signature_by_author(world: World, _who: str, draft: told.Draft) -> tuple[str, str] | None:
    return raw_signature(world, draft.author, draft)


def raw_signature_by_reviewer(world: World, who: str, draft: told.Draft) -> tuple[str, str] | None:
    return raw_signature(world, draft.reviewer or who, draft)


def signature_row(world: World, who: str, row: Draft, digest: str) -> Signature:
    return Signature.objects.create(
        draft=row,
        digest=digest,
        signed_by=world.people[who],
        signed_on=world.today,
        signed_at=at(world.today),
    )


def raw_check(world: World, who: str, draft: told.Draft) -> tuple[str, str] | None:
    case = world.model.cases[draft.case]
    row = world.draft(draft.case, draft.version)
    came = tried(
        lambda: SecrecyCheck.objects.create(
            draft=row,
            digest=row.digest,
            passes=True,
            note="未标密",
            checked_by=world.people[who],
            checked_at=at(world.today),
        )
    )
    is_apart = who not in case.hands and not world.model.has_reviewed(who, case)
    can = not draft.checked_by and is_apart and not case.is_archived
    return came, OUT if can else BY_TRIGGER


def raw_letter(world: World, who: str, draft: told.Draft, **more: Any) -> tuple[str, str] | None:
    """The draft leaves, by a row and under a number of its own."""
    case = world.model.cases[draft.case]
    came = tried(lambda: letter_row(world, who, draft, **more).save())
    is_open = draft is case.last and draft.is_approved and bool(draft.signer)
    is_first = not case.letters
    can = is_open and is_first and not draft.is_superseded and not more
    return came, OUT if can else BY_TRIGGER


def raw_letter_of_other_text(world: World, who: str, draft: told.Draft) -> tuple[str, str] | None:
    return raw_letter(world, who, draft, content_digest="f" * 64)


def raw_letter_of_other_case(world: World, who: str, draft: told.Draft) -> tuple[str, str] | None:
    """What was approved and signed for somebody else."""
    other = next(key for key in world.keys if key != draft.case)
    return raw_letter(world, who, draft, case=world.case(other))


def raw_second_letter(world: World, who: str, draft: told.Draft) -> tuple[str, str] | None:
    """Beside one that stands, and said to stand for it."""
    case = world.model.cases[draft.case]
    if case.reply is None:
        return None
    old = Letter.objects.get(case=world.keys[draft.case], draft__version=case.reply.version)
    return raw_letter(world, who, draft, replaces=old)


def raw_number(world: World, who: str, draft: told.Draft) -> tuple[str, str] | None:
    """A notice under the number of a reply."""
    first = Letter.objects.filter(is_reply=True).first()
    place = {"series": first.series, "year": first.year, "sequence": first.sequence}
    place |= {"draft": None, "is_reply": False, "code": "L01"}
    letter = letter_row(world, who, draft, **place)
    return tried(letter.save), BY_TRIGGER


def letter_row(world: World, who: str, version: told.Draft, **more: Any) -> Letter:
    row = world.draft(version.case, version.version)
    values = {
        "case": row.case,
        "code": row.letter_code,
        "draft": row,
        "is_reply": True,
        "series": "x",
        "year": 2026,
        "sequence": 1,
        "number": "伪造〔2026〕1号",
        "dated_on": world.today,
        "context": {},
        "template_version": "1",
        "content_digest": row.digest,
        "sha256": "0" * 64,
        "pages": 1,
        "issued_by": world.people[who],
        "issued_at": at(world.today),
    }
    return Letter(**{**values, **more})


def raw_draft(world: World, who: str, draft: told.Draft) -> tuple[str, str] | None:
    """Another version, after the reply was printed too."""
    case = world.model.cases[draft.case]
    row = world.draft(draft.case, draft.version)
    values = {
        field.attname: getattr(row, field.attname)
        for field in Draft._meta.concrete_fields
        if not field.primary_key
    }
    values |= {"version": case.last.version + 1, "author_id": world.people[who].pk}
    came = tried(lambda: Draft.objects.create(**values))
    can = case.reply is None and not case.is_archived
    return came, OUT if can else BY_TRIGGER


def raw_void(world: World, who: str, draft: told.Draft) -> tuple[str, str] | None:
    case = world.model.cases[draft.case]
    if not case.letters:
        return None
    last = case.letters[-1]
    letter = Letter.objects.get(case=world.keys[draft.case], draft__version=last.version)
    came = tried(
        lambda: VoidedLetter.objects.create(
            letter=letter,
            reason="无",
            voided_by=world.people[who],
            voided_at=at(world.today),
        )
    )
    return came, OUT if not last.is_voided and not last.is_sent else BY_TRIGGER


def raw_dispatch(world: World, who: str, draft: told.Draft) -> tuple[str, str] | None:
    case = world.model.cases[draft.case]
    if not case.letters:
        return None
    last = case.letters[-1]
    letter = Letter.objects.get(case=world.keys[draft.case], draft__version=last.version)
    came = tried(
        lambda: Dispatch.objects.create(
            letter=letter,
            attempt=2 if last.is_sent else 1,
            method="pickup",
            sent_on=world.today,
            addressee="某人",
            sent_by=world.people[who],
            recorded_at=at(world.today),
        )
    )
    return came, OUT if not last.is_voided and not last.is_sent else BY_TRIGGER


def raw_case(world: World, _who: str, draft: told.Draft) -> tuple[str, str] | None:
    """An archived case is opened again; or one is archived that has no dossier."""
    case = world.model.cases[draft.case]
    rows = Case.objects.filter(pk=world.keys[draft.case])
    if case.is_archived:
        return tried(lambda: rows.update(subject="别的")), BY_TRIGGER
    values = {"archived_at": at(world.today), "closed_on": world.today}
    return tried(lambda: rows.update(**values)), BY_TRIGGER


def raw_answer(world: World, _who: str, draft: told.Draft) -> tuple[str, str] | None:
    """Said to be answered although nothing has left."""
    case = world.model.cases[draft.case]
    if any(letter.is_sent for letter in case.letters):
        return None
    rows = Case.objects.filter(pk=world.keys[draft.case])
    return tried(lambda: rows.update(answered_on=world.today)), BY_TRIGGER


ATTEMPTS = {
    name: one
    for name, one in sorted(globals().items())
    if name.startswith(("bare_", "raw_")) and callable(one)
}


def changed(table: str, *, deletes: bool) -> str | None:
    """Some row of `table` is changed, or deleted, by SQL; None where there is none."""

    def deed() -> None:
        with connection.cursor() as cursor:
            verb = "DELETE FROM {}" if deletes else "UPDATE {} SET id = id"
            cursor.execute(verb.format(table))

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {table}")  # noqa: S608
        if cursor.fetchone()[0] == 0:
            return None
    return tried(deed)
