"""Side actions: what is put on file while a case is handled, and the letter as it would print."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from requests_flow.actions import extending, handling
from requests_flow.actions.act import Act, Refusal
from requests_flow.actions.part_checks import Giving, may_give
from requests_flow.actions.parts import give_part
from requests_flow.letters.engine import LetterStopped
from requests_flow.models import Case, Consultation, Document, Part
from requests_flow.models.reading import calendar, statute_of
from requests_flow.rules.catalogue import Fact
from requests_flow.units import access
from requests_flow.units.duties import Duty

from .forms.composing import ComposeForm, draw, stopped
from .forms.consulting import ConsultForm
from .forms.handling import (
    ConsultationForm,
    DocumentForm,
    ExtendForm,
    FactForm,
    ProofForm,
    SearchForm,
)
from .forms.inputs import keep_files
from .middleware import Conflict
from .side_action import HANDLING, SideAction, open_nodes

BEFORE_CHECKS = HANDLING | {
    "review",
    "await_correction",
    "assign",
}


class RecordFact(SideAction):
    title = gettext_lazy("Put a fact on file")
    lead = gettext_lazy("An answer stands on what is on file, not on what somebody remembers.")
    form_class = FactForm

    def get_initial(self) -> dict[str, Any]:
        """The fact that the checklist named."""
        return {**super().get_initial(), "fact": self.request.GET.get("fact", "")}

    def perform(self, act: Act, data: dict[str, Any]) -> None:
        """Record the fact."""
        handling.record_fact(act, case=self.case, fact=Fact(data["fact"]), text=data["text"])


class RecordSearch(SideAction):
    title = gettext_lazy("Record a search")
    lead = gettext_lazy("Where was looked, for what, and what came of it (art. 36(4)).")
    form_class = SearchForm

    def perform(self, act: Act, data: dict[str, Any]) -> None:
        """Record the search."""
        words = {name: data[name] for name in ("places", "keywords", "people_asked", "result")}
        handling.record_search(act, case=self.case, **words)


class AddDocument(SideAction):
    title = gettext_lazy("Add documents")
    lead = gettext_lazy("Each file is looked at from inside before it is taken.")
    form_class = DocumentForm

    def perform(self, act: Act, data: dict[str, Any]) -> None:
        """Keep every file."""
        keep_files(
            act,
            case=self.case,
            kind=Document.Kind(data["kind"]),
            files=data["files"],
            field="files",
        )


class AddProof(AddDocument):
    title = gettext_lazy("Add proof of delivery")
    form_class = ProofForm
    duty = Duty.DELIVER
    nodes = frozenset({"deliver", "file_away"})


class Consult(SideAction):
    title = gettext_lazy("Ask somebody else in writing")
    lead = gettext_lazy("While they think the clock stands still (art. 32 to 34).")
    form_class = ConsultForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Who handles the case, or heads, may show the question to a unit."""
        may = may_give(self.request.user, self.case, Part.CONSULTED)
        return {**super().get_form_kwargs(), "may_give": may}

    def perform(self, act: Act, data: dict[str, Any]) -> None:
        """Record that the letter left; a unit of the house sees the question from now on."""
        asked = handling.consult(
            act,
            case=self.case,
            kind=Consultation.Kind(data["kind"]),
            name=data["name"],
            question=data["question"],
            sent_on=data["sent_on"],
        )
        if data.get("unit"):
            giving = Giving(
                part=Part.CONSULTED,
                unit=data["unit"],
                consultation=asked,
                valid_until=data["valid_until"],
                reason="书面征求意见",
            )
            give_part(act, case=self.case, giving=giving)


class RecordConsultation(SideAction):
    title = gettext_lazy("Record the answer of those asked")
    form_class = ConsultationForm

    @property
    def asked(self) -> Consultation:
        """The consultation of this very case."""
        return get_object_or_404(self.case.consultations, pk=self.kwargs["consultation_pk"])

    def get_initial(self) -> dict[str, Any]:
        """What is known so far."""
        row = self.asked
        known = {
            name: getattr(row, name) for name in ConsultationForm.base_fields if hasattr(row, name)
        }
        return {**known, **super().get_initial()}

    def perform(self, act: Act, data: dict[str, Any]) -> None:
        """Record the days and the opinion."""
        words = {name: data[name] for name in ("delivered_on", "answered_on", "opinion", "agrees")}
        handling.record_consultation(act, consultation=self.asked, **words)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whom the case asked, and what."""
        return {**super().get_context_data(**kwargs), "asked": self.asked}


class Extend(SideAction):
    title = gettext_lazy("Put the answer off")
    lead = gettext_lazy(
        "Once, with the consent of the head of the disclosure office; the notice to the applicant "
        "is printed at once (art. 33(2))."
    )
    button = gettext_lazy("Consent and print the notice")
    form_class = ExtendForm
    duty = Duty.EXTEND
    nodes = BEFORE_CHECKS

    @property
    def most(self) -> int:
        """How many working days the law of this case lets be added."""
        return statute_of(self.case, today=timezone.localdate()).days_to_extend

    def get_form_kwargs(self) -> dict[str, Any]:
        """What the law allows."""
        return {**super().get_form_kwargs(), "most": self.most}

    def perform(self, act: Act, data: dict[str, Any]) -> None:
        """Extend, and write the notice."""
        extending.extend(act, case=self.case, days=data["days"], reason=data["reason"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The due date now, and with all days added that may be."""
        context = super().get_context_data(**kwargs)
        due = context["reading"] and context["reading"].due
        last = due and calendar().add(due, self.most)
        is_known = not last or calendar().covers_days(self.case.received_on, last)
        return {
            **context,
            "due_at_most": last,
            "most": self.most,
            "is_provisional": not is_known,
            "is_extended": hasattr(self.case, "extension"),
        }


class Preview(View):
    """The reply as it would be printed now. Nothing is kept."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """For whoever handles the case, while the reply is being written."""
        visible = Case.objects.visible_to(request.user).select_related("unit", "applicant")
        case = get_object_or_404(visible, pk=pk)
        if not access.may(request.user, Duty.HANDLE, case.section or case.unit):
            raise Http404
        if "compose" not in open_nodes(case):
            raise Conflict(_("The case has moved on; this cannot be done where it stands now."))
        form = ComposeForm(request.POST, case=case)
        form.is_valid()
        return self.answer(request, case, form)

    def answer(self, request: HttpRequest, case: Case, form: ComposeForm) -> HttpResponse:
        """The PDF, or 422 with what is missing."""
        try:
            printed = draw(case, form, on=timezone.localdate())
        except (Refusal, LetterStopped) as reason:
            return JsonResponse(stopped(reason, form), status=422)
        return HttpResponse(
            printed.pdf,
            content_type="application/pdf",
            headers={"Content-Disposition": 'inline; filename="preview.pdf"'},
        )
