"""Passwords: changed by oneself, given by who keeps accounts, and due for a change."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from requests_flow.units.models import PasswordAge, SignInEvent, User

from .act import Act
from .sign_ins import end_sessions_of, note

GIVEN_FOR = timedelta(days=7)  # a password that somebody else chose dies unused (ASVS 6.4.1)
_SIGNS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that look alike


class Due(StrEnum):
    """Why a password must be changed before anything else."""

    FIRST = "first"
    OLD = "old"


@transaction.atomic
def change_password(
    act: Act, *, user: User, password: str, keep: str = "", address: str | None = None
) -> int:
    """Set what the person chose, and end their sessions but `keep`; how many were ended.

    Whether it is good enough the form has asked; the caller keeps its own session valid.
    """
    _set(user, password, at=act.at, is_given=False)
    note(act, kind=SignInEvent.Kind.PASSWORD_CHANGED, user=user, address=address)
    return end_sessions_of(user, keep=keep)


@transaction.atomic
def set_random_password(act: Act, *, user: User) -> str:
    """A password that opens nothing but its own change, for seven days; all sessions end."""
    password = _random(user)
    _set(user, password, at=act.at, is_given=True)
    end_sessions_of(user)
    return password


def due(user: User, *, at: datetime) -> Due | None:
    """Whether the password must be changed now, and why."""
    age = PasswordAge.objects.filter(pk=user.pk).first()
    if settings.YISHEN_PASSWORD_FIRST and (age is None or age.is_given):
        return Due.FIRST
    since = age.changed_at if age else user.date_joined
    days = settings.YISHEN_PASSWORD_DAYS
    return Due.OLD if days and at - since > timedelta(days=days) else None


def changes_on(user: User) -> datetime | None:
    """From when on it must be changed; None where it never must."""
    age = PasswordAge.objects.filter(pk=user.pk).first()
    days = settings.YISHEN_PASSWORD_DAYS
    return (age.changed_at if age else user.date_joined) + timedelta(days=days) if days else None


def is_dead(user: User, *, at: datetime) -> bool:
    """Whether it was given to the person and not used in time."""
    age = PasswordAge.objects.filter(pk=user.pk, is_given=True).first()
    return age is not None and at - age.changed_at > GIVEN_FOR


def _set(user: User, password: str, *, at: datetime, is_given: bool) -> None:
    locked = User.objects.select_for_update().get(pk=user.pk)
    locked.set_password(password)
    locked.save(update_fields=["password"])
    user.password = locked.password
    PasswordAge.objects.update_or_create(
        user=locked, defaults={"changed_at": at, "is_given": is_given}
    )


def _random(user: User) -> str:
    """Long and of three kinds, so that it passes whatever the office asks."""
    length = max(16, settings.YISHEN_PASSWORD_LENGTH)
    while True:
        password = "".join(secrets.choice(_SIGNS) for _ in range(length - 1)) + "-"
        try:
            validate_password(password, user)
        except ValidationError:
            continue
        return password
