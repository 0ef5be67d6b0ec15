"""什么用途、什么理由: asked of whoever looks behind the mask."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from requests_flow.views.step import TokenForm
from requests_flow.views.wording import PURPOSES

# What each field of `PURPOSE_SHOWS` is called on the page.
FIELDS = {
    "identity": _("Identity"),
    "phone": _("Telephone"),
    "email": _("E-mail"),
    "address": _("Address"),
    "agent": _("Agent"),
}


class RevealForm(TokenForm):
    """One look; a second one has a form of its own."""

    purpose = forms.ChoiceField(
        label=_("What you need it for"),
        choices=[("", "—"), *((one.value, words) for one, words in PURPOSES.items())],
        help_text=_("Only what that needs is shown, for 60 seconds."),
        error_messages={"required": _("Choose what you need it for: that decides what is shown.")},
    )
    reason = forms.CharField(
        label=_("Why, in a few words"),
        max_length=200,
        error_messages={"required": _("Say in a few words why you need to see it.")},
        help_text=_("The case file keeps who looked, when, what for and why."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
