"""Two versions of a reply side by side, for whoever sees the case; and what changed as one writes."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from legal_review.actions.opining import give_opinion
from requests_flow.actions import drafting, handling, signing
from requests_flow.actions.act import Act
from requests_flow.actions.documents import keep_document
from requests_flow.flows import CaseFlow
from requests_flow.models import Case, Document, Draft, Entry
from requests_flow.rules.catalogue import Fact
from requests_flow.views.walking import take_step
from tests import factories
from tests.factories import at
from tests.requests_flow.views.doors import as_, node_of, step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_letters")]
WORDS = ("综合档案系统、业务科室", "综合档案系统、库房、业务科室", "区档案馆")


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(at(), tick=False):
        yield


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


def hand_in(office, case: Case, words: str, **more) -> Case:
    act = Act(by=office.clerk, at=at())
    wording = drafting.Wording(fields={"search_scope": words}, **more)
    take_step(
        act,
        node=CaseFlow.compose,
        case=case,
        perform=lambda case: drafting.hand_in_draft(act, case=case, wording=wording),
    )
    return Case.objects.get(pk=case.pk)


def judge(office, case: Case, verdict: str, comments: str = "") -> None:
    act, draft = Act(by=office.adviser, at=at()), case.latest_draft
    take_step(
        act,
        node=CaseFlow.review_in_law,
        case=case,
        perform=lambda case: give_opinion(
            act, draft=draft, verdict=verdict, seen_digest=draft.digest, comments=comments
        ),
    )


def return_unsigned(office, case: Case, reason: str) -> None:
    act = Act(by=office.signatory, at=at())
    take_step(
        act,
        node=CaseFlow.sign,
        case=case,
        perform=lambda case: signing.return_unsigned(act, draft=case.latest_draft, reason=reason),
    )


def thrice(office) -> Case:
    """Returned by the adviser, then by the signatory; the third version waits."""
    case = hand_in(office, factories.searched(office), WORDS[0])
    judge(office, case, "returned", "检索范围过窄")
    case = hand_in(office, case, WORDS[1], reply_to_return="已补查库房")
    judge(office, case, "approved")
    return_unsigned(office, case, "请再查档案馆")
    return hand_in(office, case, WORDS[2], reply_to_return="已查档案馆")


def page(user, case: Case, query: str = "", language: str = "zh-hans"):
    client = as_(user)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client.get(reverse("compare", args=[case.pk]) + query)


def test_the_last_two_versions_stand_side_by_side(office):
    response = page(office.clerk, thrice(office))
    text = response.content.decode()
    assert (response.context["before"].version, response.context["after"].version) == (2, 3)
    assert "<del>" in text
    assert "<ins>区档案馆</ins>" in text
    assert "请再查档案馆" in text
    assert "已查档案馆" in text
    assert "检索范围过窄" not in text  # that was said before these two
    for version in (2, 3):
        assert reverse("case_draft", args=[response.context["case"].pk, version]) in text


def test_any_two_can_be_chosen_and_all_that_was_said_between_stands_above(office):
    response = page(office.clerk, thrice(office), "?old=1&new=3")
    said = [
        (one.draft.version, [comment.text for comment in one.comments], one.reply)
        for one in response.context["exchanges"]
    ]
    assert said == [
        (1, ["检索范围过窄"], "已补查库房"),
        (2, ["请再查档案馆"], "已查档案馆"),
    ]


def test_the_older_one_may_stand_right_and_nothing_is_lost(office):
    case = thrice(office)
    there, back = page(office.clerk, case, "?old=1&new=2"), page(office.clerk, case, "?old=2&new=1")
    assert "<ins>库房、</ins>" in there.content.decode()
    assert "<del>库房、</del>" in back.content.decode()
    assert there.context["exchanges"] == back.context["exchanges"]


def test_only_what_changed_leaves_a_number_for_the_rest(office):
    case = thrice(office)
    whole, only = page(office.clerk, case), page(office.clerk, case, "?old=2&new=3&only=1")
    kinds = {line.kind for part in whole.context["differences"].sections for line in part.lines}
    assert "same" in kinds
    lines = [line for part in only.context["differences"].sections for line in part.lines]
    assert [line.kind for line in lines if not line.folded] == ["changed"]
    assert sum(line.folded for line in lines) >= 2


def test_a_reply_of_one_version_says_that_there_will_be_more(office):
    one, none = factories.drafted(office), factories.searched(office)
    for case in (one, none):
        assert page(office.clerk, case).status_code == 200
    assert "<select" not in page(office.clerk, one).content.decode()
    assert reverse("case_draft", args=[one.pk, 1]) in page(office.clerk, one).content.decode()


def test_the_same_version_twice_is_pointed_out(office):
    response = page(office.clerk, thrice(office), "?old=2&new=2", language="en")
    assert "same version twice" in response.content.decode()


@pytest.mark.parametrize("query", ["?old=abc", "?old=1&new=7", "?new=-1", "?old=1e1", "?old=٣"])
def test_a_version_that_there_is_not_is_said_beside_the_choice(office, query):
    response = page(office.clerk, thrice(office), query, language="en")
    assert response.status_code == 422
    assert "This reply has no such version" in response.content.decode()
    assert "differences" not in response.context


def test_versions_of_another_case_are_not_reached_through_this_one(office):
    """A version is a number within its case; with one version there is nothing to choose from."""
    thrice(office)
    assert page(office.clerk, factories.drafted(office), "?old=1&new=3").status_code == 422


def test_it_is_there_for_those_who_see_the_case_and_for_nobody_else(office):
    case = thrice(office)
    for person in (office.clerk, office.adviser, office.signatory):
        may_see = Case.objects.visible_to(person).filter(pk=case.pk).exists()
        assert page(person, case).status_code == (200 if may_see else 404)
    stranger = factories.Office("区教育局")
    for person in (stranger.clerk, stranger.adviser):
        assert page(person, case).status_code == 404
        assert page(person, case, "?old=abc").status_code == 404
    assert page(office.clerk, Case(pk=987_654)).status_code == 404
    assert as_(office.clerk).post(reverse("compare", args=[case.pk])).status_code == 405


def test_more_versions_cost_no_more_questions(office):
    case = thrice(office)

    def cost() -> int:
        page(office.clerk, case, "?old=1")
        with CaptureQueriesContext(connection) as queries:
            assert page(office.clerk, case, "?old=1").status_code == 200
        return len(queries)

    before = cost()
    for words in ("甲处", "乙处", "丙处"):
        judge(office, case, "returned", "再改")
        case = hand_in(office, case, words, reply_to_return="改了")
    assert cost() == before


def test_files_are_compared_by_name_pages_and_content(office):
    case = factories.accepted(office)
    act = Act(by=office.clerk, at=at(date(2026, 11, 3)))
    for fact in (Fact.DOCUMENTS_LISTED, Fact.FORM_OF_PROVISION):
        handling.record_fact(act, case=case, fact=fact, text="批复一份")
    files = [
        keep_document(
            act, case=case, kind=Document.Kind.ATTACHMENT, data=text.encode(), name=f"{text}.txt"
        )
        for text in ("批复", "附图")
    ]
    choose = lambda case: handling.choose_outcome(act, case=case, outcome_code="A2")  # noqa: E731
    take_step(act, node=CaseFlow.handle, case=case, perform=choose)
    sent = {"form_token": "a", "letter_documents": "批复一份", "letter_manner": "邮寄"}
    client, draft = as_(office.clerk), {**sent, "attachments": [files[0].pk]}
    client.post(step(case, "compose"), draft)
    assert node_of(case) == "check_secrecy"
    now = Draft.objects.get()
    changed = {**now.attachments[0], "sha256": files[1].sha256}
    Draft.objects.create(
        case=case, version=2, author=office.clerk, authored_at=at(), submitted_at=at(),
        fields=now.fields, context=now.context, attachments=[changed], digest="0" * 64,
        outcome_code="A2", letter_code=now.letter_code, template_version=now.template_version,
        hands_out=True,
    )  # fmt: skip
    response = page(office.clerk, case, "?only=1", language="en")
    text = response.content.decode()
    assert response.context["differences"].count == 1
    assert "the file itself is another one" in text
    assert f"<ins> · {files[1].sha256[:12]}</ins>" in text


# ---- as it is written ----


def notes(client, case: Case, words: str, language: str = "en"):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    back = step(case, "compose")
    url = reverse("preview_notes", args=[case.pk])
    return client.post(f"{url}?next={back}", {"letter_search_scope": words})


def returned(office) -> Case:
    case = hand_in(office, factories.searched(office), WORDS[0])
    judge(office, case, "returned", "检索范围过窄")
    return case


def test_what_changed_since_the_last_version_is_told_as_one_writes(office):
    case, client = returned(office), as_(office.clerk)
    text = notes(client, case, WORDS[1]).content.decode()
    assert "What changed since version 1" in text
    assert "1 change" in text
    assert "<ins>库房、</ins>" in text
    assert "nothing changed" in notes(client, case, WORDS[0]).content.decode()
    assert Draft.objects.filter(case=case).count() == 1


def test_an_empty_box_is_named_in_place_of_the_differences(office):
    text = notes(as_(office.clerk), returned(office), "").content.decode()
    assert "as soon as the letter is complete" in text
    assert "Where was searched" in text


def test_what_the_file_lacks_is_listed_with_the_way_to_put_it_there(office):
    case = factories.searched(office)
    Case.objects.filter(pk=case.pk).update(outcome_code="C5")
    case.refresh_from_db()
    entries = Entry.objects.count()
    text = notes(as_(office.clerk), case, "").content.decode()
    assert "Still missing on file" in text
    assert reverse("record_fact", args=[case.pk]) + "?fact=" in text
    assert f"next={step(case, 'compose')}" in text
    assert Entry.objects.count() == entries


def test_the_notes_are_for_who_handles_the_case_while_it_is_written(office):
    case = returned(office)
    url = reverse("preview_notes", args=[case.pk])
    assert as_(factories.Office("区教育局").clerk).post(url).status_code == 404
    assert as_(office.signatory).post(url).status_code == 404
    assert as_(office.clerk).get(url).status_code == 405
    hand_in(office, case, WORDS[1], reply_to_return="已补")
    assert as_(office.clerk).post(url).status_code == 409
