"""From the form to the archive in the browser: with a correction on the way and one legal return."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.browser.colleague import Colleague

pytestmark = pytest.mark.browser

SUBJECT = "石碶街道某学校扩建工程规划许可"


@pytest.fixture
def people(browser, server):
    roles = ("clerk", "adviser", "signatory")
    found = {role: Colleague(browser, server, server.person("quiet", role)) for role in roles}
    found["stranger"] = Colleague(browser, server, server.person("other", "clerk"))
    for person in found.values():
        person.signs_in()
    yield found
    for person in found.values():
        person.leaves()


def today() -> str:
    return datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()


def registers(clerk: Colleague) -> str:
    """Fill in the form; the day of receipt appears by itself. The number of the case."""
    page = clerk.opens("/")
    page.locator('main a[href$="/register/"]').first.click()
    clerk.picks("channel", "counter")
    clerk.writes("submitted_on", today())
    expect(page.locator("#receipt-derived")).to_contain_text("第三十一条")
    clerk.writes("name", "司马光明")
    clerk.writes("subject", SUBJECT)
    clerk.writes("request_text", "申请公开该学校扩建工程的规划许可。")
    page.locator("main button[data-default]").dblclick()
    page.wait_for_url(re.compile(r"/cases/\d+/$"))
    numbers = re.findall(r"海测\d+公开 \d{4}-\d{4}", page.locator("main").inner_text())
    assert len(set(numbers)) == 1
    return numbers[0]


def asks_and_receives_a_correction(clerk: Colleague, number: str) -> None:
    clerk.takes_from_desk(number)
    clerk.picks("result", "correct")
    clerk.writes("items", "请写明是新建还是扩建的许可。")
    clerk.sends()
    clerk.takes_from_desk(number)
    clerk.picks("result", "received")
    clerk.writes("received_on", today())
    clerk.writes("text", "申请公开该学校扩建工程的规划许可证及附图。")
    clerk.sends()


def accepts_and_assigns(clerk: Colleague, number: str) -> None:
    clerk.takes_from_desk(number)
    clerk.picks("result", "accept")
    clerk.sends()
    clerk.takes_from_desk(number)
    clerk.page.locator('main select[name="handler"]').select_option(index=1)
    clerk.sends()


def searches_and_decides(clerk: Colleague, number: str) -> None:
    """The way on is closed until a search is on file."""
    clerk.goes_on_from_desk(number)
    page = clerk.page
    clerk.picks("outcome", "D1a")
    expect(page.locator("main button[data-default]:visible:enabled")).to_have_count(0)
    form = page.locator('form[action$="/record/search/"]')
    page.locator("details.side-form").filter(has=form).locator("summary").click()
    form.locator('[name="places"]').fill("综合档案系统")
    form.locator('[name="keywords"]').fill("扩建 规划许可")
    form.locator('[name="result"]').fill("未查到")
    form.locator("button").click()
    expect(page.locator("main")).to_contain_text("未查到")
    clerk.picks("outcome", "D1a")
    clerk.sends()


def writes_the_reply(clerk: Colleague, number: str, scope: str, answer: str = "") -> None:
    """The letter is drawn beside the form while one types."""
    clerk.goes_on_from_desk(number)
    clerk.writes("letter_search_scope", scope)
    if answer:
        clerk.writes("reply_to_return", answer)
    letter = clerk.page.locator("iframe#letter")
    expect(letter).to_have_attribute("src", re.compile("^blob:"))
    clerk.sends()


def opines(adviser: Colleague, number: str, verdict: str, comments: str = "") -> None:
    adviser.goes_on_from("/legal/", number)
    if comments:
        adviser.writes("comments", comments)
    adviser.picks("verdict", verdict)
    adviser.sends()


def test_from_the_form_to_the_archive(people):
    clerk, adviser, signatory = people["clerk"], people["adviser"], people["signatory"]
    number = registers(clerk)
    case_path = re.sub(r"^https?://[^/]+", "", clerk.page.url)
    asks_and_receives_a_correction(clerk, number)
    accepts_and_assigns(clerk, number)
    searches_and_decides(clerk, number)

    writes_the_reply(clerk, number, "综合档案系统")
    opines(adviser, number, "returned", "检索范围太窄，请补查库房。")
    clerk.goes_on_from_desk(number)
    expect(clerk.page.locator("main")).to_contain_text("检索范围太窄，请补查库房。")
    writes_the_reply(clerk, number, "综合档案系统、库房", "已补查库房。")
    opines(adviser, number, "approved")

    signatory.takes_from_desk(number)
    signatory.picks("decision", "sign")
    signatory.sends()

    clerk.goes_on_from("/deliver/", number)
    clerk.sends()
    clerk.goes_on_from("/deliver/", number)
    clerk.page.check("input[name=pieces]")
    clerk.picks("method", "hand")
    clerk.page.fill("input[name=received_by]", "本人")
    clerk.sends()
    clerk.goes_on_from("/archive/", number)
    clerk.sends()

    clerk.opens("/archive/?tab=kept")
    expect(clerk.row(number).locator(".chip.ok")).to_be_visible()
    the_reply_can_be_read(clerk, case_path)
    nobody_else_sees_it(people["stranger"], case_path, number)
    assert [fault for person in people.values() for fault in person.faults] == []


def the_reply_can_be_read(clerk: Colleague, case_path: str) -> None:
    """The papers hang at the case: receipt, notice to correct, both opinions, reply."""
    page = clerk.opens(case_path)
    links = page.locator('main a[href*="/letters/"][href$=".pdf"]').evaluate_all(
        "all => all.map(a => a.href)"
    )
    assert len(set(links)) == 5
    for link in set(links):
        answer = page.request.get(link)
        assert answer.ok
        assert answer.body().startswith(b"%PDF")


def nobody_else_sees_it(stranger: Colleague, case_path: str, number: str) -> None:
    answer = stranger.page.goto(stranger.server.url + case_path)
    assert answer.status == 404
    expect(stranger.page.locator("body")).not_to_contain_text(SUBJECT)
    stranger.opens(f"/?tab=closed&q={SUBJECT}")
    expect(stranger.row(number)).to_have_count(0)
