"""审计: which entries, or which events at the door, are wanted."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requests_flow.units.models import SignInEvent, User
from requests_flow.views.wording import VERBS

from .inputs import DayField


class AuditFilter(forms.Form):
    """By person, by days, by what happened."""

    who = forms.CharField(label=gettext_lazy("Name or user name"), max_length=60)
    since = DayField(label=gettext_lazy("From"))
    until = DayField(label=gettext_lazy("Until"))
    what = forms.ChoiceField(label=gettext_lazy("Act"))

    person = "actor"
    column = "verb"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [("", gettext_lazy("all")), *self.kinds()]
        for field in self.fields.values():
            field.required = False

    def kinds(self) -> list[tuple[str, Any]]:
        """Every verb, in words."""
        return list(VERBS.items())

    def clean(self) -> dict[str, Any]:
        """Days in their order."""
        data = super().clean() or self.cleaned_data
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", _("The last day lies before the first."))
        return data

    def wanted(self) -> dict[str, Any]:
        """What is filled in and can be read."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrow(self, rows: QuerySet) -> QuerySet:
        """Those of `rows` that are wanted."""
        wanted = self.wanted()
        if who := wanted.get("who"):
            people = User.objects.filter(Q(full_name__icontains=who) | Q(username__iexact=who))
            keys = list(people.values_list("pk", flat=True)[:200])
            rows = rows.filter(**{f"{self.person}__in": keys})
        if since := wanted.get("since"):
            rows = rows.filter(at__gte=_midnight(since))
        if until := wanted.get("until"):
            rows = rows.filter(at__lt=_midnight(until + timedelta(days=1)))
        if what := wanted.get("what"):
            rows = rows.filter(**{self.column: what})
        return rows


class DoorFilter(AuditFilter):
    """The same for what happened at the door."""

    person = "user"
    column = "kind"

    def kinds(self) -> list[tuple[str, Any]]:
        """Every kind of event, in words."""
        return list(SignInEvent.Kind.choices)


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
