"""Who is signed in and since when; what happened at the door; how old a password is."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Any

from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class SessionQuerySet(models.QuerySet["Session"]):
    def open_at(self, moment: datetime) -> SessionQuerySet:
        """Those that are not over yet."""
        return self.filter(expire_date__gt=moment)


class Session(AbstractBaseSession):
    """A session that says whose it is, so that it can be shown and ended."""

    user = models.ForeignKey("units.User", models.CASCADE, null=True, related_name="sessions")
    began_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    address = models.GenericIPAddressField(null=True)
    browser = models.CharField(max_length=60, blank=True)

    objects = BaseSessionManager.from_queryset(SessionQuerySet)()

    class Meta:
        default_permissions = ()

    @classmethod
    def get_session_store_class(cls) -> Any:
        """The engine that reads and writes these rows."""
        from .session_store import SessionStore

        return SessionStore


class SignInEvent(models.Model):
    """What happened at the door. Appended; deleted only once `kept_until` is over.

    A name that belongs to nobody is kept as a keyed digest: people type passwords there.
    """

    class Kind(models.TextChoices):
        SIGNED_IN = "signed_in", _("signed in")
        SIGNED_OUT = "signed_out", _("signed out")
        TIMED_OUT = "timed_out", _("signed out for lack of use or after the longest time")
        REFUSED = "refused", _("wrong name or password")
        WRONG_CODE = "wrong_code", _("wrong code of the second factor")
        LOCKED_OUT = "locked_out", _("locked after too many failures")
        RECOVERED = "recovered", _("signed in with a recovery code")
        PASSWORD_CHANGED = "password_changed", _("password changed")
        FACTOR_ADDED = "factor_added", _("second factor set up")
        FACTOR_REMOVED = "factor_removed", _("second factor removed")
        CODES_MADE = "codes_made", _("new recovery codes")
        SESSIONS_ENDED = "sessions_ended", _("open sessions ended")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    user = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+")
    name_digest = models.CharField(max_length=64, blank=True)
    address = models.GenericIPAddressField(null=True)
    at = models.DateTimeField()
    # 网络安全法: six months at least; settled when the row is written.
    kept_until = models.DateField()

    class Meta:
        default_permissions = ()
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["user", "-id"], name="sign_in_of_user"),
            models.Index(fields=["kept_until"], name="sign_in_kept_until"),
        ]


class PasswordAge(models.Model):
    """Since when a password is the same, and whether somebody else chose it.

    Who has no row got their password from whoever made the account.
    """

    user = models.OneToOneField(
        "units.User", models.CASCADE, primary_key=True, related_name="password_age"
    )
    changed_at = models.DateTimeField()
    is_given = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()


def name_digest(name: str) -> str:
    """A user name that cannot be read back, the same for the same name however it is typed."""
    plain = unicodedata.normalize("NFKC", name).strip().casefold()
    return salted_hmac("yishen.sign-in", plain, algorithm="sha256").hexdigest()
