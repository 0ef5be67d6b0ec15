"""The page of GB/T 9704, measured in the PDF."""

from __future__ import annotations

from itertools import pairwise

import pytest

from requests_flow.letters import engine

MM = 72 / 25.4
FILLER = "根据工作安排对有关材料逐份核对并作出说明"


def long_reply(compose, text, **changes):
    """A reply whose pages are full: the text stands where the first sentences stood."""
    context = compose("C6", **changes)
    context["paragraphs"] = [text]
    return engine.render("L12", context)


@pytest.mark.parametrize("filler", [FILLER, "张赟喆䶮㐂𠮷"], ids=["everyday", "rare names"])
def test_a_page_holds_22_lines_of_28_characters(compose, read, filler):
    pages = read(long_reply(compose, filler * (1700 // len(filler))).pdf)
    lines = pages.lines(1)

    assert len(lines) == 22
    assert {len(characters) for _, characters in lines} == {28}
    steps = [low - high for (high, _), (low, _) in pairwise(lines)]
    assert max(steps) - min(steps) < 0.2
    assert steps[0] == pytest.approx(28.99, abs=0.1)
    first, last = lines[0][1][0][0], lines[0][1][-1][0]
    assert first == pytest.approx(28 * MM, abs=0.3)
    assert last + 15.8 <= (210 - 26) * MM + 1


def test_justified_lines_end_at_the_edge_although_digits_are_narrow(compose, read):
    text = "经2025年度第3批次核对，共有12份材料涉及2019年至2024年间的事项，" * 30
    pages = read(long_reply(compose, text).pdf)
    ends = [characters[-1][0] for _, characters in pages.lines(1)[:-1]]

    # A line ends with a full character, a narrow digit, or a mark: all within its width.
    assert min(ends) > (210 - 26) * MM - 17.5


def test_page_numbers_stand_outside(compose, read):
    pages = read(long_reply(compose, FILLER * 90).pdf)
    places = []
    for number in range(2):
        page = pages.document[number].get_textpage()
        text = page.get_text_range()
        at = text.rindex(f"— {number + 1} —")
        left, bottom, _right, _top = page.get_charbox(at)
        places.append((left, bottom))
        page.close()

    assert places[0][0] > 150 * MM
    assert places[1][0] < 40 * MM
    assert places[0][1] < 34 * MM


def test_the_imprint_lies_at_the_foot_of_the_last_page(compose, read):
    context = compose("C6") | {"copied_to": "海曙区司法局", "printed_by": "海曙区人民政府办公室"}
    pages = read(engine.render("L12", context).pdf)
    y, line = pages.lines(len(pages) - 1)[-1]

    assert "".join(shown for _, shown in line).endswith("2026年11月23日印发")
    assert y > 250 * MM


def test_no_line_starts_with_a_mark_that_clings(compose, read):
    text = "".join("字" * (27 + at % 3) + mark for at in range(8) for mark in "·～—、。）")
    pages = read(long_reply(compose, text * 2).pdf)
    starts = {line[0][1] for number in range(len(pages)) for _, line in pages.lines(number)}

    assert not starts & set("·～—、。）")


def test_number_and_unit_stay_in_one_line(compose, read):
    text = "".join(
        "字" * (20 + at) + "2026年11月23日起60个工作日内〔2026〕12号" for at in range(12)
    )
    pages = read(long_reply(compose, text).pdf)
    found = [
        "".join(shown for _, shown in line)
        for number in range(len(pages))
        for _, line in pages.lines(number)
    ]

    assert sum(line.count("11月23日") for line in found) == 12 + 1  # and the date of the letter
    assert sum(line.count("60个工作日") for line in found) == 12
    assert sum(line.count("〔2026〕12号") for line in found) == 12 + 1
