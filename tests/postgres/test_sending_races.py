"""Several clerks send, void or close the same letter at one moment: one effect, and a sentence."""

from __future__ import annotations

from functools import partial

import pytest
from django.urls import reverse

from requests_flow.actions import delivering
from requests_flow.actions.act import Act
from requests_flow.models import Dispatch, DispatchResult, VoidedLetter
from requests_flow.units.duties import Duty
from tests import factories
from tests.factories import all_ticked, at, posted
from tests.journeys.office import ticks_of
from tests.journeys.people import on
from tests.postgres.test_races import MANY, colleagues, one_won, sending
from tests.postgres.threads import at_once
from tests.printing import print_quickly

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    print_quickly(monkeypatch)


@pytest.fixture
def office():
    with on(factories.TODAY):
        yield factories.Office()


def by_post(letter, at_place: int) -> dict:
    number = posted(factories.TODAY).tracking_number
    return {
        "method": "post",
        "sent_on": factories.TODAY.isoformat(),
        "tracking_number": number,
        "pieces": ticks_of(letter),
        "note": f"{at_place}",
    }


def test_eight_clerks_send_one_reply(office):
    case = factories.issued(office)
    people = colleagues(office, Duty.DELIVER)
    url = people[0].step_of(case, "deliver")
    calls = [
        sending(person, url, **by_post(case.reply, place)) for place, person in enumerate(people)
    ]

    one_won(at_once(calls), Dispatch.objects.count())
    assert case.entries.filter(verb="delivered").count() == 1


def test_eight_clerks_send_again_what_came_back(office):
    letter = factories.resulted(office, kind="returned", reason="查无此人").reply
    people = colleagues(office, Duty.DELIVER)
    url = reverse("letter_send", args=[letter.case_id, letter.pk])
    calls = [sending(person, url, **by_post(letter, place)) for place, person in enumerate(people)]

    one_won(at_once(calls), letter.dispatches.filter(attempt=2).count())
    assert letter.dispatches.count() == 2


def test_one_sends_while_the_other_voids(office):
    case = factories.issued(office)
    sender, voider = colleagues(office, Duty.DELIVER, count=2)
    url = sender.step_of(case, "deliver")
    form = voider.form_at(url, "reason")
    calls = [
        sending(sender, url, **by_post(case.reply, 0)),
        partial(voider.client.post, url, form.filled(reason="附件清单漏列")),
    ]

    one_won(at_once(calls), Dispatch.objects.count() + VoidedLetter.objects.count())


def test_eight_clerks_record_one_result(office):
    letter = factories.delivered(office).reply
    people = colleagues(office, Duty.DELIVER)
    url = reverse("letter_result", args=[letter.case_id, letter.pk])
    values = {"kind": "delivered", "happened_on": factories.TODAY.isoformat()}

    answers = at_once([sending(person, url, **values) for person in people])

    one_won(answers, DispatchResult.objects.count())


def test_one_mail_number_is_not_given_to_two_addressees_at_once(office):
    number = posted(factories.TODAY).tracking_number
    letters = [factories.issued(office, name=f"申请人{place}").reply for place in range(MANY)]
    act = Act(by=office.clerk, at=at())
    calls = [
        partial(
            delivering.deliver,
            act,
            letter=letter,
            sending=posted(factories.TODAY, tracking_number=number),
            seen=all_ticked(letter),
        )
        for letter in letters
    ]

    answers = at_once(calls)

    assert Dispatch.objects.filter(tracking_number=number).count() == 1
    refused = [one for one in answers if isinstance(one, delivering.DeliveryImpossible)]
    assert len(refused) == MANY - 1
