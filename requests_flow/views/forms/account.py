"""Signing in, the second step, the password, the second factor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requests_flow.actions import passwords
from requests_flow.units.models import SignInEvent, User
from requests_flow.views.lock_out import note_failure


class SignInForm(AuthenticationForm):
    """One sentence for a wrong name, a wrong password, a closed account and a password that died."""

    error_messages = {
        "invalid_login": gettext_lazy("User name and password do not fit together."),
        "inactive": gettext_lazy("User name and password do not fit together."),
    }

    def confirm_login_allowed(self, user: User) -> None:
        """A given password that nobody used in time opens nothing."""
        super().confirm_login_allowed(user)
        if passwords.is_dead(user, at=timezone.now()):
            raise self.get_invalid_login_error()


class CodeField(forms.CharField):
    """A code of the phone or a recovery code, with or without blanks."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        super().__init__(max_length=40, widget=forms.TextInput(attrs=attrs), **kwargs)


class SecondStepForm(forms.Form):
    """The code alone: who it belongs to is known by now."""

    code = CodeField(
        label=gettext_lazy("Code of the phone"),
        help_text=gettext_lazy("The six digits that the phone shows now, or a recovery code."),
    )


class OwnPasswordMixin(forms.Form):
    """Asks for the password once more; a wrong one counts like one at the door."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self) -> str:
        """The password of who is signed in."""
        password: str = self.cleaned_data["password"]
        refuse_wrong(self.request, password)
        return password


def refuse_wrong(request: HttpRequest, password: str) -> None:
    """Raise ValidationError unless this is the password of who is signed in."""
    user = request.user
    name = user.get_username()
    if authenticate(request, username=name, password=password) != user:
        note_failure(request, kind=SignInEvent.Kind.REFUSED, name=name)
        raise ValidationError(_("This is not your password."), code="password_wrong")


def password_field() -> forms.CharField:
    """Hidden dots; the browser may fill it in."""
    return forms.CharField(
        label=gettext_lazy("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class EnrolForm(OwnPasswordMixin):
    """The code that proves that the phone has the key; the password, if signing in is long ago."""

    code = forms.CharField(
        label=gettext_lazy("Enter the code that the app shows now"),
        help_text=gettext_lazy("Six digits; a new code comes every 30 seconds."),
        max_length=12,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        ),
    )
    password = password_field()

    def __init__(self, *args: Any, is_fresh: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_fresh:
            del self.fields["password"]


class FactorForm(OwnPasswordMixin):
    """New recovery codes, or no second factor any more."""

    DEEDS = [("codes", "codes"), ("remove", "remove")]

    password = password_field()
    deed = forms.ChoiceField(choices=DEEDS, widget=forms.HiddenInput)


class PasswordForm(PasswordChangeForm):
    """The old one, and the new one twice."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(request.user, *args, **kwargs)
        self.request = request
        self.fields["old_password"].label = _("Your password until now")
        self.fields["new_password1"].label = _("The new password")
        self.fields["new_password1"].help_text = ""  # the page says it, once and beforehand
        self.fields["new_password2"].label = _("The new password once more")
        self.fields["new_password2"].help_text = ""
        self.fields["old_password"].widget.attrs.pop("autofocus", None)

    def clean_old_password(self) -> str:
        """Counted like one at the door."""
        password: str = self.cleaned_data["old_password"]
        refuse_wrong(self.request, password)
        return password

    def clean_new_password1(self) -> str:
        """Not the one that there is."""
        password: str = self.cleaned_data["new_password1"]
        if self.user.check_password(password):
            raise ValidationError(_("This is the password that you have."), code="password_same")
        return password
