"""GB/T 9704-2012 measured in the PDF: margins, rules, imprint, letter form, long letters, tables."""

from __future__ import annotations

import re
from dataclasses import replace

import page as validator
import pytest

from requests_flow.letters import engine
from requests_flow.letters.specimens import specimen

from .ruler import MM, RED, inks, said, shapes

FILLER = "根据工作安排对有关材料逐份核对并作出说明"
IMPRINT = {"copied_to": "海曙区司法局", "printed_by": "海曙区人民政府办公室"}
ORGAN = "宁波市海曙区人民政府古林镇农业农村和生态环境保护综合行政执法与应急管理服务中心"
NAMES = [
    "阿卜杜热合曼·买买提艾力·吐尔逊阿吉·库尔班",
    "Maria Fernanda de los Santos y Rodríguez-Villanueva Hernández",
    "、".join(f"{family}某{given}" for family in "赵钱孙李周吴郑王" for given in "甲乙丙丁"),
    "宁波市海曙区古林镇某某村股份经济合作社征地补偿安置工作村民代表小组" * 2,
]


def letter(compose, read, **changes):
    return read(engine.render("L12", compose("C6") | changes).pdf)


def everything(pages):
    return [inks(pages.document[number]) for number in range(len(pages))]


def test_the_text_area_is_156_by_225_and_lies_37_from_above_and_28_from_the_left(compose, read):
    pages = letter(compose, read, paragraphs=[FILLER * 100])
    ink = [one for one in everything(pages)[1] if one.bottom < 262]  # page numbers lie below

    assert 28 <= min(one.left for one in ink) < 29
    assert 183 < max(one.right for one in ink) <= 184
    assert 37 <= min(one.top for one in ink) < 41
    assert 258 < max(one.bottom for one in ink) <= 262


def test_the_red_head_and_its_rule_stand_where_the_standard_says(compose, read):
    page = letter(compose, read).document[0]
    rule = next(one for one in shapes(page) if one.colour == RED)
    ink = inks(page)
    number = [one for one in ink if one.text in "〔〕"]
    head = [one for one in ink if one.bottom - one.top > 12]

    assert (rule.left, rule.right) == pytest.approx((28, 184), abs=0.05)
    assert rule.height == pytest.approx(0.5, abs=0.02)
    assert rule.top - max(one.bottom for one in number) == pytest.approx(4, abs=0.5)
    assert min(one.top for one in head) - 37 == pytest.approx(35, abs=1)
    assert min(one.left for one in head) >= 28
    assert max(one.right for one in head) <= 184


def test_the_imprint_has_its_three_rules_and_ends_with_the_text_area(compose, read):
    pages = letter(compose, read, **IMPRINT)
    rules = [one for one in shapes(pages.document[len(pages) - 1]) if one.colour != RED]

    assert max(one.bottom for one in rules) == pytest.approx(262, abs=0.1)
    for one in rules:
        assert (one.left, one.right) == pytest.approx((28, 184), abs=0.05)
    for number in range(len(pages) - 1):
        assert all(one.colour == RED for one in shapes(pages.document[number]))
    lines = [said(line) for _, line in pages.lines(len(pages) - 1)[-2:]]
    assert lines == ["抄送：海曙区司法局", "海曙区人民政府办公室2026年11月23日印发"]


def test_page_numbers_of_every_page_stand_outside_below_the_text(compose, read):
    pages = letter(compose, read, paragraphs=[FILLER * 130])
    assert len(pages) >= 4
    for number, ink in enumerate(everything(pages), 1):
        below = sorted((one for one in ink if one.top > 262), key=lambda one: one.left)

        assert "".join(one.text for one in below) == f"—{number}—"
        assert below[0].top - 262 == pytest.approx(7, abs=1)
        if number % 2:
            assert 184 - below[-1].right == pytest.approx(14 / MM, abs=1.5)  # one character in
        else:
            assert below[0].left - 28 == pytest.approx(14 / MM, abs=1.5)


def letter_form(**changes):
    return specimen("L08") | {"is_specimen": False} | changes


def test_the_letter_form_has_its_head_and_its_double_rules(read):
    page = read(engine.render("L08", letter_form()).pdf).document[0]
    rules = sorted((one for one in shapes(page) if one.colour == RED), key=lambda one: one.top)
    head = [one for one in inks(page) if one.bottom < 56]

    assert [round(one.height, 1) for one in rules] == [
        0.8,
        0.3,
        0.3,
        0.8,
    ]  # thick, thin; thin, thick
    for one in rules:
        assert (one.left, one.right) == pytest.approx((20, 190), abs=0.1)
    assert 297 - rules[-1].bottom == pytest.approx(20, abs=0.3)
    assert min(one.top for one in head) == pytest.approx(30, abs=1)
    assert rules[0].top - max(one.bottom for one in head) == pytest.approx(4, abs=2)


def test_the_letter_form_has_its_number_at_the_right_and_none_on_its_first_page(read):
    context = letter_form(paragraphs=[FILLER * 80], **IMPRINT)
    pages = read(engine.render("L08", context).pdf)
    first, second, *_ = everything(pages)
    number = [one for one in first if one.text in "〔〕号" and one.top < 75]

    assert max(one.right for one in number) == pytest.approx(184, abs=1)
    assert min(one.top for one in number) > 57.6
    assert not [one for one in first if one.top > 262]
    assert "".join(one.text for one in second if one.top > 262) == "—2—"
    assert not [one for one in shapes(pages.document[1]) if one.colour == RED]
    assert len(pages.lines(1)) == 22


def test_the_imprint_of_a_letter_form_has_no_rules(read):
    pages = read(engine.render("L08", letter_form(**IMPRINT)).pdf)
    last = len(pages) - 1
    assert said(pages.lines(last)[-1][1]) == "抄送：海曙区司法局"
    assert [one for one in shapes(pages.document[last]) if one.colour != RED] == []


def test_a_very_long_organ_stays_in_the_letter_form(read):
    context = letter_form(letterhead=ORGAN, unit_name=ORGAN, addressee=ORGAN)
    pages = read(engine.render("L08", context).pdf)
    ink = [one for page in everything(pages) for one in page]
    assert min(one.left for one in ink) >= 28
    assert [one for one in ink if one.right > 184.6] == []


@pytest.mark.parametrize("imprint", [{}, IMPRINT], ids=["without imprint", "with imprint"])
@pytest.mark.parametrize("units", range(1, 26))
def test_no_page_holds_only_the_signature(compose, read, units, imprint):
    """50 lengths: the date never stands on a page without a line of the letter above it."""
    context = compose("C6", attachments=("听证笔录（节选）",)) | imprint
    context["paragraphs"] = [FILLER * units, FILLER * 2]
    pages = read(engine.render("L12", context).pdf)
    last = [said(line) for _, line in pages.lines(len(pages) - 1)]
    before = last[: next(at for at, line in enumerate(last) if line.startswith("附件"))]

    assert any("2026年11月23日" in line for line in last)
    assert len(before) >= 2
    assert before[-1] in re.sub(r"\s", "", context["remedy"])
    if imprint:
        assert last[-1].endswith("印发")
        assert (
            sum("印发" in said(line) for at in range(len(pages)) for _, line in pages.lines(at))
            == 1
        )


NEVER_FIRST = "、。，．；：？！）》〉」』】〕〗］｝”’％‰℃…—～·"
NEVER_LAST = "（《〈「『【〔〖［“‘￥№"


def test_no_line_starts_or_ends_with_the_wrong_mark(compose, read):
    """Each mark at each place around the edge of a line of 28, the first two being empty."""
    assert (len(NEVER_FIRST), len(NEVER_LAST)) == (27, 13)
    paragraphs = [
        "字" * fill + mark + "后面的文字继续排下去"
        for mark in (*NEVER_FIRST, *NEVER_LAST)
        for fill in range(24, 28)
    ]
    pages = letter(compose, read, paragraphs=paragraphs)
    lines = [said(line) for at in range(len(pages)) for _, line in pages.lines(at)]

    assert sum(line.count("字") for line in lines) == sum(text.count("字") for text in paragraphs)
    assert [line for line in lines if line[0] in NEVER_FIRST] == []
    assert [line for line in lines if line[-1] in NEVER_LAST] == []


@pytest.mark.parametrize(
    "unit_of_text", ["——", "……", "2026年", "12.5%", "60日", "〔2026〕12号", "36.5℃"]
)
def test_what_belongs_together_stays_in_one_line(compose, read, unit_of_text):
    paragraphs = ["字" * fill + unit_of_text + "后面的文字继续排下去" for fill in range(18, 28)]
    pages = letter(compose, read, paragraphs=paragraphs)
    lines = [said(line) for at in range(len(pages)) for _, line in pages.lines(at)]
    own = 1 if unit_of_text == "〔2026〕12号" else 0
    own += 1 if unit_of_text == "2026年" else 0  # the date of the letter
    assert sum(line.count(unit_of_text) for line in lines) >= len(paragraphs) + own


@pytest.mark.parametrize("name", NAMES, ids=["dots", "latin", "many", "village"])
def test_long_names_of_people_stay_in_the_text_area(compose, read, name):
    pages = letter(compose, read, addressee=name, paragraphs=[f"{name}：{FILLER}", FILLER * 20])
    for ink in everything(pages):
        assert min(one.left for one in ink) >= 28
        assert max(one.right for one in ink) <= 184.2
    assert pages.text().count(re.sub(r"\s", "", name)) == 2


def test_long_names_of_organs_stay_in_the_text_area(compose, unit, read):
    long = replace(unit, name=ORGAN, letterhead=ORGAN, seal_name=ORGAN)
    pages = read(engine.render("L12", compose("C6", unit=long)).pdf)
    for ink in everything(pages):
        assert min(one.left for one in ink) >= 28
        assert [one for one in ink if one.right > 184.6] == []
    lines = [said(line) for at in range(len(pages)) for _, line in pages.lines(at)]
    first = next(at for at, line in enumerate(lines) if line and ORGAN.startswith(line))
    assert "".join(lines[first:]).startswith(ORGAN)  # the title, in balanced lines


@pytest.mark.parametrize("code", ["L26", "L27"])
def test_a_table_of_many_pages_repeats_its_head_on_each(read, code):
    context = specimen(code) | {"is_specimen": False}
    count = len(context["columns"])
    context["lines"] = [[f"第{at}行{FILLER[:8]}"] * count for at in range(120)]
    printed = engine.render(code, context)
    pages = read(printed.pdf)

    assert len(pages) >= 4
    rows = 0
    for number in range(len(pages)):
        ink = inks(pages.document[number])
        text = "".join(one.text for one in ink)
        rows += len(re.findall(r"第\d+行", text))
        if re.search(r"第\d+行", text):
            assert all(re.sub(r"\s", "", head) in text for head in context["columns"])
        assert max(one.right for one in ink) <= 184.1
    assert rows == 120 * count
    assert archival(printed.pdf)


def archival(pdf):
    """True if both standards are kept."""
    profiles = (validator.ValidationProfile.PDF_A_3A, validator.ValidationProfile.PDF_UA_1)
    return all(validator.validate_pdf_bytes(pdf, profile=one).is_compliant for one in profiles)


def test_thirty_pages_are_thirty_pages(compose, read):
    printed = engine.render(
        "L12", compose("C6") | {"paragraphs": [FILLER * 61] * 15 + [FILLER * 30]}
    )
    pages = read(printed.pdf)

    assert printed.pages == len(pages) >= 30
    for number in range(1, len(pages) - 2):  # the last two share what goes with the signature
        assert len(pages.lines(number)) >= 21  # two lines of a paragraph stay together
    numbers = [
        "".join(one.text for one in ink if one.top > 262).strip("—") for ink in everything(pages)
    ]
    assert numbers == [str(number) for number in range(1, len(pages) + 1)]
    assert archival(printed.pdf)
