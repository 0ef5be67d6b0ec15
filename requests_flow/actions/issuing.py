"""Letters leave: numbered without a gap, printed, synced to the disk before the row is committed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from requests_flow.letters import context as wording
from requests_flow.letters import engine
from requests_flow.models import Case, Draft, Letter
from requests_flow.models.reading import statute_of
from requests_flow.rules import numbering
from requests_flow.units.duties import Duty

from .act import Act, Refusal
from .binding import ContentChanged, refuse_changed, supersede
from .composing import case_facts, unit_facts
from .indexing import index_words
from .keeping import keep
from .numbering import next_number
from .recording import digest_of, record
from .sealing import seal_letter
from .signing import refuse_unapproved
from .voiding import voided_before


class NotSigned(Refusal):
    """There is no signature on exactly this draft."""


class AlreadyIssued(Refusal):
    """The reply to this case has left already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a letter stands in the register: series, year and sequence, and what is printed of it."""

    series: str
    year: int
    sequence: int
    number: str


def _next_place(*, series: str, prefix: str, year: int) -> Place:
    sequence = next_number(series=series, year=year)
    number = numbering.letter_number(prefix, year, sequence)
    return Place(series=series, year=year, sequence=sequence, number=number)


def _keep(
    act: Act, *, case: Case, code: str, context: dict, place: Place, draft: Draft | None = None
) -> Letter:
    """Print the letter, sync its bytes to the disk, and only then write its row; then seal it."""
    printed = engine.render(code, context)
    if draft is not None and printed.template_version != draft.template_version:
        raise ContentChanged(["template"])
    letter = Letter.objects.create(
        case=case,
        code=code,
        draft=draft,
        is_reply=draft is not None,
        replaces=voided_before(case.pk) if draft else None,
        dated_on=draft.signature.signed_on if draft else act.on,
        context=context,
        template_version=printed.template_version,
        fingerprint=printed.fingerprint,
        content_digest=draft.digest if draft else digest_of(context),
        sha256=keep(printed.pdf),
        pages=printed.pages,
        issued_by=act.by,
        issued_at=act.at,
        **asdict(place),
    )
    seal_letter(act, letter=letter, printed=printed)
    index_words(case)
    return letter


@transaction.atomic
def issue_notice(act: Act, *, case: Case, code: str, fields: dict) -> Letter:
    """Print and number a letter of procedure: a receipt, a correction notice, an extension.

    Raises letters.engine.LetterStopped, also if it cannot be sealed.
    """
    case = Case.objects.select_related("unit", "applicant").get(pk=case.pk)

    def written(place: Place) -> dict:
        return wording.notice_context(
            code,
            unit=unit_facts(case.unit),
            case=case_facts(case),
            fields=fields,
            number=place.number,
            dated_on=act.on,
        )

    return issue_paper(act, case=case, code=code, written=written)


@transaction.atomic
def issue_paper(
    act: Act, *, case: Case, code: str, written: Callable[[Place], dict], **told: Any
) -> Letter:
    """Number and print what is no answer, also a paper that stays in the house.

    `written` gives the context for its place in the register; `told` stands in the entry. Raises
    letters.engine.LetterStopped.
    """
    prefix = case.unit.number_prefix
    series, mark = f"{prefix}:{code}", NOTICE_MARKS[code]
    place = _next_place(series=series, prefix=prefix + mark, year=act.on.year)
    letter = _keep(act, case=case, code=code, context=written(place), place=place)
    record(
        act,
        case=case,
        verb="letter_issued",
        letter=letter.pk,
        code=code,
        number=place.number,
        sha256=letter.sha256,
        **told,
    )
    return letter


def receipt_fields(case: Case, *, today: date) -> dict[str, str | int]:
    """What the receipt says besides the application itself: why that is its day, and the period."""
    days = statute_of(case, today=today).days_to_answer
    return {"receipt_basis": case.receipt_basis, "days_to_answer": days}


def issue_receipt(act: Act, *, case: Case) -> Letter | None:
    """Write the receipt of registration (L01); if it cannot be printed, say so in the file.

    An application counts from the day it came (art. 31), whatever a printer or a font lacks.
    """
    try:
        with transaction.atomic():
            fields = receipt_fields(case, today=act.on)
            return issue_notice(act, case=case, code="L01", fields=fields)
    except engine.LetterStopped as stopped:
        record(act, case=case, verb="letter_stopped", code="L01", reason=str(stopped))
        return None


# The sign between prefix and year that tells the series of procedure apart (law.md 7.3, design).
# No two letters share one, so no two letters of a unit ever bear the same number.
NOTICE_MARKS = {
    "L01": "登", "L02": "补", "L03": "说", "L04": "延", "L05": "询", "L06": "征", "L07": "协",
    "L08": "函", "L09": "费", "L20": "三", "L21": "结", "L21A": "结告", "L22": "缓",
    "L23A": "转", "L25": "达", "L26": "检", "L27": "密", "L28": "审",
}  # fmt: skip


def likely_number(case: Case, *, on: date) -> str:
    """The number that the next reply of this unit will get; the issue itself decides."""
    from requests_flow.models import Counter

    prefix = case.unit.number_prefix
    last = Counter.objects.filter(series=f"{prefix}:reply", year=on.year).first()
    return numbering.letter_number(prefix, on.year, (last.last if last else 0) + 1)


def _signed_draft(case: Case) -> Draft:
    """The draft that may leave.

    Raises AlreadyIssued, NotSigned, NotApproved or ContentChanged.
    """
    if case.reply is not None:
        raise AlreadyIssued(_("The reply to this case has left already."))
    draft = case.latest_draft
    if draft is None:
        raise NotSigned(_("There is no draft to issue."))
    refuse_unapproved(draft)
    signature = getattr(draft, "signature", None)
    if signature is None or signature.digest != draft.digest:
        raise NotSigned(_("The reply is not signed; it cannot be issued."))
    refuse_changed(draft, on=signature.signed_on)
    return draft


@transaction.atomic
def issue_reply(act: Act, *, case: Case) -> Letter:
    """Number, date and print the signed draft, and keep the file: one transaction.

    The database itself refuses the row without an approved opinion and a signature on this draft.
    Raises NotSigned, AlreadyIssued, NotApproved, ContentChanged or letters.engine.LetterStopped.
    """
    rows = Case.objects.select_for_update(of=("self", "applicant"))
    case = rows.select_related("unit", "applicant").get(pk=case.pk)
    draft = _signed_draft(case)
    prefix = case.unit.number_prefix
    dated_on = draft.signature.signed_on  # 成文日期: the day it was signed
    place = _next_place(series=f"{prefix}:reply", prefix=prefix, year=dated_on.year)
    context = wording.with_number(draft.context, number=place.number, dated_on=dated_on)
    letter = _keep(
        act, case=case, code=draft.letter_code, context=context, place=place, draft=draft
    )
    record(
        act,
        case=case,
        verb="reply_issued",
        duty=Duty.DELIVER,
        letter=letter.pk,
        number=place.number,
        sha256=letter.sha256,
        digest=draft.digest,
    )
    return letter


def issue_or_hand_back(act: Act, *, case: Case) -> Letter | ContentChanged:
    """Issue the reply; or, if what was approved is no longer so, supersede it and say what changed.

    Either ends the step of issuing. Raises as `issue_reply`, but for ContentChanged.
    """
    try:
        with transaction.atomic():
            return issue_reply(act, case=case)
    except ContentChanged as changed:
        supersede(act, draft=case.latest_draft, changes=changed.changes, duty=Duty.DELIVER)
        return changed
