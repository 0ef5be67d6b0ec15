"""An outside adviser is let in to one case, and out again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from legal_review.actions.granting import end_grant, grant_review, may_grant
from legal_review.forms.granting import GrantForm
from requests_flow.actions.act import Act, Refusal
from requests_flow.models import Case, ReviewGrant
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.views.middleware import Conflict
from requests_flow.views.side_action import SideAction


class Grants(SideAction):
    """Who is let in, who was, and the form that lets somebody in."""

    template_name = "legal_review/grants.html"
    form_class = GrantForm
    duty = Duty.REVIEW_IN_LAW
    title = gettext_lazy("Outside advisers")
    button = gettext_lazy("Let in")
    lead = gettext_lazy(
        "They see this case and no other, take its legal check and no other step, until the end of"
        " the last day or until you end it. The case file keeps both."
    )

    def place(self) -> Any:
        """The duty is asked of the unit that reviews."""
        return self.case.legal_unit

    def refuse_elsewhere(self) -> None:
        """It is asked wherever the case stands; of a closed one the action lets nobody in."""

    def perform(self, act: Act, data: dict[str, Any]) -> None:
        """Let them in."""
        grant_review(act, case=self.case, admission=self.form.admission())

    def form_valid(self, form: GrantForm) -> HttpResponse:
        """Keep the form: it knows how to say it."""
        self.form = form
        return super().form_valid(form)

    def get_success_url(self) -> str:
        """The list again."""
        return reverse("review_grants", args=[self.case.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All that there ever were."""
        today = timezone.localdate()
        grants = self.case.review_grants.select_related("reviewer", "granted_by", "ended_by")
        return super().get_context_data(
            grants=[
                (one, one.ended_at is None and one.valid_until >= today)
                for one in grants.order_by("-pk")
            ],
            may_grant=may_grant(self.request.user, self.case),
            **kwargs,
        )


class EndGrant(View):
    """The adviser is out from this second on."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, grant_pk: int) -> HttpResponse:
        """Under the lock of the process; a stranger never takes it."""
        case = get_object_or_404(
            Case.objects.visible_to(request.user).select_related("process", "legal_unit"), pk=pk
        )
        grant = get_object_or_404(ReviewGrant, pk=grant_pk, case=case)
        if not access.may(request.user, Duty.REVIEW_IN_LAW, case.legal_unit):
            raise Http404
        act = Act(by=request.user, at=timezone.now())
        try:
            with case.process.flow_class.lock(case.process_id), transaction.atomic():
                end_grant(act, grant=grant)
        except Refusal as refusal:
            raise Conflict(str(refusal)) from refusal
        messages.success(request, _("Ended. The adviser sees nothing of this case any more."))
        return HttpResponseRedirect(reverse("review_grants", args=[case.pk]))
