"""What the same applicant asked before: shown at the counter, decided by nobody but people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from requests_flow import labels
from requests_flow.actions.registering import Application
from requests_flow.models import Applicant, Case, Letter, at_rest
from requests_flow.models.reading import law
from requests_flow.rules.applicants import ApplicantKind
from requests_flow.rules.likeness import Likeness
from requests_flow.rules.tariffs import Tariff, TariffError
from requests_flow.rules.volume import Asked, Match, Standing, Volume, look_back
from requests_flow.units.models import Unit, User

SHOWN = 10
# So many are compared, the last received first: more than anybody asks of one organ in years.
LOOKED_BACK = 1000

LIKENESS: dict[Likeness, Any] = {
    Likeness.SAME: _("the same words"),
    Likeness.LESS: _("this asks for a part of it"),
    Likeness.MORE: _("this asks for it and for more"),
    Likeness.ALIKE: _("nearly the same words"),
    Likeness.SUBJECT: _("the same subject in other words"),
}
STANDINGS: dict[Standing, Any] = {
    Standing.ANSWERED: _("answered with %(reply)s of %(day)s"),
    Standing.ANSWERED_SINCE: _("answered after this one had come, with %(reply)s of %(day)s"),
    Standing.OPEN: _("still open"),
    Standing.NOT_ANSWERED: _("closed without an answer on the information (%(outcome)s)"),
    Standing.ELSEWHERE: _("asked of another organ, which answers for itself"),
}


@dataclass(frozen=True, slots=True)
class Like:
    """An earlier case that is the same or alike, and why."""

    case: Case
    match: Match

    @property
    def likeness(self) -> Any:
        return LIKENESS[self.match.likeness]

    @property
    def standing(self) -> str:
        """How it stands, with what a refusal as repeated must name (law.md 11, E2)."""
        asked = self.match.earlier
        return STANDINGS[self.match.standing] % {
            "reply": asked.reply_number,
            "day": date_format(asked.replied_on) if asked.replied_on else "",
            "outcome": labels.OUTCOMES.get(asked.outcome_code, asked.outcome_code),
        }


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the same applicant asked, and what the law makes of it.

    The month is counted from all cases of the organ, whoever looks; named are only `cases`, those
    that this person may see.
    """

    volume: Volume
    cases: dict[int, Case]
    received_on: date
    free: int

    def __bool__(self) -> bool:
        """Whether somebody should look before the case is registered."""
        return bool(self.volume.matches) or self.is_much

    @property
    def is_much(self) -> bool:
        return self.volume.is_many or self.volume.is_beyond_free

    @property
    def same_request(self) -> tuple[Like, ...]:
        """The same requests first, the latest first among them."""
        matches = self.volume.matches[:SHOWN]
        return tuple(Like(self.cases[match.earlier.id], match) for match in matches)

    @property
    def this_month(self) -> tuple[Case, ...]:
        """The others of its month that this person may see, if they are much."""
        month = self.volume.month if self.is_much else ()
        return tuple(self.cases[asked.id] for asked in month if asked.id in self.cases)[:SHOWN]

    @property
    def count_this_month(self) -> int:
        return len(self.volume.month)

    @property
    def not_shown(self) -> int:
        return self.count_this_month - len(self.this_month)


def earlier_cases(
    user: User, *, application: Application, unit: Unit, received_on: date
) -> Earlier:
    """The same request (art. 36(6)), and those of its month if they are many (arts. 35, 42)."""
    now = Asked(
        id=0,
        received_on=received_on,
        organ=unit.pk,
        subject=application.subject,
        words=application.request_text,
    )
    return _look_back(user, application, now)


def earlier_than(user: User, case: Case) -> Earlier:
    """The same for a case that is registered; the others of its applicant, later ones too."""
    correction = getattr(case, "correction", None)
    now = Asked(
        id=case.pk,
        received_on=case.received_on,
        organ=case.unit_id,
        subject=case.subject,
        words=(correction and correction.corrected_text) or case.request_text,
    )
    return _look_back(user, case.applicant, now)


def _look_back(user: User, applicant: Application | Applicant, now: Asked) -> Earlier:
    indexes = _indexes_of(applicant)
    is_person = applicant.kind == ApplicantKind.NATURAL_PERSON
    found = _cases_of(user, applicant.name.strip(), indexes, organ=now.organ)
    tariff = _tariff(now.received_on)
    volume = look_back(
        now,
        [_asked(case, is_person=is_person, has_number=bool(indexes)) for case in found],
        tariff=tariff,
        conventions=law().conventions_on(now.received_on),
    )
    cases = {case.pk: case for case in found if case.is_seen}
    named = tuple(match for match in volume.matches if match.earlier.id in cases)
    volume = replace(volume, matches=named)
    return Earlier(volume, cases, now.received_on, tariff.by_item.free if tariff else 0)


def _indexes_of(applicant: Application | Applicant) -> list[str]:
    """What others with the same number are found by; nothing where there is none."""
    try:
        number = applicant.identity_number.strip()
    except at_rest.Unreadable:  # its key is lost; those that were indexed with it are still found
        return [applicant.identity_index]
    return at_rest.indexes_of(number) if number else []


def _cases_of(user: User, name: str, indexes: list[str], *, organ: int) -> list[Case]:
    """Those that this person may see, and to be counted all of the organ; one query."""
    seen = Exists(Case.objects.visible_to(user).filter(pk=OuterRef("pk")))
    own = Case.objects.filter(applicant__name=name).annotate(is_seen=seen)
    own = own.filter(Q(unit=organ) | Q(is_seen=True))
    if indexes:
        no_number = Q(applicant__identity_index=None)
        own = own.filter(Q(applicant__identity_index__in=indexes) | no_number)
    reply = Letter.objects.replies().filter(case=OuterRef("pk"))
    own = own.annotate(
        reply_number=Subquery(reply.values("number")[:1]),
        replied_on=Subquery(reply.values("dated_on")[:1]),
        corrected_text=F("correction__corrected_text"),
        identity_on_file=F("applicant__identity_index"),
    )
    return list(own.order_by("-received_on", "-id")[:LOOKED_BACK])


def _asked(case: Case, *, is_person: bool, has_number: bool) -> Asked:
    return Asked(
        id=case.pk,
        received_on=case.received_on,
        organ=case.unit_id,
        subject=case.subject,
        words=case.corrected_text or case.request_text,
        outcome_code=case.outcome_code,
        reply_number=case.reply_number or "",
        replied_on=case.replied_on,
        answered_on=case.answered_on,
        is_closed=case.closed_on is not None,
        is_withdrawn=case.withdrawn_on is not None,
        # An organisation's name is registered; a person's is not his alone.
        is_namesake=is_person and not (has_number and case.identity_on_file),
    )


def _tariff(received_on: date) -> Tariff | None:
    try:
        return law().tariff_on(received_on)
    except TariffError:
        return None
