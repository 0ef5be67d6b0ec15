"""The door: name and password, then a code where there is a second factor. And the way out."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import auth
from django.contrib.auth import views
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from requests_flow.actions import passwords, second_factors
from requests_flow.actions.act import Act, Refusal
from requests_flow.actions.sign_ins import note
from requests_flow.units.duties import Duty
from requests_flow.units.models import SignInEvent, User
from requests_flow.units.session_store import ADDRESS, BROWSER

from .forms.account import SecondStepForm, SignInForm
from .lock_out import is_locked, locked_sentence, may_try, note_failure
from .session_limits import DUE, VERIFIED
from .where_from import address_of, browser_of

HALF = "half_signed_in"  # who gave the right password, and has to give a code
HALF_FOR = 300  # seconds


class Login(views.LoginView):
    """Name and password. The accounts of the demo stand beside only where there is a demo."""

    template_name = "registration/login.html"
    form_class = SignInForm

    def form_valid(self, form: SignInForm) -> HttpResponse:
        """In, or on to the code."""
        user = form.get_user()
        if second_factors.has_factor(user):
            return ask_for_code(self.request, user, url=self.get_success_url())
        return enter(self.request, user, url=self.get_success_url())

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        """The same page, sentence and status whatever was wrong; another once it is locked."""
        name = self.request.POST.get("username", "")
        if getattr(self.request, "axes_updated", False):  # name and password were both given
            note_failure(self.request, kind=SignInEvent.Kind.REFUSED, name=name)
        status = 429 if is_locked(self.request) else 422
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With `demo_accounts`, if any, and what stands there while it is locked."""
        return super().get_context_data(
            demo_accounts=demo_accounts(), locked=locked_sentence(self.request), **kwargs
        )


@method_decorator(login_not_required, name="dispatch")
@method_decorator(sensitive_post_parameters("code"), name="dispatch")
class SecondStep(FormView):
    """The code. Nobody is signed in before it is right."""

    template_name = "registration/second_step.html"
    form_class = SecondStepForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Back to the door without a right password of the last five minutes."""
        self.half = request.session.get(HALF, {})
        self.person = half_signed_in(self.half)
        if self.person is None:
            request.session.pop(HALF, None)
            return HttpResponseRedirect(reverse("login"))
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: SecondStepForm) -> HttpResponse:
        """In; or the page again, and after too many wrong codes the door is locked."""
        code, where = form.cleaned_data["code"], address_of(self.request)
        if not may_try(self.request, self.person):
            return self.locked()
        try:
            kind = second_factors.check_code(
                _act(self.person), user=self.person, code=code, address=where
            )
        except second_factors.WrongCode as wrong:
            user_login_failed.send(  # the lock-out counts it like a wrong password
                sender=__name__,
                credentials={"username": self.person.get_username()},
                request=self.request,
            )
            if is_locked(self.request):
                note_failure(self.request, kind=None, name=self.person.get_username())
                return self.locked()
            form.add_error("code", str(wrong))
            return self.form_invalid(form)
        except Refusal as refusal:
            form.add_error("code", str(refusal))
            return self.form_invalid(form)
        return enter(self.request, self.person, url=self.half["url"], kind=kind, is_verified=True)

    def locked(self) -> HttpResponse:
        """The right password is worth nothing now."""
        self.request.session.pop(HALF, None)
        context = {"locked": locked_sentence(self.request), "form": SignInForm(self.request)}
        self.template_name = "registration/login.html"
        return self.render_to_response(context, status=429)

    def form_invalid(self, form: SecondStepForm) -> HttpResponse:
        """The page again."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class Logout(views.LogoutView):
    """Out; it is written down."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Whoever it was."""
        if request.user.is_authenticated:
            kind = SignInEvent.Kind.SIGNED_OUT
            note(_act(request.user), kind=kind, user=request.user, address=address_of(request))
        return super().post(request, *args, **kwargs)


def _act(user: User | None) -> Act:
    return Act(by=user, at=timezone.now())


def ask_for_code(request: HttpRequest, user: User, *, url: str) -> HttpResponse:
    """Remember for five minutes, in a new session, that the password was right."""
    request.session.flush()
    request.session[HALF] = {
        "user": user.pk,
        "backend": user.backend,
        "hash": user.get_session_auth_hash(),
        "until": timezone.now().timestamp() + HALF_FOR,
        "url": url,
    }
    return HttpResponseRedirect(reverse("second_step"))


def half_signed_in(half: dict[str, Any]) -> User | None:
    """Who gave the right password a moment ago, if the account is still open and it is still right."""
    if not half or half["until"] < timezone.now().timestamp():
        return None
    user = auth.load_backend(half["backend"]).get_user(half["user"])
    if user is None or user.get_session_auth_hash() != half["hash"]:
        return None
    user.backend = half["backend"]
    return user


def enter(
    request: HttpRequest,
    user: User,
    *,
    url: str,
    kind: SignInEvent.Kind = SignInEvent.Kind.SIGNED_IN,
    is_verified: bool = False,
) -> HttpResponse:
    """Begin a session of its own, and go where one wanted to."""
    act, where = _act(user), address_of(request)
    request.session.flush()
    auth.login(request, user, backend=user.backend)
    request.session[ADDRESS], request.session[BROWSER] = where, browser_of(request)
    if is_verified:
        request.session[VERIFIED] = True
    if due := passwords.due(user, at=act.at):
        request.session[DUE] = due.value
    note(act, kind=kind, user=user, address=where)
    if settings.YISHEN_ONE_SESSION:
        request.session.stand_alone()
    return HttpResponseRedirect(url)


def demo_accounts() -> list[dict[str, Any]]:
    """A few people of the demo with their password, enough to walk a case; else nobody."""
    if not settings.YISHEN_DEMO:
        return []
    # Only the demo needs its own people.
    from requests_flow.management.commands.demo_accounts import FIRST, accounts

    return [
        {**row, "duties": _(", ").join(str(Duty[name].label) for name in row["duties"])}
        for row in accounts()
        if row["username"] in FIRST
    ]
