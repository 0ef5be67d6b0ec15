"""The look behind the mask: what for, why, what it shows, for how long, and what the file keeps."""

from __future__ import annotations

import json
import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from requests_flow.actions.act import Act
from requests_flow.actions.revealing import looks_of, reveal
from requests_flow.models import Case, Entry, FormToken
from requests_flow.rules.applicants import PURPOSE_SHOWS, Purpose
from requests_flow.views.forms.revealing import FIELDS
from requests_flow.views.wording import PURPOSES
from tests import factories

pytestmark = pytest.mark.django_db

WHY = "电话里对方报的号码与申请表不符"
PERSON = {
    "name": "张三丰",
    "identity_kind": "居民身份证",
    "identity_number": "330203199001010012",
    "phone": "13800001234",
    "email": "zhang@example.com",
    "address": "宁波市海曙区某路一号",
    "postcode": "315012",
    "agent": "李代理",
}
SHOWN_AS = {**{name: PERSON[name] for name in ("phone", "email", "address", "agent")}}
SHOWN_AS["identity"] = PERSON["identity_number"]


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(factories.at(), tick=False) as traveller:
        yield traveller


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


@pytest.fixture
def case(office) -> Case:
    return factories.open_case(office, **PERSON)


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def token_in(client: Client, case: Case) -> str:
    page = client.get(case.get_absolute_url()).content.decode()
    form = page[page.index(reverse("reveal", args=[case.pk])) :]
    return re.search(r'name="form_token" value="([^"]+)"', form)[1]


def look(client: Client, case: Case, **data: str):
    sent = {"purpose": "verify", "reason": WHY, "form_token": token_in(client, case), **data}
    return client.post(reverse("reveal", args=[case.pk]), sent)


def seen(response) -> set[str]:
    page = response.content.decode()
    return {name for name, text in SHOWN_AS.items() if text in page}


def test_every_purpose_and_every_field_has_words():
    assert set(PURPOSES) == set(Purpose) == set(PURPOSE_SHOWS)
    assert {name for shows in PURPOSE_SHOWS.values() for name in shows} == set(FIELDS)


@pytest.mark.parametrize("purpose", Purpose)
def test_what_a_purpose_needs_is_shown_and_no_more(office, case, purpose):
    response = look(as_(office.clerk), case, purpose=purpose.value)

    assert response.status_code == 200
    assert seen(response) == set(PURPOSE_SHOWS[purpose])
    assert PERSON["name"] in response.content.decode()


def test_the_file_keeps_who_what_for_and_why_and_not_what(office, case):
    look(as_(office.clerk), case, purpose="contact")

    entry = Entry.objects.get(verb="revealed")
    assert (entry.case, entry.actor) == (case, office.clerk)
    assert entry.data == {"purpose": "contact", "reason": WHY}
    page = as_(office.clerk).get(case.get_absolute_url()).content.decode()
    assert f"联系, {WHY}" in page or WHY in page


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"purpose": ""}, "purpose"),
        ({"purpose": "curiosity"}, "purpose"),
        ({"reason": " "}, "reason"),
        ({"reason": "看看"}, "reason"),
        ({"reason": f"核对 {PERSON['identity_number']} 是否正确"}, "reason"),
        ({"reason": "另一人的号码 330203198505051234 相似"}, "reason"),
        ({"reason": "核对张三丰的身份"}, "reason"),
        ({"reason": f"寄往{PERSON['address']}"}, "reason"),
        ({"reason": "打电话 13800001234"}, "reason"),
    ],
)
def test_without_purpose_or_reason_or_with_the_data_in_it_nothing_is_shown(
    office, case, data, field
):
    response = look(as_(office.clerk), case, **data)

    assert response.status_code == 422
    assert response.context["reveal_form"].errors.keys() == {field}
    assert PERSON["identity_number"] not in strip_typed(response, data)
    assert not Entry.objects.filter(verb="revealed").exists()
    assert not FormToken.objects.exists()


def strip_typed(response, data: dict[str, str]) -> str:
    """The page without what was typed into the field, which the form keeps."""
    return response.content.decode().replace(data.get("reason") or "\0", "")


def test_a_second_look_needs_a_second_reason(office, case):
    client = as_(office.clerk)
    token = token_in(client, case)
    assert seen(look(client, case, form_token=token))

    again = look(client, case, form_token=token)
    assert (again.status_code, again.url) == (302, case.get_absolute_url())
    assert Entry.objects.filter(verb="revealed").count() == 1
    assert not seen(client.get(case.get_absolute_url()))

    assert look(client, case, form_token="").status_code == 422
    assert seen(look(client, case, reason="第二次来电，再核一次"))
    assert Entry.objects.filter(verb="revealed").count() == 2


def test_the_answer_is_kept_nowhere_and_masks_itself_without_scripts(office, case):
    response = look(as_(office.clerk), case)

    assert response["Cache-Control"] == "no-store"
    page = response.content.decode()
    refresh = f'<noscript><meta http-equiv="refresh" content="60;url={case.get_absolute_url()}">'
    assert refresh in page
    assert 'data-look="60"' in page
    assert (
        'http-equiv="refresh"'
        not in as_(office.clerk).get(case.get_absolute_url()).content.decode()
    )


def test_the_address_of_a_look_shows_nothing_by_itself(office, case):
    assert as_(office.clerk).get(reverse("reveal", args=[case.pk])).status_code == 405


def test_many_looks_on_one_day_are_told_and_not_stopped(office, case, settings, now):
    settings.YISHEN_UNMASK_NOTICE = 2
    act = Act(by=office.clerk, at=factories.at())
    looks = [reveal(act, case=case, purpose="verify", reason=f"第{n}次核对") for n in range(3)]

    assert [one.is_many for one in looks] == [False, False, True]
    assert looks_of(office.checker, at=act.at) == 0
    assert "第 4" in (page := look(as_(office.clerk), case).content.decode()) or " 4 " in page
    now.move_to(factories.at(factories.date(2026, 11, 24)))
    tomorrow = Act(by=office.clerk, at=factories.at(factories.date(2026, 11, 24)))
    assert reveal(tomorrow, case=case, purpose="verify", reason="次日再核对").count == 1


def test_who_is_not_to_know_who_asked_cannot_look(office, case):
    stranger = factories.Office("区财政局").clerk
    url = reverse("reveal", args=[case.pk])

    assert as_(stranger).post(url, {"purpose": "verify", "reason": WHY}).status_code == 404
    assert Client().post(url).status_code == 302
    assert not Entry.objects.filter(verb="revealed").exists()


def test_a_number_whose_key_is_lost_is_said_and_the_rest_is_shown(office, case, settings):
    from requests_flow.settings.personal_data import derived_key

    settings.YISHEN_DATA_KEYS = [derived_key("another", "data")]
    response = look(as_(office.clerk), case, purpose="other")

    assert response.status_code == 200
    assert seen(response) == {"phone", "email", "address", "agent"}
    assert as_(office.clerk).get(case.get_absolute_url()).status_code == 200


def test_no_entry_of_the_book_has_what_was_shown(office, case):
    look(as_(office.clerk), case, purpose="other")

    book = json.dumps(list(Entry.objects.values_list("data", flat=True)), ensure_ascii=False)
    assert not any(text in book for text in PERSON.values() if text != PERSON["identity_kind"])
