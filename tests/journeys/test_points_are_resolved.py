"""Points are tied to paragraphs; the drafter resolves each before the next version is handed in."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from legal_review.actions.opining import CommentsMissing, give_opinion
from legal_review.actions.pointing import (
    Answer,
    ParagraphUnknown,
    PointsUnanswered,
    Remark,
    hand_in_answered,
)
from legal_review.models import Point, PointAnswer
from requests_flow.actions import drafting
from requests_flow.actions.act import Act
from requests_flow.flows import CaseFlow
from requests_flow.models import Draft
from requests_flow.views.walking import open_task, take_step
from tests import factories
from tests.factories import TODAY
from tests.journeys.office import searched_and_written
from tests.journeys.people import fresh, on

pytestmark = pytest.mark.django_db

TOO_NARROW = {
    "points-0-paragraph": "1",
    "points-0-kind": "evidence",
    "points-0-text": "请补查库房。",
}
SENDER = {
    "points-1-kind": "wording",
    "points-1-text": "单位名称应与印章一致。",
}
DAY = TODAY


@pytest.fixture
def written(room):
    return searched_and_written(room)


@pytest.fixture
def returned(room, written):
    with on(DAY):
        room.adviser.takes(written, "review_in_law", verdict="returned", **TOO_NARROW, **SENDER)
    return fresh(written)


def names(point: Point) -> tuple[str, str]:
    return f"point_{point.pk}", f"point_{point.pk}_text"


def test_a_return_with_a_point_and_no_comment_is_enough(returned):
    first, second = Point.objects.order_by("id")

    assert (first.paragraph, first.kind, first.text) == (1, "evidence", "请补查库房。")
    assert first.quote == returned.latest_draft.context["paragraphs"][1]
    assert (second.paragraph, second.quote) == (None, "")
    assert open_task(returned).flow_task.name == "compose"


def test_a_point_says_of_what_kind_it_is_and_what_was_typed_stays(room, written):
    with on(DAY):
        page = room.adviser.tries(
            written, "review_in_law", verdict="returned", **{"points-0-text": "不对。"}
        )

    assert "不对。" in page
    assert "Say what kind of defect this is." in page
    assert not Point.objects.exists()


def test_a_return_without_a_word_is_none(room, written):
    with on(DAY):
        room.adviser.tries(written, "review_in_law", verdict="returned")


def test_the_drafter_sees_each_point_beside_its_field_and_resolves_each(room, returned):
    first, second = Point.objects.order_by("id")
    scope = {"letter_search_scope": "综合档案系统、业务科室、库房"}
    with on(DAY):
        response = room.clerk.opens(room.clerk.step_of(returned, "compose"))
        (row,) = response.context["pointed"]
        assert [one.point for one in row.asked] == [first]
        assert [one.point for one in response.context["loose"]] == [second]

        page = room.clerk.tries(returned, "compose", **scope, **{names(first)[0]: "yes"})
        assert "Say whether this point was followed." in page
        page = room.clerk.tries(
            returned, "compose", **scope, **{names(first)[0]: "yes", names(second)[0]: "no"}
        )
        assert "Say why this point was not followed." in page
        assert "综合档案系统、业务科室、库房" in page
        assert Draft.objects.filter(case=returned).count() == 1

        room.clerk.takes(
            returned,
            "compose",
            **scope,
            **{names(first)[0]: "yes", names(second)[0]: "no", names(second)[1]: "名称就是这样。"},
        )
    answers = {one.point_id: one for one in PointAnswer.objects.all()}
    assert answers[first.pk].is_followed
    assert (answers[second.pk].is_followed, answers[second.pk].text) == (False, "名称就是这样。")
    assert answers[first.pk].draft == returned.latest_draft


def test_the_next_round_shows_the_points_with_their_answers(room, returned):
    first, second = Point.objects.order_by("id")
    with on(DAY):
        room.clerk.takes(
            returned,
            "compose",
            letter_search_scope="库房",
            **{names(first)[0]: "yes", names(second)[0]: "no", names(second)[1]: "名称就是这样。"},
        )
        page = room.adviser.reads(room.adviser.step_of(returned, "review_in_law"))

    for words in ("请补查库房。", "✓ followed", "✗ not followed", "名称就是这样。", "1 change"):
        assert words in page


def test_whoever_goes_back_to_the_outcome_answers_the_points_later(room, returned):
    with on(DAY):
        room.clerk.takes(returned, "compose", reopen="1")
        room.clerk.takes(returned, "handle", outcome="D1a")
        room.clerk.tries(returned, "compose", letter_search_scope="库房")


def act_by(person) -> Act:
    return Act(by=person, at=factories.at())


def test_no_version_with_open_points_is_approved():
    office = factories.Office()
    case = factories.drafted(office)
    act, draft = act_by(office.adviser), case.latest_draft
    remarks = [Remark(kind=Point.Kind.LAW, text="依据不对。")]
    take_step(
        act,
        node=CaseFlow.review_in_law,
        case=case,
        perform=lambda case: give_opinion(
            act, draft=draft, verdict="returned", seen_digest=draft.digest, points=remarks
        ),
    )
    case = factories.hand_in(office, case, day=TODAY)  # by a way that knows nothing of points
    draft = case.latest_draft

    with pytest.raises(PointsUnanswered):
        give_opinion(act, draft=draft, verdict="approved", seen_digest=draft.digest)
    give_opinion(act, draft=draft, verdict="returned", seen_digest=draft.digest, comments="还有。")


def test_a_paragraph_that_is_not_there_has_no_point():
    office = factories.Office()
    draft = factories.drafted(office).latest_draft
    points = [Remark(kind=Point.Kind.LAW, text="依据不对。", paragraph=99)]

    with pytest.raises(ParagraphUnknown):
        give_opinion(
            act_by(office.adviser),
            draft=draft,
            verdict="returned",
            seen_digest=draft.digest,
            points=points,
        )
    with pytest.raises(CommentsMissing):
        give_opinion(
            act_by(office.adviser), draft=draft, verdict="returned", seen_digest=draft.digest
        )


def test_nothing_is_handed_in_without_an_answer_and_answers_are_never_changed(returned, room):
    first, second = Point.objects.order_by("id")
    act = act_by(room.office.clerk)
    wording = drafting.Wording(fields={"search_scope": "库房"})
    answers = {first.pk: Answer(is_followed=True)}
    with pytest.raises(PointsUnanswered) as refused:
        hand_in_answered(act, case=returned, wording=wording, answers=answers)
    assert refused.value.points == (second.pk,)

    with on(DAY):
        answers[second.pk] = Answer(is_followed=False, text="名称就是这样。")
        hand_in_answered(act, case=returned, wording=wording, answers=answers)
    with pytest.raises(DatabaseError), transaction.atomic():
        PointAnswer.objects.update(is_followed=True)
