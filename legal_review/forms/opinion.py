"""The adviser's word: the checklist of this outcome, points, comments, verdict, replacement text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from legal_review.actions.amending import Grounds
from legal_review.actions.checking import Tick, checked
from legal_review.actions.pointing import letter_paragraphs
from legal_review.rules.checklist import Line
from requests_flow.letters.context import DRAFT_FIELDS
from requests_flow.models import Draft
from requests_flow.views.forms.composing import letter_field
from requests_flow.views.step import TokenForm

from .points import point_rows, remarks

APPROVED, AMENDED, RETURNED = "approved", "amended", "returned"
VERDICTS = [
    (APPROVED, gettext_lazy("Agree")),
    (AMENDED, gettext_lazy("Agree with changes")),
    (RETURNED, gettext_lazy("Return")),
]
NOTE, WORDS = "note_", "amended_"


class OpinionForm(TokenForm):
    """On one draft, as the adviser looked at it."""

    checklist = forms.MultipleChoiceField(
        label=gettext_lazy("Checked and in order"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    comments = forms.CharField(
        label=gettext_lazy("Comments"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "data-key": "c"}),
        max_length=4000,
        help_text=gettext_lazy("A return says what is wrong, here or in its points."),
    )
    verdict = forms.ChoiceField(
        label=gettext_lazy("Opinion"),
        choices=VERDICTS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Agree, agree with changes, or return it.")},
    )
    seen_digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, draft: Draft, lines: Sequence[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft, self.lines = draft, tuple(lines)
        self.fields["checklist"].choices = [(line.code, line.code) for line in self.lines]
        for line in self.lines:
            if line.is_missing:
                self.fields[NOTE + line.code] = forms.CharField(
                    label=_("Why you agree all the same"), required=False, max_length=500
                )
        rows = DRAFT_FIELDS[draft.outcome_code]
        for row in rows:
            self.fields[WORDS + row.name] = letter_field(row)
            self.initial[WORDS + row.name] = draft.fields.get(row.name) or ""
        if rows:
            self.fields[WORDS + rows[0].name].widget.attrs["data-key"] = "e"
        self.points = point_rows(
            self.data if self.is_bound else None, paragraphs=letter_paragraphs(draft.context)
        )

    def full_clean(self) -> None:
        """Other words are asked for only from whoever agrees with changes."""
        rows = DRAFT_FIELDS[self.draft.outcome_code]
        is_amended = self.is_bound and self.data.get("verdict") == AMENDED
        for row in rows:
            self.fields[WORDS + row.name].required = row.is_required and is_amended
        super().full_clean()
        for row in rows:  # as the page shows them
            self.fields[WORDS + row.name].required = row.is_required

    def clean(self) -> dict[str, Any]:
        """The points are part of it."""
        data = super().clean() or {}
        if not self.points.is_valid():
            said = list(self.points.non_form_errors()) or [_("A point is not complete.")]
            for one in said:
                self.add_error(None, one)
        return data

    @property
    def words(self) -> list[Any]:
        """The bound fields of the letter that may be changed."""
        return [self[WORDS + row.name] for row in DRAFT_FIELDS[self.draft.outcome_code]]

    def amended_fields(self) -> dict[str, str]:
        """The replacement text, field by field."""
        rows = DRAFT_FIELDS[self.draft.outcome_code]
        return {row.name: self.cleaned_data.get(WORDS + row.name) or "" for row in rows}

    def grounds(self) -> Grounds:
        """What the opinion says besides its verdict. Raises LineUnexplained."""
        data = self.cleaned_data
        ticks = {
            line.code: Tick(
                is_ticked=line.code in data["checklist"], note=data.get(NOTE + line.code) or ""
            )
            for line in self.lines
        }
        is_approval = data["verdict"] in (APPROVED, AMENDED)
        return Grounds(
            comments=data["comments"],
            checklist=checked(self.lines, ticks, is_approval=is_approval),
            points=remarks(self.points),
        )
