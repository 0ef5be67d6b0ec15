"""It is handled: 办理, 拟稿."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from requests_flow import labels
from requests_flow.actions import drafting, handling
from requests_flow.actions.act import Act
from requests_flow.actions.phrases_used import BlankLeft
from requests_flow.letters.engine import MissingGlyph
from requests_flow.models import Case, Document, Draft
from requests_flow.rules.catalogue import OUTCOMES, Fact
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.views.beside import CaseStep
from requests_flow.views.earlier import earlier_than
from requests_flow.views.forms.composing import PREFIX, ComposeForm
from requests_flow.views.forms.consulting import ConsultForm
from requests_flow.views.forms.handling import (
    QUESTIONS,
    DocumentForm,
    FactForm,
    HandleForm,
    SearchForm,
    questions,
)
from requests_flow.views.phrase_boxes import boxes
from requests_flow.views.returns import comments_on
from requests_flow.views.step import Step, TokenForm


class Handle(CaseStep):
    """办理: put on file what the answer needs, and decide how the case ends."""

    template_name = "requests_flow/handle.html"
    form_class = HandleForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form needs neither case nor day: the action asks the file."""
        return Step.get_form_kwargs(self)

    def get_initial(self) -> dict[str, Any]:
        """The outcome the review chose, or the one that was reconsidered."""
        return {"outcome": self.case.outcome_code}

    def perform(self, act: Act, case: Case, data: dict[str, Any]) -> None:
        """Decide; refused with what is missing on file."""
        handling.choose_outcome(act, case=case, outcome_code=data["outcome"])
        self.success_message = _("Decided. Now the reply is written.")

    def refuse(self, form: forms.Form, refusal: Exception) -> HttpResponse:
        """What is missing stands beside the choice of the outcome."""
        if isinstance(refusal, handling.FactsMissing):
            refusal.field = "outcome"
        return super().refuse(form, refusal)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is on file, what each outcome still needs, and the forms to add to it."""
        context = super().get_context_data(**kwargs)
        codes = [code for question in QUESTIONS for code in question[2]]
        there = handling.facts_on_file(self.case, today=timezone.localdate())
        missing = {code: handling.facts_needed(code) - there for code in codes}
        context["questions"] = questions(missing)
        context["ready"] = ",".join(code for code in codes if not missing[code])
        context["unready"] = ",".join(code for code in codes if missing[code])
        context["fact_names"] = [{"code": fact.value, "name": labels.FACTS[fact]} for fact in Fact]
        context["may_extend"] = access.may(self.request.user, Duty.EXTEND, self.case.unit)
        context["earlier"] = earlier_than(self.request.user, self.case)
        context["chosen"] = str(context["form"]["outcome"].value() or "")
        return {**context, **on_file(self.case), **side_forms(self.request.path)}


def on_file(case: Case) -> dict[str, Any]:
    """What was put on the file of `case`, newest statement of each fact last."""
    return {
        "facts": list(case.fact_records.select_related("recorded_by")),
        "searches": list(case.searches.select_related("searched_by")),
        "consultations": list(case.consultations.all()),
        "found": list(
            case.documents.filter(
                kind__in=[Document.Kind.FOUND, Document.Kind.EVIDENCE, Document.Kind.ATTACHMENT]
            )
        ),
        "extension": getattr(case, "extension", None),
    }


def side_forms(back: str) -> dict[str, TokenForm]:
    """Small forms beside the handling; they are sent to their own addresses and come back."""
    here = {"next": back}
    return {
        "fact_form": FactForm(initial=here, auto_id="fact_%s"),
        "search_form": SearchForm(initial=here, auto_id="search_%s"),
        "document_form": DocumentForm(initial=here, auto_id="document_%s"),
        "consult_form": ConsultForm(
            initial={**here, "sent_on": timezone.localdate()}, auto_id="consult_%s"
        ),
    }


def holder(data: dict[str, Any], characters: list[str]) -> str | None:
    """The first field in which one of them stands; None if it came from the file of the case."""
    return next(
        (
            name
            for name, value in data.items()
            if isinstance(value, str) and any(one in value for one in characters)
        ),
        None,
    )


class Compose(CaseStep):
    """拟稿: the reply is written beside the letter as it will be printed."""

    template_name = "requests_flow/compose.html"
    form_class = ComposeForm

    def wants_another_outcome(self) -> bool:
        """Whether the person pressed the button that goes back to the choice."""
        return "reopen" in self.request.POST

    def get_form_class(self) -> type[forms.Form]:
        """Going back needs no letter: only the token."""
        return TokenForm if self.wants_another_outcome() else ComposeForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """The fields follow from the outcome, their words from the last version."""
        if self.wants_another_outcome():
            return Step.get_form_kwargs(self)
        kwargs = super().get_form_kwargs()
        del kwargs["today"]
        return kwargs

    def perform(self, act: Act, case: Case, data: dict[str, Any]) -> None:
        """Hand the next version in, or give the outcome up."""
        if self.wants_another_outcome():
            handling.reopen_outcome(act, case=case)
            self.success_message = _("Choose another outcome; what is on file stays.")
            return
        self.say_where_it_goes(drafting.hand_in_draft(act, case=case, wording=data["wording"]))

    def say_where_it_goes(self, draft: Draft) -> None:
        """Which version it is now, and who looks at it next."""
        said = (
            _("Version %(n)d is handed in; its secrecy is checked next.")
            if draft.hands_out
            else _("Version %(n)d is handed in; the legal adviser checks it next.")
        )
        self.success_message = said % {"n": draft.version}

    def refuse(self, form: forms.Form, refusal: Exception) -> HttpResponse:
        """A character without a glyph, or a blank, is named beside the box in which it stands."""
        if isinstance(refusal, MissingGlyph):
            refusal.field = holder(form.cleaned_data, refusal.characters)
        elif isinstance(refusal, BlankLeft):
            refusal.field = f"{PREFIX}{refusal.field}"
        return super().refuse(form, refusal)

    def get_success_url(self) -> str:
        """Back to handling at once where another outcome is wanted; else the case page."""
        return reverse("case", args=[self.case.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the last return said, and what this outcome prints by itself."""
        case = self.case
        context = super().get_context_data(**kwargs)
        if not isinstance(context["form"], ComposeForm):
            context["form"] = ComposeForm(case=case)
        last = case.latest_draft
        return {
            **context,
            "outcome": OUTCOMES.get(case.outcome_code),
            "last": last,
            "boxes": boxes(case, context["form"]),
            "comments": comments_on(last),
        }
