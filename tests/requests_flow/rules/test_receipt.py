"""The day of receipt, by channel: law.md 1.4, row by row."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_flow.rules.conventions import Conventions
from requests_flow.rules.errors import ErrorCode
from requests_flow.rules.receipt import (
    DAYS,
    FACTS_OF,
    Channel,
    Evidence,
    ReceiptError,
    derive,
)
from requests_flow.rules.working_days import load_calendar

SENT, SIGNED, CONFIRMED = date(2026, 11, 16), date(2026, 11, 18), date(2026, 11, 20)
ALL = {"submitted_on": SENT, "signed_on": SIGNED, "confirmed_on": CONFIRMED}
REACHED, CALLED = date(2026, 11, 18), date(2026, 11, 19)
WORKING_DAYS = load_calendar()


def test_the_codes_that_are_stored_stay():
    assert " ".join(Channel) == "counter registered_post ordinary_post online fax"


@pytest.mark.parametrize(
    ("channel", "received", "strict", "basis"),
    [
        (Channel.COUNTER, SENT, SENT, "第三十一条第（一）项：当面提交之日"),
        (Channel.REGISTERED_POST, SIGNED, SIGNED, "第三十一条第（二）项：行政机关签收之日"),
        (
            Channel.ORDINARY_POST,
            CONFIRMED,
            SIGNED,
            "第三十一条第（二）项：平常信函与申请人确认之日（2026年11月18日到达）",
        ),
        (
            Channel.ONLINE,
            CONFIRMED,
            SENT,
            "第三十一条第（三）项：双方确认之日（2026年11月16日到达）",
        ),
        (Channel.FAX, CONFIRMED, SENT, "第三十一条第（三）项：双方确认之日（2026年11月16日到达）"),
    ],
)
def test_each_channel_has_its_day(channel, received, strict, basis):
    receipt = derive(channel, Evidence(**ALL))

    assert (receipt.received_on, receipt.strict_on) == (received, strict)
    assert receipt.basis == f"条例{basis}"
    assert receipt.is_disputable is (strict < received)


@pytest.mark.parametrize(
    ("channel", "left_out", "code"),
    [
        (Channel.COUNTER, "submitted_on", ErrorCode.SUBMISSION_DAY_MISSING),
        (Channel.REGISTERED_POST, "signed_on", ErrorCode.SIGNATURE_DAY_MISSING),
        (Channel.ORDINARY_POST, "confirmed_on", ErrorCode.CONFIRMATION_DAY_MISSING),
        (Channel.ONLINE, "submitted_on", ErrorCode.SUBMISSION_DAY_MISSING),
        (Channel.ONLINE, "confirmed_on", ErrorCode.CONFIRMATION_DAY_MISSING),
        (Channel.FAX, "confirmed_on", ErrorCode.CONFIRMATION_DAY_MISSING),
    ],
)
def test_without_evidence_there_is_no_day(channel, left_out, code):
    with pytest.raises(ReceiptError) as refusal:
        derive(channel, Evidence(**{**ALL, left_out: None}))

    assert refusal.value.code is code
    assert "第三十一条" in refusal.value.article


def test_what_was_spoken_and_written_down_counts_from_that_day():
    receipt = derive(Channel.COUNTER, Evidence(submitted_on=SENT, is_oral=True))

    assert receipt.received_on == SENT
    assert receipt.basis.startswith("条例第二十九条第一款、第三十一条第（一）项：当面口述")


def test_a_postmark_does_not_move_a_registered_letter_but_must_fit():
    posted = derive(Channel.REGISTERED_POST, Evidence(submitted_on=SENT, signed_on=SIGNED))

    assert (posted.received_on, posted.strict_on) == (SIGNED, SIGNED)
    with pytest.raises(ReceiptError):
        derive(Channel.REGISTERED_POST, Evidence(submitted_on=CONFIRMED, signed_on=SIGNED))


@pytest.mark.parametrize("known", [{}, {"submitted_on": SENT}, {"called_on": CALLED}])
def test_an_ordinary_letter_needs_the_day_it_came_in_and_no_postmark_is_one(known):
    with pytest.raises(ReceiptError) as refusal:
        derive(Channel.ORDINARY_POST, Evidence(**known, confirmed_on=CONFIRMED))

    assert refusal.value.code is ErrorCode.ARRIVAL_DAY_MISSING
    assert refusal.value.article == "条例第三十一条第（二）项"


def test_a_letter_of_an_old_ledger_without_that_day_says_that_it_can_be_disputed():
    old = derive(
        Channel.ORDINARY_POST,
        Evidence(submitted_on=SENT, confirmed_on=CONFIRMED),
        is_from_old_ledger=True,
    )

    assert (old.received_on, old.strict_on) == (CONFIRMED, CONFIRMED)
    assert old.basis == (
        "条例第三十一条第（二）项：平常信函与申请人确认之日；到达日期无记录，收到日期可有争议"
    )


def test_an_ordinary_letter_confirmed_a_week_later_is_open_to_attack():
    week = derive(
        Channel.ORDINARY_POST,
        Evidence(signed_on=date(2026, 11, 2), confirmed_on=date(2026, 11, 9)),
    )

    assert week.strict_on == date(2026, 11, 2)
    assert week.is_attackable(WORKING_DAYS)


def test_a_letter_to_a_wrong_office_of_the_house_counts_from_the_confirmation():
    receipt = derive(
        Channel.ORDINARY_POST,
        Evidence(signed_on=SENT, reached_office_on=REACHED, confirmed_on=REACHED),
    )

    assert (receipt.received_on, receipt.strict_on) == (REACHED, SENT)
    assert receipt.basis == (
        "条例第三十一条第（二）项、国办公开办函〔2015〕207号："
        "平常信函与申请人确认之日（2026年11月16日到达）"
    )


def test_while_no_telephone_answers_the_day_waits_until_one_does():
    receipt = derive(
        Channel.ORDINARY_POST,
        Evidence(
            signed_on=SIGNED, reached_office_on=SIGNED, called_on=CALLED, confirmed_on=CONFIRMED
        ),
    )

    assert (receipt.received_on, receipt.strict_on, receipt.tried_on) == (CONFIRMED, SIGNED, CALLED)
    assert receipt.basis.endswith(
        "（2026年11月18日到达，2026年11月18日转到公开机构，2026年11月19日联系未果）"
    )


@pytest.mark.parametrize(
    ("known", "strict"),
    [
        ({"reached_office_on": REACHED, "called_on": CALLED}, REACHED),
        ({"signed_on": SENT, "called_on": CALLED}, SENT),
    ],
)
def test_the_strict_day_is_the_earliest_on_which_the_letter_is_known_to_be_there(known, strict):
    assert (
        derive(Channel.ORDINARY_POST, Evidence(**known, confirmed_on=CONFIRMED)).strict_on == strict
    )


def test_nothing_is_confirmed_before_it_was_sent():
    with pytest.raises(ReceiptError) as refusal:
        derive(Channel.ONLINE, Evidence(submitted_on=CONFIRMED, confirmed_on=SENT))

    assert refusal.value.code is ErrorCode.RECEIPT_OUT_OF_ORDER


def test_facts_of_another_channel_are_not_read():
    assert derive(Channel.COUNTER, Evidence(submitted_on=CONFIRMED, signed_on=SENT)).basis


@pytest.mark.parametrize(
    ("confirmed", "called", "is_attackable"),
    [
        (date(2026, 9, 24), None, False),  # the same day
        (date(2026, 9, 28), None, False),  # 25 to 27 September are holidays: one working day
        (date(2026, 9, 29), None, True),
        (date(2026, 9, 29), date(2026, 9, 28), False),  # tried in time, reached later
        (date(2026, 9, 30), date(2026, 9, 29), True),
    ],
)
@pytest.mark.parametrize("channel", [Channel.ONLINE, Channel.FAX])
def test_a_late_confirmation_is_open_to_attack(channel, confirmed, called, is_attackable):
    evidence = Evidence(submitted_on=date(2026, 9, 24), called_on=called, confirmed_on=confirmed)

    assert derive(channel, evidence).is_attackable(WORKING_DAYS) is is_attackable


def test_how_late_is_late_the_house_decides():
    receipt = derive(Channel.ONLINE, Evidence(submitted_on=SENT, confirmed_on=SIGNED))

    assert receipt.is_attackable(WORKING_DAYS)
    assert not receipt.is_attackable(WORKING_DAYS, Conventions(working_days_to_confirm=2))


def test_where_no_confirmation_is_asked_for_there_is_nothing_to_attack():
    assert not derive(Channel.COUNTER, Evidence(submitted_on=SENT)).is_attackable(WORKING_DAYS)


def test_a_strict_house_counts_from_submission():
    strict = Conventions(counts_from_strict_receipt=True)

    receipt = derive(Channel.ONLINE, Evidence(**ALL), conventions=strict)

    assert receipt.received_on == SENT
    assert not receipt.is_disputable
    assert not receipt.is_attackable(WORKING_DAYS)
    assert receipt.basis.endswith("，从严自2026年11月16日起算")
    assert derive(Channel.COUNTER, Evidence(**ALL), conventions=strict).basis.endswith("之日")


def test_received_on_a_day_of_rest_is_received_on_that_day():
    sunday = date(2026, 11, 22)

    assert derive(Channel.COUNTER, Evidence(submitted_on=sunday)).received_on == sunday


some_day = st.dates(date(2026, 1, 1), date(2026, 10, 31))


@given(
    channel=st.sampled_from(Channel),
    days=st.lists(some_day, min_size=len(DAYS), max_size=len(DAYS)).map(sorted),
    known=st.sets(st.sampled_from(DAYS)),
    is_oral=st.booleans(),
    is_strict=st.booleans(),
)
def test_whatever_is_known_the_day_lies_between_strict_and_confirmed_and_has_a_basis(
    channel, days, known, is_oral, is_strict
):
    needed = set(FACTS_OF[channel][0]) | {"signed_on"}
    facts = {name: day for name, day in zip(DAYS, days, strict=True) if name in known | needed}
    conventions = Conventions(counts_from_strict_receipt=is_strict)

    receipt = derive(channel, Evidence(**facts, is_oral=is_oral), conventions=conventions)

    assert receipt.strict_on <= receipt.received_on
    assert receipt.strict_on in facts.values()
    assert "第三十一条" in receipt.basis
    assert len(receipt.basis) <= 120  # as long as the file has room for
