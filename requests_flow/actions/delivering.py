"""送达: a letter leaves, once or again. By post the day of posting is the day of the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from requests_flow import labels
from requests_flow.models import Dispatch, DispatchResult, Document, Letter
from requests_flow.rules.dispatch import SIGNED_AT_ONCE, Route
from requests_flow.rules.envelope import Envelope
from requests_flow.rules.postal import Carrier, NumberFault, is_number, number_fault, tidy_number
from requests_flow.units.duties import Duty

from .act import Act, Refusal
from .answering import copy_answer
from .enclosing import Seen, checked_envelope
from .recording import record
from .ways_out import refuse_electronic


class DeliveryImpossible(Refusal):
    """The day, the way or the mail number does not fit the letter."""

    def __init__(self, field: str, sentence: object) -> None:
        super().__init__(sentence)
        self.field = field


class AlreadySent(Refusal):
    """The letter is on its way or there: nothing is sent a second time unless it came back."""


class LetterIsVoid(Refusal):
    """A voided letter never leaves."""


class LeavesByItsStep(Refusal):
    """An answer leaves the first time by the step of the flow that ends with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """How a letter left; `sent_on` is the day of posting, handing over, sending or picking up.

    By hand: who signed (`received_by`), or why it was refused and left there. `proof`: a file of
    the same case.
    """

    method: Dispatch.Method
    sent_on: date
    tracking_number: str = ""
    carrier: str = ""
    note: str = ""
    is_number_compared: bool = False
    received_by: str = ""
    refused_because: str = ""
    proof: Document | None = None


@transaction.atomic
def deliver(act: Act, *, letter: Letter, sending: Sending, seen: Seen) -> Dispatch:
    """The answer leaves; the case is answered and closed (送达解释 2016-235, item 4).

    Raises DeliveryImpossible, AlreadySent, LetterIsVoid, EnvelopeMismatch or EnvelopeStale.
    """
    row = _dispatch(act, letter=letter, sending=sending, seen=seen, as_reply=True)
    answer = copy_answer(act, letter=row.letter)
    record(
        act,
        case=row.letter.case,
        verb="delivered",
        duty=Duty.DELIVER,
        **_told(row),
        basis=answer.basis if answer else "",
    )
    refuse_taken_number(row)
    return row


@transaction.atomic
def send(act: Act, *, letter: Letter, sending: Sending, seen: Seen) -> Dispatch:
    """A notice leaves, or any letter again that came back. No step of the case ends with it.

    Raises as `deliver`, and LeavesByItsStep for the first sending of an answer.
    """
    if letter.is_reply and not letter.dispatches.exists():
        raise LeavesByItsStep(_("An answer leaves by the step “Deliver” of its case."))
    row = _dispatch(act, letter=letter, sending=sending, seen=seen, as_reply=letter.is_reply)
    if row.letter.is_reply:
        copy_answer(act, letter=row.letter)
    record(
        act,
        case=row.letter.case,
        verb="sent" if row.attempt == 1 else "sent_again",
        duty=Duty.DELIVER,
        **_told(row),
    )
    refuse_taken_number(row)
    return row


def _told(row: Dispatch) -> dict[str, object]:
    """What the entry keeps: the address itself stands in the row, not in the story."""
    return {
        "letter": row.letter_id,
        "dispatch": row.pk,
        "attempt": row.attempt,
        "method": row.method,
        "sent_on": row.sent_on,
        "tracking_number": row.tracking_number,
        "envelope": row.envelope_digest,
    }


def _dispatch(
    act: Act, *, letter: Letter, sending: Sending, seen: Seen, as_reply: bool
) -> Dispatch:
    letter = (
        Letter.objects.select_for_update(of=("self",))
        .select_related("case__unit")
        .get(pk=letter.pk)
    )
    last = _last_attempt(letter)
    _refuse_impossible(letter, sending, last, today=act.on)
    _refuse_wrong_number(sending)
    route = Route(sending.method)
    envelope = checked_envelope(letter, seen=seen, way=route, as_reply=as_reply)
    is_posted = route is Route.POST
    row = Dispatch.objects.create(
        letter=letter,
        attempt=last.attempt + 1 if last else 1,
        method=sending.method,
        carrier=(sending.carrier or Carrier.EMS) if is_posted else "",
        tracking_number=tidy_number(sending.tracking_number) if is_posted else "",
        sent_on=sending.sent_on,
        addressee=envelope.addressee,
        address=_address(envelope, route),
        postcode=envelope.postcode if is_posted else "",
        envelope=envelope.as_data(),
        envelope_digest=envelope.digest,
        note=sending.note,
        sent_by=act.by,
        recorded_at=act.at,
    )
    if route in SIGNED_AT_ONCE:
        _sign_for(act, row, sending)
    return row


def _address(envelope: Envelope, route: Route) -> str:
    if route is Route.ELECTRONIC:
        return envelope.email
    return "" if route is Route.PICKUP else envelope.address


def _sign_for(act: Act, row: Dispatch, sending: Sending) -> None:
    """What is handed over is signed for, or refused and left there, at once."""
    is_left = bool(sending.refused_because)
    DispatchResult.objects.create(
        dispatch=row,
        kind=DispatchResult.Kind.REFUSED if is_left else DispatchResult.Kind.DELIVERED,
        happened_on=sending.sent_on,
        received_by=sending.received_by,
        reason=sending.refused_because,
        proof=sending.proof,
        recorded_by=act.by,
        recorded_at=act.at,
    )


def _last_attempt(letter: Letter) -> Dispatch | None:
    """The attempt that came back, or None before the first; raises if the letter may not leave."""
    if letter.is_voided:
        raise LetterIsVoid(_("This letter is voided; it never leaves."))
    last = letter.last_dispatch
    result = getattr(last, "result", None)
    if last is not None and (result is None or result.kind != DispatchResult.Kind.RETURNED):
        raise AlreadySent(_("This letter was sent already, perhaps by somebody else."))
    return last


def _refuse_impossible(
    letter: Letter, sending: Sending, last: Dispatch | None, *, today: date
) -> None:
    """Raise DeliveryImpossible if the day or the way does not fit the letter."""
    earliest = last.result.happened_on if last else timezone.localdate(letter.issued_at)
    if not earliest <= sending.sent_on <= today:
        sentence = _("The day must lie between the day it was printed (%(day)s) and today.")
        if last:
            sentence = _("The day must lie between the day it came back (%(day)s) and today.")
        raise DeliveryImpossible("sent_on", sentence % {"day": earliest.isoformat()})
    route = Route(sending.method)
    if route is Route.ELECTRONIC and (reason := refuse_electronic(letter)):
        raise DeliveryImpossible("method", reason)
    if route is Route.PICKUP and sending.refused_because:
        raise DeliveryImpossible(
            "refused_because", _("Who comes to pick it up does not refuse it.")
        )
    if route in SIGNED_AT_ONCE and not (sending.received_by or sending.refused_because):
        raise DeliveryImpossible("received_by", _("Say who signed for it (送达回证)."))
    if route in SIGNED_AT_ONCE and sending.received_by and sending.refused_because:
        raise DeliveryImpossible(
            "refused_because", _("It was either signed for, or refused and left there.")
        )


def _refuse_wrong_number(sending: Sending) -> None:
    """Raise DeliveryImpossible for a letter by post without a number, or with one not of the post."""
    if sending.method != Dispatch.Method.POST:
        return
    number = tidy_number(sending.tracking_number)
    if not is_number(number):
        raise DeliveryImpossible("tracking_number", _("A letter by post has a mail number."))
    if sending.carrier and sending.carrier not in {one.value for one in Carrier}:
        sentence = labels.private_courier_sentence(sending.carrier)
        raise DeliveryImpossible("carrier", sentence)
    fault = number_fault(number)
    if fault is NumberFault.PRIVATE:
        sentence = labels.private_courier_sentence(sending.tracking_number)
        raise DeliveryImpossible("tracking_number", sentence)
    if fault is NumberFault.CHECK_DIGIT and not sending.is_number_compared:
        raise DeliveryImpossible("tracking_number", labels.NUMBER_FAULTS[fault])


def refuse_taken_number(row: Dispatch) -> None:
    """Raise DeliveryImpossible if this mail number went to somebody else.

    After the entry is written: writers of entries queue up, so of two that are sent at the same
    moment the second sees the first.
    """
    if not row.tracking_number:
        return
    others = Dispatch.objects.filter(tracking_number=row.tracking_number).exclude(pk=row.pk)
    if others.exclude(addressee=row.addressee, address=row.address).exists():
        raise DeliveryImpossible(
            "tracking_number",
            _("This mail number was entered before, for another addressee. Look at the slip."),
        )
    if others.filter(letter=row.letter_id).exists():
        raise DeliveryImpossible(
            "tracking_number",
            _("This is the number of the attempt that came back. The new one has its own."),
        )
