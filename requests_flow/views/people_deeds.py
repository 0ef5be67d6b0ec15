"""What is done to one account: a duty ends, it is closed, opened again, its way in given anew."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView

from requests_flow.actions import accounts, appointing, departing
from requests_flow.actions.act import Act, Refusal
from requests_flow.units.duties import Duty
from requests_flow.units.models import User

from .forms.people import ReasonForm
from .middleware import Conflict
from .people import ForAdministrators, handed_out
from .step import OnceMixin, TokenForm


class Deed(ForAdministrators, OnceMixin, FormView):
    """One thing that is done to an account, with a reason; the page says beforehand what it does."""

    template_name = "requests_flow/person_deed.html"
    form_class: type[TokenForm] = ReasonForm
    needs = Duty.MANAGE_SYSTEM
    title: Any = ""
    lead: Any = ""
    button: Any = ""
    is_grave = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Whose account."""
        super().setup(request, *args, **kwargs)
        self.person: User | None = User.objects.filter(pk=kwargs["pk"]).first()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Nobody does it to themself."""
        if self.person is None or self.person == request.user:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def perform(self, act: Act, data: dict[str, Any]) -> str | None:
        """Call the action; a new password, if it makes one."""
        raise NotImplementedError

    def form_valid(self, form: TokenForm) -> HttpResponse:
        """Once for each form."""
        if first := self.first_result():
            return first
        try:
            with transaction.atomic():
                password = self.perform(self.act(), form.cleaned_data)
                answer = self.done(form, reverse("person", args=[self.person.pk]))
        except Refusal as refusal:
            if refusal.field in form.fields:
                return self.refuse(form, refusal)
            raise Conflict(str(refusal)) from refusal
        except IntegrityError:
            if first := self.first_result():
                return first
            raise
        return handed_out(self.request, self.person, password) if password else answer

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """The page again, with what was typed."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What it does, to whom."""
        return super().get_context_data(
            person=self.person,
            title=self.title,
            lead=self.lead,
            button=self.button,
            is_grave=self.is_grave,
            **kwargs,
        )


class Dismiss(Deed):
    """One duty ends."""

    needs = Duty.MANAGE_ACCESS
    title = gettext_lazy("End a duty")
    button = gettext_lazy("End it")
    is_grave = True
    lead = gettext_lazy(
        "From this second on. Steps of that duty which the person has taken wait for the others who"
        " hold it; what was done stays on file under the person's name."
    )

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Which duty."""
        super().setup(request, *args, **kwargs)
        rows = self.person.appointments.select_related("unit") if self.person else None
        self.row = get_object_or_404(rows, pk=kwargs["grant_pk"]) if rows is not None else None

    def perform(self, act: Act, data: dict[str, Any]) -> None:
        """Say how many steps wait for others now."""
        duty = next(one for one in Duty if one.codename == self.row.duty)
        n = appointing.dismiss(
            act, user=self.person, unit=self.row.unit, duty=duty, reason=data["reason"]
        )
        said = ngettext(
            "Ended. %(n)d step waits for others.", "Ended. %(n)d steps wait for others.", n
        )
        messages.success(self.request, said % {"n": n})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the duty and its place."""
        label = next(one.label for one in Duty if one.codename == self.row.duty)
        return super().get_context_data(row=self.row, duty=label, **kwargs)


class Close(Deed):
    """The account is closed, and everything that hangs on it."""

    title = gettext_lazy("Close the account")
    button = gettext_lazy("Close it")
    is_grave = True
    lead = gettext_lazy(
        "From this second on nobody gets in with it, and open sessions end. It is never deleted:"
        " what was done stays on file under the person's name."
    )

    def perform(self, act: Act, data: dict[str, Any]) -> None:
        """Say how many steps wait for others now."""
        had = departing.leave(act, user=self.person, reason=data["reason"])
        said = ngettext(
            "Closed. %(n)d step waits for others.",
            "Closed. %(n)d steps wait for others.",
            had.tasks,
        )
        messages.success(self.request, said % {"n": had.tasks})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the person still has."""
        act = Act(by=self.request.user, at=timezone.now())
        had = departing.remaining(self.person, act=act)
        return super().get_context_data(remaining=had, **kwargs)


class Reopen(Deed):
    """The account is opened again, without any duty."""

    title = gettext_lazy("Open the account again")
    button = gettext_lazy("Open it")
    lead = gettext_lazy(
        "The person signs in with a new password, shown to you once. Duties do not come back:"
        " the security administrator appoints anew."
    )

    def perform(self, act: Act, data: dict[str, Any]) -> str:
        """The new password."""
        return accounts.reopen_account(act, user=self.person, reason=data["reason"])


class GivePassword(Deed):
    """The old one is forgotten."""

    form_class = TokenForm
    title = gettext_lazy("Give a new password")
    button = gettext_lazy("Make one")
    lead = gettext_lazy(
        "Make sure who asks. The old password and open sessions end; the new one is shown to you"
        " once, opens nothing but its own change, and dies unused after seven days."
    )

    def perform(self, act: Act, data: dict[str, Any]) -> str:
        """The new password."""
        return accounts.give_password(act, user=self.person)


class ResetFactor(Deed):
    """Phone and recovery codes are lost."""

    title = gettext_lazy("Remove the second factor")
    button = gettext_lazy("Remove it")
    is_grave = True
    lead = gettext_lazy(
        "The phone and the recovery codes are lost. Make sure who asks, and write how. The person"
        " sets up a new one when they sign in next."
    )

    def perform(self, act: Act, data: dict[str, Any]) -> None:
        """Gone."""
        accounts.reset_second_factor(act, user=self.person, reason=data["reason"])
        messages.success(self.request, _("Removed."))


class EndSessions(Deed):
    """Whoever sits at that account signs in anew."""

    form_class = TokenForm
    title = gettext_lazy("End open sessions")
    button = gettext_lazy("End them")
    lead = gettext_lazy("Whoever sits at that account signs in anew. Nothing else changes.")

    def perform(self, act: Act, data: dict[str, Any]) -> None:
        """Say how many."""
        n = accounts.end_sessions(act, user=self.person)
        said = ngettext("%(n)d session ended.", "%(n)d sessions ended.", n) % {"n": n}
        messages.success(self.request, said)
