"""What is done with a letter beside the flow: sent again, its result recorded, kept, voided."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requests_flow.actions import delivering, readdressing, results, voiding
from requests_flow.actions.act import Act
from requests_flow.actions.enclosing import shown_envelope
from requests_flow.actions.ways_out import closed_ways, online_address
from requests_flow.models import Dispatch, DispatchResult, Letter, LetterStatus
from requests_flow.rules.dispatch import Route
from requests_flow.units.duties import Duty

from .forms.sending import ContactForm, GiveUpForm, ResultForm, SendForm, VoidForm
from .letter_page import letters_of, may_send
from .middleware import Conflict
from .proofs import envelope_warning, number_warning, proof_of
from .side_action import SideAction

MOVED_ON = gettext_lazy("The letter has moved on; this cannot be done where it stands now.")


class LetterDeed(SideAction):
    """A form about one letter of a case that is not archived."""

    duty = Duty.DELIVER

    @cached_property
    def letter(self) -> Letter:
        """The letter of this very case."""
        letter = get_object_or_404(letters_of(self.case), pk=self.kwargs["letter_pk"])
        letter.case = self.case
        return letter

    def refuse_elsewhere(self) -> None:
        """Raise Conflict unless the letter stands where this may be done."""
        self.__dict__.pop("letter", None)  # asked anew once the lock is held
        if not self.is_open(self.letter):
            raise Conflict(str(MOVED_ON), url=self.case.get_absolute_url())

    def is_open(self, letter: Letter) -> bool:
        """Whether it may be done with `letter` as it stands."""
        raise NotImplementedError

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Do it; who was second is told so."""
        try:
            return super().form_valid(form)
        except IntegrityError as error:
            raise Conflict(str(MOVED_ON), url=self.case.get_absolute_url()) from error

    def get_success_url(self) -> str:
        """The page of the letter."""
        wanted = self.request.POST.get("next", "")
        page = reverse("letter", args=[self.case.pk, self.letter.pk])
        return self.back(wanted) if wanted else page

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The letter beside the form."""
        back = reverse("letter", args=[self.case.pk, self.letter.pk])
        return {**super().get_context_data(**kwargs), "letter": self.letter, "back": back}


class Send(LetterDeed):
    """A notice leaves, or whatever came back leaves again."""

    title = gettext_lazy("Send a letter")
    button = gettext_lazy("Record the sending")
    template_name = "requests_flow/send.html"
    form_class = SendForm

    def is_open(self, letter: Letter) -> bool:
        """As the page of the letter offers it."""
        return may_send(letter)

    def get_initial(self) -> dict[str, Any]:
        """Mostly by post, today."""
        return {"sent_on": timezone.localdate(), "method": Dispatch.Method.POST}

    def get_form_kwargs(self) -> dict[str, Any]:
        """The envelope as it should be now, and the ways that are open."""
        more = {"shown": shown_envelope(self.letter), "closed": closed_ways(self.letter)}
        return {**super().get_form_kwargs(), **more}

    def form_valid(self, form: SendForm) -> HttpResponse:
        """Do it; and say it if the mail number looks odd."""
        self.form = form
        answer = super().form_valid(form)
        if answer.status_code == 302 and (odd := number_warning(form)):
            messages.warning(self.request, odd)
        return answer

    def perform(self, act: Act, data: dict[str, Any]) -> None:
        """Hold the envelope against the case, and record that it left."""
        proof = proof_of(act, self.case, data["proof"])
        delivering.send(
            act, letter=self.letter, sending=self.form.sending(proof), seen=self.form.seen()
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The envelope; what changed since the page was opened is to be ticked anew."""
        context = super().get_context_data(**kwargs)
        form = context["form"]
        if form.is_bound:
            form.show_anew()
        return {
            **context,
            "shown": form.shown,
            "online": online_address(self.letter),
            "old_envelope": envelope_warning(self.letter, form.shown),
        }


class RecordResult(LetterDeed):
    """It arrived, was refused, or came back."""

    title = gettext_lazy("Record what came of a letter")
    lead = gettext_lazy(
        "By post the day of the answer stays the day of posting, whenever it arrives."
    )
    form_class = ResultForm

    def is_open(self, letter: Letter) -> bool:
        """What was sent, and of which nothing is known yet."""
        return letter.status == LetterStatus.SENT and not self.case.is_archived

    def get_form_kwargs(self) -> dict[str, Any]:
        """What can come of it, by the way it left."""
        return {**super().get_form_kwargs(), "route": Route(self.letter.last_dispatch.method)}

    def perform(self, act: Act, data: dict[str, Any]) -> None:
        """Put it on file, with its proof."""
        proof = proof_of(act, self.case, data["proof"])
        results.record_result(
            act,
            dispatch=self.letter.last_dispatch,
            outcome=results.Outcome(
                kind=DispatchResult.Kind(data["kind"]),
                happened_on=data["happened_on"],
                received_by=data["received_by"].strip(),
                reason=data["reason"].strip(),
                proof=proof,
            ),
        )


class Unreachable(LetterDeed):
    """Nobody can be reached: the letter is kept to be collected."""

    title = gettext_lazy("Nobody can be reached")
    lead = gettext_lazy(
        "The letter came back, and there is no other address to send it to. It is kept to be "
        "collected, and the case can be archived."
    )
    form_class = GiveUpForm

    def is_open(self, letter: Letter) -> bool:
        """What came back and waits."""
        return not self.case.is_archived and results.waits_for_another_attempt(letter)

    def perform(self, act: Act, data: dict[str, Any]) -> None:
        """Put the reason on file."""
        results.give_up(act, letter=self.letter, reason=data["reason"])


class Void(LetterDeed):
    """A notice that must not leave; a reply is voided by its step."""

    title = gettext_lazy("Void a letter")
    lead = gettext_lazy("Its number stays in the register, with the reason.")
    button = gettext_lazy("Void this letter")
    form_class = VoidForm

    def is_open(self, letter: Letter) -> bool:
        """Never left, and nothing rests on it."""
        return not letter.is_reply and not voiding.refuse_void(letter)

    def perform(self, act: Act, data: dict[str, Any]) -> None:
        """Void it."""
        voiding.void(act, letter=self.letter, reason=data["reason"])


class CorrectContact(SideAction):
    """Where the applicant is reached, as long as the case is not archived."""

    title = gettext_lazy("Correct the address")
    lead = gettext_lazy(
        "The case file keeps who changed it and why, and the old one half hidden. What has left "
        "keeps the address it went to."
    )
    form_class = ContactForm
    duty = Duty.DELIVER

    def refuse_elsewhere(self) -> None:
        """Raise Conflict once the dossier is sealed."""
        if self.case.is_archived:
            raise Conflict(_("The dossier of this case is sealed already."))

    def get_initial(self) -> dict[str, Any]:
        """Where letters go now; whoever sends them sees that, and nothing more."""
        row = self.case.applicant
        return {**super().get_initial(), "address": row.address, "postcode": row.postcode}

    def perform(self, act: Act, data: dict[str, Any]) -> None:
        """Change it."""
        names = ("address", "postcode", "phone", "email")
        readdressing.correct_contact(
            act,
            case=self.case,
            contact=readdressing.Contact(**{name: data[name] for name in names}),
            reason=data["reason"],
            is_ours=data["whose"] == "ours",
        )
