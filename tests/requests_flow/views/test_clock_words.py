"""What the clock says in every state: in words, with what to do, and never final where it is not."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.utils import translation

from requests_flow.actions import handling, reviewing
from requests_flow.actions.act import Act
from requests_flow.models import Case, Extension
from requests_flow.models.reading import calendar
from requests_flow.rules import clock
from requests_flow.views.clock_face import Chip
from requests_flow.views.clock_words import clock_chip, clock_of
from tests import factories
from tests.factories import TODAY, at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_letters")]


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"), time_machine.travel(at(), tick=False):
        yield


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


def said(case: Case, today: date = TODAY) -> Chip:
    return clock_of(Case.objects.get(pk=case.pk), today=today)[1]


def said_of(case: Case, record: clock.Record, today: date = TODAY) -> Chip:
    """The words for acts that have no screen of their own yet."""
    reading = clock.read_clock(record, calendar=calendar(), today=today)
    return clock_chip(case, reading, today=today)


def ask(
    case: Case,
    office: factories.Office,
    sent: date,
    *,
    delivered: date | None = None,
    kind: str = "third_party",
    name: str = "某企业",
) -> None:
    act = Act(by=office.clerk, at=at(delivered or sent))
    row = handling.consult(act, case=case, kind=kind, name=name, question="是否同意", sent_on=sent)
    if delivered:
        handling.record_consultation(
            act, consultation=row, delivered_on=delivered, answered_on=None
        )


def test_a_clock_that_runs_says_how_many_days_are_gone_and_left(office):
    chip = said(factories.open_case(office, day=date(2026, 11, 16)))

    assert (chip.tone, chip.text) == ("ok", "15 working days left")
    assert chip.detail == "due on December 14"
    assert chip.sentence == "5 of 20 working days are gone; the last one is December 14."
    assert chip.todo == ""


def test_three_days_before_the_end_the_extension_is_thought_of(office):
    case = factories.open_case(office, day=date(2026, 10, 28))

    assert said(case).tone == "soon"
    assert said(case).todo == (
        "If it takes longer, tell the applicant by November 25 at the latest (art. 33(2))."
    )
    act = Act(by=office.clerk, at=at(date(2026, 11, 3)))
    Extension.objects.create(
        case=case,
        days=1,
        reason="某",
        approved_by=act.by,
        approved_on=act.on,
        notified_on=act.on,
        due_before=date(2026, 11, 25),
    )
    assert (said(case).text, said(case).todo) == ("3 working days left", "")


def test_on_the_last_day_it_says_answer_today(office):
    chip = said(factories.open_case(office, day=date(2026, 10, 26)))

    assert (chip.tone, chip.text) == ("soon", "Due today")
    assert chip.todo.startswith("Answer today")


def test_a_pause_says_whom_since_when_and_both_ends(office):
    case = factories.accepted(office)
    ask(case, office, date(2026, 11, 17), delivered=date(2026, 11, 18))
    chip = said(case)

    assert (chip.tone, chip.text) == ("hold", "Paused: waiting for the third party (day 6)")
    assert chip.detail == "due on December 4 at the earliest, December 22 at the latest"
    assert "某企业, until December 9" in chip.sentence
    assert "if those asked stay silent, on December 22" in chip.sentence
    assert chip.todo.startswith("Record the answer")


def test_what_the_pause_promises_is_what_comes_if_they_stay_silent(office):
    case = factories.accepted(office)
    ask(case, office, date(2026, 11, 17), delivered=date(2026, 11, 18))
    later = said(case, date(2026, 12, 10))

    assert (later.tone, later.detail) == ("ok", "due on December 22")


def test_without_the_day_of_delivery_there_is_no_latest_day(office):
    case = factories.accepted(office)
    ask(case, office, date(2026, 11, 17))
    chip = said(case)

    assert chip.detail == "due on December 4 at the earliest"
    assert "there is no latest day yet" in chip.sentence
    assert "某企业, not delivered" in chip.sentence
    assert chip.todo.startswith("Enter the day the letter was delivered")


def test_another_organ_has_no_term_and_is_pressed(office):
    case = factories.accepted(office)
    ask(case, office, date(2026, 11, 17), kind="other_organ", name="区档案局")
    chip = said(case)

    assert chip.text == "Paused: waiting for another organ (day 6)"
    assert "区档案局, without a term" in chip.sentence
    assert "art. 11" in chip.todo


def test_several_are_counted_from_the_first(office):
    case = factories.accepted(office)
    ask(case, office, date(2026, 11, 17), delivered=date(2026, 11, 18))
    ask(case, office, date(2026, 11, 19), kind="other_organ", name="区档案局")

    assert said(case).text == "Paused: waiting for 2 answers (day 6)"


def test_who_let_the_term_pass_is_not_waited_for(office):
    case = factories.accepted(office, day=date(2026, 9, 28))
    ask(case, office, date(2026, 10, 12), delivered=date(2026, 10, 13))
    alone = said(case, date(2026, 11, 4))
    ask(case, office, date(2026, 11, 4), kind="other_organ", name="区档案局")
    with_another = said(case, date(2026, 11, 6))

    assert alone.text.endswith("working days left")
    assert with_another.text == "Paused: waiting for another organ (day 2)"
    assert "某企业" not in with_another.sentence


def test_asked_today_the_clock_stands_still_from_tomorrow(office):
    case = factories.accepted(office)
    ask(case, office, TODAY)

    assert said(case).text == "Paused from tomorrow: waiting for the third party"


def test_asking_on_the_last_day_is_no_pause(office):
    case = factories.accepted(office, day=date(2026, 10, 26))
    ask(case, office, TODAY)

    assert said(case).text == "Due today"


def test_while_a_correction_is_awaited_nothing_is_due(office):
    case = factories.open_case(office, day=date(2026, 11, 12))
    act = Act(by=office.clerk, at=at(date(2026, 11, 18)))
    reviewing.ask_correction(act, case=case, items="请写明地块", period_days=10)
    chip, passed = said(case), said(case, date(2026, 12, 3))

    assert (chip.tone, chip.text) == ("hold", "Waiting for the correction")
    assert chip.detail == "the applicant has until December 2"
    assert "from the next day" in chip.todo
    assert passed.detail == "the applicant had until December 2"
    assert "then close (art. 30)" in passed.todo


def test_while_a_payment_is_awaited_nothing_is_due(office):
    case = factories.open_case(office, day=date(2026, 11, 12))
    fee = clock.Fee(notified_on=date(2026, 11, 16), served_on=date(2026, 11, 17))
    record = clock.Record(received_on=case.received_on, fee=fee)
    chip, passed = said_of(case, record), said_of(case, record, date(2026, 12, 30))

    assert (chip.tone, chip.text) == ("hold", "Waiting for the payment")
    assert chip.detail == "the applicant has until December 15"
    assert passed.todo.startswith("Nothing was paid")


def test_a_day_that_was_set_is_called_so_and_is_not_provisional(office):
    case = factories.open_case(office, day=date(2026, 11, 12))
    delay = clock.Delay(told_on=date(2026, 11, 20), until=date(2027, 3, 1))
    chip = said_of(case, clock.Record(received_on=case.received_on, delay=delay))

    assert chip.detail == "due on March 1, the day that was set"
    assert "art. 35" in chip.sentence
    assert (chip.tone, chip.year) == ("ok", None)


def test_overdue_says_by_how_much_and_what_to_do(office):
    case = factories.open_case(office, day=date(2026, 10, 22))
    chip = said(case)

    assert (chip.tone, chip.text) == ("late", "2 working days overdue")
    assert chip.detail == "was due on November 19"
    assert chip.todo.startswith("Answer now")
    assert "review" in chip.sentence


def test_on_the_weekend_after_the_last_day_it_is_overdue_by_no_number(office):
    case = factories.open_case(office, day=date(2026, 10, 23))

    assert said(case, date(2026, 11, 21)).text == "Overdue"


def test_answered_in_time_says_how_early(office):
    chip = said(factories.delivered(office))

    assert (chip.tone, chip.text) == ("ok", "Answered in time")
    assert (
        chip.sentence == "Answered on November 6, 20 working days before the last one, December 4."
    )


def test_answered_late_says_by_how_much(office):
    case = factories.open_case(office, day=date(2026, 10, 12))
    case.answered_on = date(2026, 11, 11)  # in memory: the database wants a delivered reply
    _reading, chip = clock_of(case, today=TODAY)

    assert (chip.tone, chip.text) == ("late", "Answered 2 working days late")
    assert chip.sentence == "Answered on November 11; the last day was November 9."


def test_withdrawn_and_closed_without_a_reply_have_no_day(office):
    withdrawn, closed = factories.open_case(office), factories.open_case(office)
    day = date(2026, 11, 12)
    Case.objects.filter(pk=withdrawn.pk).update(withdrawn_on=day, closed_on=day)
    Case.objects.filter(pk=closed.pk).update(closed_on=day)

    assert said(withdrawn).sentence == "Withdrawn on November 12; nothing is due any more."
    assert said(closed).text == "Closed without a reply"


def test_a_record_that_contradicts_itself_is_said_to(office):
    case = factories.open_case(office)
    Case.objects.filter(pk=case.pk).update(received_on=date(2026, 12, 1))

    assert said(case).text == "The clock cannot be read"
    assert said(case).sentence.startswith("The day of receipt has not come yet.")
    Case.objects.filter(pk=case.pk).update(received_on=date(2019, 5, 14))
    assert said(case).sentence.startswith("No statute known here was in force on that day.")


# Provisional: in every state ----------------------------------------------------------------------

ARRIVED = date(2026, 12, 18)


def test_a_running_clock_over_an_unknown_year_is_provisional(office):
    chip = said(factories.open_case(office, day=ARRIVED), ARRIVED)

    assert (chip.tone, chip.year) == ("provisional", 2027)
    assert chip.text == "20 working days left (provisional)"
    assert chip.detail.endswith("the holidays of 2027 are not imported yet")


def test_soon_stays_soon_and_late_stays_late_and_both_are_provisional(office):
    case = factories.open_case(office, day=ARRIVED)
    soon, late = said(case, date(2027, 1, 13)), said(case, date(2027, 1, 20))

    assert (soon.tone, soon.text, soon.year) == ("soon", "2 working days left (provisional)", 2027)
    assert (late.tone, late.year) == ("late", 2027)
    assert late.text == "3 working days overdue (provisional)"


def test_a_pause_is_provisional_for_its_latest_day_alone(office):
    case = factories.accepted(office, day=date(2026, 11, 16))
    ask(case, office, date(2026, 11, 19), delivered=date(2026, 11, 20))
    chip = said(case)

    assert chip.detail.startswith("due on December 16 at the earliest, January 5 at the latest")
    assert (chip.tone, chip.year) == ("hold", 2027)
    assert "(provisional)" in chip.text


def test_a_correction_period_over_an_unknown_year_is_provisional(office):
    case = factories.open_case(office, day=ARRIVED)
    act = Act(by=office.clerk, at=at(date(2026, 12, 21)))
    reviewing.ask_correction(act, case=case, items="请写明地块", period_days=15)

    assert said(case, date(2026, 12, 22)).year == 2027


def test_an_answer_before_the_unknown_days_is_final(office):
    case = factories.open_case(office, day=ARRIVED)
    today = date(2027, 2, 1)
    case.answered_on = date(2026, 12, 31)
    _reading, final = clock_of(case, today=today)
    case.answered_on = date(2027, 1, 14)
    _reading, open_end = clock_of(case, today=today)

    assert (final.text, final.year) == ("Answered in time", None)
    assert open_end.text == "Answered in time (provisional)"


@pytest.mark.parametrize("tone", ["late", "soon", "ok", "hold", "provisional", ""])
def test_every_tone_has_its_sign(tone):
    assert bool(Chip(tone=tone, text="x").sign) is bool(tone)
