"""The life of a case, from arrival to archive.

Read it from top to bottom: the nodes stand in the order in which a case normally meets them. Each
says who may act, what they do, and what comes next. What a step does is written in the actions; what
the law says is in `rules`. The address of this class is in the database and never moves.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow, lock

from archive.views import steps as archive_steps
from legal_review.views import steps as legal_steps

from .actions.reviewing import able_handler
from .actions.suggesting import reviewer_in_turn
from .models import CaseProcess
from .units.duties import Duty
from .views import steps
from .views.nodes import HumanNode, Register, ReviewNode, SignNode, close_doors

If = close_doors(flow.If)
Switch = close_doors(flow.Switch)
End = close_doors(flow.End)


def its_unit(process: Any) -> Any:
    """The organ that answers."""
    return process.case.unit


def its_place(process: Any) -> Any:
    """Where it is handled: the section in charge, or the organ itself."""
    return process.case.section or process.case.unit


def its_legal_unit(process: Any) -> Any:
    """Whose legal advisers check the reply."""
    return process.case.legal_unit


class CaseFlow(flow.Flow):
    process_class = CaseProcess
    process_title = _("Disclosure case")
    lock_impl = lock.select_for_update_lock  # the default locks nothing

    # It arrives: 登记, 审核 ---------------------------------------------------

    register = Register(steps.Register.as_view()).Annotation(title=_("Register")).Next(this.review)

    review = (
        HumanNode(steps.Review.as_view())
        .Annotation(title=_("Review the application"))
        .Permission(Duty.REVIEW, obj=its_unit)
        .Next(this.needs_correction)
    )

    needs_correction = (
        If(this.was_correction_asked)
        .Annotation(title=_("Correction asked?"))
        .Then(this.await_correction)
        .Else(this.is_concluded)
    )

    await_correction = (
        HumanNode(steps.AwaitCorrection.as_view())
        .Annotation(title=_("Wait for the correction"))
        .Permission(Duty.REGISTER, obj=its_unit)
        .Next(this.is_given_up)
    )

    is_given_up = (
        If(this.was_given_up)
        .Annotation(title=_("Given up?"))
        .Then(this.file_away)
        .Else(this.review)
    )

    is_concluded = (
        If(this.was_concluded)
        .Annotation(title=_("Answered at once?"))
        .Then(this.handle)
        .Else(this.assign)
    )

    assign = (
        HumanNode(steps.Assign.as_view())
        .Annotation(title=_("Assign"))
        .Permission(Duty.REVIEW, obj=its_unit)
        .Next(this.handle)
    )

    # It is handled: 办理 ------------------------------------------------------

    handle = (
        HumanNode(steps.Handle.as_view())
        .Annotation(title=_("Handle"))
        .Permission(Duty.HANDLE, obj=its_place)
        .Assign(this.whoever_handles)
        .Next(this.compose)
    )

    compose = (
        HumanNode(legal_steps.Compose.as_view())
        .Annotation(title=_("Write the reply"))
        .Permission(Duty.HANDLE, obj=its_place)
        .Assign(this.whoever_handles)
        .Next(this.is_reconsidered)
    )

    is_reconsidered = (
        If(this.goes_back_to_handling)
        .Annotation(title=_("Another outcome?"))
        .Then(this.handle)
        .Else(this.hands_out)
    )

    hands_out = (
        If(this.provides_something)
        .Annotation(title=_("Something handed out?"))
        .Then(this.check_secrecy)
        .Else(this.review_in_law)
    )

    check_secrecy = (
        HumanNode(steps.CheckSecrecy.as_view())
        .Annotation(title=_("Check secrecy"))
        .Permission(Duty.CHECK_SECRECY, obj=its_unit)
        .Next(this.is_secrecy_kept)
    )

    is_secrecy_kept = (
        If(this.passed_secrecy)
        .Annotation(title=_("May be handed out?"))
        .Then(this.review_in_law)
        .Else(this.compose)
    )

    # It is checked in law, always ---------------------------------------------

    review_in_law = (
        ReviewNode(legal_steps.GiveOpinion.as_view())
        .Annotation(title=_("Legal check"))
        .Permission(Duty.REVIEW_IN_LAW, obj=its_legal_unit)
        .Assign(this.whoevers_turn)
        .Next(this.is_approved)
    )

    is_approved = (
        Switch()
        .Annotation(title=_("Approved in law?"))
        .Case(this.sign, this.approved_in_law)
        .Case(this.take_over, this.was_amended)
        .Default(this.compose)
    )

    # 修改后同意: approved in the adviser's own words, if the drafter takes them over as they are.
    take_over = (
        HumanNode(legal_steps.TakeOver.as_view())
        .Annotation(title=_("Take the amended text over"))
        .Permission(Duty.HANDLE, obj=its_place)
        .Assign(this.whoever_handles)
        .Next(this.is_taken_over)
    )

    is_taken_over = (
        Switch()
        .Annotation(title=_("Taken over as it is?"))
        .Case(this.compose, this.was_declined)
        .Case(this.check_secrecy_again, this.provides_something)
        .Case(this.sign, this.approved_in_law)
        .Default(this.review_in_law)
    )

    check_secrecy_again = (
        HumanNode(legal_steps.CheckSecrecyAgain.as_view())
        .Annotation(title=_("Check secrecy of the amended text"))
        .Permission(Duty.CHECK_SECRECY, obj=its_unit)
        .Next(this.is_secrecy_still_kept)
    )

    is_secrecy_still_kept = (
        Switch()
        .Annotation(title=_("May still be handed out?"))
        .Case(this.sign, this.approved_in_law)
        .Case(this.review_in_law, this.passed_secrecy)
        .Default(this.compose)
    )

    # It leaves: 答复 ----------------------------------------------------------

    sign = (
        SignNode(legal_steps.Sign.as_view())
        .Annotation(title=_("Sign"))
        .Permission(Duty.SIGN, obj=its_unit)
        .Next(this.is_signed)
    )

    is_signed = (
        If(this.was_signed).Annotation(title=_("Signed?")).Then(this.issue).Else(this.compose)
    )

    issue = (
        HumanNode(steps.Issue.as_view())
        .Annotation(title=_("Number and print"))
        .Permission(Duty.DELIVER, obj=its_unit)
        .Next(this.is_issued)
    )

    is_issued = (
        If(this.was_issued)
        .Annotation(title=_("Printed as approved?"))
        .Then(this.deliver)
        .Else(this.compose)
    )

    deliver = (
        HumanNode(steps.Deliver.as_view())
        .Annotation(title=_("Deliver"))
        .Permission(Duty.DELIVER, obj=its_unit)
        .Next(this.has_left)
    )

    has_left = (
        If(this.was_sent).Annotation(title=_("Sent?")).Then(this.file_away).Else(this.compose)
    )

    # It is kept: 归档 ---------------------------------------------------------

    file_away = (
        HumanNode(archive_steps.FileAway.as_view())
        .Annotation(title=_("Archive"))
        .Permission(Duty.ARCHIVE, obj=its_unit)
        .Next(this.end)
    )

    end = End()

    # The questions, each answered by the record --------------------------------

    def was_correction_asked(self, activation: Any) -> bool:
        return activation.process.case.review_result == "correction"

    def was_given_up(self, activation: Any) -> bool:
        return activation.process.case.correction.lapsed_on is not None

    def was_concluded(self, activation: Any) -> bool:
        return activation.process.case.review_result == "concluded"

    def whoever_handles(self, activation: Any) -> Any:
        return able_handler(activation.process.case)

    def whoevers_turn(self, activation: Any) -> Any:
        return reviewer_in_turn(activation.process.case)

    def goes_back_to_handling(self, activation: Any) -> bool:
        return activation.process.case.outcome_code == ""

    def provides_something(self, activation: Any) -> bool:
        return activation.process.case.latest_draft.hands_out

    def passed_secrecy(self, activation: Any) -> bool:
        return activation.process.case.latest_draft.secrecy_check.passes

    def approved_in_law(self, activation: Any) -> bool:
        opinion = getattr(activation.process.case.latest_draft, "opinion", None)
        return opinion is not None and opinion.is_approval

    def was_amended(self, activation: Any) -> bool:
        return hasattr(activation.process.case.latest_draft.opinion, "amendment")

    def was_declined(self, activation: Any) -> bool:
        opinion = getattr(activation.process.case.latest_draft, "opinion", None)
        return hasattr(opinion, "amendment")  # no new version: the amended one is still the last

    def was_signed(self, activation: Any) -> bool:
        return hasattr(activation.process.case.latest_draft, "signature")

    def was_issued(self, activation: Any) -> bool:
        return activation.process.case.reply is not None

    def was_sent(self, activation: Any) -> bool:
        return activation.process.case.reply is not None  # None: voided at the last door
