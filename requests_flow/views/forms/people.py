"""人员、单位: who is taken on, which duty is given, why something ends; what a unit is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requests_flow import labels
from requests_flow.actions.appointing import Post
from requests_flow.units.duties import ADMINISTRATION, Duty
from requests_flow.units.models import Unit, User
from requests_flow.views.step import TokenForm

from .inputs import DayField


class PeopleFilter(forms.Form):
    """Who is looked for."""

    q = forms.CharField(label=gettext_lazy("Name or user name"), max_length=60)
    unit = forms.ModelChoiceField(
        Unit.objects.order_by("pk"),
        label=gettext_lazy("Unit"),
        empty_label=gettext_lazy("all"),
    )
    duty = forms.ChoiceField(label=gettext_lazy("Duty"))
    state = forms.ChoiceField(label=gettext_lazy("Account"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["duty"].choices = [
            ("", gettext_lazy("all")),
            *((duty.codename, duty.label) for duty in Duty),
        ]
        self.fields["state"].choices = [
            ("", gettext_lazy("open accounts")),
            ("closed", gettext_lazy("closed accounts")),
            ("none", gettext_lazy("without any duty")),
        ]
        for field in self.fields.values():
            field.required = False

    def wanted(self, name: str) -> Any:
        """The value of a filter, or None where it is empty or none of the choices."""
        self.is_valid()
        return self.cleaned_data.get(name) or None


class TakeOnForm(TokenForm):
    """A new account. What the person does here is said by who appoints them."""

    full_name = forms.CharField(label=gettext_lazy("Name of the person"), max_length=60)
    username = forms.CharField(
        label=gettext_lazy("User name"),
        max_length=150,
        help_text=gettext_lazy(
            "For signing in: letters, digits and @ . + - _; never given to somebody else later."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class AppointForm(TokenForm):
    """Which duty, where, from and until when, why. Whether it may be given, the action says."""

    duty = forms.ChoiceField(label=gettext_lazy("Duty"))
    unit = forms.ModelChoiceField(label=gettext_lazy("Unit"), queryset=None, empty_label="—")
    begins = DayField(
        label=gettext_lazy("From"),
        required=False,
        help_text=gettext_lazy("Empty: from this moment on."),
    )
    until = DayField(
        label=gettext_lazy("Until"),
        required=False,
        help_text=gettext_lazy("The last day is included. Empty: until somebody ends it."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=240,
        help_text=gettext_lazy("For example 分工调整 or 借调; it stands in the history."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(closed_on=None).order_by("pk")
        work = [(duty.value, duty.label) for duty in Duty if duty not in ADMINISTRATION]
        administer = [(duty.value, duty.label) for duty in Duty if duty in ADMINISTRATION]
        self.fields["duty"].choices = [
            ("", "—"),
            (_("Work on cases"), work),
            (_("Administration, apart from all else"), administer),
        ]

    def post_of(self, user: User) -> Post:
        """What the action takes; of a valid form."""
        data = self.cleaned_data
        names = ("unit", "begins", "until", "reason")
        return Post(user=user, duty=Duty(data["duty"]), **{name: data[name] for name in names})


class ReasonForm(TokenForm):
    """Why."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=240,
        help_text=gettext_lazy("It stands in the history and in the audit log."),
    )


class UnitForm(TokenForm, forms.ModelForm):
    """What a unit is called, where it stands, how it numbers, what its letters say."""

    review_url = forms.URLField(
        required=False,
        max_length=200,
        assume_scheme="https",
    )

    class Meta:
        model = Unit
        fields = (
            "code", "organ", "name", "short_name", "kind", "parent", "legal_unit",
            "number_prefix", "letterhead", "seal_name", "address", "postcode", "contact",
            "phone", "court", "reconsideration_organ", "review_url",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organs = Unit.objects.filter(organ=None, closed_on=None).order_by("pk")
        words = {
            "organ": (_("Section of"), _("Empty: an organ that answers in its own name.")),
            "parent": (_("Stands below"), _("Who oversees that unit oversees this one, too.")),
            "legal_unit": (_("Reviewed by the advisers of"), _("Empty: its own.")),
            "number_prefix": (
                None,
                _("Of an organ that answers: before the year in the number of a case."),
            ),
            "kind": (None, _("Of an organ that answers; it decides who reconsiders.")),
            "review_url": (capfirst(_("address for online reconsideration")), ""),
            "court": (None, _("Empty: the one of the settings.")),
            "reconsideration_organ": (None, _("Empty: by the kind of organ.")),
            "code": (None, _("For addresses and files; letters, digits and hyphens. It stays.")),
        }
        for name, (label, hint) in words.items():
            self.fields[name].label = label or self.fields[name].label
            self.fields[name].help_text = hint
        for name in ("organ", "parent", "legal_unit"):
            self.fields[name].queryset = organs
            self.fields[name].empty_label = "—"
        self.fields["kind"].choices = [("", "—"), *labels.ORGAN_KINDS.items()]
        self.fields["code"].error_messages["invalid"] = _("Letters, digits and hyphens only.")
        if self.instance.pk:
            for name in ("code", "organ"):
                del self.fields[name]

    def _post_clean(self) -> None:
        """Nothing: the action asks the model, under its lock."""

    def facts(self) -> dict[str, Any]:
        """What the action takes; of a valid form."""
        return {name: self.cleaned_data[name] for name in self.fields if name != "form_token"}
