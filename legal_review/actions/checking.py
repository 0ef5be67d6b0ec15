"""Reads what is on file for the adviser's checklist. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from legal_review.rules.checklist import File, Line, checklist
from requests_flow.actions.act import Refusal
from requests_flow.actions.composing import RemedyUnknown, remedy_for
from requests_flow.actions.handling import facts_on_file, has_heard_third_parties
from requests_flow.models import Case, Consultation, Draft
from requests_flow.models.reading import read_case_clock
from requests_flow.rules.catalogue import OUTCOMES
from requests_flow.rules.errors import RuleError


class LineUnexplained(Refusal):
    """The program finds something missing, and the approval does not say why it may be so."""

    def __init__(self, codes: Iterable[str]) -> None:
        self.codes = tuple(codes)
        super().__init__(
            _("The program finds something missing. Say beside it why you agree all the same.")
        )


@dataclass(frozen=True, slots=True)
class Tick:
    """What the adviser said of one line of the checklist."""

    is_ticked: bool
    note: str = ""


def lines_of(draft: Draft, *, today: date) -> tuple[Line, ...]:
    """The checklist of `draft` with what the program finds on `today`."""
    return checklist(file_of(draft, today=today))


def file_of(draft: Draft, *, today: date) -> File:
    """What is on file of `draft` and its case."""
    case, context = draft.case, draft.context
    ground = draft.fields.get("ground", "")
    check = getattr(draft, "secrecy_check", None)
    return File(
        outcome=OUTCOMES[draft.outcome_code],
        ground=ground if ground in OUTCOMES else "",
        facts=facts_on_file(case, today=today),
        text="\n".join(context.get("paragraphs", ())),
        written="\n".join(map(str, draft.fields.values())),
        enclosed=len(draft.attachments),
        hands_out=draft.hands_out,
        is_late=_is_late(case, today),
        is_secrecy_passed=bool(check and check.passes and check.digest == draft.digest),
        is_third_party_heard=_heard(case, today),
        is_remedy_right=_is_remedy_right(case, draft, today),
    )


def _is_late(case: Case, today: date) -> bool | None:
    try:
        reading = read_case_clock(case, today=today)
    except RuleError:
        return None
    if reading.is_late:
        return True
    return None if reading.is_provisional or reading.due is None else False


def _heard(case: Case, today: date) -> bool | None:
    kinds = {one.kind for one in case.consultations.all()}
    if Consultation.Kind.THIRD_PARTY not in kinds:
        return None
    return has_heard_third_parties(case, today=today)


def _is_remedy_right(case: Case, draft: Draft, today: date) -> bool | None:
    try:
        wanted = remedy_for(case, draft.outcome_code, on=today)
    except (RuleError, RemedyUnknown):
        return None
    return (draft.context.get("remedy") or "") == wanted


def checked(
    lines: Iterable[Line], ticks: Mapping[str, Tick], *, is_approval: bool
) -> dict[str, dict[str, object]]:
    """The checklist as an opinion keeps it: tick, finding and note of every line.

    Raises LineUnexplained for an approval that leaves what the program misses without a word.
    """
    nothing = Tick(is_ticked=False)
    lines = tuple(lines)
    said = {line.code: ticks.get(line.code, nothing) for line in lines}
    bare = [line.code for line in lines if line.is_missing and not said[line.code].note.strip()]
    if is_approval and bare:
        raise LineUnexplained(bare)
    return {
        line.code: {
            "is_ticked": said[line.code].is_ticked,
            "finding": line.finding.value,
            "note": said[line.code].note.strip(),
        }
        for line in lines
    }
