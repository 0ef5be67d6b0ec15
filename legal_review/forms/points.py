"""Points of an opinion: one row each, as many as there is something to say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from legal_review.actions.pointing import Remark
from legal_review.models import Point

MOST, WITHOUT_SCRIPT = 30, 5
PREFIX = "points"


class PointForm(forms.Form):
    """What is wrong, where, and what kind of defect that is. Without words there is no point."""

    use_required_attribute = False

    paragraph = forms.TypedChoiceField(
        label=gettext_lazy("Paragraph"), required=False, coerce=int, empty_value=None
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[("", gettext_lazy("— kind —")), *Point.Kind.choices],
        error_messages={"required": gettext_lazy("Say what kind of defect this is.")},
    )
    text = forms.CharField(
        label=gettext_lazy("What is wrong"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
    )

    def __init__(self, *args: Any, paragraphs: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = field.label
        self.fields["paragraph"].choices = [
            ("", _("the whole letter")),
            *((at, paragraph_name(at, line)) for at, line in enumerate(paragraphs)),
        ]

    def has_changed(self) -> bool:
        """A row in which nothing is said is none, whatever was chosen in it."""
        return bool((self["text"].value() or "").strip())

    def remark(self) -> Remark:
        """The point as the action takes it."""
        data = self.cleaned_data
        kind = Point.Kind(data["kind"])
        return Remark(kind=kind, text=data["text"], paragraph=data["paragraph"])


def paragraph_name(at: int, line: str) -> str:
    """Which paragraph it is, with how it begins."""
    begins = line if len(line) <= 16 else f"{line[:16]}…"
    return _("Paragraph %(n)d: %(begins)s") % {"n": at + 1, "begins": begins}


_Rows = forms.formset_factory(
    PointForm,
    extra=WITHOUT_SCRIPT,
    max_num=MOST,
    absolute_max=MOST,
    validate_max=True,
)


def point_rows(data: Any, *, paragraphs: list[str]) -> Any:
    """The rows as they were sent, or empty ones. Sent without any row means no point."""
    if data is not None and f"{PREFIX}-TOTAL_FORMS" not in data:
        data = {f"{PREFIX}-TOTAL_FORMS": "0", f"{PREFIX}-INITIAL_FORMS": "0"}
    return _Rows(data, prefix=PREFIX, form_kwargs={"paragraphs": paragraphs})


def remarks(rows: Any) -> list[Remark]:
    """The points of valid rows, in their order."""
    return [row.remark() for row in rows if row.has_changed()]
