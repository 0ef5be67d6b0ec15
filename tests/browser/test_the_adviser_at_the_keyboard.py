"""A legal adviser goes through five waiting drafts and never touches the mouse."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.colleague import Colleague

pytestmark = pytest.mark.browser

DRAFTS = 5


@pytest.fixture
def adviser(browser, server):
    window = {"viewport": {"width": 1440, "height": 900}}
    person = Colleague(browser, server, server.person("waiting", "adviser"), **window)
    person.signs_in()
    yield person
    person.leaves()


def keys(page: Page, *pressed: str) -> None:
    """One after the other; what is longer than a key is typed."""
    for key in pressed:
        if (len(key) == 1 and key.isascii()) or key in (
            "Enter",
            "Tab",
            "Space",
            "ArrowDown",
            "Control+Enter",
        ):
            page.keyboard.press(key)
        else:
            page.keyboard.insert_text(key)


AGREES = ("1",)
RETURNS_WITH_A_POINT = ("3", "p", "ArrowDown", "Tab", "依据应当写到项。")
COMMENTS_ON_A_PARAGRAPH = (
    "3", "d", "Tab", "Tab", "Tab", "Enter", "ArrowDown", "ArrowDown", "Tab", "请补查库房。",
)  # fmt: skip
AGREES_IN_OTHER_WORDS = ("2", "e", "，另查库房")


def test_five_drafts_are_reviewed_without_the_mouse(adviser):
    page = adviser.opens("/legal/")
    rows = page.locator("[data-rows] tbody tr")
    expect(rows).to_have_count(DRAFTS)

    for left, said in enumerate(
        (AGREES, RETURNS_WITH_A_POINT, AGREES_IN_OTHER_WORDS, COMMENTS_ON_A_PARAGRAPH, AGREES)
    ):
        expect(rows).to_have_count(DRAFTS - left)
        keys(page, "j", "Enter")
        page.wait_for_url(re.compile("/review_in_law/"))
        heights = page.evaluate("[document.documentElement.scrollHeight, innerHeight]")
        assert heights[0] <= heights[1], "there is something to scroll for"
        keys(page, *said, "Control+Enter")
        page.wait_for_url(re.compile("/legal/"))

    expect(rows).to_have_count(0)
    assert adviser.faults == []
