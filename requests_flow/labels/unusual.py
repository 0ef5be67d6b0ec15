"""What is not as usual about a reply that waits for its signature, in sentences."""

from django.utils.translation import gettext_lazy as _

from ..rules.unusual import Oddity

UNUSUAL = {
    Oddity.LATE: _("It is late by %(n)d working days; each further day makes it worse."),
    Oddity.LAST_DAY: _("Today is the last day: what is not posted today is late."),
    Oddity.CLOCK_UNREADABLE: _(
        "The days on file contradict each other; nobody can tell the last day."
    ),
    Oddity.PROVISIONAL: _(
        "The last day is provisional: the days off of that year are not imported."
    ),
    Oddity.EXTENDED: _("The answer was put off by %(n)d working days; it cannot be put off again."),
    Oddity.URGENT: _("It was marked as needed the same day: %(reason)s"),
    Oddity.AGAINST_THIRD_PARTY: _(
        "It discloses against the objection of a third party (%(names)s); they have to be told in "
        "writing what is disclosed and why."
    ),
    Oddity.UNLIKE_OTHERS: _(
        "Requests in like words were answered otherwise here: %(n)d of %(all)d with “%(outcome)s”."
    ),
    Oddity.ROUNDS: _("It is version %(n)d: it came back before."),
    Oddity.REMARK: _("The legal adviser agreed with a remark: %(remark)s"),
    Oddity.AMENDED: _("The legal adviser wrote a part of it anew, and agreed to that text alone."),
    Oddity.REDACTED: _("The secrecy check lets %(n)d of its parts out only as they were redacted."),
    Oddity.CHANGED: _(
        "Something changed since it was handed in: %(parts)s. It cannot be signed so."
    ),
    Oddity.LAW_CHANGED: _("The law changed between its drafting and today."),
    Oddity.NO_REMEDY: _("It cannot be worked out where the applicant may go against it."),
}
