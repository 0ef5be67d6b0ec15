"""What tests need to begin: an office, its people, and cases that went the real way."""

from __future__ import annotations

import itertools
from datetime import date, datetime
from zoneinfo import ZoneInfo

from guardian.shortcuts import assign_perm

from archive.actions import sealing
from legal_review.actions.opining import give_opinion
from requests_flow.actions import (
    delivering,
    drafting,
    handling,
    issuing,
    results,
    reviewing,
    signing,
)
from requests_flow.actions.act import Act
from requests_flow.actions.documents import keep_document
from requests_flow.actions.enclosing import Seen, shown_envelope
from requests_flow.actions.handed_out import handed_out
from requests_flow.actions.registering import Application, Arrival, register_case
from requests_flow.actions.secrecy import Finding
from requests_flow.flows import CaseFlow
from requests_flow.models import Case, Dispatch, Document, Draft, Letter
from requests_flow.rules.postal import check_digit
from requests_flow.rules.receipt import Channel
from requests_flow.units import access
from requests_flow.units.duties import ADMINISTRATION, Duty
from requests_flow.units.models import Appointment, Unit, User
from requests_flow.views.walking import open_case as walk_in
from requests_flow.views.walking import take_step

BEIJING = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 11, 23)
_serial = itertools.count(1)

CLERK = (Duty.REGISTER, Duty.REVIEW, Duty.EXTEND, Duty.HANDLE, Duty.DELIVER, Duty.ARCHIVE)


def at(day: date = TODAY, hour: int = 10) -> datetime:
    """That day in Beijing, at ten in the morning unless said otherwise."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=BEIJING)


def make_unit(short_name: str = "区发改局", **more) -> Unit:
    """An organ that answers in its own name."""
    number = next(_serial)
    values = {
        "code": f"unit-{number}",
        "name": f"宁波市海曙区{short_name}{number}",
        "short_name": short_name,
        "kind": "department",
        "number_prefix": f"海测{number}公开",
        "address": "海曙区某路1号",
        "contact": "某科",
        "phone": "0574-00000000",
    }
    return Unit.objects.create(**{**values, **more})


def make_section(organ: Unit, short_name: str = "办公室") -> Unit:
    """A part of an organ."""
    number = next(_serial)
    return Unit.objects.create(
        code=f"section-{number}",
        organ=organ,
        parent=organ,
        name=f"{organ.name}{short_name}{number}",
        short_name=short_name,
    )


def by_hand(user: User, *, unit: Unit, duty: Duty) -> None:
    """Rows in both tables, past the door that refuses duties that may not meet."""
    assign_perm(duty.codename, user, unit)
    Appointment.objects.create(user=user, unit=unit, duty=duty.codename, given_at=at())


def make_jack(unit: Unit, *, name: str = "") -> User:
    """Somebody who holds every duty of the work on cases, which nobody could be appointed to."""
    user = make_person(name=name)
    for duty in set(Duty) - ADMINISTRATION:
        by_hand(user, unit=unit, duty=duty)
    return user


def make_person(unit: Unit | None = None, *duties: Duty, name: str = "") -> User:
    """Somebody with duties on a unit. The password is `test`."""
    number = next(_serial)
    user = User.objects.create_user(
        username=f"person{number}", password="test", full_name=name or f"某人{number}"
    )
    for duty in duties:
        access.appoint(user, unit=unit, duty=duty)
    return user


class Office:
    """A unit with one person for each kind of work."""

    def __init__(self, short_name: str = "区发改局") -> None:
        self.unit = make_unit(short_name)
        self.clerk = make_person(self.unit, *CLERK, name="陈敏")
        self.checker = make_person(self.unit, Duty.CHECK_SECRECY, name="何保")
        self.adviser = make_person(self.unit, Duty.REVIEW_IN_LAW, name="卢律")
        self.signatory = make_person(self.unit, Duty.SIGN, name="田签")


def open_case(office: Office, *, day: date = date(2026, 11, 2), **more) -> Case:
    """A case that arrived at the counter on `day`."""
    act = Act(by=office.clerk, at=at(day))
    application = {
        "name": "张三丰",
        "kind": "natural_person",
        "subject": "某地块征收补偿安置方案",
        "request_text": "申请公开某地块征收补偿安置方案全文。",
        "address": "宁波市海曙区某路99号",
        "postcode": "315000",
        **more,
    }
    return walk_in(
        act,
        register=CaseFlow.register,
        perform=lambda process: register_case(
            act,
            process=process,
            unit=office.unit,
            arrival=Arrival(channel=Channel.COUNTER, submitted_on=day),
            application=Application(**application),
        ),
    )


def accepted(office: Office, *, day: date = date(2026, 11, 2), **more) -> Case:
    """A case that somebody handles."""
    case = open_case(office, day=day, **more)
    act = Act(by=office.clerk, at=at(day))
    take_step(
        act,
        node=CaseFlow.review,
        case=case,
        perform=lambda case: reviewing.accept(act, case=case, note="明确"),
    )
    take_step(
        act,
        node=CaseFlow.assign,
        case=case,
        perform=lambda case: reviewing.assign(
            act, case=case, section=None, handler=office.clerk, internal_due_on=None
        ),
    )
    return Case.objects.get(pk=case.pk)


def found(draft: Draft, verdict: str = "open", **more) -> dict[str, Finding]:
    """The same result for everything that `draft` hands out."""
    finding = Finding(verdict=verdict, reason="逐页看过，未标密。", **more)
    return {thing.key: finding for thing in handed_out(draft)}


# What the caseworker writes for "searched, and not there"; the names are DRAFT_FIELDS["D1a"].
D1A_FIELDS = {"search_scope": "综合档案系统、业务科室"}


def searched(office: Office, *, day: date = date(2026, 11, 3), **more) -> Case:
    """A case whose outcome is decided: searched, and not there (D1a)."""
    case = accepted(office, day=day, **more)
    act = Act(by=office.clerk, at=at(day))
    handling.record_search(
        act, case=case, places="综合档案系统", keywords="征收补偿", result="未查到"
    )
    take_step(
        act,
        node=CaseFlow.handle,
        case=case,
        perform=lambda case: handling.choose_outcome(act, case=case, outcome_code="D1a"),
    )
    return Case.objects.get(pk=case.pk)


def drafted(office: Office, *, day: date = date(2026, 11, 4), **more) -> Case:
    """A case whose reply waits for the legal check."""
    return hand_in(office, searched(office, day=day, **more), day=day)


def hand_in(office: Office, case: Case, *, day: date) -> Case:
    act = Act(by=office.clerk, at=at(day))
    wording = drafting.Wording(fields=D1A_FIELDS)
    take_step(
        act,
        node=CaseFlow.compose,
        case=case,
        perform=lambda case: drafting.hand_in_draft(act, case=case, wording=wording),
    )
    return Case.objects.get(pk=case.pk)


def approved(office: Office, *, day: date = date(2026, 11, 5), **more) -> Case:
    """A case whose reply the legal adviser approved."""
    return approve(office, drafted(office, day=day, **more), day=day)


def approve(office: Office, case: Case, *, day: date) -> Case:
    act = Act(by=office.adviser, at=at(day))
    draft = case.latest_draft
    take_step(
        act,
        node=CaseFlow.review_in_law,
        case=case,
        perform=lambda case: give_opinion(
            act, draft=draft, verdict="approved", seen_digest=draft.digest
        ),
    )
    return Case.objects.get(pk=case.pk)


def signed(office: Office, *, day: date = date(2026, 11, 6), **more) -> Case:
    """A case whose reply is signed and not yet issued."""
    return sign(office, approved(office, day=day, **more), day=day)


def sign(office: Office, case: Case, *, day: date) -> Case:
    act = Act(by=office.signatory, at=at(day))
    take_step(
        act,
        node=CaseFlow.sign,
        case=case,
        perform=lambda case: signing.sign(act, draft=case.latest_draft),
    )
    return Case.objects.get(pk=case.pk)


def issued(office: Office, *, day: date = date(2026, 11, 6), **more) -> Case:
    """A case whose reply is numbered and printed."""
    return issue(office, signed(office, day=day, **more), day=day)


def issue(office: Office, case: Case, *, day: date) -> Case:
    act = Act(by=office.clerk, at=at(day))
    take_step(
        act,
        node=CaseFlow.issue,
        case=case,
        perform=lambda case: issuing.issue_reply(act, case=case),
    )
    return Case.objects.get(pk=case.pk)


def posted(day: date, **more) -> delivering.Sending:
    """By EMS on `day`, under a number of its own."""
    eight = f"{next(_serial):08d}"
    number = f"EX{eight}{check_digit(eight)}CN"
    values = {"method": Dispatch.Method.POST, "sent_on": day, "tracking_number": number, **more}
    return delivering.Sending(**values)


def all_ticked(letter: Letter) -> Seen:
    """Every piece of the envelope confirmed, as the page shows it."""
    shown = shown_envelope(letter)
    return Seen.of([tick for tick, _name in shown.ticks], shown.envelope.digest)


def delivered(office: Office, *, day: date = date(2026, 11, 6), **more) -> Case:
    """A case whose reply left."""
    case = issued(office, day=day, **more)
    act = Act(by=office.clerk, at=at(day))
    take_step(
        act,
        node=CaseFlow.deliver,
        case=case,
        perform=lambda case: delivering.deliver(
            act, letter=case.reply, sending=posted(day), seen=all_ticked(case.reply)
        ),
    )
    return Case.objects.get(pk=case.pk)


def resulted(office: Office, *, kind: str, day: date = date(2026, 11, 18), **more) -> Case:
    """A case of whose reply is known what came of it."""
    case = delivered(office)
    outcome = results.Outcome(kind=kind, happened_on=day, **more)
    act = Act(by=office.clerk, at=at())
    results.record_result(act, dispatch=case.reply.last_dispatch, outcome=outcome)
    return Case.objects.get(pk=case.pk)


def proof_on(office: Office, case: Case) -> Document:
    """A signed slip on the case."""
    act, kind = Act(by=office.clerk, at=at()), Document.Kind.PROOF
    return keep_document(act, case=case, kind=kind, data=b"signed", name="slip.txt")


def issued_anew(office: Office, case: Case, *, day: date = TODAY) -> Case:
    """The reply was voided: written, approved, signed and printed once more."""
    case = hand_in(office, case, day=day)
    case = approve(office, case, day=day)
    case = sign(office, case, day=day)
    return issue(office, case, day=day)


def archived(office: Office, *, day: date = date(2026, 11, 9), **more) -> Case:
    """A case at its end."""
    case = delivered(office, day=day, **more)
    act = Act(by=office.clerk, at=at(day))
    take_step(
        act, node=CaseFlow.file_away, case=case, perform=lambda case: sealing.seal(act, case=case)
    )
    return Case.objects.get(pk=case.pk)
