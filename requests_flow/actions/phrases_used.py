"""Of which office wording a reply was made: read from its text, not from what a browser says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from requests_flow.letters import blanks
from requests_flow.letters.phrase_specimen import PHRASE_FIELDS
from requests_flow.models import Case, PhraseVersion
from requests_flow.models.phrase import wording_unit

from .act import Refusal


class BlankLeft(Refusal):
    """A blank of the office's wording was not filled in; `field` is the field of the letter."""


def phrases_used(case: Case, fields: Mapping[str, str], *, on: date) -> list[dict[str, int]]:
    """The versions whose words stand in the fields of this reply, as `Draft.phrases` keeps them.

    Those in force on that day for this organ and outcome; and those of the version before, which
    were in force when they were taken. A phrase within a longer one does not count beside it.
    """
    offered = list(PhraseVersion.objects.offered(case.unit, case.outcome_code, on=on))
    found = standing_in(fields, [*offered, *_carried(case)])
    # Of one phrase the version in force; an earlier one only where that does not stand there.
    rows = {one.phrase_id: one.version for one in reversed(found)}
    return [{"phrase": phrase, "version": rows[phrase]} for phrase in sorted(rows)]


def standing_in(
    fields: Mapping[str, str], versions: Iterable[PhraseVersion]
) -> list[PhraseVersion]:
    """Those of `versions` whose words stand in their field, blanks filled in."""
    found: list[tuple[str, int, int, PhraseVersion]] = []
    for one in versions:
        written = blanks.plain(fields.get(one.phrase.field) or "")
        if place := blanks.place_of(one.text, written):
            found.append((one.phrase.field, *place, one))
    return [one for *place, one in found if not any(_covers(other, place) for other in found)]


def _covers(other: tuple[str, int, int, PhraseVersion], place: list[object]) -> bool:
    """Whether `other` stands in the same field, around this place and larger."""
    field, start, end = place
    around = other[0] == field and other[1] <= start and other[2] >= end
    return around and other[2] - other[1] > end - start


def _carried(case: Case) -> list[PhraseVersion]:
    last = case.latest_draft
    if last is None or last.outcome_code != case.outcome_code:
        return []
    return PhraseVersion.objects.named_in(last.phrases or ())


def refuse_blanks(case: Case, fields: Mapping[str, str]) -> None:
    """Raise BlankLeft for the first blank of this organ's wording that still stands in a field."""
    written = {name: text for name, text in fields.items() if "【" in (text or "")}
    if not written:
        return
    known: dict[str, set[str]] = {name: set() for name in written}
    texts = PhraseVersion.objects.filter(
        phrase__unit=wording_unit(case.unit), phrase__field__in=written
    ).values_list("phrase__field", "text")
    for name, text in texts:
        known[name].update(blanks.blanks_in(text))
    labels = PHRASE_FIELDS.get(case.outcome_code, {})
    for name, text in written.items():
        if left := blanks.left_blank(text, known[name]):
            refusal = BlankLeft(
                _("The blank %(blank)s of the office's wording is not filled in: %(field)s.")
                % {"blank": left, "field": labels[name].label if name in labels else name}
            )
            refusal.field = name
            raise refusal
