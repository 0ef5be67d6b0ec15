"""人员: accounts are made by the system administrator, duties given by the security administrator.

Both sit at the top of the house, and there is one set of them. The program itself (`act.by` is None)
makes the first of them. Duties: `appointing`; who leaves: `departing`.
"""

from __future__ import annotations

from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import User

from .accounts import give_password
from .act import Act, Refusal
from .recording import record


class NotAdministrator(Refusal):
    """Accounts and units are kept by the system administrator, duties given by the security one."""


class UsernameUnfit(Refusal):
    """It is taken, or has signs that a user name cannot have."""

    field = "username"


class NameMissing(Refusal):
    """An account has the name of a person."""

    field = "full_name"


def administers(user: User, duty: Duty) -> bool:
    """Whether `user` is that administrator: the duty counts on a unit at the top of the house."""
    return access.units_for(user, duty).filter(parent=None, closed_on=None).exists()


def refuse_stranger(act: Act, duty: Duty) -> None:
    """Raise NotAdministrator unless the program, or that administrator, acts."""
    if act.by is not None and not administers(act.by, duty):
        raise NotAdministrator(_("This is not yours to do."))


@transaction.atomic
def take_on(act: Act, *, username: str, full_name: str) -> tuple[User, str]:
    """A new account without any duty, and its first password: shown once, to be changed at once.

    Raises NotAdministrator, UsernameUnfit or NameMissing.
    """
    refuse_stranger(act, Duty.MANAGE_SYSTEM)
    username, full_name = User.normalize_username(username.strip()), full_name.strip()
    if not full_name:
        raise NameMissing(_("Write the name of the person."))
    try:
        UnicodeUsernameValidator()(username)
    except ValidationError as error:
        raise UsernameUnfit(error.messages[0]) from error
    taken = UsernameUnfit(_("This user name is taken. One that was used is never given again."))
    if User.objects.filter(username__iexact=username).exists():
        raise taken
    user = User(username=username, full_name=full_name)
    user.set_unusable_password()
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise taken from error
    record(act, case=None, verb="taken_on", duty=Duty.MANAGE_SYSTEM, user=user.pk)
    password = give_password(act, user=user)
    user.refresh_from_db()
    return user, password
