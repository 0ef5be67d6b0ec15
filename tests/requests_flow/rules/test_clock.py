"""When the answer is due, and why."""

from datetime import date

import pytest

from requests_flow.rules.clock import (
    ClockError,
    ClockState,
    Correction,
    Extension,
    Pause,
    Reason,
    Record,
    read_clock,
)
from requests_flow.rules.conventions import Conventions
from requests_flow.rules.errors import ErrorCode
from requests_flow.rules.reasons import ledger_line
from requests_flow.rules.working_days import load_calendar

CALENDAR = load_calendar()
RECEIVED = date(2026, 10, 12)  # a Monday; without anything else due on 9 November
DUE = date(2026, 11, 9)
ASKED = Correction(asked_on=date(2026, 10, 16), period_ends_on=date(2026, 10, 30))


def read(received_on=RECEIVED, *, today=None, conventions=None, **acts):
    return read_clock(
        Record(received_on=received_on, **acts),
        calendar=CALENDAR,
        today=today or received_on,
        conventions=conventions or Conventions(),
    )


@pytest.mark.parametrize(
    ("received", "due"),
    [
        # Signed for on 30 September 2022; a court held 2 November to be the last day.
        pytest.param(date(2022, 9, 30), date(2022, 11, 2), id="a court's own count"),
        pytest.param(date(2025, 1, 20), date(2025, 2, 21), id="before spring festival"),
        pytest.param(date(2026, 2, 15), date(2026, 3, 20), id="received on a holiday"),
        pytest.param(date(2026, 9, 20), date(2026, 10, 23), id="received on a worked Sunday"),
        pytest.param(RECEIVED, DUE, id="a plain month"),
    ],
)
def test_due_date(received, due):
    assert read(received).due == due


def test_a_fresh_case_runs():
    reading = read(today=date(2026, 10, 13))

    assert reading.state is ClockState.RUNNING
    assert reading.days_left == 19
    assert not reading.is_late
    assert not reading.is_over
    assert not reading.is_earliest


def test_the_last_day_is_in_time_and_the_next_is_late():
    last, next_day = read(today=DUE), read(today=date(2026, 11, 10))

    assert (last.state, last.days_left) == (ClockState.RUNNING, 0)
    assert (next_day.state, next_day.days_left) == (ClockState.LATE, -1)
    assert next_day.is_late


@pytest.mark.parametrize(
    ("answered_on", "state"),
    [(DUE, ClockState.ANSWERED), (date(2026, 11, 10), ClockState.ANSWERED_LATE)],
)
def test_an_answer_stops_the_clock_for_good(answered_on, state):
    reading = read(answered_on=answered_on, today=date(2026, 12, 31))

    assert reading.state is state
    assert reading.is_over
    assert reading.deadlines == ()


def test_an_answer_still_to_come_is_not_seen():
    assert read(answered_on=DUE, today=date(2026, 11, 1)).state is ClockState.RUNNING


def test_a_withdrawn_case_is_over():
    reading = read(withdrawn_on=date(2026, 10, 20), today=date(2026, 12, 31))

    assert reading.state is ClockState.WITHDRAWN
    assert reading.is_over
    assert (reading.due, reading.days_left, reading.is_provisional) == (None, None, False)
    assert reading.ledger[-1].day == date(2026, 10, 20)


def test_an_answer_before_the_withdrawal_counts():
    reading = read(
        answered_on=date(2026, 10, 20), withdrawn_on=date(2026, 10, 22), today=date(2026, 12, 1)
    )

    assert reading.state is ClockState.ANSWERED


@pytest.mark.parametrize(
    ("build", "code"),
    [
        (
            lambda: read(date(2026, 11, 2), today=date(2026, 11, 1)),
            ErrorCode.RECEIVED_IN_THE_FUTURE,
        ),
        (lambda: read(answered_on=date(2026, 10, 1)), ErrorCode.ACT_BEFORE_RECEIPT),
        (lambda: read(withdrawn_on=date(2026, 10, 1)), ErrorCode.ACT_BEFORE_RECEIPT),
        (
            lambda: read(pauses=(Pause(asked_on=date(2026, 10, 1)),)),
            ErrorCode.ACT_BEFORE_RECEIPT,
        ),
        (
            lambda: read(extension=Extension(days=1, notified_on=date(2026, 10, 1))),
            ErrorCode.ACT_BEFORE_RECEIPT,
        ),
        (
            lambda: read(date(2026, 10, 19), correction=ASKED),
            ErrorCode.ACT_BEFORE_RECEIPT,
        ),
        (
            lambda: Pause(asked_on=DUE, delivered_on=RECEIVED),
            ErrorCode.CONSULTATION_OUT_OF_ORDER,
        ),
        (
            lambda: Pause(asked_on=DUE, answered_on=RECEIVED),
            ErrorCode.CONSULTATION_OUT_OF_ORDER,
        ),
        (
            lambda: Correction(asked_on=DUE, period_ends_on=RECEIVED),
            ErrorCode.CORRECTION_OUT_OF_ORDER,
        ),
        (
            lambda: Correction(asked_on=DUE, period_ends_on=DUE, received_on=RECEIVED),
            ErrorCode.CORRECTION_OUT_OF_ORDER,
        ),
    ],
)
def test_a_record_that_cannot_be_is_refused(build, code):
    with pytest.raises(ClockError) as refusal:
        build()

    assert refusal.value.code is code
    assert refusal.value.article


@pytest.mark.parametrize(
    ("received", "is_provisional"),
    [(date(2026, 12, 3), False), (date(2026, 12, 4), True), (date(2018, 12, 28), True)],
)
def test_a_date_in_a_year_without_holidays_is_provisional(received, is_provisional):
    assert read(received).is_provisional is is_provisional


def test_the_ledger_gives_a_reason_for_every_day():
    pause = Pause(asked_on=date(2026, 9, 21), answered_on=date(2026, 9, 22))

    reading = read(date(2026, 9, 18), pauses=(pause,), today=date(2026, 9, 23))
    by_day = {line.day: line for line in reading.ledger}

    assert by_day[date(2026, 9, 18)].reason is Reason.RECEIVED
    assert by_day[date(2026, 9, 19)].reason is Reason.WEEKEND
    assert by_day[date(2026, 9, 20)].reason is Reason.WORKED_WEEKEND
    assert by_day[date(2026, 9, 20)].number == 1
    assert by_day[date(2026, 9, 21)].reason is Reason.COUNTED
    assert by_day[date(2026, 9, 22)].reason is Reason.PAUSED
    assert by_day[date(2026, 10, 1)].reason is Reason.HOLIDAY
    assert reading.days_counted == 20
    assert all("条例" in line.note or "国务院" in line.note for line in reading.ledger)


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_names_where_the_law_says_so(reason):
    line = ledger_line(RECEIVED, reason)

    assert "条" in line.article
    assert line.note.endswith(f"（{line.article}）")
