"""拟稿 after an opinion: each point beside the words it is about, and each is resolved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms

from legal_review.actions.hurrying import mark_urgent
from legal_review.actions.pointing import hand_in_answered, open_points
from legal_review.forms.answering import AnsweringForm, followed, reason
from legal_review.models import Point
from legal_review.views.paragraphs import field_of
from requests_flow.actions.act import Act
from requests_flow.models import Case
from requests_flow.views.forms.composing import PREFIX
from requests_flow.views.phrase_boxes import Box
from requests_flow.views.step import TokenForm
from requests_flow.views.steps import handling


@dataclass(frozen=True, slots=True)
class Asked:
    """A point with the two boxes of its answer."""

    number: int
    point: Point
    followed: Any
    reason: Any

    @property
    def paragraph(self) -> int | None:
        """As people count."""
        return None if self.point.paragraph is None else self.point.paragraph + 1


@dataclass(frozen=True, slots=True)
class PointedBox:
    """A box of the compose page with the points that are about it."""

    box: Box
    asked: list[Asked]


class Compose(handling.Compose):
    """The same page; points of the last opinions stand where they belong."""

    template_name = "legal_review/compose.html"

    def get_form_class(self) -> type[forms.Form]:
        """Going back to the outcome answers nothing yet."""
        return TokenForm if self.wants_another_outcome() else AnsweringForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the points that nobody has answered."""
        kwargs = super().get_form_kwargs()
        if not self.wants_another_outcome():
            kwargs["points"] = list(open_points(self.case))
        return kwargs

    def form_valid(self, form: forms.Form) -> Any:
        """Hand it in, or show why not."""
        self.form = form
        return super().form_valid(form)

    def perform(self, act: Act, case: Case, data: dict[str, Any]) -> None:
        """Hand the next version in with the answers, or give the outcome up."""
        if self.wants_another_outcome():
            super().perform(act, case, data)
            return
        answers = self.form.answers()
        draft = hand_in_answered(act, case=case, wording=data["wording"], answers=answers)
        if data["urgent_reason"]:
            mark_urgent(act, draft=draft, reason=data["urgent_reason"])
        self.say_where_it_goes(draft)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each point beside its field; the rest above them."""
        context = super().get_context_data(**kwargs)
        form = context["form"]
        if not isinstance(form, AnsweringForm):
            form = AnsweringForm(case=self.case, points=list(open_points(self.case)))
            context["form"] = form
        asked = [
            Asked(at, point, form[followed(point)], form[reason(point)])
            for at, point in enumerate(form.points, start=1)
        ]
        names = {one.point.pk: _field_name(one.point) for one in asked}
        boxes = [
            PointedBox(box, [one for one in asked if names[one.point.pk] == box.field.name])
            for box in context["boxes"]
        ]
        placed = {one.point.pk for row in boxes for one in row.asked}
        loose = [one for one in asked if one.point.pk not in placed]
        return {**context, "pointed": boxes, "loose": loose}


def _field_name(point: Point) -> str:
    name = field_of(point, point.opinion.draft.fields)
    return f"{PREFIX}{name}" if name else ""
