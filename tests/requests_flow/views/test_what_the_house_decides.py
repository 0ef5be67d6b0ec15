"""Whatever the house decided: what the page foretells is what the act then does."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from requests_flow.actions import extending, handling, reviewing
from requests_flow.actions.act import Act, Refusal
from requests_flow.actions.registering import Application, Arrival, register_case
from requests_flow.flows import CaseFlow
from requests_flow.models import Case, Consultation
from requests_flow.models.reading import calendar, clock_record, conventions_of, law, law_of
from requests_flow.rules.conventions import DEFAULTS, Conventions
from requests_flow.rules.receipt import Channel
from requests_flow.rules.what_if import Prospect, Step, prospects
from requests_flow.views import what_if
from requests_flow.views.walking import open_case
from tests.factories import Office, at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_letters")]

# It came on a Friday and was confirmed on the Sunday; seven working days are over on the 17th,
# or, if the receipt moves to Monday, on the 18th; the answer is due on 4 December.
CAME, RECEIVED = date(2026, 11, 6), date(2026, 11, 8)
EARLY, EIGHTH, LATE, DUE = (
    date(2026, 11, 10),
    date(2026, 11, 18),
    date(2026, 11, 19),
    date(2026, 12, 4),
)

# Each decision of the house that an act of the office can meet, and the day of the act.
DECIDED = [
    ("counts_from_strict_receipt", True, EARLY),
    ("is_rest_day_receipt_moved", True, EIGHTH),
    ("is_rest_day_receipt_moved", False, EIGHTH),
    ("does_late_correction_restart", True, LATE),
    ("does_late_correction_restart", False, LATE),
    ("days_to_correct", 15, EARLY),
    ("does_pause_include_day_of_dispatch", True, EARLY),
    ("does_pause_include_day_of_dispatch", True, DUE),
    ("does_pause_include_day_of_answer", False, EARLY),
    ("does_extension_survive_restart", False, EARLY),
]
STEPS = [
    Step.ASK_CORRECTION,
    Step.ASK_THIRD_PARTY,
    Step.ASK_CO_MAKER,
    Step.ASK_OTHER_ORGAN,
    Step.EXTEND,
]
# What the office cannot enter yet: only `read_clocks` and the rules know it.
NOT_ENTERED = {
    "days_to_give_reasons",
    "does_asking_for_reasons_stop_the_clock",
    "does_payment_restart",
    "days_to_redo",
}
# What moves no day of the clock: a warning, the numbers of a month, remedies.
NO_CLOCK = {
    # How the queue of the legal check is ordered, and when somebody is told: no due date depends on it.
    "days_to_sign",
    "days_to_seal",
    "days_to_post",
    "days_to_review",
    "working_days_to_confirm",
    "many_in_a_month",
    "does_withdrawn_count_in_month",
    "does_petition_count_in_month",
    *(field.name for field in fields(Conventions) if field.name.endswith("review_first")),
    "is_office_reply_of_government",
}


@pytest.fixture
def house_decides(tmp_path, settings):
    settings.YISHEN_LAW_DIR = str(tmp_path)

    def write(**values):
        row = {"kind": "conventions", "valid_from": "2026-01-01", "why": "纪要", "values": values}
        (tmp_path / "a.json").write_text(json.dumps(row), encoding="utf-8")

    return write


def registered(office: Office) -> Case:
    act = Act(by=office.clerk, at=at(RECEIVED))
    return open_case(
        act,
        register=CaseFlow.register,
        perform=lambda process: register_case(
            act,
            process=process,
            unit=office.unit,
            arrival=Arrival(channel=Channel.ONLINE, submitted_on=CAME, confirmed_on=RECEIVED),
            application=Application(
                name="张三丰", kind="natural_person", subject="某方案", request_text="某方案全文。"
            ),
        ),
    )


def foretold(case: Case, step: Step, today: date) -> Prospect:
    found = prospects(
        clock_record(case),
        calendar=calendar(),
        today=today,
        statute=law_of(case),
        conventions=conventions_of(case),
        days_to_correct=law().conventions_on(today).days_to_correct,
    )
    return next(one for one in found if one.step is step)


def do(act: Act, case: Case, step: Step) -> None:
    """Take the step; whoever is asked has the letter that day."""
    if step is Step.ASK_CORRECTION:
        reviewing.ask_correction(act, case=case, items="请写明地块", late_reason="系统故障")
    elif step is Step.EXTEND:
        days = law_of(case).on(act.on).days_to_extend
        extending.extend(act, case=case, days=days, reason="材料多")
    else:
        kind = Consultation.Kind(step.value.removeprefix("ask_"))
        row = handling.consult(
            act, case=case, kind=kind, name="某局", question="是否公开？", sent_on=act.on
        )
        handling.record_consultation(act, consultation=row, delivered_on=act.on, answered_on=None)


def page(office: Office, case: Case, today: date):
    client = Client(headers={"accept-language": "en"})
    with time_machine.travel(at(today), tick=False):
        client.force_login(office.clerk)
        return client.get(reverse("case_ledger", args=[case.pk])).context


def spoken(day: date) -> str:
    return f"{day:%B} {day.day}"


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(("field", "value", "today"), DECIDED)
def test_what_the_page_foretells_is_what_the_act_does(house_decides, field, value, today, step):
    house_decides(**{field: value})
    office = Office()
    case, act = registered(office), Act(by=office.clerk, at=at(today))
    if field == "does_extension_survive_restart" and step is not Step.EXTEND:
        do(act, case, Step.EXTEND)
        case = Case.objects.get(pk=case.pk)
    prospect = foretold(case, step, today)
    name = what_if.STEPS[step]
    row = next(row for row in page(office, case, today)["what_if"].rows if row.step == name)

    assert row.is_refused is (prospect.refusal is not None)
    if row.is_refused:
        with pytest.raises(Refusal):
            do(act, case, step)
        return
    assert spoken(prospect.due) in row.words
    do(act, case, step)
    case = Case.objects.get(pk=case.pk)
    evening = prospect.waits_until or today
    if step is Step.ASK_CORRECTION:
        assert case.correction.period_ends_on == evening
        later = Act(by=office.clerk, at=at(evening))
        reviewing.receive_correction(later, case=case, received_on=evening, text="某地块")
    reading = page(office, case, evening)["reading"]
    assert (reading.latest or reading.due) == prospect.due


def test_every_decision_is_tried_or_known_to_be_out_of_reach():
    tried = {name for name, _value, _day in DECIDED}

    assert tried | NOT_ENTERED | NO_CLOCK == {field.name for field in fields(Conventions)}
    assert all(
        any(value != getattr(DEFAULTS, name) for one, value, _day in DECIDED if one == name)
        for name in tried
    )
