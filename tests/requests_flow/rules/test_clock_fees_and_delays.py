"""Fees start the clock again, art. 35 sets another day, and contested answers have clocks too."""

from datetime import date, timedelta

import pytest

from requests_flow.rules.clock import (
    Challenge,
    ChallengeKind,
    ClockError,
    ClockState,
    Correction,
    Deadline,
    Delay,
    Extension,
    Fee,
    Pause,
    PauseKind,
    Reason,
    Reasons,
    Record,
    read_clock,
)
from requests_flow.rules.conventions import Conventions
from requests_flow.rules.errors import ErrorCode
from requests_flow.rules.working_days import load_calendar

CALENDAR = load_calendar()
RECEIVED = date(2026, 10, 12)  # a Monday; without anything else due on 9 November
DUE = date(2026, 11, 9)
TOLD = date(2026, 10, 15)
PAID = date(2026, 10, 22)


def read(today, *, received_on=RECEIVED, conventions=None, **acts):
    return read_clock(
        Record(received_on=received_on, **acts),
        calendar=CALENDAR,
        today=today,
        conventions=conventions or Conventions(),
    )


def reasons_by_day(reading):
    return {line.day: line.reason for line in reading.ledger}


def deadlines(reading):
    return {row.code: row for row in reading.deadlines}


# Fees -------------------------------------------------------------------------------------------


def test_until_the_fee_is_paid_nothing_is_due():
    reading = read(date(2026, 12, 1), fee=Fee(notified_on=TOLD))

    assert reading.state is ClockState.AWAITING_PAYMENT
    assert (reading.due, reading.days_left, reading.is_late) == (None, None, False)
    assert reasons_by_day(reading)[TOLD] is Reason.BEFORE_PAYMENT
    assert reasons_by_day(reading)[TOLD + timedelta(1)] is Reason.AWAITING_PAYMENT
    assert reading.ledger[-1].day == date(2026, 12, 1)
    assert reading.days_counted == 0


def test_after_the_payment_the_period_starts_again_in_full():
    reading = read(PAID, fee=Fee(notified_on=TOLD, paid_on=PAID))

    assert reading.state is ClockState.RUNNING
    assert reading.due == CALENDAR.add(PAID, 20)
    by_day = reasons_by_day(reading)
    assert by_day[RECEIVED] is Reason.RECEIVED
    assert by_day[PAID - timedelta(1)] is Reason.BEFORE_PAYMENT
    assert by_day[PAID] is Reason.PAID
    assert by_day[PAID + timedelta(1)] is Reason.COUNTED


def test_paid_on_the_day_of_receipt_there_is_one_line_for_that_day():
    reading = read(RECEIVED, fee=Fee(notified_on=RECEIVED, paid_on=RECEIVED))

    assert (reading.due, len(reading.ledger)) == (DUE, (DUE - RECEIVED).days + 1)


def test_a_house_may_hold_that_the_wait_for_the_fee_is_a_pause():
    pausing = Conventions(does_payment_restart=False)
    waiting = read(PAID, fee=Fee(notified_on=TOLD), conventions=pausing)
    paid = read(PAID, fee=Fee(notified_on=TOLD, paid_on=PAID), conventions=pausing)

    assert waiting.due is None
    assert paid.due == CALENDAR.add(DUE, CALENDAR.count(TOLD, PAID))
    assert reasons_by_day(paid)[PAID] is Reason.AWAITING_PAYMENT
    assert reasons_by_day(paid)[TOLD] is Reason.COUNTED


def code_of(today, **acts):
    with pytest.raises(ClockError) as refusal:
        read(today, **acts)
    assert refusal.value.article
    return refusal.value.code


@pytest.mark.parametrize("paid_on", [None, date(2026, 11, 12)])
def test_a_fee_is_told_on_the_last_day_at_the_latest(paid_on):
    after = Fee(notified_on=date(2026, 11, 10), paid_on=paid_on)

    assert read(DUE, fee=Fee(notified_on=DUE)).state is ClockState.AWAITING_PAYMENT
    assert code_of(date(2026, 11, 20), fee=after) is ErrorCode.FEE_NOTICE_TOO_LATE


def test_an_extension_makes_room_for_a_fee():
    extension = Extension(days=20, notified_on=DUE)
    reading = read(date(2026, 11, 12), extension=extension, fee=Fee(notified_on=date(2026, 11, 12)))

    assert reading.state is ClockState.AWAITING_PAYMENT


def test_the_applicant_has_twenty_days_from_the_day_after_the_notice_came():
    unserved = deadlines(read(date(2026, 10, 20), fee=Fee(notified_on=TOLD)))
    served = deadlines(
        read(date(2026, 10, 20), fee=Fee(notified_on=TOLD, served_on=date(2026, 10, 19)))
    )

    assert unserved[Deadline.FEE_PAYMENT].due == CALENDAR.add(TOLD, 20)
    assert served[Deadline.FEE_PAYMENT].due == CALENDAR.add(date(2026, 10, 19), 20)
    assert "费" in served[Deadline.FEE_PAYMENT].article
    assert Deadline.FEE_PAYMENT not in deadlines(
        read(PAID, fee=Fee(notified_on=TOLD, paid_on=PAID))
    )


def test_an_extension_is_kept_through_a_payment_unless_the_house_discards_it():
    acts = {
        "extension": Extension(days=10, notified_on=TOLD),
        "fee": Fee(notified_on=TOLD, paid_on=PAID),
    }
    discarded = read(PAID, **acts, conventions=Conventions(does_extension_survive_restart=False))

    assert read(PAID, **acts).due == CALENDAR.add(PAID, 30)
    assert read(PAID, **acts).days_allowed == 30
    assert discarded.due == CALENDAR.add(PAID, 20)
    assert discarded.days_allowed == 20


def test_an_extension_told_on_the_day_of_payment_is_kept_by_every_house():
    told, fee = Extension(days=10, notified_on=PAID), Fee(notified_on=TOLD, paid_on=PAID)
    strict = Conventions(does_extension_survive_restart=False)

    assert read(PAID, extension=told, fee=fee, conventions=strict).due == CALENDAR.add(PAID, 30)


def test_while_the_fee_is_awaited_there_is_nothing_to_extend():
    fee = Fee(notified_on=TOLD, paid_on=PAID)
    with pytest.raises(ClockError) as refusal:
        read(PAID, fee=fee, extension=Extension(days=5, notified_on=date(2026, 10, 16)))

    assert refusal.value.code is ErrorCode.NOTHING_RUNS
    same_day = read(TOLD, fee=Fee(notified_on=TOLD), extension=Extension(days=5, notified_on=TOLD))
    assert same_day.state is ClockState.AWAITING_PAYMENT


def test_the_later_of_correction_and_payment_starts_the_period():
    asked = date(2026, 10, 13)
    corrected = Correction(asked_on=asked, received_on=date(2026, 10, 19))
    fee = Fee(notified_on=date(2026, 10, 20), paid_on=PAID)

    paid_last = read(PAID, correction=corrected, fee=fee)
    corrected_last = read(
        date(2026, 10, 28),
        correction=Correction(asked_on=asked, received_on=date(2026, 10, 26)),
        fee=Fee(notified_on=asked, paid_on=PAID),
    )

    assert paid_last.due == CALENDAR.add(PAID, 20)
    assert reasons_by_day(paid_last)[PAID] is Reason.PAID
    assert corrected_last.due == CALENDAR.add(date(2026, 10, 26), 20)
    assert reasons_by_day(corrected_last)[date(2026, 10, 26)] is Reason.RESTARTED
    assert reasons_by_day(corrected_last)[PAID] is Reason.DISCARDED


def test_the_correction_is_waited_for_before_the_payment():
    reading = read(
        date(2026, 10, 20),
        correction=Correction(asked_on=date(2026, 10, 14)),
        fee=Fee(notified_on=date(2026, 10, 13)),
    )

    assert reading.state is ClockState.AWAITING_CORRECTION
    assert Deadline.CORRECTION_PERIOD not in deadlines(reading)


def test_no_fee_is_asked_while_the_applicant_corrects():
    correction, fee = Correction(asked_on=TOLD), Fee(notified_on=date(2026, 10, 19))

    assert code_of(PAID, correction=correction, fee=fee) is ErrorCode.NOTHING_RUNS


# Art. 35 ----------------------------------------------------------------------------------------


def test_a_later_day_that_is_set_and_told_is_the_due_date():
    until = date(2027, 3, 1)
    reading = read(date(2026, 12, 1), delay=Delay(told_on=date(2026, 11, 3), until=until))

    assert (reading.state, reading.due) == (ClockState.RUNNING, until)
    assert not reading.is_provisional  # the day was set; no calendar moves it
    assert reading.ledger[-1].day == until
    assert reasons_by_day(reading)[until] is Reason.DELAYED
    assert reasons_by_day(reading)[date(2026, 11, 3)] is Reason.COUNTED
    assert read(date(2027, 3, 2), delay=Delay(told_on=date(2026, 11, 3), until=until)).is_late


def test_a_day_is_set_on_the_last_day_at_the_latest_and_lies_after_it():
    until = date(2026, 12, 31)
    after = Delay(told_on=date(2026, 11, 10), until=until)
    same, next_day = Delay(told_on=TOLD, until=DUE), Delay(told_on=TOLD, until=date(2026, 11, 10))

    assert read(DUE, delay=Delay(told_on=DUE, until=until)).due == until
    assert code_of(date(2026, 11, 12), delay=after) is ErrorCode.DELAY_TOO_LATE
    assert code_of(TOLD, delay=same) is ErrorCode.DELAY_NOT_LATER
    assert read(TOLD, delay=next_day).due == date(2026, 11, 10)


def test_while_the_applicant_has_to_move_there_is_nothing_to_delay():
    fee = Fee(notified_on=TOLD, paid_on=PAID)
    correction = Correction(asked_on=TOLD)
    delay = Delay(told_on=date(2026, 10, 19), until=date(2026, 12, 31))

    assert code_of(PAID, fee=fee, delay=delay) is ErrorCode.NOTHING_RUNS
    assert code_of(PAID, correction=correction, delay=delay) is ErrorCode.NOTHING_RUNS


def test_what_was_delayed_is_not_extended_besides():
    delay = Delay(told_on=TOLD, until=date(2026, 12, 31))
    same_day, later = Extension(days=5, notified_on=TOLD), Extension(days=5, notified_on=PAID)

    assert read(PAID, delay=delay, extension=same_day).due == date(2026, 12, 31)
    assert code_of(PAID, delay=delay, extension=later) is ErrorCode.EXTENDED_AFTER_DELAY


def test_a_day_set_for_a_period_that_a_correction_discards_is_discarded_with_it():
    received_on = date(2026, 10, 20)
    reading = read(
        received_on,
        correction=Correction(asked_on=date(2026, 10, 13), received_on=received_on),
        delay=Delay(told_on=date(2026, 10, 13), until=date(2026, 12, 31)),
    )

    assert reading.due == CALENDAR.add(received_on, 20)


def test_a_delayed_case_is_not_paused_by_asking_others():
    delay = Delay(told_on=TOLD, until=date(2026, 12, 31))
    pause = Pause(asked_on=date(2026, 10, 16), kind=PauseKind.OTHER_ORGAN)
    reading = read(date(2026, 10, 20), delay=delay, pauses=(pause,))

    assert (reading.state, reading.due) == (ClockState.RUNNING, date(2026, 12, 31))


def test_asking_for_reasons_stops_nothing():
    reasons = Reasons(asked_on=TOLD, served_on=date(2026, 10, 16))
    reading = read(date(2026, 10, 20), reasons=reasons)

    assert reading.due == DUE
    assert deadlines(reading)[Deadline.REASONS].due == CALENDAR.add(date(2026, 10, 16), 10)
    given = Reasons(asked_on=TOLD, given_on=date(2026, 10, 19))
    assert Deadline.REASONS not in deadlines(read(date(2026, 10, 20), reasons=given))


@pytest.mark.parametrize(
    ("reasons", "today", "stood_until"),
    [
        (Reasons(asked_on=TOLD, given_on=date(2026, 10, 19)), DUE, date(2026, 10, 19)),
        (Reasons(asked_on=TOLD), date(2026, 10, 21), date(2026, 10, 21)),
        (Reasons(asked_on=TOLD), DUE, CALENDAR.add(TOLD, 10)),
    ],
)
def test_a_house_may_hold_that_it_stops_the_clock(reasons, today, stood_until):
    stopping = Conventions(does_asking_for_reasons_stop_the_clock=True)
    reading = read(today, reasons=reasons, conventions=stopping)

    assert reading.due == CALENDAR.add(DUE, CALENDAR.count(TOLD, stood_until))
    assert reasons_by_day(reading)[stood_until] is Reason.AWAITING_REASONS


# Pauses, at the edges ----------------------------------------------------------------------------


def test_the_edges_of_a_pause_are_a_convention():
    pause = Pause(asked_on=TOLD, answered_on=date(2026, 10, 20))  # a Thursday, a Tuesday
    days = {
        (False, True): 3,
        (True, True): 4,
        (False, False): 2,
        (True, False): 3,
    }
    for (dispatch, answer), lost in days.items():
        conventions = Conventions(
            does_pause_include_day_of_dispatch=dispatch, does_pause_include_day_of_answer=answer
        )
        reading = read(date(2026, 10, 20), pauses=(pause,), conventions=conventions)
        assert reading.due == CALENDAR.add(DUE, lost), (dispatch, answer)


@pytest.mark.parametrize("is_included", [False, True])
def test_asked_on_the_last_day_pauses_nothing_in_any_house(is_included):
    standing = Conventions(does_pause_include_day_of_dispatch=is_included)
    on_the_eve, on_the_day = Pause(asked_on=date(2026, 11, 6)), Pause(asked_on=DUE)

    last = read(date(2026, 11, 12), pauses=(on_the_day,), conventions=standing)

    assert (last.state, last.due) == (ClockState.LATE, DUE)
    assert read(DUE, pauses=(on_the_eve,), conventions=standing).state is ClockState.PAUSED


def test_a_correction_asked_after_the_due_date_brings_nothing_back_in_any_house():
    lenient = Conventions(does_late_correction_restart=True)
    late, too_late = Correction(asked_on=DUE), Correction(asked_on=date(2026, 11, 10))
    today = date(2026, 11, 12)

    waiting = read(today, correction=late, conventions=lenient)

    assert waiting.state is ClockState.AWAITING_CORRECTION
    assert read(today, correction=too_late, conventions=lenient).state is ClockState.LATE


def test_the_latest_day_is_known_where_everybody_has_a_term():
    third = Pause(asked_on=TOLD, delivered_on=date(2026, 10, 16))
    maker = Pause(asked_on=TOLD, delivered_on=date(2026, 10, 19), kind=PauseKind.CO_MAKER)
    organ = Pause(asked_on=TOLD, kind=PauseKind.OTHER_ORGAN)
    silent = CALENDAR.add(date(2026, 10, 19), 15)

    both = read(date(2026, 10, 20), pauses=(third, maker))
    with_organ = read(date(2026, 10, 20), pauses=(third, organ))

    assert both.latest == CALENDAR.add(DUE, CALENDAR.count(TOLD, silent))
    assert both.due < both.latest
    assert with_organ.is_earliest
    assert with_organ.latest is None
    assert read(date(2026, 10, 20)).latest is None


def test_received_on_a_day_of_rest_counts_as_the_next_working_day_only_by_convention():
    sunday = date(2026, 10, 18)
    moved = read(
        sunday, received_on=sunday, conventions=Conventions(is_rest_day_receipt_moved=True)
    )

    assert read(sunday, received_on=sunday).due == date(2026, 11, 13)
    assert moved.due == date(2026, 11, 16)
    assert [line.reason for line in moved.ledger[:3]] == [
        Reason.RECEIVED,
        Reason.MOVED,
        Reason.COUNTED,
    ]
    assert deadlines(moved)[Deadline.CORRECTION_NOTICE].due == date(2026, 10, 28)


# The organ as respondent -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "received_on", "due"),
    [
        (ChallengeKind.REVIEW_SIMPLIFIED, date(2026, 9, 24), date(2026, 10, 9)),
        (ChallengeKind.REVIEW_ORDINARY, date(2026, 9, 24), date(2026, 10, 15)),
        (ChallengeKind.SUIT, date(2026, 11, 2), date(2026, 11, 17)),
        (ChallengeKind.SUIT, date(2026, 9, 18), date(2026, 10, 8)),  # ends in the holidays
        (ChallengeKind.REDO, date(2026, 9, 24), date(2026, 10, 29)),
    ],
)
def test_the_respondent_has_clocks_of_its_own(kind, received_on, due):
    challenge = Challenge(kind=kind, received_on=received_on)
    reading = read(
        received_on,
        received_on=date(2026, 8, 3),
        answered_on=date(2026, 8, 20),
        challenges=(challenge,),
    )

    assert [(row.code.value, row.due) for row in reading.deadlines] == [(kind.value, due)]
    assert reading.deadlines[0].article


def test_a_term_that_the_order_names_holds():
    ordered = Challenge(
        kind=ChallengeKind.REDO, received_on=date(2026, 9, 24), ordered_until=date(2026, 12, 1)
    )

    reading = read(
        date(2026, 10, 1),
        received_on=date(2026, 8, 3),
        answered_on=date(2026, 8, 20),
        challenges=(ordered,),
    )

    assert reading.deadlines[0].due == date(2026, 12, 1)


def test_a_challenge_that_was_answered_or_is_still_to_come_has_no_deadline():
    kind = ChallengeKind.SUIT
    done = Challenge(kind=kind, received_on=date(2026, 9, 1), replied_on=date(2026, 9, 8))
    to_come = Challenge(kind=kind, received_on=date(2026, 9, 20))
    record = {"received_on": date(2026, 8, 3), "answered_on": date(2026, 8, 20)}

    assert read(date(2026, 9, 10), **record, challenges=(done, to_come)).deadlines == ()
    assert len(read(date(2026, 9, 7), **record, challenges=(done,)).deadlines) == 1


@pytest.mark.parametrize(
    ("build", "code"),
    [
        (lambda: Fee(notified_on=DUE, paid_on=TOLD), ErrorCode.FEE_OUT_OF_ORDER),
        (lambda: Fee(notified_on=DUE, served_on=TOLD), ErrorCode.FEE_OUT_OF_ORDER),
        (lambda: Reasons(asked_on=DUE, given_on=TOLD), ErrorCode.REASONS_OUT_OF_ORDER),
        (lambda: Delay(told_on=DUE, until=TOLD), ErrorCode.DELAY_OUT_OF_ORDER),
        (
            lambda: Challenge(kind=ChallengeKind.SUIT, received_on=DUE, replied_on=TOLD),
            ErrorCode.CHALLENGE_OUT_OF_ORDER,
        ),
        (
            lambda: Record(received_on=DUE, fee=Fee(notified_on=TOLD)),
            ErrorCode.ACT_BEFORE_RECEIPT,
        ),
        (
            lambda: Record(received_on=DUE, reasons=Reasons(asked_on=TOLD)),
            ErrorCode.ACT_BEFORE_RECEIPT,
        ),
        (
            lambda: Record(received_on=DUE, delay=Delay(told_on=TOLD, until=DUE)),
            ErrorCode.ACT_BEFORE_RECEIPT,
        ),
        (
            lambda: Record(
                received_on=DUE,
                challenges=(Challenge(kind=ChallengeKind.SUIT, received_on=TOLD),),
            ),
            ErrorCode.ACT_BEFORE_RECEIPT,
        ),
    ],
)
def test_what_cannot_be_is_refused(build, code):
    with pytest.raises(ClockError) as refusal:
        build()

    assert refusal.value.code is code
    assert refusal.value.article


@pytest.mark.parametrize("offset", [0, 1])
def test_what_comes_on_the_very_day_is_known_and_what_comes_tomorrow_is_not(offset):
    """Every act is known from its own day on, and no day before."""
    today = date(2026, 10, 20)
    day = today + timedelta(offset)
    is_known = offset == 0
    asked = TOLD

    answered = read(today, pauses=(Pause(asked_on=asked, answered_on=day),))
    asked_today = read(today, pauses=(Pause(asked_on=day),))
    paid = read(today, fee=Fee(notified_on=asked, paid_on=day))
    corrected = read(today, correction=Correction(asked_on=asked, received_on=day))
    extended = read(today, extension=Extension(days=5, notified_on=day))
    delayed = read(today, delay=Delay(told_on=day, until=date(2026, 12, 31)))
    withdrawn = read(today, withdrawn_on=day)
    reasoned = read(today, reasons=Reasons(asked_on=day))
    given = read(today, reasons=Reasons(asked_on=asked, given_on=day))

    assert (answered.state is ClockState.RUNNING) is is_known
    assert (asked_today.state is ClockState.PAUSED) is is_known
    assert (paid.state is ClockState.RUNNING) is is_known
    assert (corrected.state is ClockState.RUNNING) is is_known
    assert (extended.days_allowed == 25) is is_known
    assert (delayed.due == date(2026, 12, 31)) is is_known
    assert (withdrawn.state is ClockState.WITHDRAWN) is is_known
    assert (Deadline.REASONS in deadlines(reasoned)) is is_known
    assert (Deadline.REASONS not in deadlines(given)) is is_known
