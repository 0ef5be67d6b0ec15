"""The pages of the three administrators: who may do what on them, and what is kept of what was typed."""

import re

import pytest
import time_machine
from django.test import Client

from requests_flow.models import Entry
from requests_flow.units import access
from requests_flow.units.appointments import Appointment
from requests_flow.units.duties import Duty
from requests_flow.units.models import Unit, User
from requests_flow.views.walking import open_task
from tests import factories
from tests.factories import at
from tests.requests_flow.administrators import House

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(at(), tick=False):
        yield


@pytest.fixture
def house():
    return House()


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def token(client: Client, url: str) -> dict[str, str]:
    """The token of the form that stands there."""
    page = client.get(url).content.decode()
    return {"form_token": re.search(r'name="form_token" value="([^"]+)"', page)[1]}


def send(client: Client, url: str, **data: object):
    return client.post(url, {**token(client, url), **data})


def test_administrators_land_on_their_own_page(house):
    for person, url in (
        (house.system, "/people/"),
        (house.security, "/people/"),
        (house.auditor, "/audit/"),
    ):
        client = signed_in(person)
        answer = client.get("/?q=征收")
        page = client.get(url).content.decode()
        assert (answer.status_code, answer["Location"]) == (302, url)
        assert 'role="search"' not in page
        assert 'href="/units/"' in page
    assert signed_in(house.office.clerk).get("/").status_code == 200


def test_the_list_finds_by_name_unit_and_duty(house):
    client, office = signed_in(house.security), house.office
    gone = factories.make_person(name="走了")
    User.objects.filter(pk=gone.pk).update(is_active=False)

    def names(query: str) -> set[str]:
        page = client.get(f"/people/?{query}").content.decode()
        return set(re.findall(r"data-open>([^<]+)</a>", page))

    assert names("q=陈") == {"陈敏"}
    assert names(f"unit={office.unit.pk}&duty=sign_replies") == {"田签"}
    assert names("state=closed") == {"走了"}
    assert names("duty=nonsense") >= {"陈敏", "田签"}
    assert names("state=none&q=陈") == set()


def test_a_new_account_gets_a_password_that_is_shown_once(house):
    client, typed = signed_in(house.system), {"username": "xinren", "full_name": "新人"}
    sent = {**token(client, "/people/new/"), **typed}

    page = client.post("/people/new/", sent)
    again = client.post("/people/new/", sent)

    user = User.objects.get(username="xinren")
    password = re.search(r'<code class="big">([^<]+)<', page.content.decode())[1]
    assert user.check_password(password)
    assert page["Cache-Control"] == "no-store"
    assert (again.status_code, again["Location"]) == (302, f"/people/{user.pk}/")
    assert User.objects.filter(username__startswith="xinren").count() == 1


def test_a_name_that_is_taken_keeps_what_was_typed(house):
    client = signed_in(house.system)

    answer = send(client, "/people/new/", username=house.office.clerk.username, full_name="欧阳新")

    assert answer.status_code == 422
    assert 'value="欧阳新"' in answer.content.decode()


def test_the_security_administrator_appoints_and_ends_on_the_page(house):
    client, newcomer = signed_in(house.security), factories.make_person()
    url = f"/people/{newcomer.pk}/"
    typed = {"duty": Duty.HANDLE.value, "unit": house.office.unit.pk, "reason": "分工"}

    assert send(client, url, **typed).status_code == 302
    row = Appointment.objects.get(user=newcomer)
    assert row.given_by == house.security
    refused = send(client, url, **typed, until="2026-12-01")
    assert refused.status_code == 422
    assert 'value="2026-12-01"' in refused.content.decode()

    end = f"{url}duties/{row.pk}/end/"
    assert send(client, end, reason=" ").status_code == 422
    assert send(client, end, reason="轮岗").status_code == 302
    assert not access.may(newcomer, Duty.HANDLE, house.office.unit)
    page = client.get(url).content.decode()
    assert "安全管" in page
    assert send(client, end, reason="轮岗").status_code == 409


def test_a_clash_is_a_sentence_on_the_form(house):
    client, url = signed_in(house.security), f"/people/{house.auditor.pk}/"

    answer = send(client, url, duty=Duty.HANDLE.value, unit=house.office.unit.pk, reason="想兼任")

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "审计管" in page
    assert 'value="想兼任"' in page
    assert 'role="alert"' in page


def test_nobody_finds_a_form_for_themself_or_a_way_round_it(house):
    for person in (house.system, house.security, house.auditor):
        client, url = signed_in(person), f"/people/{person.pk}/"
        assert "form_token" not in client.get(url).content.decode()
        for deed in ("close", "reopen", "password", "second-factor", "sessions"):
            assert client.post(f"{url}{deed}/", {"reason": "x"}).status_code == 404
    data = {"duty": Duty.AUDIT.value, "unit": house.top.pk, "reason": "x", "form_token": "t"}
    answer = signed_in(house.security).post(f"/people/{house.security.pk}/", data)
    assert answer.status_code == 422


def test_closing_says_what_waits_and_ends_the_session_at_once(house):
    office = house.office
    case, theirs = factories.accepted(office), signed_in(office.clerk)
    client, url = signed_in(house.system), f"/people/{office.clerk.pk}/"
    assert theirs.get("/").status_code == 200
    assert "<dd>1</dd>" in client.get(f"{url}close/").content.decode()

    assert send(client, f"{url}close/", reason="调离").status_code == 302

    assert theirs.get("/").status_code == 302
    assert open_task(case).owner is None
    assert case.number not in client.get(url).content.decode()
    again = send(client, f"{url}close/", reason="调离")
    assert again.status_code == 409

    page = send(client, f"{url}reopen/", reason="返岗").content.decode()
    password = re.search(r'<code class="big">([^<]+)<', page)[1]
    assert User.objects.get(pk=office.clerk.pk).check_password(password)


def test_what_is_not_ones_own_role_is_not_there(house):
    office, newcomer = house.office, factories.make_person()
    row = office.clerk.appointments.first()
    of_system = [
        "/people/new/",
        f"/people/{newcomer.pk}/close/",
        f"/people/{newcomer.pk}/password/",
        "/units/new/",
        f"/units/{office.unit.code}/edit/",
        f"/units/{office.unit.code}/close/",
    ]
    of_security = [f"/people/{office.clerk.pk}/duties/{row.pk}/end/"]
    of_audit = ["/audit/", "/audit/doors/"]
    owners = {house.system: of_system, house.security: of_security, house.auditor: of_audit}
    for person in (*owners, office.clerk, newcomer):
        client = signed_in(person)
        for owner, urls in owners.items():
            for url in urls:
                wanted = 200 if owner == person else 404
                assert client.get(url).status_code == wanted, (person, url)
    for person in (office.clerk, newcomer):
        for url in ("/people/", f"/people/{newcomer.pk}/", "/units/"):
            assert signed_in(person).get(url).status_code == 404


# Units ---------------------------------------------------------------------------


UNIT = {
    "code": "new", "name": "宁波市海曙区某局", "short_name": "区某局", "kind": "department",
    "number_prefix": "海某公开",
}  # fmt: skip


def test_a_unit_is_founded_changed_and_closed(house):
    client = signed_in(house.system)

    assert send(client, "/units/new/", **UNIT, parent=house.top.pk).status_code == 302
    unit = Unit.objects.get(code="new")
    assert unit.parent == house.top
    changed = {**UNIT, "parent": house.top.pk, "phone": "0574-1"}
    assert send(client, "/units/new/edit/", **changed).status_code == 302
    entry = Entry.objects.filter(verb="unit_changed").get()
    assert entry.data["changed"] == {"phone": ["", "0574-1"]}
    assert send(client, "/units/new/close/", reason="撤并", deed="close").status_code == 302
    unit.refresh_from_db()
    assert unit.closed_on == factories.TODAY
    assert send(client, "/units/new/close/", reason="撤并", deed="close").status_code == 409
    assert send(client, "/units/new/close/", reason="恢复", deed="open").status_code == 302


@pytest.mark.parametrize(
    "change", [{"number_prefix": "TAKEN"}, {"kind": ""}, {"name": ""}, {"code": "two words"}]
)
def test_a_unit_that_cannot_be_keeps_what_was_typed(house, change):
    client = signed_in(house.system)
    change = {
        name: house.office.unit.number_prefix if value == "TAKEN" else value
        for name, value in change.items()
    }

    answer = send(client, "/units/new/", **{**UNIT, "phone": "0574-7777", **change})

    assert answer.status_code == 422
    assert "0574-7777" in answer.content.decode()
    assert not Unit.objects.filter(code="new").exists()


def test_a_unit_with_open_cases_is_not_closed(house):
    factories.open_case(house.office)
    factories.open_case(house.office)
    client, url = signed_in(house.system), f"/units/{house.office.unit.code}/close/"

    answer = send(client, url, reason="撤并", deed="close")

    assert answer.status_code == 409
    assert "2" in re.search(r"<p[^>]*>([^<]*2[^<]*)</p>", answer.content.decode())[1]
    assert Unit.objects.get(pk=house.office.unit.pk).closed_on is None


def test_a_legal_unit_that_would_let_somebody_review_their_own_replies_is_refused(house):
    office, other = house.office, factories.make_unit("区司法局", parent=house.top)
    access.appoint(office.signatory, unit=other, duty=Duty.REVIEW_IN_LAW)
    client, url = signed_in(house.system), f"/units/{office.unit.code}/edit/"
    unit = office.unit
    data = {
        "name": unit.name, "short_name": unit.short_name, "kind": unit.kind,
        "number_prefix": unit.number_prefix, "parent": house.top.pk, "legal_unit": other.pk,
    }  # fmt: skip

    answer = send(client, url, **data)

    assert answer.status_code == 422
    assert str(office.signatory) in answer.content.decode()
    assert Unit.objects.get(pk=unit.pk).legal_unit is None


def test_a_unit_does_not_stand_below_itself(house):
    client, unit = signed_in(house.system), house.top
    data = {
        "name": unit.name, "short_name": unit.short_name, "kind": unit.kind,
        "number_prefix": unit.number_prefix, "parent": house.office.unit.pk,
    }  # fmt: skip

    assert send(client, f"/units/{unit.code}/edit/", **data).status_code == 422
