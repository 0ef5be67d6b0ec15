"""One letter: its number, what it is made of, how often it was sent, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from requests_flow import labels
from requests_flow.actions.results import waits_for_another_attempt
from requests_flow.actions.voiding import refuse_void
from requests_flow.letters.catalogue import LETTERS
from requests_flow.models import Case, Dispatch, DispatchResult, Letter, LetterStatus
from requests_flow.rules.applicants import mask_address, mask_name
from requests_flow.rules.envelope import Party, goes_to
from requests_flow.units import access
from requests_flow.units.duties import Duty

from .made_with import made_with
from .worklist import node_name, task_of, task_url

TONES = {
    LetterStatus.WAITING: "hold",
    LetterStatus.SENT: "ok",
    LetterStatus.DELIVERED: "ok",
    LetterStatus.RETURNED: "late",
    LetterStatus.VOIDED: "soon",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """An attempt as the page shows it."""

    row: Dispatch
    result: DispatchResult | None

    @property
    def carrier(self) -> Any:
        """Which service of the postal enterprise, in words."""
        known = {one.value: words for one, words in labels.CARRIERS.items()}
        return known.get(self.row.carrier, self.row.carrier)

    @property
    def addressee(self) -> str:
        """To whom, masked if it is the person who asked; others are organs, or named in the letter."""
        applicant = self.row.letter.case.applicant
        return applicant.masked_name if self.row.addressee == applicant.name else self.row.addressee

    @property
    def address(self) -> str:
        """Where about it was sent. Whoever sends it again sees all of it there."""
        return mask_address(self.row.address)

    @property
    def received_by(self) -> str:
        """Who signed for it: mostly the person who asked, or whom they sent."""
        return self._masked(self.result.received_by) if self.result else ""

    @property
    def reason(self) -> str:
        """Why it came back or was left there; it may say who refused it."""
        return self._masked(self.result.reason) if self.result else ""

    @property
    def note(self) -> str:
        """What whoever sent it wrote."""
        return self._masked(self.row.note)

    def _masked(self, text: str) -> str:
        applicant = self.row.letter.case.applicant
        names = (applicant.name if applicant.is_person else "", applicant.agent)
        for name in (one.strip() for one in names if len(one.strip()) > 1):
            text = text.replace(name, mask_name(name))
        return text

    @property
    def tone(self) -> str:
        """The chip of what came of it."""
        if self.result is None:
            return "hold"
        return "late" if self.result.kind == DispatchResult.Kind.RETURNED else "ok"


def letters_of(case: Case) -> Any:
    """The letters of `case` with all that the page of one asks."""
    return case.letters.with_dispatches().select_related(
        "voided__voided_by", "replaces", "seal__sealed_by", "issued_by", "draft"
    )


def may_send(letter: Letter) -> bool:
    """Whether it can be sent beside the flow: a notice that waits, or anything that came back."""
    if letter.case.is_archived or goes_to(letter.code) is Party.NOBODY:
        return False
    if letter.status == LetterStatus.WAITING:
        return not letter.is_reply
    return letter.status == LetterStatus.RETURNED


def step_that_sends(letter: Letter) -> str | None:
    """Where a reply that waits is sent; None if it does not wait for its step."""
    if not letter.is_reply or letter.status != LetterStatus.WAITING:
        return None
    task = task_of(letter.case)
    return task_url(task) if task and node_name(task) == "deliver" else None


def _possible(letter: Letter) -> Iterator[tuple[str, str, str, str]]:
    """Address, name, verb and hint of each deed that the letter's state allows."""
    status = letter.status

    def to(name: str) -> str:
        return reverse(name, args=[letter.case_id, letter.pk])

    if step := step_that_sends(letter):
        yield step, _("Deliver it"), _("Go on"), _("By the step of its case.")
    if may_send(letter):
        again = status == LetterStatus.RETURNED
        name = _("Send it again") if again else _("Send it")
        yield to("letter_send"), name, _("Send"), ""
    if status == LetterStatus.SENT:
        yield to("letter_result"), _("Record what came of it"), _("Record"), ""
    is_not_there = status in (LetterStatus.WAITING, LetterStatus.RETURNED)
    if is_not_there and goes_to(letter.code) is Party.APPLICANT:
        url = reverse("correct_contact", args=[letter.case_id])
        hint = _("Before it is sent again, if the applicant lives elsewhere.")
        yield url, _("Correct the address"), _("Correct"), hint
    if status == LetterStatus.RETURNED and waits_for_another_attempt(letter):
        hint = _("The letter is kept to be collected; the case can then be archived.")
        yield to("letter_unreachable"), _("Nobody can be reached"), _("Record"), hint
    if not letter.is_reply and not refuse_void(letter):
        yield to("letter_void"), _("Void it"), _("Void"), _("Its number stays in the register.")


def deeds_of(letter: Letter, user: Any) -> list[dict[str, Any]]:
    """What can be done with the letter now. What belongs to somebody else is there, refused."""
    if letter.case.is_archived:
        return []
    may = access.may(user, Duty.DELIVER, letter.case.unit)
    refused = "" if may else _("Only those who deliver here.")
    return [
        {
            "label": label,
            "verb": verb,
            "url": url,
            "hint": hint,
            "refused": refused,
            "is_main": at == 0,
        }
        for at, (url, label, verb, hint) in enumerate(_possible(letter))
    ]


def _can_print_proof(letter: Letter, user: Any) -> bool:
    """The proof of delivery bears the whole address: for who sends the letter."""
    is_sent = goes_to(letter.code) is not Party.NOBODY and not letter.is_voided
    return is_sent and access.may(user, Duty.DELIVER, letter.case.unit)


class LetterPage(TemplateView):
    """Everything about one letter."""

    template_name = "requests_flow/letter.html"
    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Its rows, and what this person can do with it."""
        cases = Case.objects.visible_to(self.request.user).select_related("unit", "applicant")
        case = get_object_or_404(cases, pk=kwargs.pop("pk"))
        letter = get_object_or_404(letters_of(case), pk=kwargs.pop("letter_pk"))
        letter.case = case
        rows = letter.dispatches.select_related(
            "sent_by", "result__proof", "result__recorded_by"
        ).order_by("-attempt")
        form = LETTERS.get(letter.code)
        kept = case.entries.filter(verb="kept_for_collection", data__letter=letter.pk)
        return super().get_context_data(
            case=case,
            letter=letter,
            name=form.name if form else letter.code,
            tone=TONES[letter.status],
            attempts=[Tried(row=row, result=getattr(row, "result", None)) for row in rows],
            seal=getattr(letter, "seal", None),
            is_sealed_by_hand=form is not None and not form.is_internal and not letter.is_voided,
            made_with=made_with(letter.draft),
            replaced_by=letter.replaced_by.first(),
            kept=kept.select_related("actor").last(),
            deeds=deeds_of(letter, self.request.user),
            can_print_proof=_can_print_proof(letter, self.request.user),
            trail=[
                {"label": _("Desk"), "url": reverse("desk")},
                {"label": case.number, "url": case.get_absolute_url()},
                {"label": letter.number},
            ],
            **kwargs,
        )
