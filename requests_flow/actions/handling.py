"""办理: what is found, who is asked, what is on file, and how the case is to end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from requests_flow import labels
from requests_flow.models import Case, Consultation, FactRecord, SearchRecord
from requests_flow.models.reading import calendar, statute_of
from requests_flow.rules.catalogue import OUTCOMES, Fact
from requests_flow.units.duties import Duty

from .act import Act, Refusal
from .recording import record
from .timekeeping import copy_due, due_as_read, late_entry

# Facts that follow from other records, never from a line that somebody typed.
DERIVED_FACTS = frozenset(
    {
        Fact.SEARCH_RECORDED,
        Fact.THIRD_PARTY_ASKED,
        Fact.SECRECY_CHECKED,
        Fact.CORRECTION_EXCHANGED,
    }
)


class NotHandled(Refusal):
    """The case is not being handled now."""


class UnknownOutcome(Refusal):
    """No such way to end a case, or not one with a reply."""

    field = "outcome"


class DayImpossible(Refusal):
    """A day before the act it follows, or in the future."""


class FactsMissing(Refusal):
    """The file does not hold what this answer needs."""

    def __init__(self, facts: frozenset[Fact]) -> None:
        names = "；".join(str(labels.FACTS[fact]) for fact in sorted(facts))
        super().__init__(_("Missing on file: %(facts)s") % {"facts": names}, facts=facts)


def has_heard_third_parties(case: Case, *, today: date) -> bool:
    """Whether every third party answered, or let its working days go by (art. 32)."""
    asked = [one for one in case.consultations.all() if one.kind == Consultation.Kind.THIRD_PARTY]
    days = statute_of(case, today=today).days_for_third_party
    return bool(asked) and all(
        one.answered_on is not None
        or (one.delivered_on is not None and calendar().add(one.delivered_on, days) < today)
        for one in asked
    )


def facts_on_file(case: Case, *, today: date) -> frozenset[Fact]:
    """What the file of `case` proves on `today`. The secrecy check has a gate of its own."""
    facts = {Fact(row) for row in case.fact_records.values_list("fact", flat=True)}
    facts -= DERIVED_FACTS
    if case.searches.exists():
        facts.add(Fact.SEARCH_RECORDED)
    if has_heard_third_parties(case, today=today):
        facts.add(Fact.THIRD_PARTY_ASKED)
    correction = getattr(case, "correction", None)
    if correction is not None and correction.received_on is not None:
        facts.add(Fact.CORRECTION_EXCHANGED)
    return frozenset(facts)


def outcomes_in(code: str, fields: Mapping[str, str]) -> list[str]:
    """The outcome, and the ground of what it keeps back in part, which has needs of its own."""
    ground = fields.get("ground", "")
    return [code, ground] if ground in OUTCOMES else [code]


def facts_needed(*codes: str) -> frozenset[Fact]:
    """What these outcomes need together: B, say, and the ground of what it keeps back."""
    needs = frozenset[Fact]().union(*(OUTCOMES[code].needs for code in codes))
    return needs - {Fact.SECRECY_CHECKED}


def facts_missing(case: Case, *codes: str, today: date) -> frozenset[Fact]:
    """What these outcomes need and the file does not hold."""
    return facts_needed(*codes) - facts_on_file(case, today=today)


def _not_ahead(day: date | None, *, after: date, today: date, field: str) -> None:
    if day is not None and not after <= day <= today:
        refusal = DayImpossible(
            _("The day must lie between %(first)s and today.") % {"first": after.isoformat()}
        )
        refusal.field = field
        raise refusal


@transaction.atomic
def record_fact(act: Act, *, case: Case, fact: Fact, text: str) -> FactRecord:
    """Put one needed fact on file, in words."""
    if fact in DERIVED_FACTS:
        raise NotHandled(_("This follows from its own record and cannot be typed."))
    row = FactRecord.objects.create(
        case=case, fact=fact, text=text, recorded_by=act.by, recorded_at=act.at
    )
    record(act, case=case, verb="fact_recorded", duty=Duty.HANDLE, fact=fact.value, text=text)
    return row


@transaction.atomic
def record_search(
    act: Act, *, case: Case, places: str, keywords: str, result: str, people_asked: str = ""
) -> SearchRecord:
    """Write down where was looked and what was found (art. 36(4) cannot stand without it)."""
    row = SearchRecord.objects.create(
        case=case,
        places=places,
        keywords=keywords,
        people_asked=people_asked,
        result=result,
        searched_on=act.on,
        searched_by=act.by,
    )
    record(
        act,
        case=case,
        verb="searched",
        duty=Duty.HANDLE,
        places=places,
        keywords=keywords,
        result=result,
    )
    return row


@transaction.atomic
def consult(
    act: Act, *, case: Case, kind: Consultation.Kind, name: str, question: str, sent_on: date
) -> Consultation:
    """Ask somebody else in writing; the clock stands still from the day after (art. 33(3))."""
    _not_ahead(sent_on, after=case.received_on, today=act.on, field="sent_on")
    old = due_as_read(case, today=act.on)
    row = Consultation.objects.create(
        case=case, kind=kind, name=name, question=question, sent_on=sent_on, recorded_by=act.by
    )
    late = late_entry(case, happened_on=sent_on, old=old, today=act.on)
    record(act, case=case, verb="consulted", duty=Duty.HANDLE, kind=kind, sent_on=sent_on, **late)
    copy_due(case, today=act.on)
    return row


@transaction.atomic
def record_consultation(
    act: Act,
    *,
    consultation: Consultation,
    delivered_on: date | None,
    answered_on: date | None,
    opinion: str = "",
    agrees: bool | None = None,
) -> None:
    """Write down when the letter arrived, and what came back."""
    row = consultation
    _not_ahead(delivered_on, after=row.sent_on, today=act.on, field="delivered_on")
    _not_ahead(answered_on, after=delivered_on or row.sent_on, today=act.on, field="answered_on")
    old = due_as_read(row.case, today=act.on)
    Consultation.objects.filter(pk=row.pk).update(
        delivered_on=delivered_on, answered_on=answered_on, opinion=opinion, agrees=agrees
    )
    record(
        act,
        case=row.case,
        verb="consultation_recorded",
        duty=Duty.HANDLE,
        consultation=row.pk,
        opinion=opinion,
        delivered_on=delivered_on,
        answered_on=answered_on,
        agrees=agrees,
        **late_entry(row.case, happened_on=answered_on or delivered_on, old=old, today=act.on),
    )
    copy_due(row.case, today=act.on)


@transaction.atomic
def choose_outcome(act: Act, *, case: Case, outcome_code: str) -> None:
    """Decide how the case is to end; the file must hold what that answer needs.

    Raises UnknownOutcome or FactsMissing.
    """
    outcome = OUTCOMES.get(outcome_code)
    if outcome is None or outcome.is_closing_note:
        raise UnknownOutcome(_("This is not a way to answer."))
    if missing := facts_missing(case, outcome_code, today=act.on):
        raise FactsMissing(missing)
    Case.objects.filter(pk=case.pk).update(outcome_code=outcome_code, handler=act.by)
    record(act, case=case, verb="outcome_chosen", duty=Duty.HANDLE, outcome=outcome_code)


@transaction.atomic
def reopen_outcome(act: Act, *, case: Case) -> None:
    """Give up the chosen outcome: the case goes back to the choice. What is on file stays."""
    given_up = Case.objects.values_list("outcome_code", flat=True).get(pk=case.pk)
    Case.objects.filter(pk=case.pk).update(outcome_code="")
    record(act, case=case, verb="outcome_reopened", duty=Duty.HANDLE, outcome=given_up)
