"""The set is whole; each letter says what the law asks of it and nothing that is gone."""

from __future__ import annotations

import json
import re

import pytest

from requests_flow.letters import engine
from requests_flow.letters import specimen_facts as facts
from requests_flow.letters.catalogue import LETTERS
from requests_flow.letters.errors import MissingField, UnknownField
from requests_flow.letters.specimens import CODES, VARIANTS, print_specimen, specimen
from requests_flow.rules.catalogue import OUTCOMES
from requests_flow.rules.dead_rules import dead_rules_in
from requests_flow.rules.remedy_matrix import WITHOUT_REMEDY

from .said import SAID

SECOND_FORMS = {"L21A", "L23A"}
MARK = "样张内容均为虚构不得作为文书使用"
# The red head, being scaled, is drawn after the text.
MARGINS = re.compile(rf"(宁波市海曙区人民政府)?{MARK}|样张|—\d+—")


def text_of(pages):
    """All the words of a PDF, those of the tables as well, without what stands in the margins."""
    found = []
    for number in range(len(pages)):
        page = pages.document[number].get_textpage()
        text = "".join(page.get_text_range().replace("\u2060", "").split())
        found.append(MARGINS.sub("", text))
        page.close()
    return "".join(found)


def words(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from words(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from words(one)


def test_the_set_has_28_letters():
    assert set(LETTERS) - SECOND_FORMS == {f"L{number:02}" for number in range(1, 29)}
    assert list(CODES) == list(LETTERS) == sorted(LETTERS)
    assert set(SAID) == set(LETTERS)


@pytest.mark.parametrize("code", CODES)
def test_a_specimen_says_what_the_law_asks(code, read):
    text = text_of(read(print_specimen(code).pdf))
    needed, forbidden = SAID[code]

    for passage in (LETTERS[code].name, *needed):
        assert passage in text, passage
    for passage in forbidden:
        assert passage not in text, passage


@pytest.mark.parametrize("code", CODES)
def test_no_specimen_holds_a_dead_rule(code):
    assert [dead_rules_in(text) for text in words(specimen(code)) if dead_rules_in(text)] == []


@pytest.mark.parametrize("code", CODES)
def test_a_remedy_is_named_where_the_law_has_one_and_nowhere_else(code):
    is_named = "remedy" in LETTERS[code].required
    assert is_named == ("行政复议" in "".join(words(specimen(code))))
    assert not (is_named and code in WITHOUT_REMEDY)


@pytest.mark.parametrize("code", CODES)
def test_nobody_takes_a_specimen_for_a_letter(code, read):
    pages = read(print_specimen(code).pdf)
    for number in range(len(pages)):
        page = pages.document[number].get_textpage()
        text = "".join(page.get_text_range().split())
        page.close()
        assert MARK in text
        assert text.count("样张") >= 2  # at the head, and across the page
    assert "样" in specimen(code)["number"]


def test_a_letter_that_is_none_bears_no_mark(read):
    context = specimen("L12")
    del context["is_specimen"]
    page = read(engine.render("L12", context).pdf).document[0].get_textpage()
    text = page.get_text_range()
    page.close()
    assert "样张" not in text


@pytest.mark.parametrize("code", CODES)
def test_every_field_that_is_needed_stops_the_letter_by_its_name(code):
    context = _of_the_form(specimen(code))
    for name in LETTERS[code].required:
        with pytest.raises(MissingField) as stopped:
            LETTERS[code].check({**context, name: ""})
        assert stopped.value.names == [name]
    with pytest.raises(UnknownField) as stopped:
        LETTERS[code].check({**context, "colour": "red"})
    assert stopped.value.names == ["colour"]


def _of_the_form(context):
    return {name: value for name, value in context.items() if name != "decision"}


@pytest.mark.parametrize("code", CODES)
def test_a_specimen_survives_the_database(code):
    assert json.loads(json.dumps(specimen(code))) == specimen(code)


def test_every_answer_has_its_specimen():
    shown = {code for code, _ in facts.REPLIES.values()} | set(VARIANTS.values())
    assert shown == {code for code, row in OUTCOMES.items() if not row.is_closing_note}
    assert not set(VARIANTS) & set(LETTERS)


@pytest.mark.parametrize(("code", "outcome"), VARIANTS.items())
def test_each_further_answer_names_its_article_and_its_remedy(code, outcome, read):
    text = text_of(read(print_specimen(code).pdf))
    is_refused = outcome.startswith("C")

    assert all(part in text for part in OUTCOMES[outcome].basis.split("、"))
    assert ("先向宁波市人民政府申请行政复议" in text) == is_refused
    assert ("直接向宁波市中级人民法院提起行政诉讼" in text) != is_refused
    assert not any(dead_rules_in(one) for one in words(specimen(code)))


@pytest.mark.parametrize("code", ["L05", "L07", "L08", "L20"])
def test_those_who_are_asked_do_not_learn_who_asked(code):
    assert "张某" not in "".join(words(specimen(code)))


def test_a_list_runs_over_pages_and_repeats_its_heads(read):
    context = specimen("L27")
    line = context["lines"][0]
    context["lines"] = [[str(at), *line[1:]] for at in range(1, 121)]
    pages = read(engine.render("L27", context).pdf)

    assert len(pages) >= 6
    for number in range(len(pages) - 1):
        page = pages.document[number].get_textpage()
        assert "审查结论" in page.get_text_range()
        page.close()
    text = text_of(pages)
    assert text.count("120") == 1
    assert "分管领导意见" in text


LONG_ORGAN = "宁波市海曙区人民政府望春街道办事处综合行政执法和应急管理工作办公室征收补偿专项工作组"
LONG_NAME = "买买提·阿不都热合曼·艾则孜·库尔班江·托合提尼亚孜（曾用名：阿卜杜热合曼·艾则孜）"


@pytest.mark.parametrize("code", CODES)
def test_long_names_stay_on_the_sheet(code, read):
    context = specimen(code)
    for field in ("letterhead", "unit_name"):
        if field in context:
            context[field] = LONG_ORGAN
    if "addressee" in context:
        context["addressee"] = LONG_NAME
    if "slip_rows" in context:
        context["slip_rows"][1][1] = LONG_NAME
    if "rows" in context:
        context["rows"][1][1] = LONG_NAME
    pages = read(engine.render(code, context).pdf)

    for number in range(len(pages)):
        for _, line in pages.lines(number):
            own = [x for x, sign in line if sign not in "样张"]
            assert not own or (min(own) > 50 and max(own) < 210 * 72 / 25.4 - 50)


def test_thirty_pages_are_printed(read):
    context = specimen("L12")
    context["paragraphs"] = [
        *context["paragraphs"],
        *(f"第{at}项：根据工作安排对有关材料逐份核对并作出说明。" * 9 for at in range(90)),
    ]
    pages = read(engine.render("L12", context).pdf)

    assert len(pages) >= 30
    assert "第89项" in text_of(pages)
