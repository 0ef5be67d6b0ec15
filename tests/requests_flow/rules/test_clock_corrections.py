"""Corrections start the clock again; extensions put the answer off."""

from datetime import date

import pytest

from requests_flow.rules.clock import (
    ClockError,
    ClockState,
    Correction,
    Deadline,
    Extension,
    Pause,
    Reason,
    Record,
    correction_notice_due,
    correction_period_ends,
    read_clock,
)
from requests_flow.rules.conventions import Conventions
from requests_flow.rules.errors import ErrorCode
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


ASKED = Correction(asked_on=date(2026, 10, 16), period_ends_on=date(2026, 10, 30))
CORRECTED = Correction(
    asked_on=date(2026, 10, 16),
    period_ends_on=date(2026, 10, 30),
    received_on=date(2026, 10, 28),
)


def test_while_the_applicant_corrects_nothing_is_due():
    reading = read(correction=ASKED, today=date(2026, 10, 20))

    assert reading.state is ClockState.AWAITING_CORRECTION
    assert (reading.due, reading.days_left, reading.is_provisional) == (None, None, False)
    assert [line.reason for line in reading.ledger] == [
        Reason.RECEIVED,
        *[Reason.DISCARDED] * 4,
        *[Reason.AWAITING] * 4,
    ]


def test_a_case_given_up_while_awaiting_is_answered():
    reading = read(correction=ASKED, answered_on=date(2026, 11, 2), today=date(2026, 12, 1))

    assert (reading.due, reading.state) == (None, ClockState.ANSWERED)


def test_a_correction_starts_the_clock_again_in_full():
    reading = read(correction=CORRECTED, today=date(2026, 10, 29))

    assert reading.due == CALENDAR.add(date(2026, 10, 28), 20)
    assert reading.ledger[16].reason is Reason.RESTARTED
    assert all(line.reason is Reason.DISCARDED for line in reading.ledger[1:16])


def test_a_correction_received_the_day_the_case_came_leaves_one_line_for_that_day():
    day = Correction(asked_on=RECEIVED, received_on=RECEIVED, period_ends_on=RECEIVED)

    reading = read(correction=day)

    assert reading.due == DUE
    assert [line.reason for line in reading.ledger[:2]] == [Reason.RECEIVED, Reason.COUNTED]


def test_a_notice_after_the_seventh_day_starts_nothing_unless_the_house_says_so():
    late = Correction(
        asked_on=date(2026, 10, 22),
        period_ends_on=date(2026, 11, 5),
        received_on=date(2026, 10, 28),
    )
    generous = Conventions(does_late_correction_restart=True)
    today = date(2026, 10, 29)

    assert read(correction=late, today=today).due == DUE
    assert read(correction=late, today=today, conventions=generous).due == CALENDAR.add(
        date(2026, 10, 28), 20
    )


def test_the_smaller_deadlines():
    fresh = read(today=date(2026, 10, 13)).deadlines
    awaiting = read(correction=ASKED, today=date(2026, 11, 2)).deadlines
    asking = read(
        correction=CORRECTED,
        pauses=(Pause(asked_on=date(2026, 10, 29), delivered_on=date(2026, 12, 15)),),
        today=date(2026, 12, 16),
    ).deadlines

    assert [(d.code, d.due, d.days_left) for d in fresh] == [
        (Deadline.CORRECTION_NOTICE, date(2026, 10, 21), 6)
    ]
    assert [(d.code, d.days_left) for d in awaiting] == [(Deadline.CORRECTION_PERIOD, -1)]
    assert [(d.code, d.is_provisional) for d in asking] == [(Deadline.THIRD_PARTY, True)]


def test_the_seven_days_are_not_shown_once_they_are_gone():
    assert read(today=date(2026, 10, 22)).deadlines == ()


def test_the_days_of_a_correction():
    assert correction_notice_due(RECEIVED, calendar=CALENDAR) == date(2026, 10, 21)
    assert correction_period_ends(date(2026, 10, 16), calendar=CALENDAR) == date(2026, 10, 30)


def test_an_extension_told_on_the_last_day_is_in_time():
    reading = read(extension=Extension(days=20, notified_on=DUE), today=DUE)

    assert reading.due == CALENDAR.add(DUE, 20)


def test_a_pause_before_it_gives_the_extension_more_time():
    pause = Pause(asked_on=date(2026, 10, 14), answered_on=date(2026, 10, 20))
    told = Extension(days=5, notified_on=date(2026, 11, 13))

    reading = read(pauses=(pause,), extension=told, today=date(2026, 11, 13))

    assert reading.due == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("days", "notified_on", "code"),
    [
        (21, date(2026, 10, 20), ErrorCode.EXTENSION_TOO_LONG),
        (0, date(2026, 10, 20), ErrorCode.EXTENSION_TOO_SHORT),
        (10, date(2026, 11, 10), ErrorCode.EXTENSION_TOO_LATE),
    ],
)
def test_what_an_extension_may_not_be(days, notified_on, code):
    with pytest.raises(ClockError) as refusal:
        read(extension=Extension(days=days, notified_on=notified_on), today=date(2026, 11, 20))

    assert refusal.value.code is code
    assert refusal.value.article == "条例第三十三条第二款"


def test_there_is_nothing_to_extend_while_the_applicant_corrects():
    with pytest.raises(ClockError) as refusal:
        read(
            correction=ASKED,
            extension=Extension(days=5, notified_on=date(2026, 10, 20)),
            today=date(2026, 10, 21),
        )

    assert refusal.value.code is ErrorCode.EXTENSION_WHILE_AWAITING


def test_an_extension_is_kept_when_the_period_starts_again_unless_the_house_discards_it():
    told = Extension(days=5, notified_on=date(2026, 10, 15))
    strict = Conventions(does_extension_survive_restart=False)
    later = {"correction": CORRECTED, "extension": told, "today": date(2026, 10, 29)}

    awaiting = read(correction=ASKED, extension=told, today=date(2026, 10, 20))

    assert awaiting.state is ClockState.AWAITING_CORRECTION
    assert read(**later).due == CALENDAR.add(date(2026, 10, 28), 25)
    assert read(**later, conventions=strict).due == CALENDAR.add(date(2026, 10, 28), 20)


def test_a_notice_on_the_seventh_day_is_in_time_and_shown_until_then():
    seventh = date(2026, 10, 21)
    on_the_day = Correction(asked_on=seventh, period_ends_on=date(2026, 11, 4))

    assert read(correction=on_the_day, today=seventh).state is ClockState.AWAITING_CORRECTION
    assert [deadline.days_left for deadline in read(today=seventh).deadlines] == [0]
