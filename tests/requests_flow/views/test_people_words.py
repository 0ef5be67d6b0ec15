"""The pages of administrators: whole in Chinese, whole in English. Names, codes and reasons are data."""

import re

import pytest
import time_machine
from django.conf import settings

from requests_flow.units.duties import Duty
from tests import factories
from tests.factories import at
from tests.house.test_pages_in_both_languages import CHINESE, LATIN, visible
from tests.requests_flow.administrators import House, appoint
from tests.requests_flow.views.test_people_pages import signed_in

pytestmark = pytest.mark.django_db

DATA = re.compile(r"person\d+|unit-\d+|\bCSV\b")
NAMES = re.compile(
    r"(宁波市海曙区)?区(发改局|政府办公室)\d*|海测\d+公开|海测\d+|系统管|安全管|审计管|陈敏|何保|卢律|田签"
    r"|某人\d+|简体中文|分工调整|借调"
)


@pytest.fixture
def pages():
    with time_machine.travel(at(), tick=False):
        house = House()
        newcomer = factories.make_person()
        row = appoint(house, newcomer, Duty.HANDLE, until=factories.TODAY)
        person, unit = f"/people/{newcomer.pk}/", f"/units/{house.office.unit.code}/"
        yield {
            house.system: [
                "/people/", "/people/new/", person, f"{person}close/", f"{person}reopen/",
                f"{person}password/", f"{person}second-factor/", f"{person}sessions/", "/units/",
                "/units/new/", f"{unit}edit/", f"{unit}close/",
            ],
            house.security: [person, f"{person}duties/{row.pk}/end/"],
            house.auditor: [person, "/audit/", "/audit/doors/"],
        }  # fmt: skip


def lines(pages, language: str):
    for person, addresses in pages.items():
        client = signed_in(person)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        for address in addresses:
            response = client.get(address)
            assert response.status_code == 200, address
            for line in visible(response.content.decode()):
                yield address, line


def test_a_chinese_page_has_no_english_word(pages):
    known = {*LATIN, "anchor_audit"}
    stray = {
        (address, line)
        for address, line in lines(pages, "zh-hans")
        if set(re.findall(r"[A-Za-z_]{2,}", DATA.sub("", line))) - known
    }
    assert sorted(stray) == []


def test_an_english_page_has_no_chinese_but_data(pages):
    stray = {
        (address, line)
        for address, line in lines(pages, "en")
        if CHINESE.search(NAMES.sub("", line))
    }
    assert sorted(stray) == []
