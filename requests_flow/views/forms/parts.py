"""Who sees a case: a part is given, a case is restricted, the restriction is lifted."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from requests_flow.actions.part_checks import Giving
from requests_flow.models import Case, Consultation, Document, Part, Restriction
from requests_flow.units.models import Unit, User
from requests_flow.views.step import TokenForm

from .handling import SideForm
from .inputs import DayField, FilesField, WordsField

PARTS = {
    Part.CO_HANDLER: gettext_lazy(
        "Helps to handle it: sees what is asked for, not by whom; may add what they find."
    ),
    Part.CONSULTED: gettext_lazy("Is asked a question: sees the question and the time limit."),
    Part.NAMED: gettext_lazy(
        "Is named on the restricted case: sees by this what their duty or part shows anyway."
    ),
}


class ConsultationChoice(forms.ModelChoiceField):
    """A question of the case, by whom it asks and how it begins."""

    def label_from_instance(self, obj: Any) -> str:
        """某单位：问什么."""
        return f"{obj.name}：{obj.question[:40]}"


def open_questions(case: Case) -> QuerySet[Consultation]:
    """What may be asked of somebody in the house: not answered, and of no third party."""
    rows = case.consultations.filter(answered_on=None)
    return rows.exclude(kind=Consultation.Kind.THIRD_PARTY)


def staff() -> QuerySet[User]:
    """The people who work here; whether one fits, the action says."""
    return User.objects.filter(is_active=True, is_superuser=False).order_by("full_name", "pk")


class PartForm(SideForm):
    """Which part, to whom, until when, why."""

    part = forms.ChoiceField(
        label=pgettext_lazy("in a case", "Part"), widget=forms.RadioSelect, choices=()
    )
    person = forms.ModelChoiceField(
        label=pgettext_lazy("who gets a part", "Person"),
        queryset=None,
        empty_label="—",
        error_messages={"required": gettext_lazy("Choose somebody.")},
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Or a whole unit"),
        queryset=None,
        required=False,
        empty_label="—",
        help_text=gettext_lazy("Everybody who handles cases there sees the question."),
    )
    consultation = ConsultationChoice(
        label=pgettext_lazy("that somebody is asked", "Question"),
        queryset=None,
        empty_label="—",
        error_messages={"required": gettext_lazy("Choose what they are asked.")},
        help_text=gettext_lazy("Recorded before; they see it word for word: name nobody in it."),
    )
    valid_until = DayField(
        label=pgettext_lazy("grant", "Last day"),
        error_messages={"required": gettext_lazy("Say until which day.")},
        help_text=gettext_lazy("From the day after, the part shows nothing any more."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=240,
        help_text=gettext_lazy("The case file keeps it."),
    )
    shown_when = {
        "unit": "part:consulted",
        "consultation": "part:consulted",
        "valid_until": "part:co_handler,consulted",
    }

    def __init__(self, *args: Any, case: Case, parts: Collection[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].choices = [(part.value, PARTS[part]) for part in PARTS if part in parts]
        self.fields["person"].queryset = staff()
        self.fields["unit"].queryset = Unit.objects.filter(closed_on=None).exclude(pk=case.unit_id)
        self.fields["consultation"].queryset = open_questions(case)
        part = self.data.get("part", "")
        self.fields["consultation"].required = part in ("", Part.CONSULTED)
        self.fields["valid_until"].required = part != Part.NAMED
        self.fields["person"].required = part != Part.CONSULTED

    def rows(self) -> list[tuple[Any, str]]:
        """The fields, each with what it is shown for."""
        return [(field, self.shown_when.get(field.name, "")) for field in self.visible_fields()]

    def giving(self) -> Giving:
        """What the action takes, without what belongs to another part."""
        data, part = self.cleaned_data, Part(self.cleaned_data["part"])
        is_asked = part == Part.CONSULTED
        return Giving(
            part=part,
            reason=data["reason"],
            person=data["person"],
            valid_until=None if part == Part.NAMED else data["valid_until"],
            unit=data["unit"] if is_asked else None,
            consultation=data["consultation"] if is_asked else None,
        )

    def clean(self) -> dict[str, Any]:
        """Somebody, or a unit; not both."""
        data = super().clean() or {}
        is_asked = data.get("part") == Part.CONSULTED
        if is_asked and not data.get("person") and not data.get("unit"):
            self.add_error("person", _("Choose somebody."))
        if is_asked and data.get("person") and data.get("unit"):
            self.add_error("unit", _("Either a person or a unit."))
        return data


class RestrictForm(SideForm):
    """What kind of case it is, and why."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Because it is about"),
        choices=Restriction.Kind.choices,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=240,
        help_text=gettext_lazy("The case file keeps it; only named people read it meanwhile."),
    )


class LiftForm(SideForm):
    """Why not any longer."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=240,
        help_text=gettext_lazy("The case file keeps it."),
    )


class AnswerForm(TokenForm):
    """What those who were asked in the house answer."""

    opinion = WordsField(
        label=gettext_lazy("Your answer, word for word"),
        rows=6,
        help_text=gettext_lazy("The reasons count, not the refusal alone (art. 32)."),
        error_messages={"required": gettext_lazy("Write what you answer.")},
    )
    agrees = forms.NullBooleanField(
        label=gettext_lazy("Do you agree to disclosure?"),
        required=False,
        widget=forms.Select(
            choices=[
                ("", gettext_lazy("not said")),
                ("True", gettext_lazy("yes")),
                ("False", gettext_lazy("no")),
            ]
        ),
    )


class HelpForm(TokenForm):
    """What a co-handler found."""

    kind = forms.ChoiceField(label=gettext_lazy("What it is"), choices=())
    files = FilesField(
        label=gettext_lazy("Files"),
        error_messages={"required": gettext_lazy("Choose at least one file.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = (Document.Kind.FOUND, Document.Kind.EVIDENCE)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]


class AskingForm(forms.Form):
    """Of whom, and of which moment, the page of readers tells; a nonsense asks nothing."""

    person = forms.ModelChoiceField(
        label=gettext_lazy("Why can this person see it?"),
        queryset=None,
        required=False,
        empty_label="—",
    )
    on = DayField(label=gettext_lazy("On this day"), required=False)
    time = forms.TimeField(
        label=gettext_lazy("at"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = User.objects.order_by("full_name", "pk")
