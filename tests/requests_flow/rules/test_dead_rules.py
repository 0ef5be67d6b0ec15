"""Old forms are full of rules that are gone; none of them leaves the house again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_flow.rules.dead_rules import DEAD_RULES, DeadRuleCode, dead_rules_in

SUIT = DeadRuleCode.SUIT_IN_THREE_MONTHS
ANSWER = DeadRuleCode.ANSWER_IN_FIFTEEN_DAYS
REFUSAL = DeadRuleCode.SILENCE_IS_REFUSAL
CONSENT = DeadRuleCode.SILENCE_IS_CONSENT
NEED = DeadRuleCode.SPECIAL_NEED
COSTS = DeadRuleCode.COSTS

DEAD = (
    ("也可以自收到本告知书之日起三个月内向人民法院提起行政诉讼。", SUIT),
    ("可在3个月内向人民法院起诉", SUIT),
    ("可在 ３ 个\n月 内，依法向宁波市海曙区人民法院提起诉讼", SUIT),
    ("提起行政诉讼的期限为三个月。", SUIT),
    ("可以在叁个月之内直接向有管辖权的法院起诉", SUIT),
    ("本机关将在15个工作日内予以答复。", ANSWER),
    ("本机关自收到申请之日起十五个工作日内作出答复", ANSWER),
    ("１５　个工作日内答复您", ANSWER),
    ("延长答复的期限最长不得超过15个工作日", ANSWER),
    ("答复期限为十五个工作日", ANSWER),
    ("逾期未答复的，视为不同意公开。", REFUSAL),
    ("逾期未回复视 为 不 同 意", REFUSAL),
    ("第三方逾期未提出意见的，视为同意公开", CONSENT),
    ("请说明与您生产、生活、科研等特殊需要的关系", NEED),
    ("您未能证明自身特殊需要", NEED),
    ("不符合“三需要”的要求", NEED),
    ("请缴纳检索费20元、复制费5元", COSTS),
    ("邮寄费由您承担", COSTS),
    ("需收取检索、复制、邮寄等成本费用", COSTS),
    ("复 印 费：每页0.5元", COSTS),
)

ALIVE = (
    "也可以自收到本告知书之日起6个月内直接向宁波市海曙区人民法院提起行政诉讼。",
    "自2026年3月内部讨论后，人民法院已作出判决。",
    "项目工期13个月内完成，其间曾向人民法院起诉。",
    "材料已保存三个月，之后移交档案室。",
    "请您自收到本征求意见书之日起15个工作日内提出书面意见。",
    "第三方收到征求意见书后15个工作日内未答复，本机关依法决定。",
    "请在15个工作日内书面答复本机关。",
    "请您自收到本告知书之日起15个工作日内作出补正。",
    "本机关自收到申请之日起20个工作日内予以答复。",
    "延长答复期限15个工作日，将于2026年12月15日前答复。",
    "逾期未提出意见的，视为同意公开。",
    "第三方逾期未提出意见，不视为同意公开，由本机关依法决定。",
    "逾期不补正的，视为放弃申请。",
    "该信息为特殊需要儿童入学安置名单。",
    "本机关不收取检索、复制、邮寄费用。",
    "邮寄费用由本机关负担。",
    "您申请公开的2024年度邮寄费支出明细可以公开。",
    "提供《关于收取检索费、复制费的通知》复印件一份。",
    "请缴纳信息处理费2000元。",
)


@pytest.mark.parametrize(("text", "code"), DEAD)
def test_a_dead_rule_is_found_however_it_is_written(text, code):
    assert {found.rule.code for found in dead_rules_in(text)} == {code}


@pytest.mark.parametrize("text", ALIVE)
def test_the_law_in_force_is_left_alone(text):
    assert dead_rules_in(text) == ()


def test_the_passage_is_shown_as_it_was_written():
    (found,) = dead_rules_in("可在３ 个月 内向人民法院起诉；也可以申请行政复议。")

    assert found.passage == "３ 个月 内向人民法院起诉"
    assert "第四十六条第一款" in found.rule.instead


def test_what_the_applicant_said_may_be_quoted():
    asked = "请在15个工作日内予以答复，本人有“特殊需要”，愿付检索费"
    quoting = "您提出“请在15个工作日内予以答复”，并称“愿付检索费”。"

    assert dead_rules_in(quoting, said=(asked,)) == ()
    assert len(dead_rules_in(quoting)) == 2
    assert dead_rules_in("本机关将在15个工作日内予以答复。", said=(asked,))
    assert dead_rules_in("“请缴纳复制费”", said=(asked,))


@pytest.mark.parametrize(
    "quoting", ["“本人有‘特殊需要’”", "‘本人有“特殊需要”’", "“本人有特殊需要”"]
)
def test_a_quotation_within_a_quotation_may_change_its_marks(quoting):
    asked = "本人有“特殊需要”，请予公开"

    assert dead_rules_in(f"您称{quoting}。", said=(asked,)) == ()
    assert dead_rules_in(f"您称{quoting}。", said=("本人有需要",))


def test_what_is_quoted_moves_no_passage():
    asked = "愿付检索费"
    text = f"《关于收取检索费的通知》已废止。您称“{asked}”，可在三个月内向人民法院起诉。"

    (found,) = dead_rules_in(text, said=(asked,))

    assert found.passage == "三个月内向人民法院起诉"


def test_several_are_named_in_their_order():
    text = "请缴纳检索费。逾期未答复的视为不同意公开。可在三个月内向人民法院起诉。"
    assert [found.rule.code for found in dead_rules_in(text)] == [COSTS, REFUSAL, SUIT]


def test_every_rule_says_which_article_stands_in_its_place():
    assert {rule.code for rule in DEAD_RULES} == set(DeadRuleCode)
    for rule in DEAD_RULES:
        assert "第" in rule.instead
        assert "条" in rule.instead


SPACES = st.sampled_from(["", " ", "\u3000", "\n", "\u200b", "\u00a0", "\0", "\x08"])


@pytest.mark.parametrize("inkless", ["\0", "\x08", "\u200b", "\ufeff", "\u3000", "\n"])
def test_signs_without_ink_hide_nothing(inkless):
    (found,) = dead_rules_in(inkless.join("视为不同意"))

    assert found.rule.code is REFUSAL


@given(st.data())
def test_spaces_hide_nothing(data):
    text, code = data.draw(st.sampled_from(DEAD))
    spaced = "".join(sign + data.draw(SPACES) for sign in text)
    assert code in {found.rule.code for found in dead_rules_in(spaced)}


@given(st.text(max_size=80))
def test_any_text_can_be_read(text):
    for found in dead_rules_in(text, said=(text,)):
        assert found.passage
