"""The arithmetic of setting, without a printer."""

from __future__ import annotations

import pytest

from requests_flow.letters import engine
from requests_flow.letters.typography import balanced, mark_style, title_lines, typeset

LONG = "宁波市海曙区人民政府古林镇农业农村和生态环境保护综合行政执法与应急管理服务中心"


def test_text_is_escaped_and_numbers_are_kept_whole():
    assert typeset("<b>5日") == '&lt;b&gt;<span class="whole">5日</span>'
    assert typeset("共3件&2份") == (
        '共<span class="whole">3件</span>&amp;<span class="whole">2份</span>'
    )


def test_clinging_marks_are_joined_to_what_stands_before():
    assert typeset("买买提·艾力～8—9") == "买买提\u2060·艾力\u2060～8\u2060—9"
    assert typeset("——") == "\u2060——"


def test_what_cannot_be_printed_is_left_out():
    assert typeset("张\x00三\x1b\ufffe\ud800") == "张三"


@pytest.mark.parametrize("length", range(1, 60))
def test_names_break_into_as_few_lines_as_fit(length):
    name = (LONG * 2)[:length]
    lines = balanced(name, 18)
    assert "".join(lines) == name
    assert all(0 < len(line) <= 18 for line in lines)
    assert len(lines) == -(-length // 18)


def test_titles_break_between_organ_and_kind():
    assert title_lines("海曙区人民政府", "告知书") == ["海曙区人民政府告知书"]
    assert title_lines("宁波市海曙区人民政府", "政府信息公开告知书") == [
        "宁波市海曙区人民政府",
        "政府信息公开告知书",
    ]


@pytest.mark.parametrize("length", [4, 8, 10, 14, 20, 30, 40])
def test_the_red_head_is_never_wider_than_the_text(length):
    values = dict(part.split(":") for part in mark_style(LONG[:length]).strip(";").split(";"))
    size = float(values["font-size"].removesuffix("pt"))
    scale = float(values["transform"][7:-1])
    count = len(LONG[:length])
    assert size * scale * count <= 442.5
    assert scale >= 0.59


def test_a_very_long_organ_stays_on_the_sheet(compose, unit, read):
    from dataclasses import replace

    context = compose("C6", unit=replace(unit, name=LONG, letterhead=LONG, seal_name=LONG))
    pages = read(engine.render("L12", context).pdf)
    xs = [x for page in range(len(pages)) for _, line in pages.lines(page) for x, _ in line]

    assert LONG in pages.text()
    assert min(xs) > 26 * 72 / 25.4
    assert max(xs) < 184 * 72 / 25.4
