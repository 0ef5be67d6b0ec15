"""All duties of a person by one query; asked once while a page is read, anew wherever something changes."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from requests_flow.models import Case, CaseGrant, Restriction, ReviewGrant, Sight
from requests_flow.units import access
from requests_flow.units.duties import IMPLY_READ, Duty
from requests_flow.units.places import asked_once, below, places_of
from tests import factories
from tests.factories import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def organ():
    return factories.make_unit()


def test_one_query_whatever_is_held(organ, django_assert_num_queries):
    sections = [factories.make_section(organ) for _ in range(3)]
    person = factories.make_person(organ, Duty.HANDLE, Duty.DELIVER)

    with django_assert_num_queries(1):
        places = places_of(person)
    everywhere = {organ.pk, *(one.pk for one in sections)}
    assert places.of(Duty.HANDLE) == places.of(Duty.READ) == everywhere
    assert places.organs_of(Duty.READ) == {organ.pk}
    assert places.sections_of(Duty.READ) == frozenset()  # they come with their organ
    assert places.of(Duty.SIGN) == frozenset()


def test_a_section_alone_is_a_place_of_its_own(organ):
    section, other = factories.make_section(organ), factories.make_section(organ)
    places = places_of(factories.make_person(section, Duty.HANDLE))

    assert places.sections_of(Duty.READ) == {section.pk}
    assert places.organs_of(Duty.READ) == frozenset()
    assert other.pk not in places.of(Duty.READ)


@pytest.mark.parametrize("duty", sorted(set(Duty) - {Duty.READ}))
def test_it_answers_as_the_tables_do(organ, duty):
    person = factories.make_person(organ, duty)

    for asked in Duty:
        units = set(access.units_for(person, asked).values_list("pk", flat=True))
        assert places_of(person).of(asked) == units
    assert bool(places_of(person).of(Duty.READ)) is (duty in IMPLY_READ)


def test_nobody_and_a_closed_account_hold_nothing(organ, django_assert_num_queries):
    person = factories.make_person(organ, Duty.HANDLE)
    person.is_active = False
    with django_assert_num_queries(0):
        assert places_of(AnonymousUser()).held == places_of(person).held == {}


def test_an_overseer_oversees_what_is_below(organ):
    top, middle = factories.make_unit("区政府"), factories.make_unit("某镇")
    middle.parent = top
    middle.save()
    organ.parent = middle
    organ.save()
    factories.make_section(organ)
    beside = factories.make_unit("区民政局")
    overseer = factories.make_person(top, Duty.OVERSEE)

    assert below(overseer) == {top.pk, middle.pk, organ.pk}
    assert beside.pk not in below(overseer)
    assert below(factories.make_person(top, Duty.READ)) == frozenset()


def test_while_a_page_is_read_it_is_asked_once_and_then_anew(organ, django_assert_num_queries):
    person = factories.make_person(organ, Duty.HANDLE)
    with asked_once():
        assert places_of(person).of(Duty.HANDLE)
        with django_assert_num_queries(0):
            places_of(person)
        access.dismiss(person, unit=organ, duty=Duty.HANDLE)

    assert not places_of(person).of(Duty.HANDLE)


def test_where_something_changes_nothing_is_remembered(organ):
    """A duty that ends while somebody waits for the lock is gone when they have it."""
    seen = []

    def view(request):
        seen.append(places_of(person).of(Duty.HANDLE))
        access.dismiss(person, unit=organ, duty=Duty.HANDLE)
        seen.append(places_of(person).of(Duty.HANDLE))

    from django.test import RequestFactory

    from requests_flow.views.middleware import DutiesAskedOnce

    person = factories.make_person(organ, Duty.HANDLE)
    DutiesAskedOnce(view)(RequestFactory().post("/"))

    assert [bool(units) for units in seen] == [True, False]


class TestWaysToACase:
    """Each way alone shows as much as it should, and not where a restriction stands."""

    @pytest.fixture
    def office(self):
        return factories.Office()

    def sights(self, person) -> set[str]:
        return {sight.name for sight in Sight if Case.objects.visible_to(person, sight).exists()}

    def part(self, case, office, person, part, **more):
        return CaseGrant.objects.create(
            case=case,
            person=person,
            part=part,
            valid_from=access.day_of_asking(),
            valid_until=access.day_of_asking(),
            reason="懂行",
            granted_by=office.clerk,
            granted_at=at(),
            **more,
        )

    def test_by_duty(self, office):
        factories.open_case(office)
        everything = {sight.name for sight in Sight}

        assert self.sights(office.clerk) == everything
        assert self.sights(office.adviser) == set()
        factories.drafted(office)
        assert self.sights(office.adviser) == everything
        assert self.sights(factories.make_person(office.unit, Duty.OVERSEE)) == {"CLOCK"}

    def test_by_part(self, office):
        case = factories.open_case(office)
        helper = factories.make_person(factories.make_unit("区民政局"), Duty.HANDLE)
        assert self.sights(helper) == set()
        grant = self.part(case, office, helper, "co_handler")

        assert self.sights(helper) == {"CLOCK", "QUESTION", "APPLICATION"}
        CaseGrant.objects.filter(pk=grant.pk).update(ended_at=at(), ended_by=office.clerk)
        assert self.sights(helper) == set()

    def test_a_restricted_case_is_for_who_is_named(self, office):
        case = factories.open_case(office)
        colleague = factories.make_person(office.unit, Duty.HANDLE)
        Restriction.objects.create(
            case=case, kind="staff", reason="本单位职工", set_by=office.clerk, set_at=at()
        )

        assert self.sights(colleague) == self.sights(office.clerk) == set()
        self.part(case, office, colleague, "named")
        assert self.sights(colleague) == {sight.name for sight in Sight}
        stranger = factories.make_person(factories.make_unit("区民政局"), Duty.HANDLE)
        self.part(case, office, stranger, "named")
        assert self.sights(stranger) == set()  # being named gives nothing to see

    def test_a_part_alone_opens_no_restricted_case(self, office):
        case = factories.drafted(office)
        helper, lawyer = factories.make_person(), factories.make_person()
        self.part(case, office, helper, "co_handler")
        ReviewGrant.objects.create(
            case=case,
            reviewer=lawyer,
            firm="某所",
            valid_until=access.day_of_asking(),
            granted_by=office.adviser,
            granted_on=access.day_of_asking(),
            granted_at=at(),
        )
        assert self.sights(helper)
        assert self.sights(lawyer)
        Restriction.objects.create(
            case=case, kind="staff", reason="本单位职工", set_by=office.clerk, set_at=at()
        )

        assert self.sights(helper) == self.sights(lawyer) == set()
        self.part(case, office, helper, "named")
        self.part(case, office, lawyer, "named")
        assert self.sights(helper) == {"CLOCK", "QUESTION", "APPLICATION"}
        assert self.sights(lawyer) == {"CLOCK", "QUESTION", "APPLICATION", "REPLY"}

    def test_the_ranges_hold_what_the_whole_holds(self, office):
        organs = [office.unit, *(factories.Office(f"某局{n}").unit for n in range(6))]
        cases = [factories.open_case(office), factories.drafted(office)]
        person = factories.make_person(office.unit, Duty.READ)
        for unit in organs[1:]:
            access.appoint(person, unit=unit, duty=Duty.READ)
        helper = factories.make_person()
        self.part(cases[0], office, helper, "co_handler")

        for somebody in (person, office.clerk, office.adviser, helper):
            whole = set(Case.objects.visible_to(somebody, Sight.APPLICATION))
            ranges = Case.objects.ranges_visible_to(somebody, Sight.APPLICATION)
            assert whole == {case for part in ranges for case in part}
            assert whole


def test_a_user_who_loses_the_duty_sees_nothing_in_the_next_request(organ):
    office = factories.Office()
    case, client = factories.open_case(office), Client()
    client.force_login(office.clerk)
    assert client.get(case.get_absolute_url()).status_code == 200
    for duty in factories.CLERK:
        access.dismiss(office.clerk, unit=office.unit, duty=duty)

    assert client.get(case.get_absolute_url()).status_code == 404
