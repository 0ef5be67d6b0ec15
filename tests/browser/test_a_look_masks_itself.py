"""Behind the mask for sixty seconds, and behind it again: by the clock, by a click, on the way back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.colleague import Colleague
from tests.browser.test_pages_are_accessible import NARROW, faults

pytestmark = pytest.mark.browser
NAME, MASKED = "张三丰", "张*丰"
WHY = "电话里说的地址与申请表不符"


@pytest.fixture
def clerk(browser, server):
    person = Colleague(browser, server, server.person("busy", "clerk"))
    person.signs_in()
    yield person
    assert person.faults == []
    person.leaves()


def looks(clerk: Colleague, server, purpose: str = "post"):
    page = clerk.opens(f"/cases/{server.stage['cases']['handle']}/")
    card = page.locator("#applicant")
    expect(card).to_contain_text(MASKED)
    card.locator("summary").click()
    card.locator("[name=purpose]").select_option(purpose)
    card.locator("[name=reason]").fill(WHY)
    card.get_by_role("button").last.click()
    card.locator("[data-look-left]").wait_for()
    expect(card).to_contain_text(NAME)
    expect(card).to_contain_text("海曙区某路99号")
    return page, card


def is_masked(card) -> None:
    expect(card).to_contain_text(MASKED)
    expect(card).not_to_contain_text(NAME)
    expect(card).not_to_contain_text("海曙区某路99号")


def test_after_sixty_seconds_the_page_masks_itself(clerk, server):
    clerk.page.clock.install()
    page, card = looks(clerk, server)
    page.clock.run_for(50_000)
    expect(card.locator("[data-look-left]")).to_have_text("10")
    expect(card).to_contain_text(NAME)

    page.clock.run_for(11_000)
    is_masked(card)


def test_a_click_masks_at_once_and_loading_anew_shows_nothing(clerk, server):
    page, card = looks(clerk, server)
    page.reload()
    is_masked(page.locator("#applicant"))

    page, card = looks(clerk, server)
    card.locator("[data-look-end]").click()
    is_masked(card)


def test_nobody_finds_it_on_the_way_back(clerk, server):
    page, _card = looks(clerk, server)
    page.goto(server.url + "/")
    page.go_back()

    is_masked(page.locator("#applicant"))


@pytest.mark.parametrize("window", [None, NARROW], ids=["wide", "narrow"])
def test_the_look_itself_is_accessible(clerk, server, window):
    page, _card = looks(clerk, server)
    if window:
        page.set_viewport_size(window)

    assert faults(page) == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_number_typed_into_the_search_field_is_in_no_address(clerk, scripts):
    if not scripts:
        context = clerk.page.context.browser.new_context(
            java_script_enabled=False, storage_state=clerk.context.storage_state()
        )
        clerk.page = context.new_page()
    page = clerk.opens("/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator("[data-search]").fill("３３０２０３ 19851224321x")
    page.locator("[data-search]").press("Enter")
    page.wait_for_url("**/search/number/")

    assert not [url for url in asked if "19851224" in url]
    expect(page.locator("main")).not_to_contain_text("19851224")
