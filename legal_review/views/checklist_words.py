"""What the lines of the checklist are called, and what the program says of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from legal_review.forms.opinion import NOTE, OpinionForm
from legal_review.rules.checklist import Check, Finding, Line
from requests_flow import labels

CHECKS = {
    Check.AUTHORITY: gettext_lazy("The right organ answers, to the right applicant"),
    Check.OUTCOME: gettext_lazy("The right kind of answer"),
    Check.BASIS: gettext_lazy("The right law, cited to its item"),
    Check.ANSWERED: gettext_lazy("Everything that was asked is answered"),
    Check.REASONS: gettext_lazy("Reasons that carry the refusal"),
    Check.APART: gettext_lazy("What can be told apart is given"),
    Check.TIME: gettext_lazy("The time limit is kept"),
    Check.THIRD_PARTY: gettext_lazy("The third party was heard"),
    Check.PERSONAL: gettext_lazy("Personal data of others are out"),
    Check.SECRECY: gettext_lazy("Secrecy was checked"),
    Check.ENCLOSED: gettext_lazy("What is handed out goes with it"),
    Check.REMEDIES: gettext_lazy("Remedies with organ, court and period"),
}
FINDINGS = {
    Finding.FOUND: pgettext_lazy("checklist", "found"),
    Finding.MISSING: pgettext_lazy("checklist", "missing"),
    Finding.CANNOT_TELL: pgettext_lazy("checklist", "for you to judge"),
}
TONES = {Finding.FOUND: "ok", Finding.MISSING: "refused", Finding.CANNOT_TELL: ""}


@dataclass(frozen=True, slots=True)
class ChecklistRow:
    """A line with its box, and with its note where the program misses something."""

    line: Line
    label: Any
    is_ticked: bool
    note: Any

    @property
    def finding(self) -> Any:
        return FINDINGS[self.line.finding]

    @property
    def tone(self) -> str:
        return TONES[self.line.finding]


def checklist_rows(form: OpinionForm) -> list[ChecklistRow]:
    """The lines of the form, ticked as it was sent."""
    ticked = set(form["checklist"].value() or ())
    return [
        ChecklistRow(
            line,
            line_label(line.code),
            line.code in ticked,
            form[NOTE + line.code] if line.is_missing else None,
        )
        for line in form.lines
    ]


def line_label(code: str) -> str:
    """What the line of this code is called; also of earlier checklists."""
    if code.startswith("fact_") and (fact := code.removeprefix("fact_")) in labels.FACTS:
        return _("On file: %(fact)s") % {"fact": labels.FACTS[fact]}
    return str(CHECKS.get(code, code))
