"""The filters of the desk. They live in the address, so that a filtered list can be sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from requests_flow import labels
from requests_flow.models import Case
from requests_flow.models.ways import parts_of, sees_only_parts
from requests_flow.rules.catalogue import OUTCOMES
from requests_flow.units.duties import Duty
from requests_flow.units.models import Unit, User
from requests_flow.units.places import places_of

from .searching import keys_found
from .wording import CHANNELS, KINDS, STAGES
from .worklist import at_nodes

ALL = [("", _("all"))]


class DeskFilter(forms.Form):
    """What of the list is wanted; a value that is not among the choices narrows nothing."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), empty_label=_("all"))
    stage = forms.ChoiceField(
        label=_("Stage"), choices=[*ALL, *((code, name) for code, (name, _nodes) in STAGES.items())]
    )
    channel = forms.ChoiceField(label=_("Channel"), choices=[*ALL, *CHANNELS.items()])
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[
            *ALL,
            *((code, format_lazy("{} {}", code, labels.OUTCOMES[code])) for code in OUTCOMES),
        ],
    )
    kind = forms.ChoiceField(label=_("Applicant"), choices=[*ALL, *KINDS.items()])
    due_from = forms.DateField(label=_("Due from"), widget=forms.DateInput(attrs={"type": "date"}))
    due_to = forms.DateField(label=_("Due until"), widget=forms.DateInput(attrs={"type": "date"}))
    q = forms.CharField(widget=forms.HiddenInput, max_length=120)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["unit"].queryset = organs_of(user)
        for field in self.fields.values():
            field.required = False

    def narrow(self, cases: QuerySet[Case]) -> QuerySet[Case]:
        """The cases that every filter lets through."""
        self.is_valid()
        wanted = {name: value for name, value in self.cleaned_data.items() if value}
        text = wanted.pop("q", "")
        for name, value in wanted.items():
            cases = cases.filter(_CONDITIONS[name](value))
        if "kind" in wanted and sees_only_parts(self.user):  # helpers are not told who asked
            told = Case.objects.visible_to(self.user).order_by()
            cases = cases.filter(pk__in=told.values("pk"))
        return cases.filter(pk__among=self._found(text)) if text else cases

    def _found(self, text: str) -> list[int]:
        if not hasattr(self, "_keys"):  # the same for every part of the list
            self._keys = keys_found(text, self.user)
        return self._keys

    @property
    def is_narrowing(self) -> bool:
        """Whether any filter is set."""
        return any(self.data.get(name) for name in self.fields)


def organs_of(user: User) -> QuerySet[Unit]:
    """The organs whose cases `user` may have in a list; all of them for who has parts in single cases."""
    organs = Unit.objects.filter(organ=None)
    if sees_only_parts(user) or parts_of(user)["advises"] or parts_of(user)["deputises"]:
        return organs
    places = places_of(user)
    lawyers = places.of(Duty.REVIEW_IN_LAW)
    of_sections = {places.organ_of[section] for section in places.sections_of(Duty.READ)}
    own = Q(pk__in=places.organs_of(Duty.READ) | lawyers | of_sections)
    return organs.filter(own | Q(legal_unit__in=lawyers) if lawyers else own)


_CONDITIONS = {
    "unit": lambda unit: Q(unit=unit),
    "stage": lambda stage: Q(at_nodes(*STAGES[stage][1])),
    "channel": lambda channel: Q(channel=channel),
    "outcome": lambda code: Q(outcome_code=code),
    "kind": lambda kind: Q(applicant__kind=kind),
    "due_from": lambda day: Q(due_on__gte=day),
    "due_to": lambda day: Q(due_on__lte=day),
}
