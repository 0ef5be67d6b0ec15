"""While others are asked, the clock stands still."""

from datetime import date

import pytest

from requests_flow.rules.clock import (
    ClockState,
    Deadline,
    Pause,
    PauseKind,
    Record,
    read_clock,
)
from requests_flow.rules.conventions import Conventions
from requests_flow.rules.working_days import load_calendar

CALENDAR = load_calendar()
RECEIVED = date(2026, 10, 12)  # a Monday; without anything else due on 9 November
DUE = date(2026, 11, 9)


def read(received_on=RECEIVED, *, today=None, conventions=None, **acts):
    return read_clock(
        Record(received_on=received_on, **acts),
        calendar=CALENDAR,
        today=today or received_on,
        conventions=conventions or Conventions(),
    )


@pytest.mark.parametrize("kind", list(PauseKind))
def test_days_spent_asking_do_not_count(kind):
    pause = Pause(asked_on=date(2026, 10, 14), answered_on=date(2026, 10, 20), kind=kind)

    reading = read(pauses=(pause,), today=date(2026, 10, 21))

    assert reading.due == date(2026, 11, 13)  # 15, 16, 19 and 20 October left out
    assert reading.state is ClockState.RUNNING


def test_two_asked_at_once_stop_the_clock_once():
    one = Pause(asked_on=date(2026, 10, 14), answered_on=date(2026, 10, 20))
    two = Pause(asked_on=date(2026, 10, 16), answered_on=date(2026, 10, 21))

    reading = read(pauses=(one, two), today=date(2026, 11, 1))

    assert reading.due == date(2026, 11, 16)


def test_an_open_pause_gives_the_earliest_date_there_can_be():
    pause = Pause(asked_on=date(2026, 10, 14))

    reading = read(pauses=(pause,), today=date(2026, 10, 20))

    assert reading.state is ClockState.PAUSED
    assert reading.is_earliest
    assert reading.due == date(2026, 11, 13)


@pytest.mark.parametrize("kind", [PauseKind.THIRD_PARTY, PauseKind.CO_MAKER])
def test_silence_ends_after_fifteen_working_days_from_delivery(kind):
    pause = Pause(asked_on=date(2026, 10, 14), delivered_on=date(2026, 10, 16), kind=kind)

    last_day = read(pauses=(pause,), today=date(2026, 11, 6))
    after = read(pauses=(pause,), today=date(2026, 12, 1))

    assert last_day.state is ClockState.PAUSED
    assert after.state is ClockState.RUNNING
    # 17 working days from 15 October to 6 November are left out.
    assert after.due == CALENDAR.add(DUE, 17) == date(2026, 12, 2)


def test_an_answer_after_the_silence_gives_no_more_days():
    silent = Pause(asked_on=date(2026, 10, 14), delivered_on=date(2026, 10, 16))
    tardy = Pause(
        asked_on=date(2026, 10, 14),
        delivered_on=date(2026, 10, 16),
        answered_on=date(2026, 11, 27),
    )
    today = date(2026, 12, 1)

    assert read(pauses=(tardy,), today=today).due == read(pauses=(silent,), today=today).due


def test_another_organ_has_no_term():
    pause = Pause(
        asked_on=date(2026, 10, 14),
        delivered_on=date(2026, 10, 16),
        kind=PauseKind.OTHER_ORGAN,
    )

    reading = read(pauses=(pause,), today=date(2026, 12, 1))

    assert reading.state is ClockState.PAUSED
    assert not {Deadline.THIRD_PARTY, Deadline.CO_MAKER} & {d.code for d in reading.deadlines}


def test_asking_after_the_due_date_saves_nobody():
    pause = Pause(asked_on=date(2026, 11, 10))

    reading = read(pauses=(pause,), today=date(2026, 11, 12))

    assert (reading.due, reading.state) == (DUE, ClockState.LATE)


def test_asking_on_the_due_date_gains_nothing():
    pause = Pause(asked_on=DUE)

    reading = read(pauses=(pause,), today=DUE)

    assert (reading.due, reading.state) == (DUE, ClockState.RUNNING)


def test_a_consultation_still_to_be_sent_pauses_nothing():
    assert (
        read(pauses=(Pause(asked_on=date(2026, 10, 20)),), today=date(2026, 10, 15)).state
        is ClockState.RUNNING
    )


def test_an_answer_ends_every_open_pause():
    pause = Pause(asked_on=date(2026, 10, 14))

    reading = read(pauses=(pause,), answered_on=date(2026, 10, 20), today=date(2026, 12, 31))

    assert reading.due == date(2026, 11, 13)
