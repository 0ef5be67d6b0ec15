"""Accounts: closed and opened again, their sessions ended, their way in given anew.

Each is done by who holds Duty.MANAGE_SYSTEM, or by the program itself (`act.by` is None), and leaves
an entry without a case. An account is closed, never deleted: its tasks and its acts stay.
"""

from __future__ import annotations

from axes.utils import reset
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import SignInEvent, User
from requests_flow.units.signing_in import name_digest

from .act import Act, Refusal
from .passwords import set_random_password
from .recording import record
from .second_factors import remove_factor
from .sign_ins import end_sessions_of, note

KEEPER = Duty.MANAGE_SYSTEM


class NotAccountKeeper(Refusal):
    """Accounts are kept by the system administrator."""


class OwnAccount(Refusal):
    """Nobody closes their own account: the last one who could open it again would be gone."""


class AlreadyClosed(Refusal):
    """Somebody was first."""


class AlreadyOpen(Refusal):
    """It is not closed, or somebody was first."""


class ReasonMissing(Refusal):
    """Why stands in the entry."""

    field = "reason"


@transaction.atomic
def close_account(act: Act, *, user: User, reason: str) -> int:
    """Nobody gets in with it from this second on; how many open sessions were ended.

    Duties stay as rows, and count for nothing while the account is closed; what waits in the
    person's hands is given to others by who heads them, before or after.

    Raises NotAccountKeeper, OwnAccount, ReasonMissing or AlreadyClosed.
    """
    person = _locked(act, user)
    if person == act.by:
        raise OwnAccount(_("You cannot close your own account."))
    if not reason.strip():
        raise ReasonMissing(_("Write why the account is closed."))
    if not person.is_active:
        raise AlreadyClosed(_("This account is closed already."))
    User.objects.filter(pk=person.pk).update(is_active=False)
    ended = end_sessions_of(person)
    record(
        act,
        case=None,
        verb="account_closed",
        duty=KEEPER,
        user=person.pk,
        reason=reason.strip(),
        sessions=ended,
    )
    return ended


@transaction.atomic
def reopen_account(act: Act, *, user: User, reason: str) -> str:
    """The person works here again, with the duties that still stand; a password to hand over.

    The password opens nothing but its own change, for seven days. A second factor that there was
    is still asked for. Raises NotAccountKeeper, OwnAccount, ReasonMissing or AlreadyOpen.
    """
    person = _locked(act, user)
    if person == act.by:
        raise OwnAccount(_("You cannot open your own account."))
    if not reason.strip():
        raise ReasonMissing(_("Write why the account is opened again."))
    if person.is_active:
        raise AlreadyOpen(_("This account is not closed."))
    User.objects.filter(pk=person.pk).update(is_active=True)
    password = set_random_password(act, user=person)
    record(
        act, case=None, verb="account_reopened", duty=KEEPER, user=person.pk, reason=reason.strip()
    )
    return password


@transaction.atomic
def end_sessions(act: Act, *, user: User) -> int:
    """Whoever sits at that account signs in anew; how many sessions were ended.

    Raises NotAccountKeeper.
    """
    person = _locked(act, user)
    ended = end_sessions_of(person)
    note(act, kind=SignInEvent.Kind.SESSIONS_ENDED, user=person)
    record(act, case=None, verb="sessions_ended", duty=KEEPER, user=person.pk, sessions=ended)
    return ended


@transaction.atomic
def give_password(act: Act, *, user: User) -> str:
    """A password to hand over, for a new account or one whose password is forgotten.

    It opens nothing but its own change, for seven days, and no door round the second factor; it is
    shown here and nowhere else. Sessions end, a lock-out is lifted. Raises NotAccountKeeper.
    """
    person = _locked(act, user)
    password = set_random_password(act, user=person)
    reset(username=name_digest(person.username))
    record(act, case=None, verb="password_given", duty=KEEPER, user=person.pk)
    return password


@transaction.atomic
def reset_second_factor(act: Act, *, user: User, reason: str) -> bool:
    """The phone and the codes are lost; whether there was a second factor. Sessions end.

    Make sure of who asks, as when the account was made. Raises NotAccountKeeper or ReasonMissing.
    """
    person = _locked(act, user)
    if not reason.strip():
        raise ReasonMissing(_("Write how you made sure who asks."))
    was_there = remove_factor(act, user=person)
    end_sessions_of(person)
    record(
        act,
        case=None,
        verb="second_factor_reset",
        duty=KEEPER,
        user=person.pk,
        reason=reason.strip(),
    )
    return was_there


def _locked(act: Act, user: User) -> User:
    """The row of the person, locked, if `act.by` may keep accounts."""
    if act.by is not None and KEEPER not in access.duties_held(act.by):
        raise NotAccountKeeper(_("Accounts are kept by the system administrator."))
    return User.objects.select_for_update().get(pk=user.pk)
