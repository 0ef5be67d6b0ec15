"""Why a letter was not printed. A letter is whole, or it is not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from .fonts.recipe import ROLE_NAMES


class LetterStopped(Exception):
    """The letter was not printed.

    `code` names the reason and `data` what it is about; `str()` is a sentence for the screen.
    """

    code: ClassVar[str] = "letter_stopped"
    sentence: ClassVar[Any] = _("The letter could not be printed.")

    def __init__(self, **data: Any) -> None:
        super().__init__(self.code, data)
        self.data = data

    def __reduce__(self) -> tuple[Any, ...]:
        # Letters are printed in other processes too, and must be able to say there why not.
        return _again, (type(self), self.args, self.__dict__.copy())

    def __str__(self) -> str:
        shown = {
            key: "、".join(map(str, value)) if isinstance(value, list | tuple) else value
            for key, value in self.data.items()
        }
        return str(self.sentence) % shown


def _again(kind: type[LetterStopped], args: tuple[Any, ...], state: dict[str, Any]) -> Any:
    stopped = kind.__new__(kind, *args)
    stopped.__dict__.update(state)
    return stopped


class MissingLibrary(LetterStopped):
    """A system library is not on this machine."""

    code = "missing_library"
    sentence = _(
        "Letters cannot be printed: the libraries %(libraries)s are missing. "
        "Ask the administrator to install %(packages)s."
    )

    def __init__(self, libraries: Iterable[str], packages: Iterable[str]) -> None:
        super().__init__(libraries=list(libraries), packages=list(packages))


class MissingFont(LetterStopped):
    """A role of the style sheet has no face, or the font directory is not whole."""

    code = "missing_font"
    sentence = _(
        "Letters cannot be printed: the fonts %(roles)s are missing. "
        "Ask the administrator to run manage.py prepare_fonts."
    )

    def __init__(self, roles: Iterable[str]) -> None:
        self.roles = list(roles)
        names = [ROLE_NAMES.get(role, "") for role in self.roles]
        said = [
            f"{name} ({role})" if name else role
            for role, name in zip(self.roles, names, strict=True)
        ]
        super().__init__(roles=said)


class MissingGlyph(LetterStopped):
    """No font has these characters; the letter would show a box in a name."""

    code = "missing_glyph"
    sentence = _(
        "No font can print %(characters)s. If it was copied from an older system, type the "
        "character anew. If it is a rare character of a name, the administrator can put a font "
        "that has it into the folder “licensed” of the fonts; until then ask the applicant how "
        "the name may be written."
    )

    def __init__(self, characters: Iterable[str], places: Mapping[str, str] | None = None) -> None:
        self.characters = list(characters)
        self.places = dict(places or {})  # character -> the words around it
        super().__init__(characters=[self._named(one) for one in self.characters])

    def _named(self, character: str) -> str:
        place = self.places.get(character)
        return f"{character} (U+{ord(character):04X}{f', “{place}”' if place else ''})"

    def found_in(self, context: Mapping[str, Any]) -> MissingGlyph:
        """The same, with the words in which each character stands."""
        texts = list(_texts(context))
        places = {}
        for character in self.characters:
            text = next((one for one in texts if character in one), "")
            if text:
                at = text.index(character)
                places[character] = text[max(0, at - 6) : at + 7]
        return MissingGlyph(self.characters, places)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


class MissingField(LetterStopped):
    """The letter needs these fields and they are empty."""

    code = "missing_field"
    sentence = _("The letter %(letter)s is not complete: %(names)s is missing.")

    def __init__(self, letter: str, names: Iterable[str]) -> None:
        self.names = sorted(names)
        super().__init__(letter=letter, names=self.names)


class UnknownField(LetterStopped):
    """The letter does not know these fields; what they say would be lost."""

    code = "unknown_field"
    sentence = _("The letter %(letter)s has no place for %(names)s.")

    def __init__(self, letter: str, names: Iterable[str]) -> None:
        self.names = sorted(names)
        super().__init__(letter=letter, names=self.names)


class DeadRuleFound(LetterStopped):
    """Somebody wrote a rule that is no longer the law."""

    code = "dead_rule"
    sentence = _(
        "The letter %(letter)s says “%(passage)s”. That is no longer the law; "
        "in force is %(instead)s. Change this passage."
    )

    def __init__(self, letter: str, passage: str, instead: str) -> None:
        super().__init__(letter=letter, passage=passage, instead=instead)


class UnknownLetter(LetterStopped):
    """There is no letter of this code."""

    code = "unknown_letter"
    sentence = _("There is no letter %(letter)s.")

    def __init__(self, letter: str) -> None:
        super().__init__(letter=letter)


class EmptyOutput(LetterStopped):
    """The printer gave no page."""

    code = "empty_output"
    sentence = _("The letter %(letter)s came out empty.")

    def __init__(self, letter: str) -> None:
        super().__init__(letter=letter)


class ReachesOutside(LetterStopped):
    """The letter asked for a file or an address; a letter is complete in itself."""

    code = "reaches_outside"
    sentence = _("The letter %(letter)s asks for something outside itself and was not printed.")

    def __init__(self, letter: str) -> None:
        super().__init__(letter=letter)


class DoesNotFit(LetterStopped):
    """A part needs more room than there is: nothing of an address is cut off. `parts`: their ids."""

    code = "does_not_fit"
    sentence = _("This does not fit: %(parts)s. Choose a larger envelope, or shorten the text.")

    def __init__(self, parts: Iterable[str]) -> None:
        self.parts = list(parts)
        super().__init__(parts=self.parts)


class NotArchival(LetterStopped):
    """The file could not be finished as PDF/A and PDF/UA; it is not given out half done."""

    code = "not_archival"
    sentence = _(
        "The letter %(letter)s could not be made fit for the archive and was not printed. "
        "Tell the administrator: the printing program is not the version that was tested."
    )

    def __init__(self, letter: str) -> None:
        super().__init__(letter=letter)


class PrinterBusy(LetterStopped):
    """Every printer was busy for too long."""

    code = "printer_busy"
    sentence = _(
        "All printers are busy and the letter %(letter)s was not printed. Try again in a minute."
    )

    def __init__(self, letter: str) -> None:
        super().__init__(letter=letter)


class PrinterTooSlow(LetterStopped):
    """The printer did not answer in time and was stopped."""

    code = "printer_too_slow"
    sentence = _(
        "The letter %(letter)s was not printed within %(seconds)s seconds and was stopped. "
        "Try again; if it happens again, tell the administrator."
    )

    def __init__(self, letter: str, seconds: int) -> None:
        super().__init__(letter=letter, seconds=seconds)


class PrinterDied(LetterStopped):
    """The process that printed this letter ended before the letter was done."""

    code = "printer_died"
    sentence = _(
        "The printer broke down while it printed the letter %(letter)s; nothing was printed. "
        "Try again; if it happens again, tell the administrator (exit code %(ended)s)."
    )

    def __init__(self, letter: str, ended: int | None) -> None:
        super().__init__(letter=letter, ended=ended)
