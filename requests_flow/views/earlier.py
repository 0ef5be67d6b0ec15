"""What the same applicant asked before: shown at the counter, decided by nobody but people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from requests_flow.models import Case
from requests_flow.units.models import User

# Art. 35 says "obviously beyond reason" and no number: from here on the screen speaks of it.
MANY_IN_A_MONTH = 5
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Earlier:
    """Cases of the same applicant that this person may see."""

    same_request: tuple[Case, ...]
    this_month: tuple[Case, ...]
    count_this_month: int

    def __bool__(self) -> bool:
        return bool(self.same_request or self.this_month)


def earlier_cases(
    user: User, *, name: str, identity_number: str, subject: str, request_text: str, today: date
) -> Earlier:
    """The same request (art. 36(6)) and the requests of this month (art. 35), if they are many."""
    own = Case.objects.visible_to(user).filter(applicant__name=name.strip())
    if number := identity_number.strip():
        own = own.filter(applicant__identity_number__in=[number, ""])
    own = own.select_related("applicant", "unit").order_by("-received_on", "-id")
    words, line = _plain(request_text), _plain(subject)
    same = tuple(
        case
        for case in own[:200]
        if _plain(case.request_text) == words or _plain(case.subject) == line
    )
    month = own.filter(received_on__year=today.year, received_on__month=today.month)
    count = month.count()
    is_many = count >= MANY_IN_A_MONTH
    return Earlier(same[:SHOWN], tuple(month[:SHOWN]) if is_many else (), count)


def _plain(text: str) -> str:
    """Without spaces and marks, in which copies of one request differ."""
    return "".join(sign for sign in text if sign.isalnum()).lower()
