"""The letters around the answer: what they say in each of their forms, and what stops them."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from requests_flow.letters import context as wording
from requests_flow.letters.consulting import _LETTERS as ASKING
from requests_flow.letters.errors import DeadRuleFound, MissingField, UnknownField
from requests_flow.letters.frames import Recipient
from requests_flow.letters.notices import OTHER_GROUNDS
from requests_flow.letters.procedure import CONSULTED, NOTICES
from requests_flow.letters.redress import CORRECTIONS
from requests_flow.rules.catalogue import OUTCOMES
from requests_flow.rules.fees import ByItem, ByPage, Route, assess

from .conftest import WRITTEN

DAY = date(2026, 11, 20)
GIVEN = {
    "items": "写明文号", "period_days": 10, "statistics": "本月已提出31件", "reason": "材料较多",
    "due_on": DAY, "consulted": "third_party", "sent_on": DAY, "payment": "汇入财政专户",
    "basis": "依据", "standard": "标准", "computation": "算式", "yuan": 400, "days_to_pay": 20,
    "asked_on": DAY, "explained_on": DAY, "information": "补偿协议", "interest": "载有经营信息",
    "days": 15, "intention": "予以公开", "questions": "是否准确", "reply_by": DAY,
    "opinion": "贵单位不同意公开", "content": "监测结果", "record": "公示表第3行", "before": "68平方米",
    "after": "86平方米", "organ": "区住建局", "contact": "县前街61号", "forwarded_on": DAY,
}  # fmt: skip


def said(context):
    return "".join(context["paragraphs"])


def given(names):
    return {name: GIVEN[name] for name in names}


@pytest.mark.parametrize("code", NOTICES)
def test_a_notice_stops_for_each_field_that_it_needs_and_for_one_too_many(unit, case, code):
    fields = given(NOTICES[code].required)
    for name in fields:
        with pytest.raises(MissingField) as stopped:
            wording.notice_context(code, unit=unit, case=case, fields=fields | {name: " "})
        assert stopped.value.names == [name]
    with pytest.raises(UnknownField):
        wording.notice_context(code, unit=unit, case=case, fields=fields | {"colour": "red"})
    assert said(wording.notice_context(code, unit=unit, case=case, fields=fields))


@pytest.mark.parametrize("code", ASKING)
def test_a_letter_to_others_stops_for_each_field_that_it_needs(unit, case, code):
    fields = given(ASKING[code][1])
    arguments = {"to": Recipient("某公司"), "unit": unit, "case": case}
    for name in fields:
        with pytest.raises(MissingField) as stopped:
            wording.asking_context(code, **arguments, fields=fields | {name: ""})
        assert stopped.value.names == [name]
    with pytest.raises(UnknownField):
        wording.asking_context(code, **arguments, fields=fields | {"colour": "red"})


@pytest.mark.parametrize("result", CORRECTIONS)
def test_each_way_a_correction_ends_needs_its_own_facts(unit, case, result):
    fields = given(CORRECTIONS[result][1])
    arguments = {"unit": unit, "case": case, "remedy": "救济。"}
    context = wording.record_context(result, **arguments, fields=fields)
    assert "第四十一条" in said(context)
    assert "政府信息更正申请" in said(context)
    for name in fields:
        with pytest.raises(MissingField) as stopped:
            wording.record_context(result, **arguments, fields=fields | {name: ""})
        assert stopped.value.names == [name]


@pytest.mark.parametrize(
    ("consulted", "article"),
    [("third_party", "第三十二条"), ("co_maker", "第三十四条"), ("other_organ", "第十一条第一款")],
)
def test_the_applicant_is_told_by_which_article_others_are_asked(unit, case, consulted, article):
    assert consulted in CONSULTED
    fields = {"consulted": consulted, "sent_on": DAY}
    text = said(wording.notice_context("L06", unit=unit, case=case, fields=fields))
    others = {"第三十二条", "第三十四条", "第十一条第一款"} - {article}

    assert article in text
    assert "第三十三条第三款" in text
    assert not any(other in text for other in others)


@pytest.mark.parametrize(
    ("counted", "article", "amount"),
    [
        (ByItem(ordinal=11), "第四条", "收费数额：100元"),
        (ByItem(ordinal=31), "第四条", "收费数额：200元"),
        (ByPage(pages=101, outcome_code="A2"), "第五条", "收费数额：720元"),
    ],
)
def test_the_fee_notice_prints_what_the_rule_computed(unit, case, counted, article, amount):
    assessment = assess(counted, received_on=DAY, route=Route.POST)
    fields = wording.fee_fields(assessment, statistics="本月已提出31件", payment="汇入财政专户")
    text = said(wording.notice_context("L09", unit=unit, case=case, fields=fields))

    assert f"管理办法》{article}、第六条" in text
    assert assessment.computation.rstrip("。") in text
    assert amount in text
    assert "自收到本通知书次日起20个工作日内" in text


@pytest.mark.parametrize(
    ("basis", "printed"),
    [
        ("条例第三十一条第（一）项：当面提交之日", "第三十一条第（一）项的规定，以当面提交之日为收到申请之日。"),
        (
            "条例第三十一条第（三）项：双方确认之日（2026年11月1日到达），从严自2026年11月1日起算",
            "第三十一条第（三）项的规定，以双方确认之日为收到申请之日。",
        ),
        ("条例第三十一条第（二）项", "第三十一条第（二）项的规定，本机关已予登记"),
        ("", "。本机关已予登记"),
    ],
)  # fmt: skip
def test_the_receipt_says_why_that_is_its_day(unit, case, basis, printed):
    text = said(
        wording.notice_context("L01", unit=unit, case=case, fields={"receipt_basis": basis})
    )
    assert printed in text
    assert "到达" not in text
    assert "从严" not in text


@pytest.mark.parametrize("ground", OTHER_GROUNDS)
def test_what_ends_a_case_otherwise_is_named_with_its_article_if_it_has_one(unit, case, ground):
    fields = {"proof": "见申请人来信", "outcome_code": "F3", "ground": ground}
    why, basis = OTHER_GROUNDS[ground]
    note = wording.notice_context("L21", unit=unit, case=case, fields=fields)
    letter = wording.closing_letter_context(unit=unit, case=case, fields=fields, remedy="救济。")

    for text in (said(note), said(letter)):
        assert why in text
        assert ("根据" in text) == bool(basis)
        assert basis in text


@pytest.mark.parametrize(("code", "why"), [("F1", "逾期不补正"), ("F2", "逾期未缴纳信息处理费")])
def test_the_closing_letter_says_that_it_counts_as_given_up(unit, case, code, why):
    fields = {"proof": "已送达。", "outcome_code": code}
    context = wording.closing_letter_context(unit=unit, case=case, fields=fields, remedy="救济。")

    assert f"{why}，视为放弃申请，根据{OUTCOMES[code].basis}的规定" in said(context)
    assert context["remedy"] == "救济。"


def test_third_persons_are_addressed_as_what_they_are(unit, case):
    fields = given(ASKING["L05"][1])
    texts = {
        to: said(wording.asking_context("L05", to=to, unit=unit, case=case, fields=fields))
        for to in (Recipient("王某", is_person=True), Recipient("某公司"))
    }
    person, firm = texts.values()

    assert "您" in person
    assert "贵单位" not in person
    assert "您" not in firm


def test_an_answer_given_anew_carries_the_new_outcome_and_its_decision(unit, case):
    fields = {one.name: WRITTEN[one.name] for one in wording.DRAFT_FIELDS["A1"]}
    context = wording.renewed_context(
        OUTCOMES["A1"],
        unit=unit,
        case=case,
        fields=fields,
        earlier={"number": "海政公开〔2026〕9号", "dated_on": DAY, "why": "认定事实的证据不足"},
        remedy="救济。",
    )
    text = said(context)

    assert "以海政公开〔2026〕9号作出答复。经复查，认定事实的证据不足。本机关决定撤销该答复" in text
    assert "第三十六条第（一）项" in text
    assert context["decision"]["outcome"] == "A1"


DEAD = "可以在三 个月内向人民法院起诉"


@pytest.mark.parametrize(
    ("code", "name"),
    [("L02", "items"), ("L03", "statistics"), ("L04", "reason"), ("L22", "reason")],
)
def test_no_notice_says_what_is_no_longer_the_law(unit, case, code, name):
    fields = given(NOTICES[code].required) | {name: DEAD}
    with pytest.raises(DeadRuleFound) as stopped:
        wording.notice_context(code, unit=unit, case=case, fields=fields)

    assert "三 个月内向人民法院起诉" in str(stopped.value)
    assert "第四十六条第一款" in str(stopped.value)


@pytest.mark.parametrize("code", wording.DRAFT_FIELDS)
def test_no_answer_says_it_in_any_of_its_boxes(compose, code):
    for field in wording.DRAFT_FIELDS[code]:
        fields = {one.name: WRITTEN[one.name] for one in wording.DRAFT_FIELDS[code]}
        with pytest.raises(DeadRuleFound):
            compose(code, fields=fields | {field.name: f"某事，{DEAD}"})


def test_the_applicants_own_words_are_printed_and_may_be_quoted(compose, case):
    asked = dataclasses.replace(case, request_text="请按规定于15个工作日内予以答复，愿付复制费")
    fields = {one.name: WRITTEN[one.name] for one in wording.DRAFT_FIELDS["E1"]}
    compose("E1", case=asked, fields=fields)
    compose("E1", case=asked, fields=fields | {"nature": "“愿付复制费”的投诉"})
    with pytest.raises(DeadRuleFound):
        compose("E1", case=asked, fields=fields | {"nature": "未付复制费的投诉"})


@pytest.mark.parametrize("code", ["L25", "L26", "L27"])
def test_the_forms_stop_for_each_field_that_they_need(unit, case, code):
    build, listed, fields = {
        "L25": (wording.service_context, "letters", {"recipient": "张", "place": "处", "manner": "直接"}),
        "L26": (wording.search_context, "places", {"understood": "甲", "conclusion": "乙", "operator": "丙"}),
        "L27": (wording.secrecy_context, "items", {"handler": "可以", "manner": "邮寄"}),
    }[code]  # fmt: skip
    arguments = {"unit": unit, "case": case, listed: [["甲", "乙", "丙"]]}
    assert build(**arguments, fields=fields)["lines"] == [["1", "甲", "乙", "丙"]]
    for name in fields:
        with pytest.raises(MissingField) as stopped:
            build(**arguments, fields=fields | {name: ""})
        assert stopped.value.names == [name]
    with pytest.raises(UnknownField):
        build(**arguments, fields=fields | {"colour": "red"})
