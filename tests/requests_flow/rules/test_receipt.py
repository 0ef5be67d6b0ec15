"""The day of receipt, by channel."""

from datetime import date

import pytest

from requests_flow.rules.conventions import Conventions
from requests_flow.rules.errors import ErrorCode
from requests_flow.rules.receipt import Channel, ReceiptError, derive

SENT, SIGNED, CONFIRMED = date(2026, 11, 16), date(2026, 11, 18), date(2026, 11, 20)
ALL = {"submitted_on": SENT, "signed_on": SIGNED, "confirmed_on": CONFIRMED}


@pytest.mark.parametrize(
    ("channel", "received", "strict", "item"),
    [
        (Channel.COUNTER, SENT, SENT, "（一）"),
        (Channel.REGISTERED_POST, SIGNED, SIGNED, "（二）"),
        (Channel.ORDINARY_POST, CONFIRMED, SIGNED, "（二）"),
        (Channel.ONLINE, CONFIRMED, SENT, "（三）"),
        (Channel.FAX, CONFIRMED, SENT, "（三）"),
    ],
)
def test_each_channel_has_its_day(channel, received, strict, item):
    receipt = derive(channel, **ALL)

    assert (receipt.received_on, receipt.strict_on) == (received, strict)
    assert receipt.basis == f"条例第三十一条第{item}项"
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
        derive(channel, **{**ALL, left_out: None})

    assert refusal.value.code is code
    assert "第三十一条" in refusal.value.article


def test_an_ordinary_letter_whose_arrival_nobody_noted_counts_from_confirmation():
    assert derive(Channel.ORDINARY_POST, confirmed_on=CONFIRMED).strict_on == CONFIRMED


def test_nothing_is_confirmed_before_it_was_sent():
    with pytest.raises(ReceiptError) as refusal:
        derive(Channel.ONLINE, submitted_on=CONFIRMED, confirmed_on=SENT)

    assert refusal.value.code is ErrorCode.RECEIPT_OUT_OF_ORDER


def test_a_strict_house_counts_from_submission():
    strict = Conventions(counts_from_strict_receipt=True)

    receipt = derive(Channel.ONLINE, **ALL, conventions=strict)

    assert receipt.received_on == SENT
    assert not receipt.is_disputable
