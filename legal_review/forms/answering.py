"""拟稿 once more: beside the letter stands every point, and each is resolved."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from legal_review.actions.pointing import Answer
from legal_review.models import Point
from requests_flow.models import Case
from requests_flow.views.forms.composing import ComposeForm

CHOICES = [("yes", gettext_lazy("followed")), ("no", gettext_lazy("not followed, because"))]


class AnsweringForm(ComposeForm):
    """The fields of the letter, and two for each open point: whether it was followed, and why not."""

    urgent_reason = forms.CharField(
        label=gettext_lazy("Needed the same day? Then say why"),
        required=False,
        max_length=240,
        help_text=gettext_lazy(
            "It is put first at the legal check and shown to who signs; no check falls away."
        ),
    )

    def __init__(self, *args: Any, case: Case, points: list[Point], **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        self.points = points
        for point in points:
            self.fields[followed(point)] = forms.ChoiceField(
                label=_("Point %(n)d") % {"n": points.index(point) + 1},
                choices=CHOICES,
                widget=forms.RadioSelect,
                error_messages={"required": _("Say whether this point was followed.")},
            )
            self.fields[reason(point)] = forms.CharField(
                label=_("Reason, or what was done"), required=False, max_length=1000
            )
        if points and "reply_to_return" in self.fields:
            self.fields["reply_to_return"].required = False

    def clean(self) -> dict[str, Any]:
        """Who does not follow a point says why, beside it."""
        data = super().clean()
        for point in self.points:
            if data.get(followed(point)) == "no" and not (data.get(reason(point)) or "").strip():
                self.add_error(reason(point), _("Say why this point was not followed."))
        return data

    def answers(self) -> dict[int, Answer]:
        """What came of each point, by its key."""
        data = self.cleaned_data
        return {
            point.pk: Answer(
                is_followed=data[followed(point)] == "yes", text=data.get(reason(point)) or ""
            )
            for point in self.points
        }


def followed(point: Point) -> str:
    """The name of the field that says whether it was."""
    return f"point_{point.pk}"


def reason(point: Point) -> str:
    """The name of the field that says why not."""
    return f"point_{point.pk}_text"
