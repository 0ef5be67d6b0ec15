"""Office wording is kept: a phrase is added, gets a new version, comes to its end.

By the head of the disclosure office (`Duty.REVIEW` on the organ). Nothing is changed and nothing
counts back: which version was in force on a day that is over never moves.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from requests_flow.models import Phrase, PhraseVersion
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import Unit

from .act import Act, Refusal
from .phrase_checks import EndWrong, Words, checked
from .recording import digest_of, record


class DutyMissing(Refusal):
    """The person is not the head of the disclosure office of that organ."""


class NothingNew(Refusal):
    """The new version would say what the last one says, for the same days."""


class Overtaken(Refusal):
    """Somebody else wrote a version in the meantime."""


@transaction.atomic
def add_phrase(
    act: Act, *, unit: Unit, outcome_code: str, field: str, words: Words
) -> PhraseVersion:
    """Wording for one field of one outcome, as its first version.

    Raises DutyMissing, PlaceUnknown, what `words` is refused for, or LetterStopped.
    """
    if unit.organ_id or not access.may(act.by, Duty.REVIEW, unit):
        raise DutyMissing(_("Only the head of the disclosure office keeps the wording."))
    phrase = Phrase(unit=unit, outcome_code=outcome_code, field=field)
    words = checked(act, phrase, words, last=None)
    phrase.save(force_insert=True)
    row = _append(act, phrase, words, version=1)
    record(act, case=None, verb="phrase_added", **_about(row))
    return row


@transaction.atomic
def add_version(act: Act, *, phrase: Phrase, words: Words, seen: int) -> PhraseVersion:
    """What the phrase says from a day on. `seen`: the last version that the person knew.

    Raises DutyMissing, Overtaken, NothingNew, what `words` is refused for, or LetterStopped.
    """
    phrase, last = _held(act, phrase, seen)
    words = checked(act, phrase, words, last=last)
    if (words.title, words.text) == (last.title, last.text) and not _moves(words, last):
        raise NothingNew(
            _("This says what version %(n)d says, for the same days.") % {"n": last.version}
        )
    row = _append(act, phrase, words, version=last.version + 1)
    record(act, case=None, verb="phrase_changed", **_about(row))
    return row


@transaction.atomic
def retire(act: Act, *, phrase: Phrase, last_day: date, seen: int) -> PhraseVersion:
    """The phrase is offered up to and with `last_day`: the same words as a version with an end.

    Raises DutyMissing, Overtaken or EndWrong.
    """
    phrase, last = _held(act, phrase, seen)
    if last.valid_until and last.valid_until < act.on:
        raise EndWrong(_("This wording is over already."))
    begins = max(act.on, last.valid_from)
    if last_day < act.on:
        raise EndWrong(_("The last day is today at the earliest; what is over is not changed."))
    if last_day < begins:
        raise EndWrong(
            _("Version %(n)d begins on %(day)s only; it cannot end before that.")
            % {"n": last.version, "day": begins}
        )
    words = Words(title=last.title, text=last.text, valid_from=begins, valid_until=last_day)
    row = _append(act, phrase, words, version=last.version + 1)
    record(act, case=None, verb="phrase_ended", **_about(row))
    return row


def _held(act: Act, phrase: Phrase, seen: int) -> tuple[Phrase, PhraseVersion]:
    """The phrase, locked, and its last version, which must be the one that was seen."""
    phrase = Phrase.objects.select_for_update(of=("self",)).get(pk=phrase.pk)
    if not access.may(act.by, Duty.REVIEW, phrase.unit):
        raise DutyMissing(_("Only the head of the disclosure office keeps the wording."))
    last = phrase.versions.order_by("-version").first()
    if last is None or last.version != seen:
        raise _overtaken()
    return phrase, last


def _overtaken() -> Overtaken:
    return Overtaken(
        _("Somebody else wrote a version of this wording in the meantime. Look at it first.")
    )


def _moves(words: Words, last: PhraseVersion) -> bool:
    """Whether the days are others: a beginning counts only where the last one has not begun."""
    return words.valid_until != last.valid_until or (
        last.valid_until is not None and words.valid_from > last.valid_until
    )


def _append(act: Act, phrase: Phrase, words: Words, *, version: int) -> PhraseVersion:
    try:
        with transaction.atomic():
            return PhraseVersion.objects.create(
                phrase=phrase,
                version=version,
                title=words.title,
                text=words.text,
                valid_from=words.valid_from,
                valid_until=words.valid_until,
                author=act.by,
                added_at=act.at,
            )
    except IntegrityError as error:
        raise _overtaken() from error


def _about(row: PhraseVersion) -> dict[str, Any]:
    """What each of these entries says: by which duty, of which version, with which words."""
    return {
        "duty": Duty.REVIEW,
        "unit": row.phrase.unit_id,
        "phrase": row.phrase_id,
        "version": row.version,
        "outcome": row.phrase.outcome_code,
        "field": row.phrase.field,
        "valid_from": row.valid_from,
        "valid_until": row.valid_until,
        "words": digest_of({"title": row.title, "text": row.text}),
    }
