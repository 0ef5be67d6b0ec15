"""外聘律师: who is let in to one case, of which firm, until when."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from legal_review.actions.granting import Admission, possible_advisers
from requests_flow.views.forms.inputs import DayField
from requests_flow.views.step import TokenForm


class GrantForm(TokenForm):
    """Somebody from outside, and the last day."""

    reviewer = forms.ModelChoiceField(
        label=gettext_lazy("Outside adviser"),
        queryset=None,
        empty_label="—",
        help_text=gettext_lazy("People with an account here and without any duty in the house."),
    )
    firm = forms.CharField(label=gettext_lazy("Law firm"), max_length=120)
    valid_until = DayField(
        label=pgettext_lazy("grant", "Last day"),
        help_text=gettext_lazy(
            "Until then the adviser reads this case and its letters with the name they bear, but no"
            " proof of identity and nothing behind the mask; from the day after nothing at all."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewer"].queryset = possible_advisers()

    def clean_valid_until(self) -> date:
        """A day that is over is told together with whatever else is missing."""
        day = self.cleaned_data["valid_until"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day is over."))
        return day

    def admission(self) -> Admission:
        """What the action is told."""
        data = self.cleaned_data
        return Admission(
            reviewer=data["reviewer"], firm=data["firm"], valid_until=data["valid_until"]
        )
