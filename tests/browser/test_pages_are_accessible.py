"""Every page, in both languages, wide and narrow: axe finds nothing serious, nothing scrolls sideways."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.colleague import Colleague

pytestmark = pytest.mark.browser

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
LANGUAGES = {"zh": "zh-CN", "en": "en-US"}
SIDE = ("record/fact/", "record/search/", "record/document/", "record/consultation/")

# name -> (who looks, where); `<name>` is the number of that case, `step:` the address of its step.
PAGES = {
    "sign in": ("nobody", "/login/"),
    "not here": ("clerk", "/cases/987654/"),
    "desk, mine": ("clerk", "/"),
    "desk, free": ("clerk", "/?tab=free"),
    "desk, all open": ("clerk", "/?tab=open"),
    "desk, closed": ("clerk", "/?tab=closed"),
    "desk, nothing found": ("clerk", "/?tab=open&q=nothing"),
    "register": ("clerk", "/cases/step/register/"),
    "review": ("clerk", "step:review"),
    "wait for the correction": ("clerk", "step:await_correction"),
    "assign": ("clerk", "step:assign"),
    "handle": ("clerk", "step:handle"),
    "compose": ("clerk", "step:compose"),
    "compose after a return": ("clerk", "step:compose_again"),
    "check secrecy": ("checker", "step:check_secrecy"),
    "legal queue": ("adviser", "/legal/"),
    "cockpit": ("adviser", "step:review_in_law"),
    "sign": ("signatory", "step:sign"),
    "issue": ("clerk", "step:issue"),
    "deliver queue": ("clerk", "/deliver/"),
    "deliver": ("clerk", "step:deliver"),
    "archive, to do": ("clerk", "/archive/"),
    "archive, kept": ("clerk", "/archive/?tab=kept"),
    "calendar": ("clerk", "/calendar/"),
    "calendar, not entered": ("keeper", "/calendar/?year=2027"),
    "enter a notice": ("keeper", "/calendar/import/"),
    "own proposal": ("keeper", "/calendar/<notice>/"),
    "proposal": ("second", "/calendar/<notice>/"),
    "proof of delivery": ("clerk", "/cases/<file_away>/record/proof/"),
    "seal": ("clerk", "step:file_away"),
    "case, new": ("clerk", "/cases/<review>/"),
    "case, being handled": ("clerk", "/cases/<handle>/"),
    "case, archived": ("clerk", "/cases/<archived>/"),
    "clock": ("clerk", "/cases/<handle>/clock/"),
    "clock, a day that cannot be": ("clerk", "/cases/<handle>/clock/?on=2020-01-01"),
    "specimens": ("clerk", "/letters/"),
    "too late": ("clerk", "/cases/<archived>/record/fact/"),
    "extend": ("clerk", "/cases/<review>/record/extension/"),
    "a receipt once more": ("clerk", "/cases/<review>/record/receipt/"),
    "an answer": ("clerk", "/cases/<handle>/record/consultations/<consultation>/"),
    **{f"put on file: {name}": ("clerk", f"/cases/<handle>/{name}") for name in SIDE},
}


def address(server, where: str) -> str:
    if where.startswith("step:"):
        return server.stage["steps"][where.removeprefix("step:")]
    known = {**server.stage["cases"], "consultation": server.stage["consultation"]}
    known["notice"] = server.stage["notice"]
    for name, key in known.items():
        where = where.replace(f"<{name}>", str(key))
    return where


@pytest.fixture(scope="module")
def people(browser, server) -> Iterator:
    """Each person once in each language, signed in when first asked for."""
    known: dict[tuple[str, str], Colleague] = {}

    def person(role: str, language: str) -> Colleague:
        if (role, language) not in known:
            username = "" if role == "nobody" else server.person("busy", role)
            window = {"locale": LANGUAGES[language], "viewport": WIDE}
            known[role, language] = Colleague(browser, server, username, **window)
            # The letters beside the forms are looked at elsewhere, and drawing them takes its time.
            known[role, language].context.route("**/*.pdf", lambda route: route.abort())
            if username:
                known[role, language].signs_in()
        return known[role, language]

    yield person
    for one in known.values():
        one.leaves()


def faults(page) -> list[str]:
    """What axe calls serious or critical, and whether the page is wider than its window."""
    found = Axe().run(page, options={"resultTypes": ["violations"], "iframes": False})
    bad = [
        f"{rule['id']}: {node['target']}"
        for rule in found.response["violations"]
        if rule["impact"] in {"serious", "critical"}
        for node in rule["nodes"]
    ]
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return [*bad, *([f"{wide} px too wide"] if wide > 0 else [])]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page(people, server, name, language):
    role, where = PAGES[name]
    person = people(role, language)
    page = person.opens(address(server, where))

    assert "/login/" not in page.url or role == "nobody"
    assert page.locator("html").get_attribute("lang") == {"zh": "zh-CN", "en": "en"}[language]
    found = {}
    for width in (WIDE, NARROW):
        page.set_viewport_size(width)
        found[width["width"]] = faults(page)
    page.set_viewport_size(WIDE)

    assert found == {1280: [], 390: []}
    assert person.faults == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_that_complains(people, server, language):
    """The summary of what is wrong takes the focus and is as readable as the rest."""
    person = people("clerk", language)
    page = person.opens("/cases/step/register/")
    page.locator("main button[data-default]").click()
    page.locator("[data-errors]").wait_for()

    assert page.evaluate("document.activeElement.matches('[data-errors]')")
    page.set_viewport_size(NARROW)
    assert faults(page) == []
    page.set_viewport_size(WIDE)
    assert faults(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_read_of_a_notice(people, server, language):
    """With doubts to tick, and the number to enter."""
    person = people("keeper", language)
    page = person.opens("/calendar/import/")
    page.locator("[name=content]").fill("2027年元旦：1月1日（周四）至3日（周日）放假，共2天。")
    page.locator("[name=read]").click()
    page.locator("#understood").wait_for()
    page.locator("[name=propose]").click()
    page.locator("[data-errors]").wait_for()

    found = {}
    for width in (NARROW, WIDE):
        page.set_viewport_size(width)
        found[width["width"]] = faults(page)
    assert found == {390: [], 1280: []}


def test_faults_are_found_where_there_are_some(people, server):
    """Else the tests above would pass on anything."""
    page = people("nobody", "zh").opens("/login/")
    page.evaluate("document.querySelector('main').innerHTML = '<img src=x><input><p>x</p>'")
    page.evaluate("document.querySelector('main p').style.width = '2000px'")

    found = faults(page)

    assert any(fault.startswith("image-alt") for fault in found)
    assert any(fault.startswith("label") for fault in found)
    assert found[-1].endswith("px too wide")


def test_every_page_with_an_address_is_looked_at(server):
    """A new screen is looked at as well: each route that shows a page has a row above."""
    from django.urls import resolve

    from tests.house.test_strangers import routes

    files_and_buttons = {
        "logout", "set_language", "reveal", "claim", "release", "preview",
        "case_letter", "specimen", "case_draft", "case_document", "case_dossier",
    }  # fmt: skip
    looked_at = {
        resolve(address(server, where).partition("?")[0]).view_name for _, where in PAGES.values()
    }

    assert {name for _, name in routes()} - files_and_buttons == looked_at
