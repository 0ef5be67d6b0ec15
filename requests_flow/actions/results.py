"""What came of a letter that left: it arrived, was refused, or came back; or nobody can be reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from requests_flow.models import Case, Dispatch, DispatchResult, Document, Letter
from requests_flow.rules.dispatch import POSSIBLE, Came, Route
from requests_flow.units.duties import Duty

from .act import Act, Refusal
from .answering import copy_answer
from .recording import record

SHORTEST_REASON = 4


class ResultImpossible(Refusal):
    """The result does not fit the attempt."""

    def __init__(self, field: str, sentence: object) -> None:
        super().__init__(sentence)
        self.field = field


class ResultKnown(Refusal):
    """What came of this attempt is on file already."""


class NothingCameBack(Refusal):
    """There is no letter that came back and waits to be sent again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of it, and on which day; `proof` is a file of the same case."""

    kind: DispatchResult.Kind
    happened_on: date
    received_by: str = ""
    reason: str = ""
    proof: Document | None = None


@transaction.atomic
def record_result(act: Act, *, dispatch: Dispatch, outcome: Outcome) -> DispatchResult:
    """Put on file what came of an attempt.

    The day of an answer by post stays the day of posting. What came back by wire has told nobody
    anything: then the case is not answered. Raises ResultImpossible or ResultKnown.
    """
    Letter.objects.select_for_update(of=("self",)).get(pk=dispatch.letter_id)
    dispatch = Dispatch.objects.select_related("letter__case").get(pk=dispatch.pk)
    if hasattr(dispatch, "result"):
        raise ResultKnown(_("What came of this attempt is on file already."))
    _refuse_impossible(dispatch, outcome, today=act.on)
    row = DispatchResult.objects.create(
        dispatch=dispatch,
        kind=outcome.kind,
        happened_on=outcome.happened_on,
        received_by=outcome.received_by,
        reason=outcome.reason,
        proof=outcome.proof,
        recorded_by=act.by,
        recorded_at=act.at,
    )
    if dispatch.letter.is_reply and outcome.kind == DispatchResult.Kind.RETURNED:
        copy_answer(act, letter=dispatch.letter)
    record(
        act,
        case=dispatch.letter.case,
        verb="letter_arrived"
        if outcome.kind == DispatchResult.Kind.DELIVERED
        else "letter_refused"
        if outcome.kind == DispatchResult.Kind.REFUSED
        else "letter_returned",
        duty=Duty.DELIVER,
        letter=dispatch.letter_id,
        dispatch=dispatch.pk,
        happened_on=outcome.happened_on,
        reason=outcome.reason,
        proof=outcome.proof and outcome.proof.pk,
    )
    return row


def _refuse_impossible(dispatch: Dispatch, outcome: Outcome, *, today: date) -> None:
    if Came(outcome.kind) not in POSSIBLE[Route(dispatch.method)]:
        raise ResultImpossible("kind", _("This cannot come of a letter that left this way."))
    if not dispatch.sent_on <= outcome.happened_on <= today:
        raise ResultImpossible(
            "happened_on",
            _("The day must lie between the sending (%(day)s) and today.")
            % {"day": dispatch.sent_on.isoformat()},
        )
    if outcome.kind != DispatchResult.Kind.DELIVERED and not outcome.reason:
        raise ResultImpossible("reason", _("Say why it did not reach the addressee."))
    if outcome.proof is not None and outcome.proof.case_id != dispatch.letter.case_id:
        raise ResultImpossible("proof", _("This file belongs to another case."))


@transaction.atomic
def give_up(act: Act, *, letter: Letter, reason: str) -> None:
    """Nobody can be reached: the letter is kept to be collected, and the case may be closed.

    Raises NothingCameBack, or ResultImpossible without a reason, or where no attempt counts as an
    answer yet.
    """
    letter = Letter.objects.select_for_update(of=("self",)).select_related("case").get(pk=letter.pk)
    if not waits_for_another_attempt(letter):
        raise NothingCameBack(_("No letter of this case came back and waits to be sent again."))
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise ResultImpossible("reason", _("Say what was tried, and why nobody can be reached."))
    if letter.is_reply and letter.case.answered_on is None:
        raise ResultImpossible(
            None, _("No attempt counts as an answer yet. Send it to the right address first.")
        )
    record(
        act,
        case=letter.case,
        verb="kept_for_collection",
        duty=Duty.DELIVER,
        letter=letter.pk,
        dispatch=letter.last_dispatch.pk,
        reason=reason,
    )


def waits_for_another_attempt(letter: Letter) -> bool:
    """Whether it came back, and was neither sent again nor kept to be collected."""
    last = letter.last_dispatch
    result = getattr(last, "result", None)
    if result is None or result.kind != DispatchResult.Kind.RETURNED:
        return False
    return not letter.case.entries.filter(
        verb="kept_for_collection", data__dispatch=last.pk
    ).exists()


def came_back_unsettled(case: Case) -> Letter | None:
    """The answer of `case`, if it came back and nobody has decided what becomes of it."""
    reply = case.reply
    return reply if reply and waits_for_another_attempt(reply) else None
