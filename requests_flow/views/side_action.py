"""A form about a case, beside the flow: shown, asked, locked and done once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from viewflow.workflow.status import STATUS

from requests_flow.actions.act import Act, Refusal
from requests_flow.letters.engine import LetterStopped
from requests_flow.models import Case, Sight
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import Unit

from .beside import beside
from .middleware import Conflict
from .step import OnceMixin

HANDLING = frozenset({"handle", "compose"})


def open_nodes(case: Case) -> frozenset[str]:
    """The names of the steps at which `case` stands now."""
    tasks = case.process.task_set.filter(status__in=[STATUS.NEW, STATUS.ASSIGNED, STATUS.STARTED])
    return frozenset(task.flow_task.name for task in tasks if task.flow_task)


class SideAction(OnceMixin, FormView):
    """A form about a case, beside the flow: it moves no task, and comes back to where it was.

    404 for whoever may not, 409 where the case stands elsewhere by now.
    """

    template_name = "requests_flow/side_form.html"
    duty = Duty.HANDLE
    nodes = HANDLING
    sight = Sight.REPLY
    title: Any = ""
    lead: Any = ""
    button: Any = gettext_lazy("Put on file")
    said: Any = gettext_lazy("Put on file.")
    case: Case

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Find the case, ask the duty, and on POST take the lock that every step takes."""
        self.case = self.find()
        if request.method != "POST":
            self.refuse_elsewhere()
            return super().dispatch(request, *args, **kwargs)
        process = self.case.process
        with process.flow_class.lock(process.pk), transaction.atomic():
            if first := self.first_result():
                return first
            self.case = self.find()  # what shows it may have ended while the lock was waited for
            self.refuse_elsewhere()
            return super().dispatch(request, *args, **kwargs)

    def find(self) -> Case:
        """The case, for whoever sees enough of it and may do this; else there is nothing here."""
        cases = Case.objects.visible_to(self.request.user, self.sight)
        rows = cases.select_related("process", "unit", "applicant")
        self.case = get_object_or_404(rows, pk=self.kwargs["pk"])
        if not self.is_allowed():
            raise Http404
        return self.case

    def is_allowed(self) -> bool:
        """Whether the person holds the duty there."""
        return access.may(self.request.user, self.duty, self.place())

    def place(self) -> Unit:
        """Where the duty is asked: the organ, or the section that handles."""
        is_of_unit = self.duty in (Duty.REVIEW, Duty.EXTEND, Duty.DELIVER)
        return self.case.unit if is_of_unit else self.case.section or self.case.unit

    def refuse_elsewhere(self) -> None:
        """Raise Conflict unless the case stands where this may be done."""
        if not self.nodes & open_nodes(self.case):
            raise Conflict(
                _("The case has moved on; this cannot be done where it stands now."),
                url=self.case.get_absolute_url(),
            )

    def get_initial(self) -> dict[str, Any]:
        """Where to go afterwards, if the address says it."""
        return {**super().get_initial(), "next": self.request.GET.get("next", "")}

    def perform(self, act: Act, data: dict[str, Any]) -> None:
        """Call the action with the form's data."""
        raise NotImplementedError

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Do it once, and go back."""
        try:
            with transaction.atomic():
                self.perform(self.act(), form.cleaned_data)
                answer = self.done(form, self.get_success_url())
        except (Refusal, LetterStopped) as refusal:
            return self.refuse(form, refusal)
        except IntegrityError:
            if first := self.first_result():
                return first
            raise
        messages.success(self.request, self.said)
        return answer

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """The form again on a page of its own, with all that was typed."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_success_url(self) -> str:
        """Back to the page it was sent from, if that is one of ours; else to the case."""
        return self.back(self.request.POST.get("next", ""))

    def back(self, wanted: str) -> str:
        """`wanted`, if it is an address of this house; else the case page."""
        is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(
            wanted, allowed_hosts=None, require_https=self.request.is_secure()
        )
        return wanted if is_ours else self.case.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The case beside the form."""
        around = beside(self.case, self.request.user, today=timezone.localdate())
        words = {"title": self.title, "lead": self.lead, "button": self.button}
        words["back"] = self.back(self.request.POST.get("next") or self.request.GET.get("next", ""))
        return {**super().get_context_data(**kwargs), **around, **words}
