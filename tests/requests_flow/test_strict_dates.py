"""The second date: what an applicant may count from, kept and shown beside the house's own."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from requests_flow.actions import extending, handling
from requests_flow.actions.act import Act
from requests_flow.models import Case
from requests_flow.models.reading import strict_due_of
from tests import factories
from tests.factories import at
from tests.journeys.people import on

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 6)


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


def confirmed_late(office, *, came: date) -> Case:
    """Received on 2 November; it had come on `came`."""
    case = factories.accepted(office)
    Case.objects.filter(pk=case.pk).update(strict_received_on=came)
    return Case.objects.get(pk=case.pk)


def test_a_case_confirmed_late_has_a_second_last_day(office, client):
    case = confirmed_late(office, came=date(2026, 10, 28))
    client.force_login(office.clerk)

    assert case.due_on == date(2026, 11, 30)
    assert strict_due_of(case, today=TODAY).due == date(2026, 11, 25)
    assert "2026年11月25日" in client.get(reverse("case_ledger", args=[case.pk])).content.decode()
    assert "2026-10-28" in client.get(case.get_absolute_url()).content.decode()


def test_a_case_confirmed_at_once_has_one_last_day_only(office):
    assert strict_due_of(factories.accepted(office), today=TODAY) is None


def test_an_extension_that_came_too_late_by_that_count_is_left_out_of_it(office):
    case = confirmed_late(office, came=date(2026, 9, 28))
    extending.extend(
        Act(by=office.clerk, at=at(date(2026, 11, 20))), case=case, days=20, reason="材料多"
    )

    case = Case.objects.get(pk=case.pk)
    assert strict_due_of(case, today=date(2026, 11, 20)).due == date(2026, 10, 30)


def test_an_extension_that_was_in_time_by_either_count_is_kept(office):
    case = confirmed_late(office, came=date(2026, 10, 28))
    extending.extend(
        Act(by=office.clerk, at=at(date(2026, 11, 20))), case=case, days=10, reason="材料多"
    )

    case = Case.objects.get(pk=case.pk)
    assert case.due_on == date(2026, 12, 14)
    assert strict_due_of(case, today=date(2026, 11, 20)).due == date(2026, 12, 9)


def test_a_sunday_that_the_house_moves_is_counted_strictly_too(office, settings, tmp_path):
    (tmp_path / "decided.json").write_text(
        '{"kind": "conventions", "valid_from": "2026-01-01", "why": "某法院判决",'
        ' "values": {"is_rest_day_receipt_moved": true}}',
        encoding="utf-8",
    )
    settings.YISHEN_LAW_DIR = str(tmp_path)
    case = factories.open_case(office, day=date(2026, 11, 1))

    assert case.due_on == date(2026, 11, 30)
    assert strict_due_of(case, today=TODAY).due == date(2026, 11, 27)


def test_the_second_day_says_that_it_is_provisional(office, client):
    case = factories.accepted(office, day=date(2026, 12, 10))
    Case.objects.filter(pk=case.pk).update(strict_received_on=date(2026, 12, 4))
    today = date(2026, 12, 10)

    strict = strict_due_of(Case.objects.get(pk=case.pk), today=today)

    assert (strict.due.year, strict.is_provisional) == (2027, True)
    with on(today):
        client.force_login(office.clerk)
        page = client.get(
            reverse("case_ledger", args=[case.pk]), headers={"accept-language": "en"}
        ).content.decode()
    sentence = page.split("an applicant who counts from that day ends on")[1].split("</p>")[0]
    assert 'class="chip provisional"' in sentence


def test_the_second_day_is_the_earliest_while_somebody_is_asked(office):
    case = confirmed_late(office, came=date(2026, 10, 28))
    handling.consult(
        Act(by=office.clerk, at=at(TODAY)),
        case=case,
        kind="other_organ",
        name="甲局",
        question="意见",
        sent_on=TODAY,
    )

    assert strict_due_of(Case.objects.get(pk=case.pk), today=TODAY).is_earliest
    assert not strict_due_of(
        confirmed_late(office, came=date(2026, 10, 28)), today=TODAY
    ).is_earliest


def test_the_form_of_registration_marks_it_too(office, client):
    sent = {"work_out": "1", "channel": "online", "submitted_on": "2026-12-04"}
    sent |= {"called_on": "2026-12-10", "confirmed_on": "2026-12-10"}
    with on(date(2026, 12, 10)):
        client.force_login(office.clerk)
        page = client.post(reverse("flow:register:execute"), sent, headers={"x-part": "work_out"})

    said = page.content.decode()
    assert page.context["derived"]["is_strict_provisional"]
    assert 'class="chip provisional"' in said.split('class="is-soon"')[1].split("</p>")[0]
