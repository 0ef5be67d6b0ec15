"""Handling and writing the reply: through the browser's door."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from legal_review.actions.opining import give_opinion
from requests_flow.actions import documents, handling, signing
from requests_flow.actions.act import Act
from requests_flow.flows import CaseFlow
from requests_flow.letters.context import DRAFT_FIELDS
from requests_flow.models import Case, Document, Draft, Entry, Letter
from requests_flow.rules.catalogue import OUTCOMES, Fact
from requests_flow.views.forms.handling import QUESTIONS
from requests_flow.views.walking import take_step
from tests import factories
from tests.factories import at
from tests.requests_flow.views.doors import as_, errors, node_of, step

pytestmark = pytest.mark.django_db
WRITTEN = {"form_token": "w1", "letter_search_scope": "综合档案系统、业务科室"}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(at(), tick=False):
        yield


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


def test_every_way_to_answer_is_asked_for_once_and_has_its_fields():
    asked = [code for _title, _hint, codes in QUESTIONS for code in codes]
    answers = {code for code, row in OUTCOMES.items() if not row.is_closing_note}
    assert sorted(asked) == sorted(answers)
    assert answers <= set(DRAFT_FIELDS)


def test_the_outcome_is_refused_with_what_is_missing_and_where_to_put_it(office):
    case = factories.accepted(office)
    client, url = as_(office.clerk), step(case, "handle")
    page = client.get(url).content.decode()
    assert f"{reverse('record_search', args=[case.pk])}?next={url}" in page
    response = client.post(url, {"form_token": "h", "outcome": "D1a"})
    assert set(errors(response)) == {"outcome"}
    assert 'value="D1a" required checked' in response.content.decode()
    assert (node_of(case), Case.objects.get(pk=case.pk).outcome_code) == ("handle", "")


@pytest.mark.parametrize("outcome", ["", "F1", "Z9"])
def test_what_is_no_answer_is_refused(office, outcome):
    case = factories.accepted(office)
    response = as_(office.clerk).post(step(case, "handle"), {"form_token": "h", "outcome": outcome})
    assert set(errors(response)) == {"outcome"}


def test_with_the_file_complete_it_goes_on_to_writing_once(office):
    case = factories.accepted(office)
    act = Act(by=office.clerk, at=at())
    handling.record_search(act, case=case, places="档案室", keywords="征收", result="无")
    client, url = as_(office.clerk), step(case, "handle")
    assert "D1a" in client.get(url).context["ready"].split(",")
    sent = {"form_token": "h", "outcome": "D1a"}
    assert [client.post(url, sent).url for _ in range(2)] == [case.get_absolute_url()] * 2
    assert node_of(case) == "compose"
    assert Entry.objects.filter(case=case, verb="outcome_chosen").count() == 1


def test_the_box_of_the_letter_begins_with_what_is_on_file(office):
    case = factories.searched(office)
    form = as_(office.clerk).get(step(case, "compose")).context["form"]
    assert form["letter_search_scope"].value() == "综合档案系统"
    assert "attachments" not in form.fields
    assert "reply_to_return" not in form.fields


def test_the_reply_is_handed_in_once_as_one_version(office):
    case = factories.searched(office)
    client, url = as_(office.clerk), step(case, "compose")
    assert [client.post(url, WRITTEN).url for _ in range(2)] == [case.get_absolute_url()] * 2
    draft = Draft.objects.get()
    assert draft.fields == {"search_scope": "综合档案系统、业务科室"}
    assert node_of(case) == "review_in_law"


def test_an_empty_box_and_a_sign_without_glyph_stop_the_draft_and_keep_the_form(office):
    case = factories.searched(office)
    client, url = as_(office.clerk), step(case, "compose")
    empty = client.post(url, {"form_token": "w", "letter_search_scope": " "})
    assert set(errors(empty)) == {"letter_search_scope"}
    odd = client.post(url, {"form_token": "w", "letter_search_scope": "档案\U000323af室"})
    assert "U+323AF" in errors(odd)["letter_search_scope"]
    assert "档案\U000323af室" in odd.content.decode()
    assert not Draft.objects.exists()
    assert node_of(case) == "compose"


def preview(client, case, **more):
    return client.post(reverse("preview", args=[case.pk]), {**WRITTEN, **more})


def test_the_preview_is_the_letter_without_number_and_keeps_nothing(office):
    case = factories.searched(office)
    entries, letters = Entry.objects.count(), Letter.objects.count()
    client = as_(office.clerk)
    answer = preview(client, case)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF")
    assert (Entry.objects.count(), Letter.objects.count()) == (entries, letters)
    assert not Draft.objects.exists()
    assert client.post(step(case, "compose"), WRITTEN).status_code == 302  # the token is still good


def test_the_preview_names_the_empty_boxes_by_their_labels(office):
    case = factories.searched(office)
    told = preview(as_(office.clerk), case, letter_search_scope="")
    assert told.status_code == 422
    label = str(DRAFT_FIELDS["D1a"][0].label)
    assert told.json()["missing"] == [label]
    assert told.json()["message"]


def test_the_preview_is_for_who_handles_the_case_while_it_is_written(office):
    case = factories.searched(office)
    stranger = factories.Office("区教育局").clerk
    assert preview(as_(stranger), case).status_code == 404
    assert preview(as_(office.signatory), case).status_code == 404
    handed_in = factories.drafted(office)
    assert preview(as_(office.clerk), handed_in).status_code == 409


def test_another_outcome_goes_back_to_the_choice_without_a_draft(office):
    case = factories.searched(office)
    client = as_(office.clerk)
    answer = client.post(step(case, "compose"), {"form_token": "r", "reopen": "1"})
    assert answer.status_code == 302
    assert (node_of(case), Case.objects.get(pk=case.pk).outcome_code) == ("handle", "")
    entry = Entry.objects.get(case=case, verb="outcome_reopened")
    assert (entry.actor, entry.data["outcome"]) == (office.clerk, "D1a")
    assert not Draft.objects.exists()
    assert case.searches.count() == 1  # what is on file stays


def test_a_reopening_without_a_token_is_refused_and_the_form_is_shown(office):
    case = factories.searched(office)
    response = as_(office.clerk).post(step(case, "compose"), {"reopen": "1"})
    assert response.status_code == 422
    assert node_of(case) == "compose"


def returned(office) -> Case:
    case = factories.drafted(office)
    draft = case.latest_draft
    act = Act(by=office.adviser, at=at(date(2026, 11, 5)))
    take_step(
        act,
        node=CaseFlow.review_in_law,
        case=case,
        perform=lambda case: give_opinion(
            act, draft=draft, verdict="returned", seen_digest=draft.digest, comments="检索范围过窄"
        ),
    )
    return case


def test_a_return_is_shown_and_must_be_answered_in_the_next_version(office):
    case = returned(office)
    client, url = as_(office.clerk), step(case, "compose")
    page = client.get(url)
    assert "检索范围过窄" in page.content.decode()
    assert page.context["form"]["letter_search_scope"].value() == "综合档案系统、业务科室"
    assert set(errors(client.post(url, WRITTEN))) == {"reply_to_return"}
    client.post(url, {**WRITTEN, "reply_to_return": "已补充检索区档案馆"})
    last = case.latest_draft
    assert (last.version, last.reply_to_return) == (2, "已补充检索区档案馆")
    assert node_of(case) == "review_in_law"


def test_the_signatory_s_reason_is_shown(office):
    case = factories.approved(office)
    act = Act(by=office.signatory, at=at(date(2026, 11, 6)))
    take_step(
        act,
        node=CaseFlow.sign,
        case=case,
        perform=lambda case: signing.return_unsigned(
            act, draft=case.latest_draft, reason="请写明电话"
        ),
    )
    assert "请写明电话" in as_(office.clerk).get(step(case, "compose")).content.decode()


def to_be_disclosed(office) -> tuple[Case, Document]:
    case = factories.accepted(office)
    act = Act(by=office.clerk, at=at(date(2026, 11, 3)))
    for fact in (Fact.DOCUMENTS_LISTED, Fact.FORM_OF_PROVISION):
        handling.record_fact(act, case=case, fact=fact, text="批复一份")
    file = documents.keep_document(
        act, case=case, kind=Document.Kind.ATTACHMENT, data="批复".encode(), name="批复.txt"
    )
    take_step(
        act,
        node=CaseFlow.handle,
        case=case,
        perform=lambda case: handling.choose_outcome(act, case=case, outcome_code="A2"),
    )
    return case, file


def test_what_is_handed_out_goes_with_the_draft_and_to_the_secrecy_check(office):
    case, file = to_be_disclosed(office)
    client, url = as_(office.clerk), step(case, "compose")
    assert client.get(url).context["form"]["attachments"].value() == [file.pk]
    sent = {"form_token": "w", "letter_documents": "批复一份", "letter_manner": "邮寄纸质件"}
    client.post(url, {**sent, "attachments": [file.pk]})
    assert Draft.objects.get().attachments[0]["sha256"] == file.sha256
    assert node_of(case) == "check_secrecy"


def test_a_file_of_another_case_cannot_go_with_it(office):
    case, _file = to_be_disclosed(office)
    _other, foreign = to_be_disclosed(office)
    sent = {"form_token": "w", "letter_documents": "批复", "letter_manner": "邮寄"}
    response = as_(office.clerk).post(step(case, "compose"), {**sent, "attachments": [foreign.pk]})
    assert set(errors(response)) == {"attachments"}
    assert not Draft.objects.exists()


@pytest.mark.parametrize("make", [factories.accepted, factories.searched])
def test_handling_and_writing_of_another_unit_are_not_there(office, make):
    case = make(office)
    stranger, node = as_(factories.Office("区教育局").clerk), node_of(case)
    url = step(case, node)
    assert stranger.get(url).status_code == 404
    assert stranger.post(url, {**WRITTEN, "outcome": "D1a"}).status_code == 404
    assert node_of(case) == node
