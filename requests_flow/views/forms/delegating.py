"""受托签发: who signs for the unit, for which outcomes, from and until when, why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requests_flow import labels
from requests_flow.actions.delegating import Given, signed_outcomes
from requests_flow.units.models import User
from requests_flow.views.step import TokenForm

from .inputs import DayField


class DelegationForm(TokenForm):
    """A delegation as it is given. Whether the person may sign at all, the action says."""

    unit = forms.ModelChoiceField(label=gettext_lazy("Unit"), queryset=None, empty_label=None)
    deputy = forms.ModelChoiceField(
        label=gettext_lazy("Who signs"),
        queryset=None,
        empty_label="—",
        help_text=gettext_lazy(
            "Somebody who does not sign here yet, and does not review this unit's replies in law."
        ),
    )
    valid_from = DayField(label=gettext_lazy("From"))
    valid_until = DayField(
        label=gettext_lazy("Until"), help_text=gettext_lazy("The last day is included.")
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=240,
        help_text=gettext_lazy("For example 出差 or 分管领导分工; it stands in the file."),
    )
    outcomes = forms.MultipleChoiceField(
        label=gettext_lazy("Only for these outcomes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None ticked: for all of them."),
    )

    def __init__(self, *args: Any, person: User, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        if units.count() == 1:
            self.fields["unit"].widget = forms.HiddenInput()
        others = User.objects.filter(is_active=True).exclude(pk=person.pk)
        self.fields["deputy"].queryset = others.order_by("full_name", "pk")
        self.fields["outcomes"].choices = [
            (code, f"{code} · {labels.OUTCOMES[code]}") for code in signed_outcomes()
        ]

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        data = super().clean() or {}
        begins, ends = data.get("valid_from"), data.get("valid_until")
        if begins and ends and ends < begins:
            self.add_error("valid_until", _("It would end before it begins."))
        return data

    def given(self) -> Given:
        """What the action takes; of a valid form."""
        names = ("deputy", "valid_from", "valid_until", "reason")
        said = {name: self.cleaned_data[name] for name in names}
        return Given(**said, outcomes=tuple(self.cleaned_data["outcomes"]))
