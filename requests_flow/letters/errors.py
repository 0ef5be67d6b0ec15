"""Why a letter was not printed. A letter is whole, or it is not there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _


class LetterStopped(Exception):
    """The letter was not printed.

    `code` names the reason and `data` what it is about; `str()` is a sentence for the screen.
    """

    code: ClassVar[str] = "letter_stopped"
    sentence: ClassVar[Any] = _("The letter could not be printed.")

    def __init__(self, **data: Any) -> None:
        super().__init__(self.code, data)
        self.data = data

    def __str__(self) -> str:
        shown = {
            key: "、".join(map(str, value)) if isinstance(value, list | tuple) else value
            for key, value in self.data.items()
        }
        return str(self.sentence) % shown


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
        super().__init__(roles=self.roles)


class MissingGlyph(LetterStopped):
    """No font has these characters; the letter would show a box in a name."""

    code = "missing_glyph"
    sentence = _("No font has the characters %(characters)s. Write them in another way.")

    def __init__(self, characters: Iterable[str]) -> None:
        self.characters = list(characters)
        super().__init__(characters=[f"{one} (U+{ord(one):04X})" for one in self.characters])


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
