"""外出: who is away, from when to when, and who stands in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from requests_flow.actions.absences import Away, led_by, possible_substitutes
from requests_flow.units.models import User
from requests_flow.views.step import TokenForm

from .inputs import DayField


class AbsenceForm(TokenForm):
    """One's own days, or those of somebody whom one heads."""

    user = forms.ModelChoiceField(label=gettext_lazy("Who is away"), queryset=None)
    from_on = DayField(label=gettext_lazy("Away from"))
    until_on = DayField(label=gettext_lazy("Last day away"))
    substitute = forms.ModelChoiceField(
        label=gettext_lazy("Stands in"),
        queryset=None,
        required=False,
        empty_label="—",
        help_text=gettext_lazy(
            "Somebody with the same duty. What waits is offered to them; what they had a hand in"
            " they cannot check or sign."
        ),
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=120)

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        led = led_by(person)
        people = User.objects.filter(pk__in=[person.pk, *led.values_list("pk", flat=True)])
        self.fields["user"].queryset = people.order_by("full_name", "pk")
        self.fields["user"].empty_label = None
        substitutes = {one.pk for one in possible_substitutes(person)}
        if len(people) > 1:  # the head: whether the two share a duty, the action asks
            substitutes |= {one.pk for one in people}
        else:
            self.fields["user"].widget = forms.HiddenInput()
        chosen = User.objects.filter(pk__in=substitutes, is_active=True)
        self.fields["substitute"].queryset = chosen.order_by("full_name", "pk")

    def away(self) -> Away:
        """What the action is told."""
        data = self.cleaned_data
        names = ("user", "from_on", "until_on", "substitute", "note")
        return Away(**{name: data[name] for name in names})
