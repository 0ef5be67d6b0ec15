"""The session ends in the middle of a long form: after signing in again all of it is there."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.colleague import Colleague

pytestmark = pytest.mark.browser

WORDS = "申请公开某某街道近三年的全部预算执行情况。" * 10


@pytest.fixture
def clerk(browser, server):
    person = Colleague(browser, server, server.person("quiet", "clerk"))
    person.signs_in()
    yield person
    person.leaves()


def test_signed_out_while_typing(clerk):
    page = clerk.opens("/cases/step/register/")
    clerk.picks("channel", "counter")
    clerk.writes("name", "司马光明")
    clerk.writes("identity_number", "330203198001010011")
    clerk.writes("subject", "某某街道预算执行情况")
    clerk.writes("request_text", WORDS)
    clerk.context.clear_cookies(name="sessionid")
    page.locator("main button[data-default]").click()
    page.wait_for_url(re.compile("/login/"))

    clerk.signs_in()

    expect(page.locator('[name="request_text"]')).to_have_value(WORDS)
    expect(page.locator('[name="subject"]')).to_have_value("某某街道预算执行情况")
    expect(page.locator('[name="channel"][value="counter"]')).to_be_checked()
    expect(page.locator('[name="identity_number"]')).to_have_value("")  # never kept in a browser


def test_signed_in_again_in_another_tab(clerk):
    """The page left open goes on: its old forgery token is no obstacle."""
    page = clerk.opens("/cases/step/register/")
    clerk.picks("channel", "counter")
    clerk.writes("subject", "某某街道预算执行情况")
    clerk.context.clear_cookies()
    other = clerk.context.new_page()
    other.goto(clerk.server.url + "/login/")
    other.fill("#id_username", clerk.username)
    other.fill("#id_password", "test")
    other.press("#id_password", "Enter")
    other.wait_for_url(lambda url: "/login/" not in url)

    page.locator("main button[data-default]").click()

    expect(page.locator("[data-errors]")).to_be_visible()  # the rest of the form is empty
    expect(page.locator('[name="subject"]')).to_have_value("某某街道预算执行情况")
