"""What holds of every clock, whatever happened to the case."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from requests_flow.rules.clock import (
    ClockError,
    Correction,
    Delay,
    Extension,
    Fee,
    Pause,
    PauseKind,
    Record,
    read_clock,
)
from requests_flow.rules.conventions import DEFAULTS, Conventions
from requests_flow.rules.working_days import WorkingCalendar, load_calendar

CALENDAR = load_calendar()
RECEIVED = date(2026, 3, 2)
TODAY = date(2026, 11, 23)
DAYS = st.dates(RECEIVED, TODAY)


@st.composite
def pauses(draw):
    asked_on = draw(DAYS)
    length = st.none() | st.integers(0, 60).map(lambda days: asked_on + timedelta(days))
    return Pause(
        asked_on=asked_on,
        delivered_on=draw(length),
        answered_on=draw(length),
        kind=draw(st.sampled_from(PauseKind)),
    )


SOME_PAUSES = st.lists(pauses(), max_size=4).map(tuple)


STRICT = Conventions(does_extension_survive_restart=False)


def read(record, calendar=CALENDAR, today=TODAY, conventions=DEFAULTS):
    return read_clock(record, calendar=calendar, today=today, conventions=conventions)


@given(asked=SOME_PAUSES, data=st.data())
def test_the_order_in_which_others_are_asked_is_indifferent(asked, data):
    shuffled = tuple(data.draw(st.permutations(asked)))

    assert (
        read(Record(received_on=RECEIVED, pauses=asked)).ledger
        == read(Record(received_on=RECEIVED, pauses=shuffled)).ledger
    )


@given(asked=SOME_PAUSES, one_more=pauses())
def test_asking_once_more_never_makes_a_date_earlier(asked, one_more):
    before = read(Record(received_on=RECEIVED, pauses=asked))
    after = read(Record(received_on=RECEIVED, pauses=(*asked, one_more)))

    assert after.due >= before.due


@given(asked=SOME_PAUSES, holidays=st.frozensets(DAYS, max_size=20))
def test_a_new_holiday_never_makes_a_due_date_earlier(asked, holidays):
    more = WorkingCalendar(
        off=CALENDAR.off | holidays, worked=CALENDAR.worked - holidays, years=CALENDAR.years
    )
    record = Record(received_on=RECEIVED, pauses=asked)

    assert read(record, more).due >= read(record).due


@given(asked=SOME_PAUSES, days=st.integers(1, 20))
def test_as_many_days_are_counted_as_the_law_allows(asked, days):
    told = Extension(days=days, notified_on=RECEIVED)

    plain = read(Record(received_on=RECEIVED, pauses=asked))
    extended = read(Record(received_on=RECEIVED, pauses=asked, extension=told))

    assert (plain.days_counted, extended.days_counted) == (20, 20 + days)


@given(asked=SOME_PAUSES)
def test_the_ledger_leaves_out_no_day_and_ends_on_the_due_date(asked):
    reading = read(Record(received_on=RECEIVED, pauses=asked))
    days = [line.day for line in reading.ledger]

    assert days == [RECEIVED + timedelta(n) for n in range((reading.due - RECEIVED).days + 1)]
    assert [line.number for line in reading.ledger if line.is_counted] == list(range(1, 21))


@given(received_again=st.integers(1, 120))
def test_a_correction_restarts_in_full(received_again):
    asked_on = RECEIVED + timedelta(1)
    received_on = asked_on + timedelta(received_again)
    record = Record(
        received_on=RECEIVED,
        correction=Correction(
            asked_on=asked_on, period_ends_on=received_on, received_on=received_on
        ),
        pauses=(Pause(asked_on=RECEIVED, answered_on=asked_on),),
    )
    extended = replace(record, extension=Extension(days=20, notified_on=RECEIVED))

    assert read(record).due == CALENDAR.add(received_on, 20)
    assert read(extended).due == CALENDAR.add(received_on, 40)
    assert read(extended, conventions=STRICT).due == CALENDAR.add(received_on, 20)


@given(asked=SOME_PAUSES, waited=st.integers(0, 60))
def test_a_payment_restarts_in_full_whatever_was_asked_before(asked, waited):
    paid_on = RECEIVED + timedelta(1 + waited)
    before = tuple(pause for pause in asked if pause.answered_on and pause.answered_on <= paid_on)
    fee = Fee(notified_on=RECEIVED + timedelta(1), paid_on=paid_on)

    reading = read(Record(received_on=RECEIVED, pauses=before, fee=fee))

    assert reading.due == CALENDAR.add(paid_on, 20)
    assert reading.days_counted == 20


@given(asked=SOME_PAUSES, told=DAYS, later=st.integers(0, 200))
def test_a_later_day_that_is_allowed_is_later_and_is_the_due_date(asked, told, later):
    plain = read(Record(received_on=RECEIVED, pauses=asked), today=told)
    delay = Delay(told_on=told, until=told + timedelta(later))
    record = Record(received_on=RECEIVED, pauses=asked, delay=delay)

    try:
        reading = read(record, today=told)
    except ClockError:
        assert told > plain.due or delay.until <= plain.due
    else:
        assert reading.due == delay.until > plain.due
        assert not reading.is_late


@given(asked=SOME_PAUSES, today=DAYS)
def test_a_due_date_never_moves_back_as_days_go_by(asked, today):
    record = Record(received_on=RECEIVED, pauses=asked)

    assert read(record, today=today).due <= read(record, today=TODAY).due


def plainly(record):
    """The due date by the plainest way: strike out the days that do not count, count the others."""
    struck = set()
    for pause in record.pauses:
        ends = [day for day in (pause.answered_on, TODAY) if day]
        if pause.delivered_on and pause.kind is not PauseKind.OTHER_ORGAN:
            ends.append(CALENDAR.add(pause.delivered_on, 15))
        length = (min(ends) - pause.asked_on).days
        struck |= {pause.asked_on + timedelta(n) for n in range(1, length + 1)}
    restarts = [
        act
        for act in (
            record.correction and record.correction.received_on,
            record.fee and record.fee.paid_on,
        )
        if act
    ]
    start = max([record.received_on, *restarts])
    left = 20 + (record.extension.days if record.extension else 0)
    day = start
    while left:
        day += timedelta(1)
        left -= CALENDAR.is_working_day(day) and day not in struck
    return day


@given(asked=SOME_PAUSES, data=st.data())
def test_the_clock_agrees_with_a_plain_count(asked, data):
    corrected = data.draw(st.none() | st.integers(1, 40).map(lambda n: RECEIVED + timedelta(n)))
    paid = data.draw(st.none() | st.integers(1, 40).map(lambda n: RECEIVED + timedelta(n)))
    days = data.draw(st.none() | st.integers(1, 20))
    record = Record(
        received_on=RECEIVED,
        pauses=asked,
        correction=corrected and Correction(asked_on=RECEIVED, received_on=corrected),
        fee=paid and Fee(notified_on=RECEIVED, paid_on=paid),
        extension=days and Extension(days=days, notified_on=RECEIVED),
    )

    assert read(record).due == plainly(record)
