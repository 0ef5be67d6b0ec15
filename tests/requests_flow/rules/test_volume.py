"""How much one applicant asks, and how often the same: arts. 35, 36(6), 费办法 art. 4."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_flow.rules.catalogue import OUTCOMES
from requests_flow.rules.conventions import Conventions
from requests_flow.rules.likeness import Likeness, Wording, compare, normalised
from requests_flow.rules.tariffs import tariff_on
from requests_flow.rules.volume import ANSWERS, Asked, Standing, look_back

TODAY = date(2026, 11, 23)
OURS, THEIRS = 1, 2
WORDS = "申请公开某路停车泊位的批复。"
NOW = Asked(id=0, received_on=TODAY, organ=OURS, subject="停车泊位批复", words=WORDS)
BEFORE = replace(NOW, id=7, received_on=date(2026, 3, 2))
ANSWERED = replace(
    BEFORE,
    outcome_code="A2",
    reply_number="海政公开〔2026〕3号",
    replied_on=date(2026, 3, 19),
    answered_on=date(2026, 3, 20),
    is_closed=True,
)


def look(*others, now=NOW, **changes):
    return look_back(now, others, **{"tariff": tariff_on(TODAY), **changes})


def others(number, **changes):
    """So many other requests of this month, each for something else."""
    return [
        replace(NOW, id=n, subject=f"事项{n}", words=f"第{n}号文件", **changes)
        for n in range(1, number + 1)
    ]


def test_an_answered_request_asked_again_may_be_refused_and_names_the_reply():
    volume = look(ANSWERED)

    assert volume.reply is ANSWERED
    assert [match.standing for match in volume.matches] == [Standing.ANSWERED]
    assert volume.to_be_joined == ()


def test_of_several_replies_the_last_is_named():
    later = replace(ANSWERED, id=5, received_on=date(2026, 1, 2), answered_on=date(2026, 5, 1))

    assert look(ANSWERED, later).reply is later
    assert look(later, ANSWERED).reply is later


def test_what_is_not_answered_yet_is_joined_and_nothing_is_refused():
    volume = look(BEFORE)

    assert volume.reply is None
    assert [match.standing for match in volume.to_be_joined] == [Standing.OPEN]


def test_a_reply_that_is_printed_and_has_not_left_answers_nothing():
    printed = replace(ANSWERED, is_closed=False, answered_on=None)

    assert look(printed).reply is None
    assert look(printed).to_be_joined


@pytest.mark.parametrize(
    ("days", "standing"),
    [(-1, Standing.ANSWERED), (0, Standing.ANSWERED_SINCE), (1, Standing.ANSWERED_SINCE)],
)
def test_only_what_came_in_after_the_answer_left_is_asked_again(days, standing):
    volume = look(replace(ANSWERED, answered_on=TODAY + timedelta(days)))

    assert volume.matches[0].standing is standing
    assert (
        (volume.reply is None) == bool(volume.to_be_joined) == (standing is not Standing.ANSWERED)
    )


NO_ANSWER = {"D3", "E1", "E2", "E4", "E5", "F1", "F2", "F3"}


@pytest.mark.parametrize("code", list(OUTCOMES))
def test_only_an_answer_on_the_information_can_be_repeated(code):
    volume = look(replace(ANSWERED, outcome_code=code))

    assert (volume.reply is None) is (code in NO_ANSWER)
    assert (code in ANSWERS) is (code not in NO_ANSWER)
    assert volume.to_be_joined == ()


def test_closed_without_a_letter_is_no_answer():
    assert look(replace(ANSWERED, reply_number="")).matches[0].standing is Standing.NOT_ANSWERED


def test_another_organ_answers_for_itself():
    volume = look(replace(ANSWERED, organ=THEIRS))

    assert volume.matches[0].standing is Standing.ELSEWHERE
    assert volume.reply is None
    assert volume.to_be_joined == ()


def test_somebody_of_the_same_name_is_shown_and_not_refused():
    volume = look(replace(ANSWERED, is_namesake=True))

    assert volume.matches
    assert volume.reply is None
    assert volume.has_namesakes
    assert look(*others(1, is_namesake=True)).has_namesakes
    assert not look(ANSWERED, *others(1)).has_namesakes


def test_what_is_only_alike_is_shown_behind_and_refused_by_no_rule():
    alike = replace(ANSWERED, id=9, received_on=date(2026, 11, 1), words=WORDS + "以及附图全套")
    volume = look(alike)
    assert [match.likeness for match in volume.matches] == [Likeness.LESS]
    assert volume.reply is None

    both = look(ANSWERED, alike)
    assert [match.earlier for match in both.matches] == [ANSWERED, alike]


def test_a_case_is_not_like_itself():
    volume = look(BEFORE, now=BEFORE)

    assert (volume.matches, volume.month, volume.ordinal) == ((), (), 1)


@pytest.mark.parametrize(("before", "is_many"), [(0, False), (4, False), (5, True), (6, True)])
def test_many_in_a_month_is_a_number_of_the_house(before, is_many):
    volume = look(*others(before))

    assert (volume.ordinal, volume.is_many) == (before + 1, is_many)
    assert look(*others(before), conventions=Conventions(many_in_a_month=7)).is_many is False


@pytest.mark.parametrize(
    ("before", "is_beyond_free", "fee"),
    [(9, False, 0), (10, True, 100), (29, True, 100), (30, True, 200), (50, True, 400)],
)
def test_the_fee_by_item_follows_from_the_number_in_the_month(before, is_beyond_free, fee):
    volume = look(*others(before))

    assert (volume.is_beyond_free, volume.item_fee) == (is_beyond_free, fee)


def test_before_there_was_a_tariff_nothing_costs_anything():
    volume = look(*others(12), tariff=None)

    assert (volume.ordinal, volume.is_beyond_free, volume.item_fee) == (13, False, 0)


def test_a_split_request_is_several_in_its_month():
    eight = replace(others(1)[0], items=8)
    volume = look(eight, now=replace(NOW, items=3))

    # Numbers 9, 10 and 11; only the last costs something.
    assert (volume.ordinal, volume.is_beyond_free, volume.item_fee) == (9, True, 100)
    assert len(volume.month) == 1


def test_the_month_is_that_of_the_receipt_and_of_the_organ():
    october = replace(others(1)[0], id=11, received_on=date(2026, 10, 31))
    last_year = replace(october, id=12, received_on=date(2025, 11, 23))
    elsewhere = replace(october, id=13, received_on=TODAY, organ=THEIRS)

    assert look(october, last_year, elsewhere).ordinal == 1
    assert look(october, now=replace(NOW, received_on=date(2026, 10, 31))).ordinal == 2


def test_numbers_follow_the_day_of_receipt_and_then_the_order_of_registration():
    early, late = (
        replace(others(1)[0], id=n, received_on=day)
        for n, day in ((2, date(2026, 11, 2)), (1, date(2026, 11, 20)))
    )
    tenth = replace(NOW, received_on=date(2026, 11, 10))

    assert look(early, late, now=tenth).ordinal == 2
    assert look(early, late, now=tenth).month == (late, early)
    # On one day, what is being registered is the last.
    assert look(late, now=replace(NOW, received_on=late.received_on)).ordinal == 2


@pytest.mark.parametrize(
    ("change", "left_out"),
    [
        ({"is_withdrawn": True}, Conventions(does_withdrawn_count_in_month=False)),
        ({"outcome_code": "E1"}, Conventions(does_petition_count_in_month=False)),
    ],
)
def test_what_counts_in_the_month_the_house_may_decide(change, left_out):
    assert look(*others(3, **change)).ordinal == 4
    assert look(*others(3, **change), conventions=left_out).ordinal == 1
    assert look(*others(3), conventions=left_out).ordinal == 4


DAYS = st.dates(date(2026, 11, 1), date(2026, 11, 30))
MONTHS = st.lists(st.tuples(DAYS, st.integers(1, 4)), min_size=1, max_size=25).map(
    lambda rows: [
        replace(NOW, id=n, received_on=day, items=items) for n, (day, items) in enumerate(rows, 1)
    ]
)


@given(month=MONTHS, data=st.data())
def test_the_fees_of_a_month_add_up_to_its_total_in_whatever_order_they_are_looked_at(month, data):
    shuffled = data.draw(st.permutations(month))
    fees = sum(look(*shuffled, now=one).item_fee for one in month)

    assert (
        fees == tariff_on(TODAY).by_item.total(sum(one.items for one in month)) if month else True
    )


@given(month=MONTHS)
def test_every_request_has_a_number_of_its_own(month):
    firsts = [(look(*month, now=one).ordinal, one.items) for one in month]
    taken = [number for first, items in firsts for number in range(first, first + items)]

    assert sorted(taken) == list(range(1, len(taken) + 1))


def like(now, then, subject="甲", then_subject="乙"):
    return compare(Wording.of(now, subject), Wording.of(then, then_subject))


@pytest.mark.parametrize(
    "other",
    [
        "申请公开　某路停车泊位的批复",
        "某路停车泊位的批复",
        "本人依法申请公开以下政府信息：某路停车泊位的批复！",
        "请求获取“某路停车泊位”的批复",
    ],
)
def test_the_same_in_another_spelling(other):
    assert like(WORDS, other) is like(other, WORDS) is Likeness.SAME


def test_widths_and_cases_are_spellings_too():
    assert like("ＰＭ２.５监测数据", "pm2.5 监测数据") is Likeness.SAME


LONG = "某街道二〇二四年度老旧小区改造项目的招标文件、中标通知书和施工合同"


@pytest.mark.parametrize(
    ("now", "then", "likeness"),
    [
        pytest.param(LONG, LONG + "及付款凭证", Likeness.LESS, id="less"),
        pytest.param(LONG + "及付款凭证", LONG, Likeness.MORE, id="more"),
        pytest.param(LONG, LONG.replace("和施工", "与施工"), Likeness.ALIKE, id="one sign"),
        pytest.param(LONG, LONG.replace("二〇二四", "二〇二三"), None, id="another year"),
        pytest.param("2024年度部门预算公开表", "2025年度部门预算公开表", None, id="in figures"),
        pytest.param("第三期安置房分配方案", "第四期安置房分配方案", None, id="another part"),
        pytest.param("3号地块的征收补偿方案", "13号地块的征收补偿方案全文", None, id="cut number"),
        pytest.param("地块征收补偿方案第1", "地块征收补偿方案第12号", None, id="cut behind"),
        pytest.param(LONG, "施工合同" + "某" * 40 + "二〇二四年", None, id="much longer"),
        pytest.param(LONG, LONG[::-1].replace("四二〇二", "二〇二四"), None, id="other words"),
        pytest.param("征收批复", "征收批复和公告", None, id="too short to say"),
        pytest.param("某路停车泊位的批复", "某村宅基地审批的台账", None, id="another matter"),
        pytest.param("", "", None, id="nothing"),
    ],
)
def test_like_for_a_reason(now, then, likeness):
    assert like(now, then) is likeness


SIGNS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳"


@pytest.mark.parametrize(
    ("now", "then", "likeness"),
    [
        # Eight signs are enough to be found in another text, seven are not.
        (SIGNS[:8], SIGNS[:9], Likeness.LESS),
        (SIGNS[:7], SIGNS[:8], None),
        # 12 of 14 pairs are shared, then 11 of 13: the border lies between.
        (SIGNS[:15], SIGNS[:7] + "午" + SIGNS[8:15], Likeness.ALIKE),
        (SIGNS[:14], SIGNS[:7] + "午" + SIGNS[8:14], None),
        # 6 of 7 pairs, at the end.
        (SIGNS[:8], SIGNS[:7] + "午", Likeness.ALIKE),
        # The same signs in another order share few pairs.
        (SIGNS[:12], SIGNS[6:12] + SIGNS[:6], Likeness.ALIKE),
        (SIGNS[:12], SIGNS[11::-1], None),
        # A text with two copies of itself has twice the pairs.
        (SIGNS[:12] + "午" + SIGNS[:12], SIGNS[:12] + "未" + SIGNS[:12], Likeness.ALIKE),
    ],
)
def test_where_alike_ends(now, then, likeness):
    assert like(now, then) is likeness


@pytest.mark.parametrize(
    ("part", "whole", "likeness"),
    [
        ("地块征收补偿方案第12", "地块征收补偿方案第12号", Likeness.LESS),
        ("12号地块的征收补偿方案", "关于12号地块的征收补偿方案", Likeness.LESS),
        ("地块的征收补偿方案", "12号地块的征收补偿方案3", Likeness.LESS),
        ("号地块的征收补偿方案", "12号地块的征收补偿方案", Likeness.LESS),
        ("征收补偿方案编号为第", "征收补偿方案编号为第12", Likeness.LESS),
    ],
)
def test_a_whole_number_at_the_edge_is_no_cut(part, whole, likeness):
    assert like(part, whole) is likeness


def test_the_same_subject_in_other_words_is_shown():
    assert like("征收批复", "拆迁许可证", "某地块", "某 地块") is Likeness.SUBJECT
    assert like("征收批复", "拆迁许可证", "！", "？") is None


@pytest.mark.parametrize("words", ["详见附件", "见附件1。", "如题", "内容见申请书"])
def test_words_that_only_point_elsewhere_are_the_same_for_nobody(words):
    assert like(words, words) is None
    assert like(words, words, "某地块", "某地块") is Likeness.SUBJECT


def test_asking_for_disclosure_is_not_taken_out_of_a_title():
    assert like("公开招标文件", "招标文件") is None
    assert normalised("申请公开") == "申请公开"


TEXTS = st.text("申请公开本人某路停车泊位批复０0２2第年号 ，。Ａa", max_size=40)


@given(text=TEXTS)
def test_normalising_twice_changes_nothing(text):
    assert normalised(normalised(text)) == normalised(text)


@given(one=TEXTS, two=TEXTS)
def test_likeness_looks_the_same_from_either_side(one, two):
    mirrored = {Likeness.LESS: Likeness.MORE, Likeness.MORE: Likeness.LESS}
    seen = like(one, two)

    assert like(two, one) is mirrored.get(seen, seen)
