"""A part in a case is given and ended; a case is restricted, and the restriction lifted."""

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

from requests_flow.actions.act import Act, Refusal
from requests_flow.actions.part_checks import may_end, may_give, standing_restriction
from requests_flow.actions.parts import end_part, give_part
from requests_flow.actions.restricting import lift, may_restrict, restrict
from requests_flow.models import Case, CaseGrant, Part, Restriction, Sight

from .forms.parts import LiftForm, PartForm, RestrictForm, open_questions
from .middleware import Conflict
from .side_action import SideAction


class PeopleDeed(SideAction):
    """A form about who sees a case; it is asked wherever the case stands."""

    template_name = "requests_flow/part_form.html"

    def refuse_elsewhere(self) -> None:
        """Closed or archived: a case is shown to more or to fewer people then, too."""

    def get_success_url(self) -> str:
        """Who sees it now; the desk for who no longer does."""
        sees = Case.objects.held_by(self.request.user).filter(pk=self.case.pk)
        return reverse("case_people", args=[self.case.pk]) if sees.exists() else reverse("desk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Back to the list of people."""
        back = reverse("case_people", args=[self.case.pk])
        return {**super().get_context_data(**kwargs), "back": back}


def parts_to_give(user: Any, case: Case) -> list[Part]:
    """Which parts this person may give in this case as it stands."""
    is_closed = bool(case.closed_on or case.archived_at)
    return [
        part
        for part, is_open in (
            (Part.CO_HANDLER, not is_closed),
            (Part.CONSULTED, not is_closed and open_questions(case).exists()),
            (Part.NAMED, standing_restriction(case) is not None),
        )
        if is_open and may_give(user, case, part)
    ]


class GivePart(PeopleDeed):
    """To help, to answer a question, to be named."""

    form_class = PartForm
    title = gettext_lazy("Give somebody a part")
    lead = gettext_lazy(
        "They see what the part shows and nothing else, until the end of the last day or until"
        " somebody ends it. The case file keeps both."
    )
    button = gettext_lazy("Give the part")
    said = gettext_lazy("Given. They see it from now on.")

    def is_allowed(self) -> bool:
        """Whether there is any part to give."""
        return bool(parts_to_give(self.request.user, self.case))

    def get_form_kwargs(self) -> dict[str, Any]:
        """What may be given here."""
        parts = parts_to_give(self.request.user, self.case)
        return {**super().get_form_kwargs(), "case": self.case, "parts": parts}

    def get_initial(self) -> dict[str, Any]:
        """What a link asked for."""
        wanted = {name: self.request.GET.get(name, "") for name in ("part", "consultation")}
        parts = parts_to_give(self.request.user, self.case)
        return {**super().get_initial(), **wanted, "part": wanted["part"] or parts[0]}

    def form_valid(self, form: PartForm) -> HttpResponse:
        """Keep the form: it knows how to say it."""
        self.form = form
        return super().form_valid(form)

    def perform(self, act: Act, data: dict[str, Any]) -> None:
        """Give it."""
        give_part(act, case=self.case, giving=self.form.giving())


class Restrict(PeopleDeed):
    """From now on only named people see it."""

    is_restricted = False  # what the case must be for this deed

    form_class = RestrictForm
    title = gettext_lazy("Restrict the case")
    lead = gettext_lazy(
        "Only people who are named on it see it then, in lists, counts and searches too. Named are"
        " you, the handler, and whoever has the next step in hand; you name others afterwards."
    )
    button = gettext_lazy("Restrict")
    said = gettext_lazy("Restricted. Only those named see it now.")

    def is_allowed(self) -> bool:
        """Who heads the handling."""
        return may_restrict(self.request.user, self.case)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Nothing to fill in where it is so already."""
        if bool(standing_restriction(self.case)) is not self.is_restricted:
            raise Conflict(_("The case is not, or no longer, as this page takes it to be."))
        return super().get(request, *args, **kwargs)

    def perform(self, act: Act, data: dict[str, Any]) -> None:
        """Restrict it."""
        kind = Restriction.Kind(data["kind"])
        restrict(act, case=self.case, kind=kind, reason=data["reason"])


class Lift(Restrict):
    """Whoever holds a duty sees it again."""

    is_restricted = True

    form_class = LiftForm
    title = gettext_lazy("Lift the restriction")
    lead = gettext_lazy("Whoever holds a duty here sees the case again; all names end.")
    button = gettext_lazy("Lift")
    said = gettext_lazy("Lifted. Whoever holds a duty here sees the case again.")

    def perform(self, act: Act, data: dict[str, Any]) -> None:
        """Lift it."""
        lift(act, case=self.case, reason=data["reason"])


class EndPart(View):
    """They see nothing by it from this second on."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, grant_pk: int) -> HttpResponse:
        """Under the lock of the process; a stranger never takes it."""
        cases = Case.objects.visible_to(request.user, Sight.QUESTION).select_related("process")
        case = get_object_or_404(cases, pk=pk)
        grant = get_object_or_404(CaseGrant.objects.select_related("case"), pk=grant_pk, case=case)
        if not may_end(request.user, grant):
            raise Http404
        try:
            with case.process.flow_class.lock(case.process_id), transaction.atomic():
                end_part(Act(by=request.user, at=timezone.now()), grant=grant)
        except Refusal as refusal:
            raise Conflict(str(refusal)) from refusal
        messages.success(request, _("Ended. They see nothing by this part any more."))
        still = Case.objects.held_by(request.user).filter(pk=case.pk).exists()
        return HttpResponseRedirect(
            reverse("case_people", args=[case.pk]) if still else reverse("desk")
        )
