"""Every permission there is. A duty is held on a unit, never on the whole house."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Duty(models.TextChoices):
    """What people do here; the values are full permission names on `Unit`."""

    READ = "units.read_cases", _("read cases")
    REGISTER = "units.register_cases", _("register applications")
    REVIEW = "units.review_cases", _("review applications and assign them")
    # Art. 33(2): the head of the disclosure office, and nobody for them.
    EXTEND = "units.extend_deadlines", _("consent to putting an answer off")
    HANDLE = "units.handle_cases", _("handle cases")
    CHECK_SECRECY = "units.check_secrecy", _("check secrecy")
    REVIEW_IN_LAW = "units.review_in_law", _("review replies in law")
    SIGN = "units.sign_replies", _("sign replies")
    DELIVER = "units.deliver_letters", _("issue and deliver letters")
    ARCHIVE = "units.archive_cases", _("archive cases")
    OVERSEE = "units.oversee_cases", _("oversee deadlines")
    # Held on a unit at the top of the house: there is one calendar for all.
    KEEP_CALENDAR = "units.keep_calendar", _("keep the calendar of days off")
    # 三员: the three administrators. Nobody is two of them, and none of them works on cases.
    MANAGE_SYSTEM = "units.manage_system", _("keep accounts and units")
    MANAGE_ACCESS = "units.manage_access", _("appoint and dismiss people")
    AUDIT = "units.read_audit_log", _("read the audit log")

    @property
    def codename(self) -> str:
        """The name without its app, as Django stores it."""
        return self.value.partition(".")[2]


# Who works on a unit's cases may read them. Reviewers in law and overseers may not by that alone:
# the first see a case once a draft waits for them, the second see no content at all.
IMPLY_READ = frozenset(
    {
        Duty.REGISTER,
        Duty.REVIEW,
        Duty.EXTEND,
        Duty.HANDLE,
        Duty.CHECK_SECRECY,
        Duty.SIGN,
        Duty.DELIVER,
        Duty.ARCHIVE,
    }
)

# Whoever has one of these for an organ does not review its replies in law. Numbering, posting and
# keeping a letter that is signed change nothing in it; a small office may need one person for both.
HANDS_ON = frozenset(
    {Duty.REGISTER, Duty.REVIEW, Duty.EXTEND, Duty.HANDLE, Duty.CHECK_SECRECY, Duty.SIGN}
)

# 三员分立 (GB/T 22239-2019, 8.1.5): system, security and audit administration are held apart from each
# other and from everything that touches a case.
ADMINISTRATION = frozenset({Duty.MANAGE_SYSTEM, Duty.MANAGE_ACCESS, Duty.AUDIT})
