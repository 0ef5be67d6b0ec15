"""The office's wording goes where the cursor stands, can be undone, and is there without a script."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.colleague import Colleague

pytestmark = pytest.mark.browser

BOX = 'main [name="letter_search_scope"]'
BLANK = "【科室】"


@pytest.fixture
def clerk(browser, server):
    person = Colleague(browser, server, server.person("busy", "clerk"), locale="zh-CN")
    person.signs_in()
    yield person
    person.leaves()


def opened(clerk, server):
    page = clerk.opens(server.stage["steps"]["compose"])
    page.locator("details.phrases summary").click()
    return page


def test_a_phrase_is_inserted_at_the_cursor_and_its_blank_is_chosen(clerk, server):
    page = opened(clerk, server)
    box, button = page.locator(BOX), page.locator("[data-insert]").first
    words = page.locator("[data-words]").first.inner_text()
    box.fill("前后")
    box.press("End")
    box.press("ArrowLeft")

    button.click()

    expect(box).to_have_value(f"前{words}后")
    expect(box).to_be_focused()
    assert BLANK in words
    page.keyboard.insert_text("征收科")
    expect(box).to_have_value(f"前{words.replace(BLANK, '征收科')}后")
    expect(page.locator("#letter-status")).not_to_have_class("preview-status bad")
    box.press("Control+z")
    box.press("Control+z")
    expect(box).to_have_value("前后")
    assert clerk.faults == []


def test_it_stands_behind_what_is_there_and_is_kept_for_later(clerk, server):
    page = opened(clerk, server)
    box, before = page.locator(BOX), page.locator(BOX).input_value()
    words = page.locator("[data-words]").first.inner_text()

    page.locator("[data-insert]").first.click()
    expect(box).to_have_value(before + words)
    page.wait_for_timeout(600)
    clerk.opens(server.stage["steps"]["compose"])

    expect(page.locator(BOX)).to_have_value(before + words)


def test_what_has_no_room_is_not_cut_off(clerk, server):
    page = opened(clerk, server)
    box = page.locator(BOX)
    long = "长" * 7990
    box.fill(long)

    page.locator("[data-insert]").first.click()

    expect(page.locator("[data-toasts] div")).to_be_visible()
    expect(box).to_have_value(long)


def test_without_a_script_the_words_are_there_to_be_copied(browser, server):
    person = Colleague(
        browser, server, server.person("busy", "clerk"), locale="zh-CN", java_script_enabled=False
    )
    person.signs_in()
    page = opened(person, server)

    expect(page.locator("[data-words]").first).to_contain_text(BLANK)
    expect(page.locator("[data-insert]").first).to_be_hidden()
    person.leaves()
