"""A history as JSON tells what the clock wants to know, or says what is wrong with it."""

from datetime import date

import pytest

from requests_flow.rules.clock import (
    Challenge,
    ChallengeKind,
    ClockError,
    Correction,
    Delay,
    Extension,
    Fee,
    Pause,
    PauseKind,
    Reasons,
    Record,
)
from requests_flow.rules.errors import ErrorCode
from requests_flow.rules.history import read_history

TODAY = date(2026, 11, 23)
RECEIVED = {"act": "received", "on": "2026-10-12"}


def act(name, on, **more):
    return {"act": name, "on": on, **more}


def sent(key="a", kind="third_party", on="2026-10-20"):
    return act("consultation_sent", on, key=key, kind=kind)


def read(*acts):
    return read_history([RECEIVED, *acts], today=TODAY)


@pytest.mark.parametrize(
    ("acts", "more"),
    [
        ([], {}),
        ([act("answered", "2026-11-02")], {"answered_on": date(2026, 11, 2)}),
        ([act("withdrawn", "2026-11-23")], {"withdrawn_on": TODAY}),
        (
            [act("correction_asked", "2026-10-14"), act("correction_received", "2026-10-20")],
            {"correction": Correction(asked_on=date(2026, 10, 14), received_on=date(2026, 10, 20))},
        ),
        (
            [act("extended", "2026-11-02", days=20)],
            {"extension": Extension(days=20, notified_on=date(2026, 11, 2))},
        ),
        (
            [act("fee_paid", "2026-11-04"), act("fee_notified", "2026-11-02")],
            {"fee": Fee(notified_on=date(2026, 11, 2), paid_on=date(2026, 11, 4))},
        ),
        (
            [act("reasons_asked", "2026-11-02"), act("reasons_given", "2026-11-04")],
            {"reasons": Reasons(asked_on=date(2026, 11, 2), given_on=date(2026, 11, 4))},
        ),
        (
            [act("delayed", "2026-11-02", until="2027-05-01")],
            {"delay": Delay(told_on=date(2026, 11, 2), until=date(2027, 5, 1))},
        ),
        (
            [
                act("consultation_answered", "2026-10-28", key="a"),
                sent(),
                act("consultation_delivered", "2026-10-22", key="a", kind="third_party"),
                sent("b", "other_organ"),
            ],
            {
                "pauses": (
                    Pause(
                        asked_on=date(2026, 10, 20),
                        delivered_on=date(2026, 10, 22),
                        answered_on=date(2026, 10, 28),
                    ),
                    Pause(asked_on=date(2026, 10, 20), kind=PauseKind.OTHER_ORGAN),
                )
            },
        ),
        (
            [
                act("challenged", "2026-11-02", key="r", kind="suit"),
                act("challenge_answered", "2026-11-09", key="r"),
                act("challenged", "2026-11-03", key="s", kind="redo", until="2026-12-01"),
            ],
            {
                "challenges": (
                    Challenge(
                        kind=ChallengeKind.SUIT,
                        received_on=date(2026, 11, 2),
                        replied_on=date(2026, 11, 9),
                    ),
                    Challenge(
                        kind=ChallengeKind.REDO,
                        received_on=date(2026, 11, 3),
                        ordered_until=date(2026, 12, 1),
                    ),
                )
            },
        ),
    ],
)
def test_a_history_is_read(acts, more):
    assert read(*acts) == Record(received_on=date(2026, 10, 12), **more)


TWICE = [
    (RECEIVED, ErrorCode.RECEIVED_TWICE),
    (act("correction_asked", "2026-10-14"), ErrorCode.CORRECTION_ASKED_TWICE),
    (act("extended", "2026-10-14", days=5), ErrorCode.EXTENDED_TWICE),
    (act("fee_notified", "2026-10-14"), ErrorCode.FEE_NOTIFIED_TWICE),
    (act("reasons_asked", "2026-10-14"), ErrorCode.REASONS_ASKED_TWICE),
    (act("delayed", "2026-10-14", until="2026-12-01"), ErrorCode.DELAYED_TWICE),
    (act("answered", "2026-10-14"), ErrorCode.ANSWERED_TWICE),
    (act("withdrawn", "2026-10-14"), ErrorCode.WITHDRAWN_TWICE),
    (sent(), ErrorCode.CONSULTATION_SENT_TWICE),
    (act("challenged", "2026-10-14", key="a", kind="suit"), ErrorCode.CONSULTATION_SENT_TWICE),
]


@pytest.mark.parametrize(("once", "code"), TWICE, ids=[row[0]["act"] for row in TWICE])
def test_what_happens_once_does_not_happen_twice(once, code):
    with pytest.raises(ClockError) as refusal:
        read(once, once)

    assert refusal.value.code is code
    assert refusal.value.article


@pytest.mark.parametrize(
    ("first", "again", "code"),
    [
        ("correction_asked", "correction_received", ErrorCode.CORRECTION_ASKED_TWICE),
        ("fee_notified", "fee_paid", ErrorCode.FEE_NOTIFIED_TWICE),
        ("reasons_asked", "reasons_given", ErrorCode.REASONS_ASKED_TWICE),
        ("consultation_sent", "consultation_answered", ErrorCode.CONSULTATION_RECORDED_TWICE),
        ("consultation_sent", "consultation_delivered", ErrorCode.CONSULTATION_RECORDED_TWICE),
    ],
)
def test_what_comes_back_once_does_not_come_twice(first, again, code):
    keyed = {"key": "a", "kind": "co_maker"}
    with pytest.raises(ClockError) as refusal:
        read(
            act(first, "2026-10-14", **keyed),
            act(again, "2026-10-15", **keyed),
            act(again, "2026-10-16", **keyed),
        )

    assert refusal.value.code is code


@pytest.mark.parametrize(
    ("acts", "code"),
    [
        ([act("correction_received", "2026-10-14")], ErrorCode.CORRECTION_NOT_ASKED),
        ([act("fee_paid", "2026-10-14")], ErrorCode.FEE_NOT_NOTIFIED),
        ([act("reasons_given", "2026-10-14")], ErrorCode.REASONS_NOT_ASKED),
        (
            [act("consultation_answered", "2026-10-14", key="a", kind="co_maker")],
            ErrorCode.CONSULTATION_NOT_SENT,
        ),
        (
            [act("challenge_answered", "2026-10-14", key="a", kind="suit")],
            ErrorCode.CHALLENGE_OUT_OF_ORDER,
        ),
        (
            [act("correction_asked", "2026-10-20"), act("correction_received", "2026-10-19")],
            ErrorCode.CORRECTION_OUT_OF_ORDER,
        ),
        (
            [sent(), act("consultation_answered", "2026-10-19", key="a")],
            ErrorCode.CONSULTATION_OUT_OF_ORDER,
        ),
        (
            [
                sent(),
                act("consultation_delivered", "2026-10-22", key="a"),
                act("consultation_answered", "2026-10-21", key="a"),
            ],
            ErrorCode.CONSULTATION_OUT_OF_ORDER,
        ),
        ([act("answered", "2026-10-11")], ErrorCode.ACT_BEFORE_RECEIPT),
        ([act("answered", "2026-11-24")], ErrorCode.ACT_IN_THE_FUTURE),
        ([act("delayed", "2026-11-02")], ErrorCode.DELAY_DAY_MISSING),
        ([act("delayed", "2026-11-02", until="soon")], ErrorCode.DELAY_DAY_MISSING),
        ([act("delayed", "2026-11-02", until="2101-01-01")], ErrorCode.DAY_IMPLAUSIBLE),
        ([act("answered", "1948-12-31")], ErrorCode.DAY_IMPLAUSIBLE),
        ([act("extended", "2026-11-02")], ErrorCode.EXTENSION_DAYS_MISSING),
        ([act("extended", "2026-11-02", days="5")], ErrorCode.EXTENSION_DAYS_MISSING),
        ([act("extended", "2026-11-02", days=True)], ErrorCode.EXTENSION_DAYS_MISSING),
        ([sent(kind="aunt")], ErrorCode.CONSULTATION_KIND_UNKNOWN),
        ([sent(kind=None)], ErrorCode.CONSULTATION_KIND_UNKNOWN),
        (
            [sent(), act("consultation_delivered", "2026-10-21", key="a", kind="co_maker")],
            ErrorCode.DETAILS_DIFFER,
        ),
        ([sent(key="")], ErrorCode.CONSULTATION_KEY_MISSING),
        ([sent(key=7)], ErrorCode.CONSULTATION_KEY_MISSING),
        (
            [act("challenged", "2026-11-02", key="a", kind="quarrel")],
            ErrorCode.CHALLENGE_OUT_OF_ORDER,
        ),
        ([act("archived", "2026-11-02")], ErrorCode.ACT_UNKNOWN),
        ([{"on": "2026-11-02"}], ErrorCode.ACT_UNKNOWN),
        ([{"act": "answered"}], ErrorCode.ACT_DAY_MISSING),
        ([act("answered", "2026-02-30")], ErrorCode.ACT_DAY_MISSING),
        ([act("answered", "20261102")], ErrorCode.ACT_DAY_MISSING),
        ([act("answered", "2026-W45-1")], ErrorCode.ACT_DAY_MISSING),
        ([act("answered", 20261102)], ErrorCode.ACT_DAY_MISSING),
        (["answered"], ErrorCode.HISTORY_UNREADABLE),
    ],
)
def test_a_history_that_cannot_be_is_refused_by_name(acts, code):
    with pytest.raises(ClockError) as refusal:
        read(*acts)

    assert refusal.value.code is code


@pytest.mark.parametrize(
    ("asked", "came"),
    [("correction_asked", "correction_received"), ("fee_notified", "fee_paid")],
)
def test_who_is_asked_and_has_not_moved_is_not_answered_on_that_day(asked, came):
    day = "2026-10-15"
    with pytest.raises(ClockError) as refusal:
        read(act(asked, day), act("answered", day))

    assert refusal.value.code is ErrorCode.ACT_AFTER_THE_END
    assert read(act(asked, day), act(came, day), act("answered", day))
    assert read(act(asked, day), act("withdrawn", day))
    assert read(act(asked, day), act("answered", "2026-10-16"))


def test_a_case_ends_once():
    with pytest.raises(ClockError) as refusal:
        read(act("answered", "2026-10-15"), act("withdrawn", "2026-10-16"))

    assert refusal.value.code is ErrorCode.ENDED_TWICE


@pytest.mark.parametrize("acts", [None, "received", {"act": "received"}, 7])
def test_acts_are_a_list(acts):
    with pytest.raises(ClockError) as refusal:
        read_history(acts, today=TODAY)

    assert refusal.value.code is ErrorCode.HISTORY_UNREADABLE


def test_without_receipt_no_clock_runs():
    with pytest.raises(ClockError) as refusal:
        read_history([act("answered", "2026-11-02")], today=TODAY)

    assert refusal.value.code is ErrorCode.RECEIPT_MISSING


@pytest.mark.parametrize("end", ["answered", "withdrawn"])
@pytest.mark.parametrize(
    "begun",
    [
        act("correction_asked", "2026-10-15"),
        act("extended", "2026-10-15", days=5),
        act("fee_notified", "2026-10-15"),
        act("reasons_asked", "2026-10-15"),
        act("delayed", "2026-10-15", until="2026-12-01"),
        sent(on="2026-10-15"),
    ],
    ids=lambda begun: begun["act"],
)
def test_nothing_begins_once_the_case_is_over(end, begun):
    with pytest.raises(ClockError) as refusal:
        read(act(end, "2026-10-14"), begun)

    assert refusal.value.code is ErrorCode.ACT_AFTER_THE_END
    if end == "withdrawn" or begun["act"] not in ("correction_asked", "fee_notified"):
        assert read(act(end, "2026-10-15"), begun)


def test_what_was_asked_before_may_still_come_in_after_the_end():
    assert read(
        sent(on="2026-10-13"),
        act("answered", "2026-10-14"),
        act("consultation_answered", "2026-10-20", key="a"),
        act("challenged", "2026-11-02", key="r", kind="suit"),
    )


def test_a_letter_may_be_answered_on_the_day_it_arrives():
    (pause,) = read(
        sent(),
        act("consultation_delivered", "2026-10-22", key="a"),
        act("consultation_answered", "2026-10-22", key="a"),
    ).pauses

    assert pause.delivered_on == pause.answered_on == date(2026, 10, 22)
