"""The day an answer counts as given, by the way it left, and where each step stands."""

from datetime import date

import pytest

from requests_flow.rules.dispatch import (
    POSSIBLE,
    Answer,
    Attempt,
    Came,
    Route,
    answer_by,
    answer_of,
    wants_electronic,
)
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


def posted(day: int = 23, **more) -> Attempt:
    return Attempt(route=Route.POST, on=date(2026, 11, day), **more)


def test_what_came_back_by_post_counts_from_its_first_posting():
    attempts = [posted(9, came=Came.RETURNED), posted(20, came=Came.DELIVERED)]

    assert answer_of(attempts) == answer_by(Route.POST, date(2026, 11, 9))


def test_what_we_sent_elsewhere_by_mistake_counts_from_the_next_posting():
    first = posted(9, came=Came.RETURNED, is_ours=True)

    assert answer_of([first]) is None
    assert answer_of([first, posted(20)]) == answer_by(Route.POST, date(2026, 11, 20))


def test_what_came_back_by_wire_told_nobody_anything():
    wire = Attempt(route=Route.ELECTRONIC, on=ON, came=Came.RETURNED)

    assert answer_of([wire]) is None
    assert answer_of([wire, posted(24)]).answered_on == date(2026, 11, 24)


def test_a_mistake_that_arrived_nevertheless_counts():
    assert answer_of([posted(9, came=Came.DELIVERED, is_ours=True)]).answered_on.day == 9


def test_nothing_sent_is_no_answer():
    assert answer_of([]) is None


def test_what_was_refused_at_the_door_and_left_there_counts_from_that_day():
    left = answer_by(Route.HAND, ON, came=Came.REFUSED)

    assert left.answered_on == ON
    assert "民事诉讼法第八十九条" in left.basis
    assert answer_by(Route.POST, ON, came=Came.REFUSED) == answer_by(Route.POST, ON)


@pytest.mark.parametrize("route", Route)
def test_each_way_says_what_can_come_of_it(route):
    assert Came.DELIVERED in POSSIBLE[route]
    assert (Came.RETURNED in POSSIBLE[route]) is (route in (Route.POST, Route.ELECTRONIC))


@pytest.mark.parametrize(
    ("form", "wants"),
    [
        ("电子邮件", True),
        ("网络", True),
        ("光盘等电子载体", False),
        ("纸质，邮寄", False),
        ("自行领取", False),
        ("", False),
    ],
)
def test_by_wire_only_where_it_was_asked_for(form, wants):
    assert wants_electronic(form) is wants
