"""Takes a free step, or gives it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import View

from requests_flow.actions import claiming
from requests_flow.actions.act import Act
from requests_flow.models import Case

from .middleware import Conflict
from .worklist import task_of, task_url, within_duty


class Claim(View):
    """The step comes into my hands, and I go to it."""

    http_method_names = ["post"]
    needs_duty = True

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do it under the lock of the process; a stranger never takes the lock."""
        case = self.find(pk)
        task = task_of(case)
        if task is None:
            raise Conflict(
                _("This step was already done, perhaps by somebody else."),
                url=case.get_absolute_url(),
            )
        if self.needs_duty and not _within(request.user, task):
            raise Http404
        try:
            with task.flow_task.flow_class.lock(task.process_id), transaction.atomic():
                # What shows it may have ended while the lock was waited for; a step in hand would
                # open a case that was restricted meanwhile.
                case = self.find(pk)
                return self.carry_out(Act(by=request.user, at=timezone.now()), case, task)
        except claiming.Refusal as refusal:
            raise Conflict(str(refusal), url=case.get_absolute_url()) from refusal

    def find(self, pk: int) -> Case:
        """The case, for whoever sees it."""
        return get_object_or_404(Case.objects.visible_to(self.request.user), pk=pk)

    def carry_out(self, act: Act, case: Case, task: Any) -> HttpResponse:
        """Take it, or take it over from somebody away; the step itself is the next page."""
        is_taken = task.owner_id not in (None, act.by.pk)
        (claiming.take_over if is_taken else claiming.claim)(act, case=case, task=task)
        return HttpResponseRedirect(task_url(task))


class Release(Claim):
    """The step goes back to all who hold its duty. Nobody needs the duty for that any more."""

    needs_duty = False

    def carry_out(self, act: Act, case: Case, task: Any) -> HttpResponse:
        """Give it back."""
        claiming.release(act, case=case, task=task)
        messages.success(self.request, _("The task waits for somebody else now."))
        return HttpResponseRedirect(_back(self.request, case))


def _within(user: Any, task: Any) -> bool:
    return type(task).objects.filter(pk=task.pk).filter(within_duty(user)).exists()


def _back(request: HttpRequest, case: Case) -> str:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if is_ours else case.get_absolute_url()
