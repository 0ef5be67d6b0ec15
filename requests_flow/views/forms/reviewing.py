"""审核: what is to become of the application (art. 30, 36, 39, 45)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from requests_flow.models import Case
from requests_flow.models.correction_notice import notice_term
from requests_flow.models.reading import calendar, correction_ends_on, law
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import Unit, User
from requests_flow.views.step import TokenForm

from .inputs import ChoiceForm, ChoiceOfOne, DayField, FilesField, WordsField

ACCEPT, CORRECT, NOT_OURS, NO_APPLICATION = "accept", "correct", "D1b", "E1"

A_PERIOD = _("Enter a number of working days from 1 to 30.")
REASON_MISSING = {
    NOT_OURS: _("Say which organ is responsible (art. 36(5))."),
    NO_APPLICATION: _("Say what the text asks for (art. 39(1))."),
}


class ReviewForm(ChoiceForm):
    """Clear or not, ours or not, an application or not."""

    needed_for = {
        "items": (CORRECT,),
        "period_days": (CORRECT,),
        "late_reason": (CORRECT,),
        "reason": (NOT_OURS, NO_APPLICATION),
    }

    result = ChoiceOfOne(
        label=_("What the review finds"),
        choices=[
            (ACCEPT, _("Clear and ours to answer: hand it on to be handled")),
            (CORRECT, _("Not clear: ask the applicant to correct it (art. 30)")),
            (NOT_OURS, _("Not ours to disclose: tell the applicant whose it is (art. 36(5))")),
            (NO_APPLICATION, _("A petition, complaint or report, not an application (art. 39(1))")),
        ],
        error_messages={"required": _("Say what the review finds (art. 45).")},
    )
    note = WordsField(
        label=_("Note for whoever handles it"),
        required=False,
        rows=3,
        help_text=_("For colleagues only; it is printed nowhere."),
    )
    items = WordsField(
        label=_("What is to be corrected"),
        error_messages={"required": _("Name everything that is to be corrected (art. 30).")},
        help_text=_(
            "Everything at once, each with what is missing and how to put it right: "
            "the law allows one notice (art. 30). It is printed as you write it."
        ),
    )
    period_days = forms.IntegerField(
        label=_("Period for the correction, in working days"),
        error_messages={
            "required": _("Give the applicant a period (art. 30)."),
            **dict.fromkeys(("invalid", "min_value", "max_value"), A_PERIOD),
        },
        min_value=1,
        max_value=30,
        help_text=_("“Reasonable”, says art. 30; the house's habit is filled in."),
    )
    late_reason = WordsField(
        label=_("Why the notice leaves late"),
        rows=2,
        error_messages={
            "required": _("Say why the notice leaves late; it goes on file (art. 30).")
        },
        help_text=_("The days of art. 30 are over. The reason goes on file, not into the notice."),
    )
    reason = WordsField(
        label=_("Ground, as it goes on file"),
        help_text=_(
            "Which organ is responsible and how to reach it (art. 36(5)), "
            "or what the text really asks for and where it belongs (art. 39(1))."
        ),
    )

    def __init__(self, *args: Any, case: Case, user: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.notice = notice_term(case, today=today)
        if not self.notice.is_late(today):
            del self.fields["late_reason"]
        days = law().conventions_on(today).days_to_correct
        self.fields["period_days"].initial = days
        if self.is_bound and "period_days" not in self.data:
            # Another choice had hidden it; whoever now asks for a correction finds it filled in.
            self.data = self.data.copy()
            self.data["period_days"] = days
        if chosen := self.data.get("result"):
            self.fields["reason"].error_messages["required"] = REASON_MISSING.get(chosen)
        result = self.fields["result"]
        if hasattr(case, "correction"):
            result.refuse(CORRECT, gettext("a correction was asked before; once is all (art. 30)."))
        elif today > self.notice.closes_on:
            result.refuse(
                CORRECT,
                gettext("the %(n)d working days for the notice ended on %(day)s (art. 30).")
                % {"n": self.notice.days, "day": self.notice.ends_on.isoformat()},
            )
        if not access.may(user, Duty.HANDLE, case.unit):
            for choice in (NOT_OURS, NO_APPLICATION):
                result.refuse(
                    choice,
                    gettext("you do not handle cases of this unit; accept it and assign it."),
                )


class CorrectionForm(ChoiceForm):
    """The correction came in, or the period ended without it."""

    needed_for = {
        "received_on": ("received",),
        "text": ("received",),
        "served_on": ("lapsed",),
        "proof": ("lapsed",),
    }

    result = ChoiceOfOne(
        label=_("What became of the correction"),
        choices=[
            ("received", _("The correction came in")),
            ("lapsed", _("The period ended without it, and no good reason was given")),
        ],
        error_messages={"required": _("Say whether the correction came in (art. 30).")},
    )
    received_on = DayField(
        label=_("Correction received on"),
        error_messages={
            "required": _("From which day does the time limit start again in full (art. 30)?")
        },
        help_text=_("The time limit starts again in full from this day (art. 30)."),
    )
    text = WordsField(
        label=_("The request as corrected, word for word"),
        error_messages={"required": _("Copy the corrected request (art. 30).")},
        rows=6,
        help_text=_("It takes the place of the first wording in the reply."),
    )
    files = FilesField(label=_("The corrected application as it came"), required=False)
    served_on = DayField(
        label=_("Notice delivered on"),
        error_messages={
            "required": _("The period runs from the day the applicant had the notice.")
        },
        help_text=_("The applicant's period runs from this day (art. 30)."),
    )
    proof = WordsField(
        label=_("Proof that the notice arrived and nothing came back"),
        error_messages={"required": _("Without proof nobody counts as told (art. 30).")},
        help_text=_("Mail number and day of delivery of the notice, what was checked (art. 30)."),
    )

    def __init__(self, *args: Any, case: Case, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.correction = case.correction
        self.period_ends_on = correction_ends_on(self.correction)
        is_firm = calendar().covers_days(case.received_on, self.period_ends_on)
        self.is_period_provisional = not is_firm
        if today <= self.period_ends_on:
            said = gettext("the applicant has until %(day)s to correct the application (art. 30).")
            if not is_firm:
                said = gettext(
                    "the applicant has until %(day)s (provisional) to correct (art. 30)."
                )
            reason = said % {"day": self.period_ends_on.isoformat()}
            self.fields["result"].refuse("lapsed", reason)


class PersonChoice(forms.ModelChoiceField):
    """A person with the places where they handle cases."""

    places: dict[int, list[str]]

    def label_from_instance(self, person: User) -> str:
        """The name, and where."""
        return f"{person} · {'、'.join(self.places[person.pk])}"


class AssignForm(TokenForm):
    """Who handles it, and until when inside the house."""

    section = forms.ModelChoiceField(
        label=_("Section"),
        required=False,
        queryset=Unit.objects.none(),
        empty_label=_("the unit itself"),
        help_text=_("The section in charge sees the case from now on."),
    )
    handler = PersonChoice(
        label=_("Handler"),
        required=False,
        queryset=User.objects.none(),
        empty_label=_("whoever of them takes it"),
        help_text=_("Only people who handle cases there. Left open, it waits in their queue."),
    )
    internal_due_on = DayField(
        label=_("To be drafted by"),
        required=False,
        help_text=_("A date inside the house; leave time for the legal check and the signature."),
    )

    def __init__(self, *args: Any, case: Case, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.today = case, today
        sections = Unit.objects.filter(organ=case.unit, closed_on__isnull=True)
        self.fields["section"].queryset = sections
        places: dict[int, list[str]] = {}
        for place in (case.unit, *sections):
            for person in access.people_with(Duty.HANDLE, place):
                names = places.setdefault(person.pk, [])
                if str(case.unit) not in names:  # on the organ means on all its sections
                    names.append(str(place))
        self.fields["handler"].places = places
        self.fields["handler"].queryset = User.objects.filter(pk__in=places)

    def clean_internal_due_on(self) -> date | None:
        """Neither gone by nor later than the answer is due."""
        day = self.cleaned_data["internal_due_on"]
        if day is not None and day < self.today:
            raise forms.ValidationError(_("This day has gone by."))
        if day is not None and self.case.due_on and day > self.case.due_on:
            raise forms.ValidationError(
                _("The answer is due on %(day)s (art. 33); leave time before it."),
                params={"day": self.case.due_on.isoformat()},
            )
        return day
