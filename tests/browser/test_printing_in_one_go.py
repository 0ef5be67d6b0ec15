"""The queue of letters by keyboard alone: tick, print, and go on where one was."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.colleague import Colleague

pytestmark = pytest.mark.browser

BOXES = "[data-rows] .pick input"


@pytest.fixture
def clerk(browser, server):
    person = Colleague(browser, server, server.person("busy", "clerk"), locale="zh-CN")
    person.signs_in()
    yield person
    person.leaves()


def answered(page, button: str):
    """What the window that opens shows, and how it was answered."""
    with page.context.expect_page() as opened, page.context.expect_event("response") as told:
        page.locator(button).click()
    opened.value.close()
    return told.value


def test_a_row_is_ticked_by_a_key_and_printed_in_a_window_of_its_own(clerk):
    page = clerk.opens("/deliver/")
    expect(page.locator(f"{BOXES}:checked")).to_have_count(0)

    for _ in range(page.locator("[data-rows] tbody tr").count()):
        page.keyboard.press("j")
        page.keyboard.press("x")

    boxes = page.locator(BOXES).count()
    assert boxes
    expect(page.locator(f"{BOXES}:checked")).to_have_count(boxes)
    answer = answered(page, "#print [formaction*='print.pdf']")
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"
    expect(page.locator(f"{BOXES}:checked")).to_have_count(boxes)  # and now their envelopes
    assert answered(page, "#print [formaction*='labels.pdf']").status in (200, 422)


def test_all_or_none_are_ticked_without_a_script(clerk):
    page = clerk.opens("/deliver/?pick=all")
    boxes = page.locator(BOXES).count()

    expect(page.locator(f"{BOXES}:checked")).to_have_count(boxes)
    page.locator(".print-bar a").last.click()
    expect(page.locator(f"{BOXES}:checked")).to_have_count(0)
