"""Somebody of the office at a real browser, who knows nothing but what the screen shows."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Server

SEND = "main button[data-default]:visible:enabled"


class Colleague:
    """One person, one window."""

    def __init__(self, browser: Browser, server: Server, username: str, **window) -> None:
        window = {"locale": "zh-CN", "viewport": {"width": 1280, "height": 900}, **window}
        self.context = browser.new_context(timezone_id="Asia/Shanghai", **window)
        self.context.set_default_timeout(20_000)
        self.server, self.username = server, username
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def leaves(self) -> None:
        self.context.close()

    def signs_in(self) -> None:
        """Through the form, wherever it stands."""
        if "/login/" not in self.page.url:
            self.opens("/login/")
        self.page.fill("#id_username", self.username)
        self.page.fill("#id_password", "test")
        self.page.press("#id_password", "Enter")
        self.page.wait_for_url(lambda url: "/login/" not in url)

    def opens(self, path: str) -> Page:
        answer = self.page.goto(self.server.url + path)
        assert answer is not None
        assert answer.status < 500
        return self.page

    def row(self, number: str) -> Locator:
        """The line of the list that shows this number."""
        return self.page.locator("tr").filter(has_text=number)

    def takes_from_desk(self, number: str) -> None:
        """Take what waits for everybody; the step opens."""
        self.opens("/?tab=free")
        self.row(number).locator("form button").click()
        self.page.wait_for_url(re.compile("/cases/step/"))

    def goes_on_from_desk(self, number: str) -> None:
        """What waits for me."""
        self.opens("/")
        self.row(number).locator("a.next").click()
        self.page.wait_for_url(re.compile("/cases/step/"))

    def goes_on_from(self, path: str, number: str) -> None:
        """What waits in another list; above the notices of the same case, if there are any."""
        self.opens(path)
        self.row(number).locator("a.next").first.click()
        self.page.wait_for_url(re.compile("/cases/step/"))

    def picks(self, name: str, value: str) -> None:
        self.page.locator(f'main input[name="{name}"][value="{value}"]').check()

    def writes(self, name: str, words: str) -> None:
        self.page.locator(f'main [name="{name}"]:visible').fill(words)

    def sends(self) -> None:
        """Press the button of the page; another page without a complaint must come."""
        before = self.page.url
        self.page.locator(SEND).click()
        self.page.wait_for_load_state()
        expect(self.page.locator("[data-errors]")).to_have_count(0)
        assert self.page.url != before
