"""At the door with a phone: set up, asked for at the next sign-in, in both languages, wide and narrow."""

from __future__ import annotations

import time
from base64 import b32decode

import pytest
from django_otp.oath import TOTP
from playwright.sync_api import expect

from tests.browser.colleague import SEND, Colleague
from tests.browser.test_pages_are_accessible import LANGUAGES, NARROW, WIDE, faults

pytestmark = pytest.mark.browser


def shown(words: str, *, steps: int = 0) -> str:
    """What the phone with this key shows now, or so many half minutes later."""
    totp = TOTP(b32decode(words.replace(" ", "")), drift=steps)
    totp.time = time.time()
    return f"{totp.token():06d}"


def is_well(page) -> None:
    found = {}
    for width in (NARROW, WIDE):
        page.set_viewport_size(width)
        found[width["width"]] = faults(page)
    assert found == {390: [], 1280: []}


def sets_up(person: Colleague) -> str:
    """From the empty page to the recovery codes, of which the first is kept."""
    page = person.opens("/account/second-factor/")
    page.locator("main details summary").click()
    key = page.locator("code.key").inner_text()
    is_well(page)
    page.fill("#id_code", "000000")
    page.locator(SEND).click()
    expect(page.locator("[data-errors]")).to_be_focused()
    is_well(page)
    page.fill("#id_code", shown(key))
    page.locator(SEND).click()
    expect(page.locator(".recovery code")).to_have_count(10)
    is_well(page)
    kept = page.locator(".recovery code").first.inner_text()
    page.locator("main a.btn").click()
    page.wait_for_url("**/account/")
    return kept


def comes_back(person: Colleague, recovery: str) -> None:
    """With the password, a wrong code, and the code that was kept."""
    page = person.opens("/login/?next=/account/")
    page.fill("#id_username", person.username)
    page.fill("#id_password", "test")
    page.press("#id_password", "Enter")
    page.wait_for_url("**/login/second/")
    is_well(page)
    page.fill("#id_code", "000000")
    page.locator(SEND).click()
    expect(page.locator("[data-errors]")).to_be_focused()
    is_well(page)
    page.fill("#id_code", recovery)
    page.locator(SEND).click()
    page.wait_for_url("**/account/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_a_phone_from_the_first_code_to_the_next_sign_in(browser, server, language):
    username = server.person("busy", f"phone_{language}")
    person, later = (
        Colleague(browser, server, username, locale=LANGUAGES[language]) for _time in range(2)
    )
    person.signs_in()
    kept = sets_up(person)
    is_well(person.page)
    is_well(person.opens("/account/second-factor/"))
    comes_back(later, kept)
    is_well(later.page)

    assert person.faults == later.faults == []
    for one in (person, later):
        one.leaves()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_locked_door_says_so(browser, server, language):
    nobody = Colleague(browser, server, "", locale=LANGUAGES[language])
    page = nobody.opens("/login/")
    for _time in range(5):
        page.fill("#id_username", f"nobody-{language}")
        page.fill("#id_password", "wrong")
        page.press("#id_password", "Enter")
        page.wait_for_load_state()

    expect(page.locator("main [role=alert]")).to_contain_text("30")
    is_well(page)
    nobody.leaves()
