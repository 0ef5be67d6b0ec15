"""What handling may cost: 费办法 (国办函〔2020〕109号) arts. 3 to 6."""

import itertools
from copy import deepcopy
from datetime import date
from json import dumps, loads

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_flow.rules.catalogue import OUTCOMES, CatalogueError, Group
from requests_flow.rules.errors import ErrorCode, RuleError
from requests_flow.rules.fees import (
    ByItem,
    ByPage,
    FeeError,
    Route,
    assess,
    check_notice,
)
from requests_flow.rules.law_book import LawBookError, load_law_book
from requests_flow.rules.tariffs import SHIPPED, TARIFFS, TariffError, read_tariff, tariff_on
from requests_flow.rules.working_days import load_calendar

NOVEMBER = date(2026, 11, 3)
(TARIFF,) = TARIFFS
ROW = loads((SHIPPED / "fees-2020-109.json").read_text(encoding="utf-8"))
SCALES = st.sampled_from([TARIFF.by_item, TARIFF.by_page])
NUMBERS = st.integers(1, 3000)


def fee(counted, **changes):
    return assess(counted, **{"received_on": NOVEMBER, "route": Route.POST, **changes})


def by_page(pages, code="A2"):
    return ByPage(pages=pages, outcome_code=code)


def row(**changes):
    return {**deepcopy(ROW), **changes}


def item_tiers(*tiers):
    return row(by_item={"article": "第四条", "tiers": list(tiers)})


@pytest.mark.parametrize(
    ("number", "total"),
    [
        (1, 0),
        (10, 0),
        (11, 100),
        (30, 2000),
        (31, 2200),
        (40, 4000),
        (41, 4300),
        (50, 7000),
        (51, 7400),
        (60, 11000),
        (61, 11500),
    ],
)
def test_the_month_by_item(number, total):
    assert TARIFF.by_item.total(number) == total


@pytest.mark.parametrize(
    ("number", "price"),
    [
        (1, 0),
        (10, 0),
        (11, 100),
        (30, 100),
        (31, 200),
        (40, 200),
        (41, 300),
        (50, 300),
        (51, 400),
        (60, 400),
        (61, 500),
    ],
)
def test_one_request_costs_the_price_of_its_number_in_the_month(number, price):
    assert fee(ByItem(ordinal=number)).yuan == price


@pytest.mark.parametrize(
    ("pages", "yuan"),
    [(1, 0), (30, 0), (31, 10), (100, 700), (101, 720), (200, 2700), (201, 2740), (220, 3500)],
)
def test_one_request_by_page(pages, yuan):
    assert fee(by_page(pages)).yuan == yuan


@given(scale=SCALES, number=NUMBERS)
def test_the_total_is_the_sum_of_the_marginal_prices(scale, number):
    assert scale.total(number) == sum(scale.price(n) for n in range(1, number + 1))


@given(scale=SCALES, number=NUMBERS)
def test_one_more_is_never_cheaper_and_adds_exactly_its_own_price(scale, number):
    assert scale.price(number + 1) >= scale.price(number)
    assert scale.total(number + 1) - scale.total(number) == scale.price(number + 1)


@given(scale=SCALES, first=NUMBERS, more=st.integers(0, 200))
def test_the_parts_are_every_number_once_at_its_own_price(scale, first, more):
    parts = scale.parts(first, first + more)

    spelled = [(n, part.price) for part in parts for n in range(part.first, part.last + 1)]
    assert spelled == [(n, scale.price(n)) for n in range(first, first + more + 1)]
    assert all(one.price < two.price for one, two in itertools.pairwise(parts))


@given(ordinal=NUMBERS, items=st.integers(1, 60))
def test_a_split_request_costs_as_much_as_its_matters_one_by_one(ordinal, items):
    one_by_one = sum(fee(ByItem(ordinal=n)).yuan for n in range(ordinal, ordinal + items))

    assert fee(ByItem(ordinal=ordinal, items=items)).yuan == one_by_one


@pytest.mark.parametrize(("scale", "free"), [(TARIFF.by_item, 10), (TARIFF.by_page, 30)])
def test_what_is_free(scale, free):
    assert scale.free == free
    assert (scale.price(free), scale.total(free)) == (0, 0)
    assert scale.price(free + 1) > 0


def test_by_item_and_by_page_do_not_go_together():
    both = (ByItem(ordinal=12), by_page(40))
    for counted in (both, None):
        with pytest.raises(FeeError) as refusal:
            fee(counted)
        assert refusal.value.code is ErrorCode.FEE_TWO_STANDARDS
    with pytest.raises(TypeError):
        fee(both[0]) + fee(both[1])
    with pytest.raises(TypeError):
        ByItem(ordinal=12, pages=40)


@pytest.mark.parametrize("make", [lambda: ByItem(ordinal=0), lambda: ByItem(ordinal=1, items=0)])
def test_requests_and_matters_count_from_one(make):
    with pytest.raises(FeeError) as refusal:
        make()
    assert refusal.value.code is ErrorCode.FEE_COUNT_BELOW_ONE


def test_pages_count_from_one():
    with pytest.raises(FeeError) as refusal:
        by_page(0)
    assert refusal.value.code is ErrorCode.FEE_COUNT_BELOW_ONE


@pytest.mark.parametrize("code", list(OUTCOMES))
def test_by_page_is_for_what_is_handed_out_and_by_item_for_every_outcome(code):
    handed_out = {"A2", "A3", "B"}
    if code in handed_out:
        assert fee(by_page(31, code)).yuan == 10
    else:
        with pytest.raises(FeeError) as refusal:
            fee(by_page(31, code))
        published = ErrorCode.FEE_BY_PAGE_FOR_PUBLISHED
        nothing = ErrorCode.FEE_BY_PAGE_FOR_NOTHING
        assert refusal.value.code is (published if code == "A1" else nothing)
        assert "第五条" in refusal.value.article


def test_a_row_of_the_office_may_charge_what_is_published_by_the_page():
    own = read_tariff(row(by_page={**ROW["by_page"], "not_for": []}))

    assert fee(by_page(31, "A1"), tariff=own).yuan == 10
    assert OUTCOMES["A1"].group is Group.DISCLOSED


def test_an_outcome_the_law_does_not_know_has_no_pages():
    with pytest.raises(CatalogueError):
        by_page(31, "Z9")


def test_no_fee_before_the_rules_came_into_force():
    assert fee(ByItem(ordinal=11), received_on=date(2021, 1, 1)).yuan == 100
    for tariff in (None, TARIFF):
        with pytest.raises(RuleError) as refusal:
            fee(ByItem(ordinal=11), received_on=date(2020, 12, 31), tariff=tariff)
        assert refusal.value.code is ErrorCode.FEE_BEFORE_TARIFF
        assert refusal.value.article == "条例第四十二条第二款"


def test_the_basis_names_the_standard_that_was_chosen():
    law = "《中华人民共和国政府信息公开条例》第四十二条第一款、《政府信息公开信息处理费管理办法》"
    assert fee(ByItem(ordinal=11)).basis == f"{law}第四条、第六条"
    assert fee(by_page(31)).basis == f"{law}第五条、第六条"


@pytest.mark.parametrize(
    ("counted", "words"),
    [
        (
            ByItem(ordinal=12),
            "按件计收，本件申请在同一申请人2026年11月累计申请的件数中："
            "第12件，100元×1件＝100元。共计100元。",
        ),
        (
            ByItem(ordinal=29, items=3),
            "按件计收，本件申请在同一申请人2026年11月累计申请的件数中，"
            "按照“一事一申请”原则拆分计算："
            "第29件至第30件，100元×2件＝200元；第31件，200元×1件＝200元。共计400元。",
        ),
        (
            ByItem(ordinal=30, items=2),
            "按件计收，本件申请在同一申请人2026年11月累计申请的件数中，"
            "按照“一事一申请”原则拆分计算："
            "第30件，100元×1件＝100元；第31件，200元×1件＝200元。共计300元。",
        ),
        (
            by_page(201),
            "按量计收，本件申请提供信息201页（A4及以下幅面纸张的单面为1页）："
            "第1页至第30页，不收费；第31页至第100页，10元×70页＝700元；"
            "第101页至第200页，20元×100页＝2000元；第201页，40元×1页＝40元。共计2740元。",
        ),
    ],
)
def test_the_computation_in_words(counted, words):
    assert fee(counted).computation == words


def test_the_standard_in_words():
    assert fee(ByItem(ordinal=11)).standard == (
        "按件计收，同一申请人一个自然月内累计申请：1—10件（含10件）的部分，不收费；"
        "11—30件（含30件）的部分，100元/件；"
        "31件以上的部分，200元/件起，以10件为一档，每增加一档提高100元/件。"
    )
    assert fee(by_page(31)).standard == (
        "按量计收，以单件申请为单位计算页数：1—30页（含30页）的部分，不收费；"
        "31—100页（含100页）的部分，10元/页；101—200页（含200页）的部分，20元/页；"
        "201页以上的部分，40元/页。"
    )


def test_it_is_paid_within_twenty_working_days_from_the_day_after_the_notice():
    assessment = fee(ByItem(ordinal=11), route=Route.ELECTRONIC)

    # 24 November is day one, as with the twenty days of an answer.
    assert assessment.pay_by(date(2026, 11, 23), load_calendar()) == date(2026, 12, 21)
    assert (assessment.route, assessment.days_to_pay) == (Route.ELECTRONIC, 20)


DUE = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("ordinal", "notified_on", "code"),
    [
        (11, DUE, None),
        (11, date(2026, 12, 2), ErrorCode.FEE_NOTICE_TOO_LATE),
        (10, DUE, ErrorCode.FEE_NOTHING_TO_CHARGE),
    ],
)
def test_a_notice_leaves_in_time_and_asks_for_something(ordinal, notified_on, code):
    assessment = fee(ByItem(ordinal=ordinal))
    assert assessment.is_free is (ordinal == 10)
    if code is None:
        return check_notice(assessment, notified_on=notified_on, due=DUE)
    with pytest.raises(FeeError) as refusal:
        check_notice(assessment, notified_on=notified_on, due=DUE)
    assert refusal.value.code is code
    return None


def test_new_rules_are_a_row_of_data():
    new = read_tariff(
        row(
            order="国办函〔2027〕1号",
            valid_from="2027-07-01",
            by_item={"article": "第六条", "tiers": [{"first": 1, "yuan": 5}]},
        )
    )
    both = (new, TARIFF)
    assert tariff_on(date(2027, 6, 30), both) is TARIFF
    assert tariff_on(date(2027, 7, 1), both) is new  # of two in force the later one
    assert tariff_on(date(2027, 7, 1), both[::-1]) is new
    assert (new.by_item.free, new.by_item.total(7)) == (0, 35)
    assert "第六条" in fee(ByItem(ordinal=1), received_on=date(2027, 7, 1), tariff=new).basis


def test_an_office_adds_a_row_beside_the_shipped_one_and_its_own_prevails(tmp_path):
    own = row(by_page={**ROW["by_page"], "not_for": []}, order="本机关")
    (tmp_path / "own.json").write_text(dumps(own), encoding="utf-8")

    assert load_law_book().tariff_on(NOVEMBER) is TARIFF
    assert load_law_book(tmp_path).tariff_on(NOVEMBER).order == "本机关"


def test_a_row_of_the_office_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "own.json").write_text(dumps(item_tiers(FREE)), encoding="utf-8")

    with pytest.raises(LawBookError) as refusal:
        load_law_book(tmp_path)
    assert (refusal.value.code, refusal.value.file) == (ErrorCode.TARIFF_UNREADABLE, "own.json")


def test_rules_that_ended_charge_on_their_last_day_and_not_after():
    ended = read_tariff(row(valid_until="2026-06-30"))

    assert tariff_on(date(2026, 6, 30), [ended]) is ended
    with pytest.raises(TariffError) as refusal:
        tariff_on(date(2026, 7, 1), [ended])
    assert refusal.value.code is ErrorCode.FEE_BEFORE_TARIFF


FREE, DEAR = {"first": 1, "yuan": 0}, {"first": 11, "yuan": 100}


@pytest.mark.parametrize(
    "broken",
    [
        {},
        row(valid_from="tomorrow"),
        row(by_item=None),
        item_tiers(),
        item_tiers(FREE),
        item_tiers({"first": 1, "yuan": -1}, DEAR),
        item_tiers(DEAR),
        item_tiers(DEAR, FREE),
        item_tiers(FREE, {"first": 11, "yuan": 0}),
        item_tiers(FREE, {"first": 1, "yuan": 100}),
        item_tiers({**FREE, "block": 10, "rise": 100}, DEAR),
        item_tiers(FREE, {**DEAR, "block": 10, "rise": 10}, {"first": 31, "yuan": 200}),
        item_tiers(FREE, {**DEAR, "block": 10}),
        item_tiers(FREE, {**DEAR, "rise": 100}),
        item_tiers(FREE, {**DEAR, "block": -10, "rise": 100}),
        item_tiers(FREE, {**DEAR, "block": 10, "rise": -100}),
        item_tiers(FREE, {"first": 11, "yuan": 99.5}),
        item_tiers(FREE, {"first": 11, "yuan": "100"}),
        item_tiers(FREE, {**DEAR, "until": 20}),
    ],
)
def test_a_row_that_is_no_marginal_tariff_is_not_read(broken):
    with pytest.raises(TariffError) as refusal:
        read_tariff(broken)
    assert refusal.value.code is ErrorCode.TARIFF_UNREADABLE


def test_a_row_is_read_as_it_is_written():
    cheap = read_tariff(item_tiers(FREE, {"first": 11, "yuan": 1, "block": 5, "rise": 1}))

    assert (TARIFF.name, TARIFF.order) == (ROW["name"], ROW["order"])
    assert (TARIFF.by_item.article, TARIFF.by_page.article) == ("第四条", "第五条")
    assert (cheap.by_item.price(11), cheap.by_item.price(16)) == (1, 2)


def test_an_assessment_cannot_be_changed_afterwards():
    with pytest.raises(AttributeError):
        fee(ByItem(ordinal=11)).counted = by_page(31)
