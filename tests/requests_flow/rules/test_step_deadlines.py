"""Each step has its last day: the law's where it names one, else counted back from the answer."""

from datetime import date

import pytest

from requests_flow.rules.conventions import Conventions
from requests_flow.rules.step_deadlines import STEP_DEADLINES, StepFacts, step_due
from requests_flow.rules.working_days import WorkingCalendar

# November 2026: no days off but weekends. Due on Monday the 30th.
FACTS = StepFacts(
    received_on=date(2026, 11, 2),
    due=date(2026, 11, 30),
    correction_ends_on=date(2026, 11, 27),
    closed_on=date(2026, 11, 6),
    calendar=WorkingCalendar(frozenset(), frozenset(), frozenset({2026})),
)
DAYS = {
    "register": 3,  # the next working day
    "review": 11,  # the seventh working day: art. 30
    "await_correction": 27,
    "assign": 11,
    "handle": 20,  # three days for the check, and the three after it
    "compose": 20,
    "check_secrecy": 25,
    "review_in_law": 25,  # Wednesday: the 26th to sign, the 27th to seal, the 30th to post
    "take_over": 25,
    "check_secrecy_again": 25,
    "sign": 26,
    "issue": 27,
    "deliver": 30,  # the answer
}


@pytest.mark.parametrize("step", DAYS)
def test_the_last_day_of_a_step(step):
    assert step_due(step, FACTS) == date(2026, 11, DAYS[step])


def test_the_file_is_closed_thirty_days_after_the_answer():
    assert step_due("file_away", FACTS) == date(2026, 12, 6)


def test_every_step_is_here():
    assert {*DAYS, "file_away"} == set(STEP_DEADLINES)


def test_while_the_clock_rests_only_the_days_that_come_before_it_are_known():
    resting = StepFacts(received_on=date(2026, 11, 2), calendar=FACTS.calendar)

    known = {step for step in STEP_DEADLINES if step_due(step, resting) is not None}

    assert known == {"register", "review", "assign"}


def test_a_house_that_signs_and_posts_in_one_day_has_more_time():
    quick = Conventions(days_to_sign=0, days_to_seal=0, days_to_post=1)
    facts = StepFacts(
        received_on=FACTS.received_on, due=FACTS.due, calendar=FACTS.calendar, conventions=quick
    )

    assert step_due("review_in_law", facts) == date(2026, 11, 27)
