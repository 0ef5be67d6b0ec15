"""A text with blanks stands in a letter however they were filled in, and a blank is never sent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_flow.letters import blanks

REASON = "该信息由【机关】在履行职能过程中制作，不属于本机关公开职责范围。"


def filled(text: str, *words: str) -> str:
    for blank, word in zip(blanks.blanks_in(text), words, strict=True):
        text = text.replace(blank, word, 1)
    return text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("没有空格", ()),
        (REASON, ("【机关】",)),
        ("【】与【 】和【项目名称】", ("【】", "【 】", "【项目名称】")),
        ("【【内】】", ("【内】",)),
    ],
)
def test_blanks_are_read_in_their_order(text, found):
    assert blanks.blanks_in(text) == found


@pytest.mark.parametrize("text", ["【未完", "完】", "【【内】】", "【一】】", "】【"])
def test_a_bracket_without_its_other_half_is_seen(text):
    assert not blanks.are_brackets_paired(text)
    assert blanks.are_brackets_paired(REASON)


def test_a_phrase_stands_where_its_blanks_are_filled_in():
    written = f"经查，{filled(REASON, '区住建局')}请向该机关申请。"

    assert blanks.place_of(REASON, written) == (3, len(written) - len("请向该机关申请。"))


@pytest.mark.parametrize(
    "written",
    [
        "",
        filled(REASON, "区住建局").replace("职责", ""),
        "该信息由在履行职能过程中制作，不属于本机关公开职责范围。",  # the blank is gone
        "在履行职能过程中制作，不属于本机关公开职责范围。该信息由区住建局",
    ],
)
def test_a_phrase_that_was_rewritten_does_not_stand_there(written):
    assert blanks.place_of(REASON, written) is None


WORDS = st.text(st.characters(exclude_characters="【】"), max_size=30)


@given(before=WORDS, after=WORDS, parts=st.lists(WORDS.filter(bool), min_size=1, max_size=5))
def test_what_was_put_in_is_found_again(before, after, parts):
    text, written = "【空】".join(parts), "填了字".join(parts)

    place = blanks.place_of(text, before + written + after)

    assert place is not None
    start, end = place
    assert start <= len(before)
    assert end - start >= sum(map(len, parts))


@pytest.mark.parametrize("left", ["【】", "【 】", "【…】", "【……】", "【____】", "【——】"])
def test_an_empty_blank_is_left_whoever_wrote_it(left):
    assert blanks.left_blank(f"由{left}制作", ()) == left


def test_a_named_blank_is_left_and_other_brackets_are_the_writers_own():
    written = "《关于某事的通知》【2025】7号，由【机关】制作"

    assert blanks.left_blank(written, blanks.blanks_in(REASON)) == "【机关】"
    assert blanks.left_blank(written, ()) == ""


def test_what_a_phrase_says_besides_its_blanks():
    assert blanks.own_words("【机关】，【地址】。") == ""
    assert blanks.own_words(REASON).startswith("该信息由在履行")
    assert blanks.plain(" 一\r\n二\r三 ") == "一\n二\n三"
