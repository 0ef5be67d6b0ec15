"""The adviser sends a draft back with comments; the next version goes through the same door."""

from datetime import date

import pytest
from django.urls import reverse

from requests_flow.models import Letter
from requests_flow.views.walking import open_task
from tests.journeys.office import agreed_signed_and_issued, searched_and_written
from tests.journeys.people import fresh, on, words_of

pytestmark = pytest.mark.django_db

COMMENTS = "检索范围写得太窄，请补查库房。"


@pytest.fixture
def returned(room):
    case = searched_and_written(room)
    with on(date(2026, 11, 5)):
        room.adviser.takes(case, "review_in_law", verdict="returned", comments=COMMENTS)
    return fresh(case)


def rewritten(room, case):
    with on(date(2026, 11, 6)):
        room.clerk.takes(
            case,
            "compose",
            letter_search_scope="综合档案系统、业务科室、库房",
            reply_to_return="已补查库房。",
        )
    return fresh(case)


def test_a_return_says_why(room):
    case = searched_and_written(room)

    with on(date(2026, 11, 5)):
        room.adviser.tries(case, "review_in_law", verdict="returned", comments=" ")

    assert not hasattr(case.latest_draft, "opinion")


def test_whoever_writes_reads_the_comments_and_answers_them(room, returned):
    with on(date(2026, 11, 6)):
        page = room.clerk.reads(room.clerk.step_of(returned, "compose"))
        assert COMMENTS in page
        room.clerk.tries(returned, "compose", letter_search_scope="库房", reply_to_return="")

    case = rewritten(room, returned)

    with on(date(2026, 11, 6)):
        cockpit = room.adviser.reads(room.adviser.step_of(case, "review_in_law"))
    assert "已补查库房。" in cockpit
    assert COMMENTS in cockpit


def test_nothing_is_signed_between_the_return_and_the_next_opinion(room, returned):
    case = rewritten(room, returned)

    with on(date(2026, 11, 6)):
        assert case.number not in room.signatory.reads(reverse("desk") + "?tab=free")
    assert open_task(case).flow_task.name == "review_in_law"
    assert not Letter.objects.filter(case=case, is_reply=True).exists()


def test_the_second_version_leaves_and_both_opinions_stay(room, returned):
    case = rewritten(room, returned)

    letter = agreed_signed_and_issued(room, case, first=date(2026, 11, 9))

    assert letter.draft.version == 2
    verdicts = [draft.opinion.verdict for draft in case.drafts.all()]
    assert verdicts == ["returned", "approved"]


def test_an_opinion_on_a_page_opened_before_is_not_taken(room, returned):
    case = rewritten(room, returned)
    old = case.drafts.get(version=1)

    with on(date(2026, 11, 6)):
        url = room.adviser.step_of(case, "review_in_law")
        form = room.adviser.form_at(url)
        response = room.adviser.sends(url, form, verdict="approved", seen_digest=old.digest)

    assert response.status_code == 422
    assert "not the one" in words_of(response)
    assert not hasattr(case.latest_draft, "opinion")


def test_the_signatory_may_send_it_back_too(room):
    case = searched_and_written(room)
    with on(date(2026, 11, 5)):
        room.adviser.takes(case, "review_in_law", verdict="approved")
        room.signatory.tries(case, "sign", decision="return", reason="")
        room.signatory.takes(case, "sign", decision="return", reason="措辞不妥。")
        page = room.clerk.reads(room.clerk.step_of(case, "compose"))

    assert "措辞不妥。" in page
    case = rewritten(room, case)
    assert open_task(case).flow_task.name == "review_in_law"


def test_another_outcome_may_be_chosen_after_a_return(room, returned):
    with on(date(2026, 11, 6)):
        room.clerk.takes(returned, "compose", reopen="1")
        room.clerk.records(returned, "record_fact", fact="right_organ", text="区规划局负责")
        room.clerk.takes(returned, "handle", outcome="D1b")
        room.clerk.takes(
            returned,
            "compose",
            letter_reason="该信息由区规划局制作。",
            reply_to_return="改为告知。",
        )

    case = fresh(returned)
    assert case.latest_draft.letter_code == "L15"
    assert open_task(case).flow_task.name == "review_in_law"
