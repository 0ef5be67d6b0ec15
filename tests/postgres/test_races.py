"""Many send the same at the same moment: one effect, and a sentence for the others, never a 500."""

from __future__ import annotations

from functools import partial

import pytest
from django.urls import reverse

from requests_flow.flows import CaseFlow
from requests_flow.models import Case, Letter
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.views.walking import open_task
from tests import factories
from tests.journeys.office import APPLICATION
from tests.journeys.people import Person, on
from tests.postgres.threads import TOLD, at_once, statuses

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

MANY = 8


@pytest.fixture
def office():
    with on(factories.TODAY):
        yield factories.Office()


def colleagues(office: factories.Office, duty: Duty, count: int = MANY) -> list[Person]:
    """People with the same duty, each with the page open in a browser of their own."""
    people = [Person(factories.make_person(office.unit, duty)) for _ in range(count)]
    for person in people:
        person.client.raise_request_exception = False
        person.client.force_login(person.user)
    return people


def sending(person: Person, url: str, *, to: str = "", **values):
    """The form of the page at `url`, opened now and sent later, perhaps to another address."""
    form = person.form_at(url)
    return partial(person.client.post, to or url, form.filled(**values))


def one_won(answers, effect: int) -> None:
    """Exactly one was let through, and its effect is there once."""
    seen = statuses(answers)
    assert seen.pop(302) == 1, seen
    assert set(seen) <= TOLD, seen
    assert effect == 1


def test_eight_people_review_one_case(office):
    case = factories.open_case(office)
    people = colleagues(office, Duty.REVIEW)
    url = people[0].step_of(case, "review")

    answers = at_once([sending(person, url, result="accept") for person in people])

    one_won(answers, case.entries.filter(verb="reviewed").count())


def test_eight_people_number_one_reply(office):
    case = factories.signed(office)
    people = colleagues(office, Duty.DELIVER)
    url = people[0].step_of(case, "issue")

    answers = at_once([sending(person, url) for person in people])

    one_won(answers, Letter.objects.filter(case=case, is_reply=True).count())


def test_eight_tabs_of_one_person(office):
    case = factories.open_case(office)
    clerk = Person(office.clerk)
    clerk.client.raise_request_exception = False
    url = clerk.step_of(case, "review")

    answers = at_once([sending(clerk, url, result="accept") for _ in range(MANY)])

    one_won(answers, case.entries.filter(verb="reviewed").count())


def test_one_form_sent_eight_times_is_answered_alike(office):
    case = factories.open_case(office)
    clerk = Person(office.clerk)
    clerk.client.raise_request_exception = False
    send = sending(clerk, clerk.step_of(case, "review"), result="accept")

    answers = at_once([send] * MANY)

    seen = statuses(answers)
    assert set(seen) <= {302, 409}, seen
    assert {answer["Location"] for answer in answers if answer.status_code == 302} == {
        case.get_absolute_url()
    }
    assert case.entries.filter(verb="reviewed").count() == 1


def test_eight_people_take_one_task(office):
    case = factories.open_case(office)
    people = colleagues(office, Duty.REVIEW)
    url = reverse("claim", args=[case.pk])
    page = people[0].step_of(case, "review")
    calls = []
    for person in people:
        token = person.form_at(page).fields["csrfmiddlewaretoken"]
        calls.append(partial(person.client.post, url, {"csrfmiddlewaretoken": token}))

    one_won(at_once(calls), case.entries.filter(verb="claimed").count())


def test_eight_identical_applications_are_one_case(office):
    clerk = Person(office.clerk)
    clerk.client.raise_request_exception = False
    send = sending(clerk, reverse("flow:register:execute"), **APPLICATION)

    answers = at_once([send] * MANY)

    assert statuses(answers) == {302: MANY}
    case = Case.objects.get()
    assert {answer["Location"] for answer in answers} == {case.get_absolute_url()}
    assert case.number.endswith("-0001")
    assert case.letters.count() == 1


def test_another_process_in_the_address_is_not_there(office):
    case, other = factories.open_case(office), factories.open_case(office)
    people = colleagues(office, Duty.REVIEW)
    right = people[0].step_of(case, "review")
    wrong = CaseFlow.review.reverse("execute", args=[other.process_id, open_task(case).pk])
    calls = [
        sending(person, right, to=wrong if number % 2 else right, result="accept")
        for number, person in enumerate(people)
    ]

    answers = at_once(calls)

    assert statuses(answers[1::2]) == {404: MANY // 2}
    one_won(answers[0::2], case.entries.filter(verb="reviewed").count())
    assert not other.entries.filter(verb="reviewed").exists()


def test_a_grant_withdrawn_elsewhere_counts_from_the_next_request(office):
    case = factories.open_case(office)
    (person,) = colleagues(office, Duty.REVIEW, count=1)
    url = person.step_of(case, "review")
    send = sending(person, url, result="accept")  # the page is open when the duty ends

    at_once([partial(access.dismiss, person.user, unit=office.unit, duty=Duty.REVIEW)])

    assert send().status_code == 404
    assert person.opens(url).status_code == 404
    assert person.opens(case.get_absolute_url()).status_code == 404
    assert not case.entries.filter(verb="reviewed").exists()
