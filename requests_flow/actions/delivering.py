"""送达: how and when the reply left. By post the day of posting is the day of the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from requests_flow.models import Case, Delivery, Letter
from requests_flow.rules.dispatch import Route, answer_by
from requests_flow.units.duties import Duty

from .act import Act, Refusal
from .composing import review_url_of
from .recording import record
from .timekeeping import copy_due


class DeliveryImpossible(Refusal):
    """The day or the mail number does not fit the letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """How a letter left; `sent_on` is the day of posting, handing over, sending or picking up."""

    method: Delivery.Method
    sent_on: date
    tracking_number: str = ""
    note: str = ""


def _impossible(field: str, sentence: object) -> DeliveryImpossible:
    refusal = DeliveryImpossible(sentence)
    refusal.field = field
    return refusal


def _refuse_impossible(letter: Letter, dispatch: Dispatch, *, today: date) -> None:
    """Raise DeliveryImpossible if the day, the number or the way does not fit the letter."""
    if not letter.dated_on <= dispatch.sent_on <= today:
        raise _impossible(
            "sent_on",
            _("The day must lie between the letter's date (%(day)s) and today.")
            % {"day": letter.dated_on.isoformat()},
        )
    if dispatch.method == Delivery.Method.POST and not dispatch.tracking_number:
        raise _impossible("tracking_number", _("A letter by post has a mail number."))
    url = review_url_of(letter.case.unit)
    is_online = dispatch.method == Delivery.Method.ELECTRONIC
    if is_online and not (url and url in letter.context.get("remedy", "")):
        raise _impossible(
            "method",
            _("This letter does not name the online address for a review, so it leaves on paper."),
        )


@transaction.atomic
def deliver(act: Act, *, letter: Letter, dispatch: Dispatch) -> Delivery:
    """Record that the reply left; the case is answered and closed (送达解释 2016-235, item 4).

    Raises DeliveryImpossible.
    """
    _refuse_impossible(letter, dispatch, today=act.on)
    row = Delivery.objects.create(
        letter=letter,
        method=dispatch.method,
        tracking_number=dispatch.tracking_number,
        sent_on=dispatch.sent_on,
        note=dispatch.note,
        delivered_by=act.by,
        recorded_at=act.at,
    )
    answer = answer_by(Route(dispatch.method), dispatch.sent_on)
    Case.objects.filter(pk=letter.case_id).update(
        answered_on=answer.answered_on, closed_on=answer.answered_on
    )
    record(
        act,
        case=letter.case,
        verb="delivered",
        duty=Duty.DELIVER,
        letter=letter.pk,
        method=dispatch.method,
        sent_on=dispatch.sent_on,
        basis=answer.basis,
    )
    copy_due(letter.case, today=act.on)
    return row
