"""Every page, in both languages, wide and narrow: axe finds nothing serious, nothing scrolls sideways."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.colleague import Colleague

pytestmark = pytest.mark.browser

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
LANGUAGES = {"zh": "zh-CN", "en": "en-US"}
SIDE = ("record/fact/", "record/search/", "record/document/", "record/consultation/")

# name -> (who looks, where); `<name>` is the number of that case, `step:` the address of its step.
PAGES = {
    "sign in": ("nobody", "/login/"),
    "second step": ("nobody", "/login/second/"),  # with a phone: test_signing_in.py
    "my account": ("clerk", "/account/"),
    "change the password": ("clerk", "/account/password/"),
    "set up a second factor": ("clerk", "/account/second-factor/"),
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
    "compose, point by point": ("clerk", "step:compose_pointed"),
    "take an amended text over": ("clerk", "step:take_over"),
    "check secrecy": ("checker", "step:check_secrecy"),
    "legal queue": ("adviser", "/legal/"),
    "legal queue, my turn": ("adviser", "/legal/?tab=mine"),
    "legal statistics": ("adviser", "/legal/statistics/?show=reviewed"),
    "legal statistics, none": ("adviser", "/legal/statistics/?since=2020-01-01&until=2020-01-31"),
    "legal statistics, days that cannot be": (
        "adviser",
        "/legal/statistics/?since=2026-02-01&until=2026-01-31",
    ),
    "days away": ("adviser", "/absences/"),
    "outside advisers": ("adviser", "/cases/<review_in_law>/advisers/"),
    "cockpit": ("adviser", "step:review_in_law"),
    "cockpit, second round": ("adviser", "step:review_again"),
    "two versions": ("clerk", "/cases/<review_again>/drafts/compare/"),
    "two versions, only what changed": (
        "adviser",
        "/cases/<review_again>/drafts/compare/?old=1&new=2&only=1",
    ),
    "a version that there is not": ("clerk", "/cases/<review_again>/drafts/compare/?old=9"),
    "one version": ("clerk", "/cases/<review_in_law>/drafts/compare/"),
    "no version": ("clerk", "/cases/<handle>/drafts/compare/"),
    "sign": ("signatory", "step:sign"),
    "delegations": ("signatory", "/delegations/"),
    "issue": ("clerk", "step:issue"),
    "deliver queue": ("clerk", "/deliver/"),
    "letters on their way": ("clerk", "/deliver/?tab=sent"),
    "letters that came back": ("clerk", "/deliver/?tab=returned"),
    "no letter arrived lately": ("clerk", "/deliver/?tab=done"),
    "deliver": ("clerk", "step:deliver"),
    "a letter": ("clerk", "/cases/<came_back>/letters/<letter>/"),
    "a letter, read only": ("signatory", "/cases/<came_back>/letters/<letter>/"),
    "send again": ("clerk", "/cases/<came_back>/letters/<letter>/send/"),
    "what came of it": ("clerk", "/cases/<file_away>/letters/<under_way>/result/"),
    "nobody can be reached": ("clerk", "/cases/<came_back>/letters/<letter>/unreachable/"),
    "void a receipt": ("clerk", "/cases/<review>/letters/<receipt>/void/"),
    "correct the address": ("clerk", "/cases/<came_back>/contact/"),
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
    "case, restricted": ("clerk", "/cases/<restricted>/"),
    "case, its clock only": ("overseer", "/cases/<handle>/"),
    "case, without who asked": ("helper", "/cases/<handle>/"),
    "case, a question": ("asked", "/cases/<handle>/"),
    "answer a question": ("asked", "/cases/<handle>/questions/<question>/"),
    "add what was found": ("helper", "/cases/<handle>/help/"),
    "my parts": ("asked", "/parts/"),
    "no parts": ("clerk", "/parts/"),
    "oversight": ("overseer", "/oversight/"),
    "oversight, nothing": ("overseer", "/oversight/?state=soon"),
    "who can see it": ("clerk", "/cases/<handle>/people/"),
    "who could, and why": ("clerk", "/cases/<handle>/people/?person=1&on=2026-11-20"),
    "who can see a restricted case": ("clerk", "/cases/<restricted>/people/?person=2"),
    "give a part": ("clerk", "/cases/<handle>/people/give/"),
    "name somebody": ("clerk", "/cases/<restricted>/people/give/?part=named"),
    "restrict": ("clerk", "/cases/<handle>/people/restrict/"),
    "lift": ("clerk", "/cases/<restricted>/people/lift/"),
    "clock": ("clerk", "/cases/<handle>/clock/"),
    "clock, a day that cannot be": ("clerk", "/cases/<handle>/clock/?on=2020-01-01"),
    "register of letters": ("clerk", "/letters/register/"),
    "specimens": ("clerk", "/letters/"),
    "wording": ("clerk", "/wording/"),
    "wording, read only": ("signatory", "/wording/"),
    "new wording": ("clerk", "/wording/new/?place=C6.reason"),
    "a phrase": ("clerk", "/wording/<phrase>/"),
    "a phrase, read only": ("adviser", "/wording/<phrase>/"),
    "seals": ("head", "/seals/"),
    "picture of a seal": ("signatory", "/units/<unit>/seal/"),
    "people": ("system", "/people/"),
    "people, nobody found": ("system", "/people/?q=nothing"),
    "new account": ("system", "/people/new/"),
    "an account": ("system", "/people/<colleague>/"),
    "somebody's duties": ("security", "/people/<colleague>/"),
    "end a duty": ("security", "/people/<colleague>/duties/<appointment>/end/"),
    "close an account": ("system", "/people/<colleague>/close/"),
    "open an account": ("system", "/people/<colleague>/reopen/"),
    "give a password": ("system", "/people/<colleague>/password/"),
    "remove a second factor": ("system", "/people/<colleague>/second-factor/"),
    "end sessions": ("system", "/people/<colleague>/sessions/"),
    "units": ("system", "/units/"),
    "new unit": ("system", "/units/new/"),
    "a unit": ("system", "/units/<unit>/edit/"),
    "close a unit": ("system", "/units/<unit>/close/"),
    "audit": ("auditor", "/audit/"),
    "at the door": ("auditor", "/audit/doors/"),
    "looks behind the mask": ("auditor", "/looks/"),
    "search by number": ("clerk", "/search/number/"),
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
    known |= {
        name: server.stage[name]
        for name in (
            "colleague",
            "appointment",
            "notice",
            "unit",
            "phrase",
            "question",
            "letter",
            "under_way",
            "receipt",
        )
    }
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


# Longer words show where it is narrow; colours and names are the same in both languages.
WIDTHS = {"zh": (WIDE, NARROW), "en": (NARROW,)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page(people, server, name, language):
    role, where = PAGES[name]
    person = people(role, language)
    page = person.opens(address(server, where))

    assert "/login/" not in page.url or role == "nobody"
    assert page.locator("html").get_attribute("lang") == {"zh": "zh-CN", "en": "en"}[language]
    found = {}
    for width in WIDTHS[language]:
        page.set_viewport_size(width)
        found[width["width"]] = faults(page)
    page.set_viewport_size(WIDE)

    assert found == {width["width"]: [] for width in WIDTHS[language]}
    assert person.faults == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_that_complains(people, server, language):
    """The summary of what is wrong takes the focus and is as readable as the rest."""
    person = people("clerk", language)
    page = person.opens("/cases/step/register/")
    page.locator("main button[data-default]").click()
    expect(page.locator("[data-errors]")).to_be_focused()

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
        "logout", "set_language", "reveal", "claim", "release", "preview", "preview_notes",
        "phrase_preview", "phrase_specimen",
        "seal_picture", "seal_specimen", "case_letter", "specimen", "case_draft", "case_document", "case_dossier",
        "letter_service", "deliver_print", "deliver_labels", "review_grant_end", "absence_cancel",
        "audit_check", "audit_export", "search",
        "delegation_end", "part_end", "amended", "opinion_paper", "account_sessions_end",
        "flow:check_secrecy_again:execute",  # the page of check_secrecy
    }  # fmt: skip
    looked_at = {
        resolve(address(server, where).partition("?")[0]).view_name for _, where in PAGES.values()
    }

    assert {name for _, name in routes()} - files_and_buttons == looked_at
