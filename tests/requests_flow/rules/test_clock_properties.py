"""What holds of every clock, whatever happened to the case."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from requests_flow.rules.clock import (
    Correction,
    Extension,
    Pause,
    PauseKind,
    Record,
    read_clock,
)
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


def read(record, calendar=CALENDAR, today=TODAY):
    return read_clock(record, calendar=calendar, today=today)


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
        extension=Extension(days=20, notified_on=RECEIVED),
    )

    assert read(record).due == CALENDAR.add(received_on, 20)


@given(asked=SOME_PAUSES, today=DAYS)
def test_a_due_date_never_moves_back_as_days_go_by(asked, today):
    record = Record(received_on=RECEIVED, pauses=asked)

    assert read(record, today=today).due <= read(record, today=TODAY).due
