"""审核: is the application clear, is it ours, who handles it (art. 30, 36, 39, 45)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from requests_flow.models import Case, Correction
from requests_flow.models.correction_notice import notice_term
from requests_flow.models.reading import calendar, law
from requests_flow.models.restriction import named_on
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import Unit, User

from .act import Act, Refusal
from .indexing import index_words
from .issuing import issue_notice
from .recording import record
from .timekeeping import copy_due


class CorrectionTooLate(Refusal):
    """A correction is asked within the working days that the law gives after the receipt (art. 30)."""


class LatenessUnexplained(Refusal):
    """Where the house lets a notice leave late, the file says why it is late."""

    field = "late_reason"


class CorrectionOnce(Refusal):
    """A correction is asked once, with everything in one notice (art. 30)."""


class CorrectionOutOfOrder(Refusal):
    """The day does not fit the notice."""

    field = "received_on"


class PeriodStillRuns(Refusal):
    """The applicant still has time to correct (art. 30)."""


class HandlerUnfit(Refusal):
    """The person chosen does not handle cases there, or is not named on a restricted one."""

    field = "handler"


@transaction.atomic
def accept(act: Act, *, case: Case, note: str) -> None:
    """The application is clear and ours to answer: it goes to somebody who handles it."""
    _conclude(act, case=case, result="accepted", note=note)


@transaction.atomic
def conclude_at_review(act: Act, *, case: Case, outcome_code: str, note: str) -> None:
    """Not our information (D1b) or not an application (E1): whoever reviewed answers at once."""
    _conclude(act, case=case, result="concluded", note=note)
    Case.objects.filter(pk=case.pk).update(outcome_code=outcome_code, handler=act.by)


def _conclude(act: Act, *, case: Case, result: str, note: str) -> None:
    Case.objects.filter(pk=case.pk).update(review_result=result, review_note=note)
    record(act, case=case, verb="reviewed", duty=Duty.REVIEW, result=result, note=note)


@transaction.atomic
def ask_correction(
    act: Act, *, case: Case, items: str, period_days: int | None = None, late_reason: str = ""
) -> Correction:
    """Ask the applicant, once and for everything, to make the application clear; writes L02.

    How long they have, the house decided on the day of the notice. Raises CorrectionOnce,
    CorrectionTooLate or LatenessUnexplained.
    """
    _refuse_correction(act, case=case, late_reason=late_reason)
    days = period_days or law().conventions_on(act.on).days_to_correct
    correction = Correction.objects.create(
        case=case,
        items=items,
        asked_on=act.on,
        period_days=days,
        period_ends_on=calendar().add(act.on, days),
        asked_by=act.by,
    )
    Case.objects.filter(pk=case.pk).update(review_result="correction")
    why = {"late_reason": late_reason} if late_reason else {}
    record(act, case=case, verb="correction_asked", duty=Duty.REVIEW, items=items, days=days, **why)
    issue_notice(act, case=case, code="L02", fields={"items": items, "period_days": days})
    copy_due(case, today=act.on)
    return correction


def _refuse_correction(act: Act, *, case: Case, late_reason: str) -> None:
    if hasattr(case, "correction"):
        raise CorrectionOnce(
            _("A correction was asked before; the law allows one notice only (art. 30).")
        )
    term = notice_term(case, today=act.on)
    if act.on > term.closes_on:
        raise CorrectionTooLate(
            _(
                "The %(n)d working days for a correction notice ended on %(day)s (art. 30). "
                "Ask by telephone, and answer in time."
            )
            % {"n": term.days, "day": term.ends_on.isoformat()}
        )
    if term.is_late(act.on) and not late_reason.strip():
        raise LatenessUnexplained(
            _(
                "The %(n)d working days for a correction notice ended on %(day)s (art. 30). "
                "Say why it leaves later."
            )
            % {"n": term.days, "day": term.ends_on.isoformat()}
        )


@transaction.atomic
def receive_correction(act: Act, *, case: Case, received_on: date, text: str) -> None:
    """The corrected application is in: the clock starts again in full from that day (art. 30)."""
    correction = case.correction
    if not correction.asked_on <= received_on <= act.on:
        raise CorrectionOutOfOrder(
            _("The day must lie between the notice (%(day)s) and today.")
            % {"day": correction.asked_on.isoformat()}
        )
    Correction.objects.filter(pk=correction.pk).update(received_on=received_on, corrected_text=text)
    Case.objects.filter(pk=case.pk).update(review_result="")
    index_words(case)
    record(act, case=case, verb="correction_received", duty=Duty.REGISTER, received_on=received_on)
    copy_due(case, today=act.on)


@transaction.atomic
def lapse_correction(act: Act, *, case: Case, served_on: date, proof: str) -> None:
    """No correction in time and no good reason: the application counts as given up (art. 30, F1).

    `served_on`: the day the applicant had the notice; the period runs from then. Raises
    CorrectionOutOfOrder or PeriodStillRuns.
    """
    correction = case.correction
    if not correction.asked_on <= served_on <= act.on:
        refusal = CorrectionOutOfOrder(
            _("The day must lie between the notice (%(day)s) and today.")
            % {"day": correction.asked_on.isoformat()}
        )
        refusal.field = "served_on"
        raise refusal
    ends_on = calendar().add(served_on, correction.period_days)
    if act.on <= ends_on:
        raise PeriodStillRuns(
            _("The applicant has until %(day)s to correct the application (art. 30).")
            % {"day": ends_on.isoformat()}
        )
    Correction.objects.filter(pk=correction.pk).update(
        served_on=served_on, period_ends_on=ends_on, lapsed_on=act.on
    )
    Case.objects.filter(pk=case.pk).update(outcome_code="F1", closed_on=act.on)
    record(act, case=case, verb="given_up", duty=Duty.REGISTER, proof=proof, served_on=served_on)
    issue_notice(act, case=case, code="L21", fields={"proof": proof})
    copy_due(case, today=act.on)


@transaction.atomic
def assign(
    act: Act,
    *,
    case: Case,
    section: Unit | None,
    handler: User | None,
    internal_due_on: date | None,
) -> None:
    """Give the case to a section, or to a person in it.

    Raises HandlerUnfit.
    """
    place = section or case.unit
    if section is not None and section.organ_id != case.unit_id:
        raise HandlerUnfit(_("This section does not belong to the unit."))
    if not access.people_with(Duty.HANDLE, place).exists():
        refusal = HandlerUnfit(_("Nobody handles cases there; the case would wait for ever."))
        refusal.field = "section"
        raise refusal
    if handler is not None and not access.may(handler, Duty.HANDLE, place):
        raise HandlerUnfit(_("This person does not handle cases there."))
    if handler is not None and handler.pk not in named_on([case.pk]).get(case.pk, {handler.pk}):
        raise HandlerUnfit(_("The case is restricted: name the person first, then assign it."))
    Case.objects.filter(pk=case.pk).update(
        section=section, handler=handler, internal_due_on=internal_due_on
    )
    record(
        act,
        case=case,
        verb="assigned",
        duty=Duty.REVIEW,
        section=section and section.code,
        handler=handler and handler.pk,
    )


def able_handler(case: Case) -> User | None:
    """Whoever handles the case, if they may do so today; otherwise it waits for all who may.

    Who is not named on a restricted case any more does not get it back with the next step.
    """
    handler = case.handler
    if handler is None or not access.may(handler, Duty.HANDLE, case.section or case.unit):
        return None
    return handler if handler.pk in named_on([case.pk]).get(case.pk, {handler.pk}) else None
