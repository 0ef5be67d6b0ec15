"""The day an answer counts as given, by the way it left, and where each step stands."""

from datetime import date

import pytest

from requests_flow.rules.dispatch import Answer, Route, answer_by
from requests_flow.rules.step_articles import STEP_ARTICLES
from requests_flow.rules.what_if import Step

ON = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("route", "fact", "law"),
    [
        (Route.POST, "交邮之日", "国办公开办函〔2016〕235号第四项"),
        (Route.HAND, "签收之日", "国办公开办函〔2016〕235号第四项"),
        (Route.PICKUP, "签收之日", "国办公开办函〔2016〕235号第四项"),
        (Route.ELECTRONIC, "到达申请人系统之日", "参照民事诉讼法第九十条"),
    ],
)
def test_the_day_of_its_fact_is_the_day_of_the_answer(route, fact, law):
    answer = answer_by(route, ON)

    assert answer.answered_on == ON
    assert fact in answer.basis
    assert answer.basis.endswith(f"（{law}）")


def test_every_route_has_a_basis_and_no_courier_is_a_route():
    assert all(isinstance(answer_by(route, ON), Answer) for route in Route)
    assert {route.value for route in Route} == {"post", "hand", "pickup", "electronic"}
    with pytest.raises(ValueError, match="courier"):
        Route("courier")


def test_every_step_says_where_it_stands():
    assert set(STEP_ARTICLES) == set(Step)
    for step, article in STEP_ARTICLES.items():
        assert article.startswith("条例第"), step


@pytest.mark.parametrize(
    ("step", "own"),
    [
        (Step.ANSWER, "第三十三条"),
        (Step.ASK_CORRECTION, "第三十条"),
        (Step.ASK_THIRD_PARTY, "第三十二条"),
        (Step.ASK_CO_MAKER, "第三十四条"),
        (Step.ASK_OTHER_ORGAN, "第十一条"),
        (Step.EXTEND, "第三十三条第二款"),
        (Step.NOTIFY_FEE, "第四十二条"),
    ],
)
def test_each_step_stands_in_its_own_article(step, own):
    assert STEP_ARTICLES[step].startswith(f"条例{own}")


def test_whoever_is_asked_is_not_counted():
    for step in (Step.ASK_THIRD_PARTY, Step.ASK_CO_MAKER, Step.ASK_OTHER_ORGAN):
        assert STEP_ARTICLES[step].endswith("第三十三条第三款")
