"""A new text takes over a pending case: its numbers count from its day, what was done stays done."""

from dataclasses import replace
from datetime import date

import pytest

from requests_flow.rules.clock import (
    ClockState,
    Correction,
    Delay,
    Extension,
    Fee,
    Pause,
    Record,
    read_clock,
)
from requests_flow.rules.statute import NUMBERS, REGULATION_711, governing, statute_on
from requests_flow.rules.working_days import load_calendar

CALENDAR = load_calendar()
RECEIVED = date(2026, 10, 12)  # due on 9 November
CHANGE = date(2026, 10, 26)

ACTS = {
    "correction": {"correction": Correction(asked_on=date(2026, 10, 21))},
    "extension": {"extension": Extension(days=20, notified_on=date(2026, 10, 23))},
    "fee": {"fee": Fee(notified_on=date(2026, 10, 23))},
    "delay": {"delay": Delay(told_on=date(2026, 10, 23), until=date(2026, 12, 31))},
    "pause": {"pauses": (Pause(asked_on=date(2026, 10, 14), delivered_on=date(2026, 10, 15)),)},
}


def law(**numbers):
    new = replace(REGULATION_711, valid_from=CHANGE, governs_pending=True, **numbers)
    return governing(RECEIVED, statutes=(REGULATION_711, new))


def read(today, statute, **acts):
    record = Record(received_on=RECEIVED, **acts)
    return read_clock(record, calendar=CALENDAR, today=today, statute=statute)


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("name", ACTS)
def test_no_lawful_act_becomes_unlawful_by_a_shorter_term(name, number):
    for today in (date(2026, 10, 23), CHANGE, date(2026, 11, 9), date(2026, 12, 20)):
        read(today, law(**{number: 5}), **ACTS[name])


def test_a_lawful_notice_to_correct_keeps_its_effect():
    shorter = law(days_to_ask_correction=5)

    assert read(CHANGE, shorter, **ACTS["correction"]).state is ClockState.AWAITING_CORRECTION


def test_a_term_that_runs_keeps_its_length():
    shorter = law(days_for_third_party=5)
    reading = read(CHANGE, shorter, **ACTS["pause"])

    assert reading.deadlines[-1].due == CALENDAR.add(date(2026, 10, 15), 15)


def test_the_new_days_count_from_the_day_of_the_new_text():
    longer = law(days_to_answer=25)

    assert read(date(2026, 10, 25), longer).days_allowed == 20
    assert read(CHANGE, longer).days_allowed == 25
    assert read(CHANGE, longer).due == CALENDAR.add(RECEIVED, 25)


def test_what_was_answered_before_is_judged_by_the_text_of_then():
    shorter = law(days_to_answer=5)
    answered = read(date(2026, 12, 1), shorter, answered_on=date(2026, 10, 23))

    assert (answered.state, answered.days_allowed) == (ClockState.ANSWERED, 20)


def test_an_extension_after_the_change_is_judged_by_the_new_text():
    more = law(days_to_extend=30)
    told = Extension(days=30, notified_on=CHANGE)

    assert read(CHANGE, more, extension=told).days_allowed == 50


def test_the_text_of_a_day_is_the_last_that_took_over():
    law_of_case = law(days_to_answer=25)

    assert law_of_case.on(date(2026, 10, 25)) is REGULATION_711
    assert law_of_case.on(CHANGE).days_to_answer == 25
    both = (law_of_case.later[0], REGULATION_711)
    assert statute_on(RECEIVED, statutes=both) is REGULATION_711
    assert statute_on(RECEIVED, as_of=CHANGE, statutes=both).days_to_answer == 25
