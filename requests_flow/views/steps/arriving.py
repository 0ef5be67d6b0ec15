"""It arrives: 登记, 审核."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView

from requests_flow.actions import handling, registering, reviewing
from requests_flow.actions.act import Act, Refusal
from requests_flow.letters.engine import LetterStopped
from requests_flow.models import Case, Document
from requests_flow.models.reading import calendar, law
from requests_flow.rules.acts import Record
from requests_flow.rules.clock import read_clock
from requests_flow.rules.conventions import Conventions
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.views.beside import CaseStep
from requests_flow.views.earlier import Earlier, earlier_cases, earlier_than
from requests_flow.views.forms.inputs import keep_files
from requests_flow.views.forms.registering import EVIDENCE, ArrivalForm, RegisterForm
from requests_flow.views.forms.reviewing import AssignForm, CorrectionForm, ReviewForm
from requests_flow.views.step import OnceMixin
from requests_flow.views.walking import open_case
from requests_flow.views.wording import registered_sentence


def registers_for(user: Any) -> Any:
    """The organs for which `user` registers."""
    return access.units_for(user, Duty.REGISTER).filter(organ__isnull=True, closed_on__isnull=True)


class Register(OnceMixin, FormView):
    """An application becomes a case. No case, no task and no lock exist before."""

    template_name = "requests_flow/register.html"
    form_class = RegisterForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Once for each form; "work out the dates" registers nothing."""
        if "work_out" in request.POST:
            return self.work_out()
        return self.first_result() or super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form offers the person's own units only."""
        return {**super().get_form_kwargs(), "units": registers_for(self.request.user)}

    def work_out(self) -> HttpResponse:
        """What the evidence so far says: the whole page, or only the box for the script."""
        arrival = ArrivalForm(self.request.POST)
        arrival.is_valid()
        derived = derived_dates(arrival)
        if "work_out" in self.request.headers.get("X-Part", ""):
            context = {"derived": derived, "arrival": arrival}
            return render(self.request, "requests_flow/register_derived.html", context)
        form = RegisterForm(
            initial=self.request.POST.dict(), units=registers_for(self.request.user)
        )
        return self.render_to_response(
            self.get_context_data(form=form, derived=derived, arrival=arrival)
        )

    def form_valid(self, form: RegisterForm) -> HttpResponse:
        """Show what came before, if there is anything; else register, all or nothing."""
        earlier = self.earlier(form)
        if earlier and not form.cleaned_data["nevertheless"]:
            form.add_error(
                "nevertheless",
                _("Look at the earlier cases below; then tick this to register nevertheless."),
            )
            return self.form_invalid(form, earlier)
        try:
            with transaction.atomic():
                case = self.register(self.act(), form)
                answer = self.done(form, reverse("case", args=[case.pk]))
        except (Refusal, LetterStopped) as refusal:
            return self.refuse(form, refusal)
        except IntegrityError:
            # Another sending of this form was first; if it was something else, it stays an error.
            if first := self.first_result():
                return first
            raise
        messages.success(self.request, registered_sentence(case))
        return answer

    def register(self, act: Act, form: RegisterForm) -> Case:
        """Open the case on a new process, keep the files, and move on to the review."""

        def perform(process: Any) -> Case:
            case = registering.register_case(
                act,
                process=process,
                unit=form.cleaned_data["unit"],
                arrival=form.arrival(),
                application=form.application(),
            )
            files = form.cleaned_data["originals"]
            kind = Document.Kind.APPLICATION
            keep_files(act, case=case, kind=kind, files=files, field="originals")
            return case

        return open_case(act, register=self.request.activation.flow_task, perform=perform)

    def earlier(self, form: RegisterForm) -> Earlier:
        """What the same applicant asked before, as far as this person may see it."""
        return earlier_cases(
            self.request.user,
            application=form.application(),
            unit=form.cleaned_data["unit"],
            received_on=form.receipt.received_on,
        )

    def form_invalid(self, form: forms.Form, earlier: Earlier | None = None) -> HttpResponse:
        """The form again, with all that was typed."""
        context = self.get_context_data(form=form, earlier=earlier, derived=derived_dates(form))
        return self.render_to_response(context, status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which evidence each channel shows."""
        shows = {
            f"{name}_shows": "channel:" + ",".join(c.value for c in EVIDENCE if name in EVIDENCE[c])
            for name in sorted({name for fields in EVIDENCE.values() for name in fields})
        }
        return super().get_context_data(**{**shows, **kwargs})


def derived_dates(form: ArrivalForm) -> dict[str, Any] | None:
    """The day of receipt with its basis, the day the answer is due, and both counted strictly."""
    receipt = getattr(form, "receipt", None)
    if receipt is None:
        return None
    days, conventions = calendar(), law().conventions_on(receipt.received_on)
    statute = law().statute_for(receipt.received_on)

    def due(received_on: date, conventions: Conventions) -> date:
        record = Record(received_on=received_on)
        reading = read_clock(
            record, calendar=days, today=received_on, statute=statute, conventions=conventions
        )
        return reading.due

    due_on = due(receipt.received_on, conventions)
    strict = due(receipt.strict_on, replace(conventions, is_rest_day_receipt_moved=False))
    return {
        "receipt": receipt,
        "due_on": due_on,
        "is_provisional": not days.covers_days(receipt.received_on, due_on),
        "days_to_answer": statute.days_to_answer,
        "strict_due_on": strict,
        "is_strict_provisional": not days.covers_days(receipt.strict_on, strict),
        "is_attackable": receipt.is_attackable(days, conventions),
        "days_waited": days.count(receipt.strict_on, receipt.received_on),
    }


class Review(CaseStep):
    """审核: clear, ours, an application at all?"""

    template_name = "requests_flow/review.html"
    form_class = ReviewForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Some answers are open only to people who handle cases."""
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether the applicant asks again, or much: the review is where one speaks of it."""
        earlier = earlier_than(self.request.user, self.case)
        return super().get_context_data(**kwargs, earlier=earlier)

    def perform(self, act: Act, case: Case, data: dict[str, Any]) -> None:
        """Accept, ask for a correction, or answer at once."""
        if data["result"] == "accept":
            reviewing.accept(act, case=case, note=data["note"])
            self.success_message = _("Accepted. Now it is assigned to whoever handles it.")
        elif data["result"] == "correct":
            reviewing.ask_correction(
                act,
                case=case,
                items=data["items"],
                period_days=data["period_days"],
                late_reason=data.get("late_reason", ""),
            )
            self.success_message = _("The notice to correct is printed, and waits to be sent.")
        else:
            reviewing.conclude_at_review(
                act, case=case, outcome_code=data["result"], note=data["reason"]
            )
            for fact in sorted(handling.facts_missing(case, data["result"], today=act.on)):
                handling.record_fact(act, case=case, fact=fact, text=data["reason"])
            self.success_message = _("Decided at the review. Now the reply is written.")


class AwaitCorrection(CaseStep):
    """补正: the correction comes in, or the period ends without it."""

    template_name = "requests_flow/await_correction.html"
    form_class = CorrectionForm

    def perform(self, act: Act, case: Case, data: dict[str, Any]) -> None:
        """Receive the correction, or close the case as given up."""
        if data["result"] == "lapsed":
            reviewing.lapse_correction(
                act, case=case, served_on=data["served_on"], proof=data["proof"]
            )
            self.success_message = _("Closed as given up; the note that says so is on file.")
            return
        reviewing.receive_correction(
            act, case=case, received_on=data["received_on"], text=data["text"]
        )
        keep_files(
            act, case=case, kind=Document.Kind.CORRECTION, files=data["files"], field="files"
        )
        self.success_message = _("The correction is on file; the time limit starts again in full.")


class Assign(CaseStep):
    """分办: to a section, or to a person in it."""

    template_name = "requests_flow/assign.html"
    form_class = AssignForm

    def perform(self, act: Act, case: Case, data: dict[str, Any]) -> None:
        """Give the case away."""
        reviewing.assign(
            act,
            case=case,
            section=data["section"],
            handler=data["handler"],
            internal_due_on=data["internal_due_on"],
        )
        place = data["section"] or case.unit
        self.success_message = (
            _("Assigned to %(who)s.") % {"who": data["handler"]}
            if data["handler"]
            else _("Assigned: whoever takes it at %(place)s handles it.") % {"place": place}
        )
