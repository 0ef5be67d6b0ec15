"""A second factor: codes of a clock (TOTP), and codes for the day the phone is lost.

The only module that speaks to django-otp, which makes the keys, checks the codes, takes each once and
slows down whoever guesses.
"""

from __future__ import annotations

from base64 import b32encode
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.util import random_hex

from requests_flow.models import Phone, ReviewGrant, at_rest
from requests_flow.models.phone import opened_key, sealed_key
from requests_flow.units import access
from requests_flow.units.duties import ADMINISTRATION, Duty
from requests_flow.units.models import Appointment, SignInEvent, User

from .act import Act, Refusal
from .sign_ins import note

# Who decides what leaves, or who may do so: theirs is the account worth stealing.
ASKED_OF = ADMINISTRATION | {Duty.SIGN, Duty.REVIEW_IN_LAW}
CODES = 10


class WrongCode(Refusal):
    """Not the code of now, one that was used already, or of another phone."""

    field = "code"


class TooSoon(Refusal):
    """After a wrong code one waits: a second, then two, then four."""

    field = "code"


class PhoneUnreadable(Refusal):
    """Its key is under a key of the site that is gone: recovery codes still open."""

    field = "code"


class FactorThere(Refusal):
    """There is one already; it is removed first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """What the phone is told: by picture, or typed in."""

    address: str
    words: str


def is_needed(user: User) -> bool:
    """Whether the office asks a second factor of this person today: one query at most."""
    if settings.YISHEN_SECOND_FACTOR != "duties":
        return settings.YISHEN_SECOND_FACTOR == "all"
    today = access.day_of_asking()
    codenames = [duty.codename for duty in ASKED_OF]
    duties = Appointment.objects.standing(today).filter(user=user.pk, duty__in=codenames)
    lets_in = ReviewGrant.objects.standing(today).filter(reviewer=user.pk)
    return User.objects.filter(Q(Exists(duties)) | Q(Exists(lets_in)), pk=user.pk).exists()


def has_factor(user: User) -> bool:
    """Whether the person has set one up; then it is asked for, whatever the office asks."""
    return Phone.objects.filter(user=user.pk, confirmed=True).exists()


def codes_left(user: User) -> int:
    """How many recovery codes are not used yet."""
    return StaticToken.objects.filter(device__user=user.pk).count()


def new_key() -> str:
    """A key to be shown once; it counts only when a code made with it comes back."""
    return random_hex(20)


def put_by(user: User, key: str) -> str:
    """`key` sealed, for the minutes in which the session keeps it."""
    return sealed_key(key, owner=user.pk)


def taken_up(user: User, sealed: str) -> str:
    """The key that was put by; empty where there is none, or none that opens any more."""
    try:
        return opened_key(sealed, owner=user.pk)
    except at_rest.Unreadable:
        return ""


def secret_of(user: User, key: str) -> Secret:
    """How the phone learns `key`."""
    plain = b32encode(bytes.fromhex(key)).decode().rstrip("=")
    words = " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))
    phone = Phone(user=user, key=sealed_key(key, owner=user.pk))
    return Secret(address=phone.config_url, words=words)


@transaction.atomic
def add_factor(
    act: Act, *, user: User, key: str, code: str, address: str | None = None
) -> list[str]:
    """Take the phone that made `code` with `key`; the recovery codes, which are shown once.

    Raises FactorThere or WrongCode.
    """
    User.objects.select_for_update().get(pk=user.pk)
    if has_factor(user):
        raise FactorThere(_("A second factor is set up already. Remove it first."))
    sealed = sealed_key(key, owner=user.pk)
    device = Phone.objects.create(user=user, key=sealed, name="phone")
    if not device.verify_token(_bare(code)):
        raise WrongCode(_("This is not the code that the phone shows now. Is its clock right?"))
    note(act, kind=SignInEvent.Kind.FACTOR_ADDED, user=user, address=address)
    return _new_codes(user)


def check_code(act: Act, *, user: User, code: str, address: str | None = None) -> SignInEvent.Kind:
    """Take a code of the phone, or a recovery code; each opens once. Which of the two it was.

    Raises WrongCode, which counts against the account, or TooSoon or PhoneUnreadable, which do not.
    """
    code = _bare(code)
    if code.isdigit():
        kind, given = SignInEvent.Kind.SIGNED_IN, code
        devices = Phone.objects.filter(user=user.pk, confirmed=True)
    else:
        kind, given = SignInEvent.Kind.RECOVERED, _digest(code)
        devices = StaticDevice.objects.filter(user=user.pk)
    try:
        with transaction.atomic():  # of its own: a failure is counted, not rolled back
            device = devices.select_for_update().first()
            may_try = device is None or device.verify_is_allowed()[0]
            is_right = may_try and device is not None and device.verify_token(given)
    except at_rest.Unreadable:
        raise PhoneUnreadable(
            _("The phone cannot be checked here. Use a recovery code, or ask the administrator.")
        ) from None
    if is_right:
        return kind
    if not may_try:
        raise TooSoon(_("After a wrong code, wait a few seconds, then enter the next one."))
    note(act, kind=SignInEvent.Kind.WRONG_CODE, user=user, address=address)
    raise WrongCode(_("This code is wrong, or was used already. Wait for the next one."))


@transaction.atomic
def make_codes(act: Act, *, user: User, address: str | None = None) -> list[str]:
    """New recovery codes; the old ones open nothing from now on."""
    User.objects.select_for_update().get(pk=user.pk)
    note(act, kind=SignInEvent.Kind.CODES_MADE, user=user, address=address)
    return _new_codes(user)


@transaction.atomic
def remove_factor(act: Act, *, user: User, address: str | None = None) -> bool:
    """Phone and recovery codes open nothing any more; whether there was one."""
    User.objects.select_for_update().get(pk=user.pk)
    _forget_codes(user)
    found = Phone.objects.filter(user=user.pk).delete()[0]
    if found:
        note(act, kind=SignInEvent.Kind.FACTOR_REMOVED, user=user, address=address)
    return bool(found)


def _forget_codes(user: User) -> None:
    """The device is locked first, as by whoever gives a code: Django deletes the codes before it."""
    devices = StaticDevice.objects.filter(user=user.pk)
    list(devices.select_for_update().order_by("pk").values_list("pk", flat=True))
    devices.delete()


def _new_codes(user: User) -> list[str]:
    _forget_codes(user)
    device = StaticDevice.objects.create(user=user, name="recovery")
    # Two of django-otp's tokens a code: 80 bits.
    codes = [StaticToken.random_token() + StaticToken.random_token() for _code in range(CODES)]
    for code in codes:
        device.token_set.create(token=_digest(code))
    return ["-".join(code[at : at + 4] for at in range(0, len(code), 4)) for code in codes]


def _bare(code: str) -> str:
    """Without the blanks and hyphens that people read and type."""
    return "".join(char for char in code if char.isalnum()).lower()


def _digest(code: str) -> str:
    """What the table keeps of a recovery code: nothing that opens, without the site's key."""
    return salted_hmac("yishen.recovery", code, algorithm="sha256").hexdigest()[:16]
