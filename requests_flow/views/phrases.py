"""常用语: the wording of an organ, by outcome and field, and where each phrase stands today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Prefetch
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from requests_flow import labels
from requests_flow.letters.phrase_specimen import PHRASE_FIELDS
from requests_flow.models import Phrase, PhraseVersion
from requests_flow.models.phrase import units_with_wording
from requests_flow.rules.catalogue import OUTCOMES
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import Unit, User

IN_FORCE, NOT_YET, OVER = "in_force", "not_yet", "over"
STATES = {
    IN_FORCE: (gettext_lazy("in force"), "ok"),
    NOT_YET: (gettext_lazy("not yet"), "provisional"),
    OVER: (gettext_lazy("over"), ""),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A version and whether it counts; `until` is its real last day, None if there is none."""

    row: PhraseVersion
    state: str
    until: date | None

    @property
    def word(self) -> Any:
        """Its state in words."""
        return STATES[self.state][0]

    @property
    def tone(self) -> str:
        """Of its chip."""
        return STATES[self.state][1]

    @property
    def never_began(self) -> bool:
        """Whether a later version took its place before its first day."""
        return self.until is not None and self.until < self.row.valid_from


def standings(versions: Iterable[PhraseVersion], *, today: date) -> list[Standing]:
    """Every version of one phrase with its state, the last one first."""
    found: list[Standing] = []
    next_from: date | None = None
    for row in sorted(versions, key=lambda one: -one.version):
        ends = [row.valid_until, next_from and next_from - timedelta(days=1)]
        until = min((day for day in ends if day), default=None)
        state = IN_FORCE if row.valid_from <= today else NOT_YET
        if until and until < max(today, row.valid_from):
            state = OVER
        found.append(Standing(row, state, until))
        next_from = row.valid_from
    return found


def current(found: list[Standing]) -> Standing:
    """The one that counts; else the one that comes next; else the last that counted."""
    by_state = {one.state: one for one in found}  # of those to come, the first
    return by_state.get(IN_FORCE) or by_state.get(NOT_YET) or found[0]


def field_of(phrase: Phrase) -> Any:
    """The box of the letter that the phrase is for; None if letters have it no more."""
    return PHRASE_FIELDS.get(phrase.outcome_code, {}).get(phrase.field)


def field_label(phrase: Phrase) -> Any:
    """What that box is called."""
    field = field_of(phrase)
    return field.label if field else phrase.field


class Phrases(TemplateView):
    """All phrases of one organ. For whoever has a duty there; the head may add to them."""

    template_name = "requests_flow/phrases.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The organ asked for, or the first; 404 for who has none."""
        user, today = self.request.user, timezone.localdate()
        units = list(units_with_wording(user).filter(closed_on=None))
        if not units:
            raise Http404
        unit = _unit_asked(self.request.GET.get("unit", ""), units)
        groups = _groups(user, unit, today=today)
        return super().get_context_data(
            unit=unit,
            tabs=_tabs(units, unit) if len(units) > 1 else [],
            groups=groups,
            count=sum(len(group["rows"]) for group in groups),
            may_edit=access.may(user, Duty.REVIEW, unit),
            heads=[str(one) for one in access.people_with(Duty.REVIEW, unit)[:4]],
            **kwargs,
        )


def _unit_asked(asked: str, units: list[Unit]) -> Unit:
    by_key = {str(unit.pk): unit for unit in units}
    return by_key.get(asked, units[0])


def _tabs(units: list[Unit], current_one: Unit) -> list[dict[str, Any]]:
    return [
        {
            "label": str(unit),
            "url": f"{reverse('phrases')}?unit={unit.pk}",
            "is_current": unit == current_one,
        }
        for unit in units
    ]


def _groups(user: User, unit: Unit, *, today: date) -> list[dict[str, Any]]:
    """By outcome in the order of the catalogue, and in it by field as the letter has them."""
    versions = Prefetch("versions", PhraseVersion.objects.select_related("author"))
    phrases = Phrase.objects.visible_to(user).filter(unit=unit).prefetch_related(versions)
    order = {(code, name): place for place, (code, name) in enumerate(_places())}
    rows = sorted(
        phrases, key=lambda one: (order.get((one.outcome_code, one.field), len(order)), one.pk)
    )
    return [
        {
            "code": code,
            "label": labels.OUTCOMES.get(code, code),
            "rows": [_row(phrase, today=today) for phrase in group],
        }
        for code, group in groupby(rows, key=lambda one: one.outcome_code)
    ]


def _places() -> Iterable[tuple[str, str]]:
    return ((code, name) for code in OUTCOMES for name in PHRASE_FIELDS.get(code, ()))


def _row(phrase: Phrase, *, today: date) -> dict[str, Any]:
    found = standings(phrase.versions.all(), today=today)
    shown = current(found)
    coming = [one for one in found if one.state == NOT_YET and one is not shown]
    return {
        "phrase": phrase,
        "field": field_label(phrase),
        "shown": shown,
        "coming": coming[-1] if coming else None,
    }
