"""保密审查: a result, a mark and a reason for each thing that is handed out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from requests_flow.actions.handed_out import Thing
from requests_flow.actions.secrecy import MARKS, SECRET_MARKS, Finding
from requests_flow.models import SecrecyItem
from requests_flow.views.step import TokenForm

Verdict = SecrecyItem.Verdict
# The marks themselves are what the paper bears, in any language.
MARK_CHOICES = [("", pgettext_lazy("classification mark", "none")), *((m, m) for m in MARKS[1:])]
REASON, AUTHORITY = 400, 80


@dataclass(frozen=True, slots=True)
class Row:
    """One thing on the page, with its fields."""

    thing: Thing
    document: int | None
    verdict: BoundField
    mark: BoundField
    reason: BoundField
    authority: BoundField

    @property
    def refers(self) -> str:
        """When the name of the authority is asked for."""
        return f"{self.verdict.html_name}:{Verdict.REFER}"

    @property
    def is_bad(self) -> bool:
        """Whether something of it is to be put right."""
        fields = (self.verdict, self.mark, self.reason, self.authority)
        return any(field.errors for field in fields)


class SecrecyForm(TokenForm):
    """Everything that is handed out, looked at one by one: a plain form, without any script."""

    seen_digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    note = forms.CharField(
        label=gettext_lazy("Remark on the whole"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        help_text=gettext_lazy("Stands on the check beside the items; whoever drafts reads it."),
    )

    def __init__(self, *args: Any, things: Iterable[Thing] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.things = tuple(things)
        for thing in self.things:
            self.fields |= _fields_for(thing)

    def rows(self) -> list[Row]:
        """Every thing with its fields, in the order of the letter."""
        return [
            Row(thing, thing.document, *(self[f"{thing.key}-{part}"] for part in _PARTS))
            for thing in self.things
        ]

    def clean(self) -> dict[str, Any]:
        """What is referred says to whom; what bears a secret mark is not disclosed."""
        data = super().clean() or {}
        for thing in self.things:
            told = {part: data.get(f"{thing.key}-{part}") or "" for part in _PARTS}
            if told["verdict"] == Verdict.REFER and not told["authority"].strip():
                self.add_error(
                    f"{thing.key}-authority",
                    _("Name the authority that decides, or the secrecy administration (art. 17)."),
                )
        return data

    def findings(self) -> dict[str, Finding]:
        """What was said, as the action takes it; of a valid form."""
        data = self.cleaned_data
        return {
            thing.key: Finding(**{part: data[f"{thing.key}-{part}"] for part in _PARTS})
            for thing in self.things
        }


_PARTS = ("verdict", "mark", "reason", "authority")


def _fields_for(thing: Thing) -> dict[str, forms.Field]:
    """Each label names the thing: the summary of errors and a screen reader hear it alone."""

    def named(label: Any) -> str:
        return _("%(what)s — %(field)s") % {"what": thing.name, "field": label}

    reason = forms.TextInput(attrs={"list": "secrecy-reasons", "autocomplete": "off"})
    return {
        f"{thing.key}-verdict": forms.ChoiceField(
            label=named(_("Result")),
            choices=Verdict.choices,
            widget=forms.RadioSelect,
            error_messages={"required": _("Say what comes of this item.")},
        ),
        f"{thing.key}-mark": forms.ChoiceField(
            label=named(_("Mark found")), choices=MARK_CHOICES, required=False
        ),
        f"{thing.key}-reason": forms.CharField(
            label=named(_("Reason")),
            max_length=REASON,
            widget=reason,
            error_messages={"required": _("Say why; it stands on the check (art. 17).")},
        ),
        f"{thing.key}-authority": forms.CharField(
            label=named(_("Who decides")), max_length=AUTHORITY, required=False
        ),
    }


# Typed with two keys where they fit; they are Chinese as the paper is.
REASONS = (
    "未标密，不涉及国家秘密、工作秘密。",
    "已删去个人信息，其余不涉及国家秘密、工作秘密。",
    "已由原定密机关解密。",
    f"标有密级（{'、'.join(SECRET_MARKS)}），未解密。",
    "不能确定是否属于国家秘密。",
)
