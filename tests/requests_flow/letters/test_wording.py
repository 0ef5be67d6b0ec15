"""What the answers say, tested as text, and that each of them can be printed."""

from __future__ import annotations

import dataclasses
import json
from datetime import date

import pytest

from requests_flow.letters import context as wording
from requests_flow.letters import engine
from requests_flow.letters.errors import MissingField, UnknownField
from requests_flow.letters.wording import DECISIONS
from requests_flow.rules.catalogue import OUTCOMES, REGULATION

from .conftest import ISSUED_ON, NUMBER, WRITTEN

ANSWERS = [code for code, outcome in OUTCOMES.items() if not outcome.is_closing_note]


def squeezed(text):
    return "".join(text.split())


def test_every_answer_of_the_catalogue_has_its_words_and_its_boxes():
    assert list(DECISIONS) == ANSWERS
    assert list(wording.DRAFT_FIELDS) == ANSWERS
    assert {OUTCOMES[code].letter for code in OUTCOMES} <= set(wording.LETTERS)


@pytest.mark.parametrize("code", ANSWERS)
def test_every_answer_is_printed_with_all_that_a_letter_must_have(compose, read, code):
    context = compose(code)
    outcome = OUTCOMES[code]
    text = read(engine.render(outcome.letter, context).pdf).text()
    title = "宁波市海曙区人民政府" + wording.LETTERS[outcome.letter].name

    for needed in (NUMBER, title, "张赟：", "于2026年11月3日收到您以网上方式提交的",
                   "申请内容为“鼓楼街道征收土地预公告及其听证笔录”", "经审查，现答复如下：",
                   context["remedy"], "2026年11月23日", "联系人：李堃"):  # fmt: skip
        assert squeezed(needed) in text
    for article in outcome.basis.replace(REGULATION, "、").strip("、").split("、"):
        assert article in text
    for field in wording.DRAFT_FIELDS[code]:
        for line in WRITTEN[field.name].splitlines():
            if field.name != "ground":
                assert squeezed(line).rstrip("。") in text


@pytest.mark.parametrize("code", ANSWERS)
def test_a_context_survives_the_database(compose, code):
    context = compose(code)
    assert json.loads(json.dumps(context)) == context


@pytest.mark.parametrize("code", ANSWERS)
def test_every_required_box_left_empty_stops_the_draft(compose, code):
    for field in wording.DRAFT_FIELDS[code]:
        fields = {one.name: WRITTEN[one.name] for one in wording.DRAFT_FIELDS[code]}
        fields[field.name] = " "
        if field.is_required:
            with pytest.raises(MissingField) as stopped:
                compose(code, fields=fields)
            assert stopped.value.names == [field.name]
        else:
            compose(code, fields=fields)


def test_a_box_of_another_answer_stops_the_draft(compose):
    fields = {"information": "笔录", "reason": "内部。", "nature": "投诉"}
    with pytest.raises(UnknownField) as stopped:
        compose("C6", fields=fields)
    assert stopped.value.names == ["nature"]


@pytest.mark.parametrize("code", ANSWERS)
def test_sentences_end_once_and_say_no_dead_rule(compose, code):
    for paragraph in compose(code)["paragraphs"]:
        assert paragraph[-1] in "。：；"
        for slip in ("。。", "，，", "；。", "。，", "根据根据", "{", "}", "None"):
            assert slip not in paragraph
        for dead in ("三个月", "15个工作日内予以答复", "视为不同意", "特殊需要", "检索费"):
            assert dead not in paragraph


def test_a_refusal_names_ground_article_and_reason(compose):
    _, decision, reason = compose("C6")["paragraphs"]
    assert "讨论记录、过程稿、磋商信函、请示报告" in decision
    assert decision.endswith(
        "根据《中华人民共和国政府信息公开条例》第十六条第二款、第三十六条第（三）项的规定，"
        "本机关决定不予公开。"
    )
    assert reason == "理由：公开后会损害第三方合法权益。"


def test_what_is_withheld_in_part_carries_the_article_of_its_ground(compose):
    fields = {one.name: WRITTEN[one.name] for one in wording.DRAFT_FIELDS["B"]}
    chosen = compose("B", fields=fields)["paragraphs"][2]
    typed = compose("B", fields=fields | {"ground": "第十五条"})["paragraphs"][2]

    assert "第十五条、第三十二条、第三十六条第（二）项、第（三）项、第三十七条" in chosen
    assert "属于《中华人民共和国政府信息公开条例》第十五条规定的情形" in typed


def test_an_organisation_is_addressed_as_one(compose, case):
    organisation = dataclasses.replace(case, applicant_is_person=False)
    for code in ANSWERS:
        said = "".join(
            compose(code, case=dataclasses.replace(organisation, history=()))["paragraphs"]
        )
        assert "贵单位" in said
        assert "您" not in said


def test_attachments_are_named_with_their_pages(compose):
    context = compose("A2", attachments=({"name": "预公告", "sha256": "0", "pages": 2}, "方案"))
    assert context["attachments"] == ["预公告（共2页）", "方案"]


def test_number_and_date_given_at_once_give_the_same_letter(compose, unit, case):
    later = compose("E2")
    fields = {one.name: WRITTEN[one.name] for one in wording.DRAFT_FIELDS["E2"]}
    at_once = wording.reply_context(
        OUTCOMES["E2"],
        unit=unit,
        case=case,
        fields=fields,
        remedy=later["remedy"],
        attachments=(),
        number=NUMBER,
        dated_on=ISSUED_ON,
    )
    assert at_once == later


NOTICES = {
    "L01": ({}, "登记编号为海政公开2026-0191"),
    "L02": (
        {"items": "写明文号\n写明年份", "period_days": 15},
        "请您自收到本告知书之日起15个工作日内，就下列事项作出补正",
    ),
    "L04": (
        {"reason": "需要征求其他机关意见", "due_on": date(2027, 1, 19)},
        "第三十三条第二款的规定，经本机关政府信息公开工作机构负责人同意，"
        "延长答复期限，本机关将于2027年1月19日前作出答复",
    ),
    "L21": (
        {"proof": "补正告知书已于2026年11月6日送达。"},
        "无正当理由逾期不补正，不再处理，本申请予以结案",
    ),
}


@pytest.mark.parametrize("code", NOTICES)
def test_notices_are_printed(unit, case, read, code):
    fields, said = NOTICES[code]
    context = wording.notice_context(
        code,
        unit=unit,
        case=case,
        fields=fields,
        number="海政公开补〔2026〕1号",
        dated_on=ISSUED_ON,
    )
    text = read(engine.render(code, context).pdf).text()

    for needed in (said, "海政公开补〔2026〕1号", wording.LETTERS[code].name, "2026年11月23日"):
        assert needed in text
    assert "行政复议" not in text  # nothing can be done against these alone
    assert json.loads(json.dumps(context)) == context


@pytest.mark.parametrize(("code", "name"), [("L02", "items"), ("L02", "period_days"),
                                            ("L04", "reason"), ("L04", "due_on"), ("L21", "proof")])  # fmt: skip
def test_a_notice_without_a_field_is_not_written(unit, case, code, name):
    fields = {key: value for key, value in NOTICES[code][0].items() if key != name}
    with pytest.raises(MissingField) as stopped:
        wording.notice_context(code, unit=unit, case=case, fields=fields)
    assert stopped.value.names == [name]
    with pytest.raises(UnknownField):
        wording.notice_context(code, unit=unit, case=case, fields=NOTICES[code][0] | {"x": "y"})


@pytest.mark.parametrize("code", ["F1", "F2", "F3"])
def test_the_closing_note_names_what_ended_the_case(unit, case, code):
    context = wording.notice_context(
        "L21", unit=unit, case=case, fields={"proof": "已送达", "outcome_code": code}
    )
    assert ["处理结果", OUTCOMES[code].name] in context["rows"]
    assert OUTCOMES[code].basis in context["paragraphs"][-1]


def test_the_opinion_is_printed_on_exactly_one_draft(unit, case, read):
    context = wording.opinion_context(
        unit=unit,
        case=case,
        outcome=OUTCOMES["C6"],
        draft_digest="0123456789abcdef" * 4,
        conclusion="修改后同意",
        text="依据应当写到款、项",
        reviewer="周律师",
        number="海司审〔2026〕8号",
        dated_on=ISSUED_ON,
    )
    text = read(engine.render("L28", context).pdf).text()
    for needed in ("合法性审核意见书", "校验码0123456789abcdef", "修改后同意", "审核人：周律师"):
        assert needed in text
