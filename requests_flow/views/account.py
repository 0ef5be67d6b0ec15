"""My account: duties, password, what is open, what happened at the door."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import password_validation, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, TemplateView

from requests_flow.actions import passwords, second_factors
from requests_flow.actions.act import Act
from requests_flow.actions.sign_ins import end_sessions_of, note
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import Session, SignInEvent

from .forms.account import PasswordForm
from .session_limits import DUE
from .where_from import address_of

SHOWN = 10


class Account(TemplateView):
    """What one may do here, and how one's own way in is kept."""

    template_name = "registration/account.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Duties, password, second factor, sessions, the last events."""
        user, now = self.request.user, timezone.now()
        held = access.duties_of(user)
        return super().get_context_data(
            duties=[(Duty(value).label, units) for value, units in held.items() if units],
            password_changes_on=passwords.changes_on(user),
            has_factor=second_factors.has_factor(user),
            needs_factor=second_factors.is_needed(user),
            codes_left=second_factors.codes_left(user),
            sessions=[
                (row, row.pk == self.request.session.session_key)
                for row in Session.objects.filter(user=user).open_at(now).order_by("-seen_at")
            ],
            events=SignInEvent.objects.filter(user=user)[:SHOWN],
            **kwargs,
        )


@method_decorator(sensitive_post_parameters(), name="dispatch")
class ChangePassword(FormView):
    """The rules beforehand; afterwards what is open elsewhere is ended."""

    template_name = "registration/password.html"
    form_class = PasswordForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """A wrong old password counts as one at the door."""
        return {**super().get_form_kwargs(), "request": self.request}

    def form_valid(self, form: PasswordForm) -> HttpResponse:
        """Change it, stay signed in here and nowhere else."""
        request, user = self.request, self.request.user
        ended = passwords.change_password(
            Act(by=user, at=timezone.now()),
            user=user,
            password=form.cleaned_data["new_password1"],
            keep=request.session.session_key,
            address=address_of(request),
        )
        request.session.pop(DUE, None)
        update_session_auth_hash(request, user)
        said = _("The password is changed.")
        if ended:
            said += " " + _said_of(ended)
        messages.success(request, said)
        return HttpResponseRedirect(next_url(request) or reverse("account"))

    def form_invalid(self, form: PasswordForm) -> HttpResponse:
        """The page again; what was typed is not shown."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rules, and why one was led here."""
        rules = password_validation.password_validators_help_texts()
        return super().get_context_data(
            rules=[rule for rule in rules if rule],
            due=self.request.session.get(DUE, ""),
            next=next_url(self.request),
            **kwargs,
        )


class EndOthers(View):
    """Sign out everywhere but here."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """From this second on."""
        user, kind = request.user, SignInEvent.Kind.SESSIONS_ENDED
        ended = end_sessions_of(user, keep=request.session.session_key)
        act = Act(by=user, at=timezone.now())
        note(act, kind=kind, user=user, address=address_of(request))
        messages.success(request, _said_of(ended))
        return HttpResponseRedirect(reverse("account"))


def _said_of(ended: int) -> str:
    return ngettext("%d other session was ended.", "%d other sessions were ended.", ended) % ended


def next_url(request: HttpRequest) -> str:
    """Where somebody wanted to go, if it is a place of ours; else nothing."""
    url = request.POST.get("next", request.GET.get("next", ""))
    is_ours = url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return url if is_ours else ""
