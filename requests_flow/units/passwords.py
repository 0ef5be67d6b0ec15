"""What a password must be: settings of the office, each with its sentence."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# Words that everybody would try here first (ASVS 6.1.2, 6.2.11).
HOUSE_WORDS = ("yishen", "依申请公开", "haishu", "hszf", "admin", "password", "qwerty")


class LongEnough:
    """At least so many characters."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError with the number."""
        if len(password) < settings.YISHEN_PASSWORD_LENGTH:
            raise ValidationError(self.get_help_text(), code="password_too_short")

    def get_help_text(self) -> str:
        """What the page says beforehand."""
        length = settings.YISHEN_PASSWORD_LENGTH
        return ngettext("At least %d character.", "At least %d characters.", length) % length


class MixedEnough:
    """So many of: small letters, capitals, digits, anything else."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError with what counts."""
        if len(classes_of(password)) < settings.YISHEN_PASSWORD_CLASSES:
            raise ValidationError(self.get_help_text(), code="password_not_mixed")

    def get_help_text(self) -> str:
        """What the page says beforehand; nothing where nothing is asked."""
        wanted = settings.YISHEN_PASSWORD_CLASSES
        if wanted <= 1:
            return ""
        return _(
            "At least %d of these kinds: small letters, capitals, digits, other characters."
        ) % (wanted)


class NotTheName:
    """Neither the person's name nor the user name, nor what everybody would try here first."""

    def __init__(self) -> None:
        self.alike = UserAttributeSimilarityValidator(user_attributes=("username", "full_name"))

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError; whole words alone are refused, a sentence may hold one."""
        bare = "".join(char for char in password.casefold() if char.isalpha())
        if bare in HOUSE_WORDS:
            raise ValidationError(self.get_help_text(), code="password_of_the_house")
        try:
            self.alike.validate(password, user)
        except ValidationError as error:
            raise ValidationError(self.get_help_text(), code="password_too_similar") from error

    def get_help_text(self) -> str:
        """What the page says beforehand."""
        return _("Not your name or user name, and not the name of this house.")


class NotCommon(CommonPasswordValidator):
    """None of the 20,000 that are tried first (Django's list), with our sentence."""

    def get_error_message(self) -> str:
        """The same sentence beforehand and afterwards."""
        return self.get_help_text()

    def get_help_text(self) -> str:
        """What the page says beforehand."""
        return _("Not one of the passwords that everybody uses.")


def classes_of(password: str) -> frozenset[str]:
    """Which kinds of characters a password has; a Chinese character is one of the others."""
    kinds = {"Ll": "small", "Lu": "capital", "Nd": "digit"}
    return frozenset(kinds.get(unicodedata.category(char), "other") for char in password)
