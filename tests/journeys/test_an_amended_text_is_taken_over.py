"""修改后同意: the adviser writes the words, the drafter takes them over, and exactly that is approved."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from legal_review.actions.taking_over import NothingToTakeOver, take_over
from legal_review.models import Amendment, Opinion, PointAnswer
from requests_flow.actions.act import Act
from requests_flow.models import Letter
from requests_flow.units.models import Unit
from requests_flow.views.walking import open_task
from tests import factories
from tests.factories import TODAY
from tests.journeys.office import agreed_signed_and_issued, searched_and_written
from tests.journeys.people import fresh, on
from tests.journeys.test_documents_are_given import GIVEN, case, handed_in

__all__ = ["case"]  # a fixture of that journey

pytestmark = pytest.mark.django_db

WORDS = "综合档案系统、业务科室和库房"
POINT = {"points-0-paragraph": "1", "points-0-kind": "evidence", "points-0-text": "库房也查过。"}


def node(case) -> str:
    return open_task(case).flow_task.name


@pytest.fixture
def amended(room):
    """The adviser agrees in other words."""
    case = searched_and_written(room)
    with on(TODAY):
        room.adviser.takes(
            case, "review_in_law", verdict="amended", amended_search_scope=WORDS, **POINT
        )
    return fresh(case)


def test_the_draft_comes_back_with_the_very_text(amended):
    opinion = amended.latest_draft.opinion
    amendment = opinion.amendment

    assert opinion.verdict == Opinion.Verdict.RETURNED
    assert amendment.changed == ["search_scope"]
    assert amendment.fields == {"search_scope": WORDS}
    assert amendment.digest != opinion.digest
    assert node(amended) == "take_over"
    assert open_task(amended).owner == amended.handler


def test_one_click_makes_it_the_next_version_and_the_approval_stands(room, amended):
    with on(TODAY):
        page = room.clerk.reads(room.clerk.step_of(amended, "take_over"))
        assert "和库房" in page
        room.clerk.takes(amended, "take_over")
    case = fresh(amended)
    draft, first = case.latest_draft, case.drafts.get(version=1)

    assert (draft.version, draft.author, draft.fields) == (
        2,
        room.office.clerk,
        {"search_scope": WORDS},
    )
    assert draft.opinion.is_approval
    assert draft.opinion.carries == first.opinion
    assert draft.opinion.reviewer == room.office.adviser
    assert draft.digest == draft.opinion.digest == first.opinion.amendment.digest
    assert PointAnswer.objects.get().is_followed
    assert node(case) == "sign"


def test_what_was_taken_over_is_signed_and_leaves_word_for_word(room, amended):
    with on(TODAY):
        room.clerk.takes(amended, "take_over")
        room.signatory.takes(amended, "sign", decision="sign")
        room.clerk.takes(amended, "issue")

    letter = Letter.objects.get(case=amended, is_reply=True)
    assert WORDS in "".join(letter.context["paragraphs"])


def test_the_drafter_may_write_it_anew_and_then_every_check_comes_again(room, amended):
    with on(TODAY):
        room.clerk.takes(amended, "take_over", decline="1")
        (key,) = amended.latest_draft.opinion.points.values_list("pk", flat=True)
        room.clerk.takes(amended, "compose", letter_search_scope="库房", **{f"point_{key}": "yes"})
    case = fresh(amended)

    assert node(case) == "review_in_law"
    assert not hasattr(case.latest_draft, "opinion")


def test_the_same_words_written_by_hand_carry_no_approval(room, amended):
    """Only the click says that they are taken over; what is written is reviewed."""
    with on(TODAY):
        room.clerk.takes(amended, "take_over", decline="1")
        (key,) = amended.latest_draft.opinion.points.values_list("pk", flat=True)
        room.clerk.takes(amended, "compose", letter_search_scope=WORDS, **{f"point_{key}": "yes"})

    assert node(amended) == "review_in_law"


def test_what_changed_in_the_meantime_makes_it_a_version_like_any_other(room, amended):
    Unit.objects.filter(pk=amended.unit_id).update(phone="0574-99999999")
    with on(TODAY):
        room.clerk.takes(amended, "take_over")
    case = fresh(amended)

    assert case.latest_draft.fields == {"search_scope": WORDS}
    assert node(case) == "review_in_law"
    assert not hasattr(case.latest_draft, "opinion")
    agreed_signed_and_issued(room, case, first=TODAY)


def test_the_words_of_the_draft_are_no_amendment(room):
    case = searched_and_written(room)
    with on(TODAY):
        page = room.adviser.tries(case, "review_in_law", verdict="amended")

    assert "These are the words of the draft." in page
    assert not Amendment.objects.exists()


def test_an_empty_field_is_refused_beside_it_and_the_rest_stays(room):
    case = searched_and_written(room)
    with on(TODAY):
        page = room.adviser.tries(
            case, "review_in_law", verdict="amended", amended_search_scope=" ", comments="改一改。"
        )

    assert "改一改。" in page
    assert not Opinion.objects.exists()


def test_the_letter_in_these_words_is_drawn_while_they_are_written(room):
    case = searched_and_written(room)
    url = reverse("amended", args=[case.pk, 1])
    with on(TODAY):
        form = room.adviser.form_at(room.adviser.step_of(case, "review_in_law"))
        sent = room.adviser.client.post(url, form.filled(amended_search_scope=WORDS))
        assert sent["Content-Type"] == "application/pdf"
        assert room.adviser.opens(url).status_code == 404  # nothing was given yet
        drafter = Client()
        drafter.force_login(room.office.clerk)
        assert drafter.post(url, {"amended_search_scope": WORDS}).status_code == 404
    assert not Amendment.objects.exists()


def test_the_letter_in_the_given_words_is_there_for_whoever_sees_the_case(room, amended):
    with on(TODAY):
        sent = room.clerk.opens(reverse("amended", args=[amended.pk, 1]))
        assert sent["Content-Type"] == "application/pdf"
        assert room.clerk.opens(reverse("amended", args=[amended.pk, 9])).status_code == 404


def test_nothing_waits_nothing_is_taken_over(room):
    case = searched_and_written(room)
    act = Act(by=room.office.clerk, at=factories.at())

    with pytest.raises(NothingToTakeOver):
        take_over(act, case=case)


def test_the_database_lets_no_other_text_carry_the_approval(room, amended):
    opinion = amended.latest_draft.opinion
    case = factories_hand_in(room, amended)
    draft = case.latest_draft

    with pytest.raises(DatabaseError), transaction.atomic():
        Opinion.objects.create(
            draft=draft,
            digest=draft.digest,
            verdict="approved",
            reviewer=opinion.reviewer,
            given_on=TODAY,
            given_at=factories.at(),
            carries=opinion,
        )


def factories_hand_in(room, case):
    """Another text is the next version."""
    with on(TODAY):
        room.clerk.takes(case, "take_over", decline="1")
        (key,) = case.latest_draft.opinion.points.values_list("pk", flat=True)
        room.clerk.takes(case, "compose", letter_search_scope="库房", **{f"point_{key}": "yes"})
    return fresh(case)


class TestWhatIsHandedOut:
    """A2: the amended text is another text, so its secrecy is checked once more, always."""

    @pytest.fixture
    def taken(self, room, case):
        handed_in(room, case)
        with on(date(2026, 11, 5)):
            checks = room.checker.checks(case, "open", "逐页看过。")
            room.checker.takes(case, "check_secrecy", **checks)
            room.adviser.takes(
                case,
                "review_in_law",
                verdict="amended",
                amended_documents="甬海政〔2024〕12号批复（节选），共1页",
                amended_manner=GIVEN["letter_manner"],
            )
        with on(date(2026, 11, 6)):
            room.clerk.takes(case, "take_over")
        return fresh(case)

    def test_it_waits_for_the_secrecy_check_and_is_not_approved_yet(self, taken):
        assert node(taken) == "check_secrecy_again"
        assert not hasattr(taken.latest_draft, "opinion")

    def test_once_it_passes_the_approval_stands(self, room, taken):
        with on(date(2026, 11, 6)):
            checks = room.checker.checks(taken, "open", "逐页看过。", step="check_secrecy_again")
            room.checker.takes(taken, "check_secrecy_again", **checks)

        assert node(taken) == "sign"
        assert fresh(taken).latest_draft.opinion.carries is not None

    def test_if_it_does_not_pass_it_is_written_anew(self, room, taken):
        with on(date(2026, 11, 6)):
            checks = room.checker.checks(taken, "closed", "不行。", step="check_secrecy_again")
            room.checker.takes(taken, "check_secrecy_again", **checks)

        assert node(taken) == "compose"
        assert not hasattr(fresh(taken).latest_draft, "opinion")
