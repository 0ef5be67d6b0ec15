"""If one did this today: what becomes of the due date."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_flow.rules.clock import (
    Correction,
    Extension,
    Fee,
    Pause,
    PauseKind,
    Record,
    read_clock,
)
from requests_flow.rules.conventions import Conventions
from requests_flow.rules.errors import ErrorCode
from requests_flow.rules.what_if import Step, prospects
from requests_flow.rules.working_days import load_calendar

CALENDAR = load_calendar()
RECEIVED = date(2026, 8, 3)  # a Monday; due on 31 August
DUE = date(2026, 8, 31)
TODAY = date(2026, 8, 6)


def ask(today=TODAY, conventions=None, **acts):
    record = Record(received_on=RECEIVED, **acts)
    conventions = conventions or Conventions()
    found = prospects(record, calendar=CALENDAR, today=today, conventions=conventions)
    return {one.step: one for one in found}


def test_each_step_has_one_prospect_in_order():
    assert list(ask()) == list(Step)


def test_an_answer_today_leaves_the_days_that_are_left():
    assert (ask()[Step.ANSWER].due, ask()[Step.ANSWER].days_left) == (DUE, 17)
    assert ask(date(2026, 9, 2))[Step.ANSWER].days_left == -2


def test_a_correction_asked_today_starts_the_period_when_it_comes():
    one = ask()[Step.ASK_CORRECTION]

    assert one.waits_until == CALENDAR.add(TODAY, 10)
    assert one.due == CALENDAR.add(one.waits_until, 20)
    assert one.days_left == 30
    longer = ask(conventions=Conventions(days_to_correct=15))[Step.ASK_CORRECTION]
    assert longer.waits_until == CALENDAR.add(TODAY, 15)


def test_a_correction_is_asked_once_and_within_seven_days():
    last, after = date(2026, 8, 12), date(2026, 8, 13)
    before = Correction(asked_on=date(2026, 8, 4), received_on=date(2026, 8, 5))
    late = Conventions(does_late_correction_restart=True)

    assert ask(last)[Step.ASK_CORRECTION].refusal is None
    assert ask(after)[Step.ASK_CORRECTION].refusal is ErrorCode.CORRECTION_NOTICE_TOO_LATE
    assert ask(after, late)[Step.ASK_CORRECTION].refusal is None
    gone = ask(date(2026, 9, 1), late)[Step.ASK_CORRECTION]
    assert gone.refusal is ErrorCode.CORRECTION_NOTICE_TOO_LATE
    assert ask(correction=before)[Step.ASK_CORRECTION].refusal is ErrorCode.CORRECTION_ASKED_TWICE


@pytest.mark.parametrize("step", [Step.ASK_THIRD_PARTY, Step.ASK_CO_MAKER])
def test_who_is_asked_today_and_stays_silent_moves_the_day_by_fifteen(step):
    one = ask()[step]

    assert one.waits_until == CALENDAR.add(TODAY, 15)
    assert one.due == CALENDAR.add(DUE, 15)


def test_another_organ_has_no_term():
    one = ask()[Step.ASK_OTHER_ORGAN]

    assert (one.waits_until, one.due, one.refusal) == (None, DUE, None)


@pytest.mark.parametrize("step", [Step.ASK_THIRD_PARTY, Step.ASK_CO_MAKER, Step.ASK_OTHER_ORGAN])
@pytest.mark.parametrize("today", [DUE, date(2026, 9, 1)])
def test_who_is_asked_on_the_last_day_or_later_may_be_asked_and_gives_no_time(step, today):
    assert ask(date(2026, 8, 28))[step].gains_time
    assert (ask(today)[step].refusal, ask(today)[step].gains_time) == (None, False)
    assert ask(today)[step].due == DUE


def test_a_fee_may_be_told_on_the_last_day_and_not_after_it():
    last = ask(DUE)[Step.NOTIFY_FEE]

    assert (last.refusal, last.waits_until) == (None, CALENDAR.add(DUE, 20))
    assert last.due == CALENDAR.add(last.waits_until, 20)
    after = ask(date(2026, 9, 1))[Step.NOTIFY_FEE]
    assert after.refusal is ErrorCode.FEE_NOTICE_TOO_LATE


@pytest.mark.parametrize("step", [Step.EXTEND, Step.ASK_THIRD_PARTY])
def test_while_somebody_without_a_term_is_asked_every_day_is_the_earliest(step):
    organ = Pause(asked_on=date(2026, 8, 4), kind=PauseKind.OTHER_ORGAN)
    third = Pause(asked_on=date(2026, 8, 4), delivered_on=date(2026, 8, 5))

    assert ask(pauses=(organ,))[step].is_earliest
    assert not ask(pauses=(third,))[step].is_earliest
    assert not ask()[step].is_earliest


def test_an_extension_today_counts_on_the_silence_of_those_who_are_asked():
    third = Pause(asked_on=date(2026, 8, 4), delivered_on=date(2026, 8, 5))
    silent = CALENDAR.add(date(2026, 8, 5), 15)

    assert ask(pauses=(third,))[Step.EXTEND].due == CALENDAR.add(
        DUE, 20 + CALENDAR.count(date(2026, 8, 4), silent)
    )


def test_a_house_may_grant_another_term_today_than_at_the_receipt():
    record = Record(received_on=RECEIVED)
    found = prospects(record, calendar=CALENDAR, today=TODAY, days_to_correct=15)

    assert found[1].waits_until == CALENDAR.add(TODAY, 15)


def test_received_on_a_day_of_rest_the_notice_may_leave_as_long_as_the_house_holds():
    record = Record(received_on=date(2026, 8, 2))  # a Sunday
    moved = Conventions(is_rest_day_receipt_moved=True)

    def refusal(today, conventions):
        found = prospects(record, calendar=CALENDAR, today=today, conventions=conventions)
        return found[1].refusal

    assert refusal(date(2026, 8, 12), moved) is None
    assert refusal(date(2026, 8, 12), Conventions()) is ErrorCode.CORRECTION_NOTICE_TOO_LATE


def test_an_extension_today_adds_all_that_may_be_added():
    assert ask()[Step.EXTEND].due == CALENDAR.add(DUE, 20)
    assert ask(DUE)[Step.EXTEND].due == CALENDAR.add(DUE, 20)
    assert ask(date(2026, 9, 1))[Step.EXTEND].refusal is ErrorCode.EXTENSION_TOO_LATE
    told = Extension(days=3, notified_on=date(2026, 8, 5))
    assert ask(extension=told)[Step.EXTEND].refusal is ErrorCode.EXTENDED_TWICE


def test_a_fee_today_starts_the_period_anew_when_it_is_paid():
    one = ask()[Step.NOTIFY_FEE]

    assert one.waits_until == CALENDAR.add(TODAY, 20)
    assert one.due == CALENDAR.add(one.waits_until, 20)
    paid = Fee(notified_on=date(2026, 8, 4), paid_on=date(2026, 8, 5))
    assert ask(fee=paid)[Step.NOTIFY_FEE].refusal is ErrorCode.FEE_NOTIFIED_TWICE


def test_while_the_applicant_has_to_move_nothing_can_be_paused():
    found = ask(correction=Correction(asked_on=date(2026, 8, 4)))

    assert found[Step.ASK_THIRD_PARTY].refusal is ErrorCode.NOTHING_RUNS
    assert found[Step.NOTIFY_FEE].refusal is ErrorCode.NOTHING_RUNS
    assert found[Step.EXTEND].refusal is ErrorCode.EXTENSION_WHILE_AWAITING
    assert found[Step.ANSWER].due is None
    assert found[Step.ANSWER].days_left is None


def test_what_is_still_to_come_is_not_known_yet():
    later = Fee(notified_on=date(2026, 8, 10))

    assert ask(fee=later)[Step.NOTIFY_FEE].refusal is None


def test_a_day_in_a_year_without_holidays_is_provisional():
    found = prospects(
        Record(received_on=date(2026, 11, 23)), calendar=CALENDAR, today=date(2026, 11, 23)
    )
    by_step = {one.step: one for one in found}

    assert not by_step[Step.ANSWER].is_provisional
    assert by_step[Step.EXTEND].is_provisional


@pytest.mark.parametrize("acts", [{"answered_on": TODAY}, {"withdrawn_on": TODAY}])
def test_once_it_is_over_there_is_nothing_to_ask(acts):
    assert ask(**acts) == {}


@given(st.dates(RECEIVED, date(2026, 10, 30)), st.booleans())
def test_no_step_that_is_open_brings_the_day_forward(today, is_asked):
    pauses = (Pause(asked_on=date(2026, 8, 5), answered_on=date(2026, 8, 10)),) if is_asked else ()
    record = Record(received_on=RECEIVED, pauses=pauses)
    now = read_clock(record, calendar=CALENDAR, today=today)

    for one in prospects(record, calendar=CALENDAR, today=today):
        assert (one.refusal is None) == (one.due is not None)
        assert one.due is None or one.due >= now.due
