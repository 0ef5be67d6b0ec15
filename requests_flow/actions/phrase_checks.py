"""What office wording must be before it is kept: whole, printable, of today's law, from today on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext_lazy as _

from requests_flow.letters import blanks
from requests_flow.letters.phrase_specimen import PHRASE_FIELDS, print_phrase
from requests_flow.models import Phrase, PhraseVersion

from .act import Act, Refusal

MOST_OF_A_LINE, MOST_OF_A_TEXT = 400, 2000
LEAST_WORDS = 4  # beside the blanks: less is found in any letter


class PlaceUnknown(Refusal):
    """No reply has such a field, or it is chosen from a list and not written."""

    field = "place"


class TitleMissing(Refusal):
    """Nobody would find a phrase without a name."""

    field = "title"


class TextWrong(Refusal):
    """It is empty, too long, broken into lines where there is one, or its blanks are not closed."""

    field = "text"


class SaidAlready(Refusal):
    """Another phrase for the same field says the same."""

    field = "text"


class DayWrong(Refusal):
    """It would begin before today or before the last version, or end before it begins."""

    field = "valid_from"


class EndWrong(Refusal):
    """The last day is over, or comes before the first one."""

    field = "valid_until"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a version says, and on which days; `valid_until` is the last day, None if there is none."""

    title: str
    text: str
    valid_from: date
    valid_until: date | None = None


def checked(act: Act, phrase: Phrase, words: Words, *, last: PhraseVersion | None) -> Words:
    """The words as they are kept. Printed once, so that no letter stops at them later.

    Raises PlaceUnknown, TitleMissing, TextWrong, DayWrong, EndWrong, SaidAlready, or LetterStopped.
    """
    known = PHRASE_FIELDS.get(phrase.outcome_code, {})
    if phrase.field not in known:
        raise PlaceUnknown(_("No reply has such a field for office wording."))
    words = replace(words, title=" ".join(words.title.split()), text=blanks.plain(words.text))
    if not words.title:
        raise TitleMissing(_("Give it a name under which the others find it."))
    _refuse_text(words.text, is_line=known[phrase.field].rows == 1)
    _refuse_days(act, words, last)
    _refuse_twin(act, phrase, words)
    print_phrase(phrase.outcome_code, phrase.field, words.text)
    return words


def _refuse_text(text: str, *, is_line: bool) -> None:
    if not text:
        raise TextWrong(_("Write the wording."))
    most = MOST_OF_A_LINE if is_line else MOST_OF_A_TEXT
    if len(text) > most:
        raise TextWrong(
            _("This is too long: %(n)d characters, %(most)d at most in this field.")
            % {"n": len(text), "most": most}
        )
    if is_line and "\n" in text:
        raise TextWrong(_("This field of the letter is one line; write it without a line break."))
    if not blanks.are_brackets_paired(text):
        raise TextWrong(
            _("A blank stands between 【 and 】, and blanks do not lie within each other.")
        )
    if len(blanks.own_words(text)) < LEAST_WORDS:
        raise TextWrong(_("This says too little besides its blanks to be wording of the office."))


def _refuse_days(act: Act, words: Words, last: PhraseVersion | None) -> None:
    if words.valid_from < act.on:
        raise DayWrong(
            _("It begins today at the earliest: what counted on a day that is over stays.")
        )
    if last and words.valid_from < last.valid_from:
        raise DayWrong(
            _("Version %(n)d begins on %(day)s; a new one begins on that day or later.")
            % {"n": last.version, "day": last.valid_from}
        )
    if words.valid_until and words.valid_until < words.valid_from:
        raise EndWrong(_("The last day comes before the first one."))


def _refuse_twin(act: Act, phrase: Phrase, words: Words) -> None:
    """Two phrases with the same words: nobody could tell with which a letter was made."""
    place = {
        "phrase__unit": phrase.unit_id,
        "phrase__outcome_code": phrase.outcome_code,
        "phrase__field": phrase.field,
    }
    others = PhraseVersion.objects.on(max(words.valid_from, act.on)).filter(**place)
    for twin in others.filter(text=words.text).exclude(phrase=phrase.pk):
        raise SaidAlready(_("“%(title)s” says the same already.") % {"title": twin.title})
