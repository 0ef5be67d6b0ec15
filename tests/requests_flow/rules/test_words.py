"""Any two characters that follow each other are found, in whatever form they were typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_flow.rules.words import LONGEST, WordQuery, pairs_of, runs_of, words_of

TEXT = "关于某地块房屋征收补偿安置方案（2026年）的申请，海发改依申请〔2026〕12号 ABC-99"


def says(text: str, wanted: str) -> bool:
    """What both databases answer: every phrase stands in the words, its pairs side by side."""
    query, words = WordQuery.of(wanted), f" {words_of([text])} "
    if query is None:
        return False
    return all(
        f" {' '.join(phrase)} " in words if len(phrase[0]) > 6 else f" {phrase[0]}" in words
        for phrase in query.phrases
    )


@pytest.mark.parametrize(
    "wanted",
    [
        "征收",
        "征收补偿",
        "案",
        "2026",
        "〔2026〕12号",
        "依申请〔2026〕",
        "ａｂｃ",
        "abc",
        "12 号 abc",
    ],
)
def test_it_is_found(wanted):
    assert says(TEXT, wanted)


@pytest.mark.parametrize("wanted", ["征补", "收征", "2027", "申请人", "abd", "块块"])
def test_it_is_not_found(wanted):
    assert not says(TEXT, wanted)


@pytest.mark.parametrize("wanted", ["", "   ", "，。—", "〔〕"])
def test_nothing_can_be_searched_for(wanted):
    assert WordQuery.of(wanted) is None


def test_what_is_typed_says_nothing_to_the_database():
    query = WordQuery.of('a\' | b:* & !c <-> "d" OR NOT (e) NEAR -- ;')

    assert set(query.as_tsquery()) <= set("x0123456789abcdef:*<->& ")
    assert set(query.as_match()) <= set('x0123456789abcdef"*AND ')


def test_places_narrow_it():
    query = WordQuery.of("征收", places=["u1", "l2"])

    assert query.as_tsquery() == "x05f8106536 & (u1 | l2)"
    assert query.as_match() == '"x05f8106536" AND (u1 OR l2)'


def test_a_long_text_keeps_its_places_and_its_beginning():
    words = words_of(["字" * 20_000], places=["u1"]).split()

    assert len(words) == LONGEST
    assert words[0] == "u1"


@given(st.text(max_size=60), st.data())
def test_any_piece_of_a_run_is_found(text, data):
    runs = runs_of(text)
    if not runs:
        return
    run = data.draw(st.sampled_from(runs))
    begin = data.draw(st.integers(0, len(run) - 1))
    end = data.draw(st.integers(begin + 1, len(run)))
    piece = run[begin:end]
    assert says(text, piece) or runs_of(piece) != [piece]


def test_no_phrase_reaches_over_the_end_of_a_run():
    assert not says("旧城改，造房", "改造")
    assert not says("旧城改，改造房", "城改造")


@given(st.text(max_size=40))
def test_tokens_are_letters_and_figures(text):
    for run in runs_of(text):
        assert all(token.isascii() and token.isalnum() for token in pairs_of(run))
