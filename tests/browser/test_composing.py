"""Writing the reply: the letter, what the file lacks and what changed follow what is typed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.colleague import Colleague

pytestmark = pytest.mark.browser

BOX = 'main [name="letter_search_scope"]'


@pytest.fixture(params=["zh-CN", "en-US"])
def clerk(browser, server, request):
    person = Colleague(browser, server, server.person("busy", "clerk"), locale=request.param)
    person.signs_in()
    yield person
    person.leaves()


def writes(page, words: str) -> None:
    """Type, and wait until the page has answered to it."""
    page.locator(BOX).fill("")
    page.locator(BOX).press_sequentially(words, delay=5)


def test_what_changed_since_the_version_that_came_back(clerk, server):
    page = clerk.opens(server.stage["steps"]["compose_again"])
    before = page.locator("#letter").get_attribute("src")
    notes = page.locator("#letter-notes")
    expect(notes.locator("details")).to_be_attached()
    notes.locator("summary").click()

    writes(page, "综合档案系统、库房、业务科室")

    expect(notes.locator("ins")).to_have_text(["库房、"])
    expect(notes.locator("del")).to_have_count(0)
    assert notes.locator("details").get_attribute("open") is not None  # it stays open
    expect(page.locator("#letter")).not_to_have_attribute("src", before or "")
    expect(page.locator("#letter-status")).not_to_have_class("preview-status bad")
    assert clerk.faults == []


def test_a_character_without_a_glyph_is_named_and_what_was_typed_stays(clerk, server):
    page = clerk.opens(server.stage["steps"]["compose_again"])
    status, words = page.locator("#letter-status"), "档案\U000323af室"
    writes(page, words)
    expect(status).to_contain_text("U+323AF")
    expect(status).to_contain_text("\U000323af")
    is_chinese = page.locator("html").get_attribute("lang") == "zh-CN"
    expect(status).to_contain_text("licensed")  # what to do
    expect(status).to_contain_text("字体" if is_chinese else "No font can print")

    page.locator('main [name="reply_to_return"]').fill("已补")
    page.locator("main button[data-default]").click()

    error = page.locator(".field.bad", has=page.locator('[name="letter_search_scope"]'))
    expect(error).to_contain_text("U+323AF")
    expect(page.locator(BOX)).to_have_value(words)


def test_an_empty_box_is_named_by_its_label(clerk, server):
    page = clerk.opens(server.stage["steps"]["compose_again"])
    label = page.locator('label[for="id_letter_search_scope"]').inner_text()
    page.locator(BOX).fill("")
    expect(page.locator("#letter-status li")).to_have_text([label])
    expect(page.locator("#letter-notes")).to_contain_text(label)
    writes(page, "库房")
    expect(page.locator("#letter-status li")).to_have_count(0)
