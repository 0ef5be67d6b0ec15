"""Every opinion is printed (L28), numbered and kept with its case, and never sent."""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from legal_review.actions.amending import Grounds, approve_amended
from legal_review.actions.opining import give_opinion
from legal_review.actions.papers import print_opinion
from legal_review.actions.pointing import Remark
from legal_review.models import Opinion, Point
from requests_flow.actions.act import Act
from requests_flow.letters import engine
from requests_flow.models import Entry, Letter
from requests_flow.units.duties import Duty
from tests import factories
from tests.legal_review.test_cockpit import as_, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(factories.at(), tick=False):
        yield


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


def words_of(letter: Letter) -> str:
    rows = [f"{label}{value}" for label, value in letter.context["rows"]]
    return "\n".join([*rows, *letter.context["paragraphs"], letter.context["signer"]])


def test_an_opinion_is_numbered_printed_and_linked(office):
    case = factories.drafted(office)
    client = as_(office.adviser)
    send(client, case, verdict="approved", comments="依据准确。")
    letter = Letter.objects.get(case=case, code="L28")

    assert "审" in letter.number
    assert not letter.is_reply
    for words in ("审核意见同意", "依据准确。", case.latest_draft.digest[:16], "卢律"):
        assert words in words_of(letter)
    sent = client.get(reverse("opinion_paper", args=[case.pk, 1]))
    assert sent["Content-Type"] == "application/pdf"
    assert Entry.objects.filter(verb="letter_issued", data__code="L28").count() == 1
    assert letter.number in as_(office.clerk).get(case.get_absolute_url()).content.decode()


def test_it_is_never_to_be_sent(office):
    case = factories.drafted(office)
    send(as_(office.adviser), case, verdict="approved")
    letter = Letter.objects.get(code="L28")

    page = as_(office.clerk).get(reverse("deliver_queue")).content.decode()
    assert letter.number not in page
    assert (
        as_(office.clerk).get(reverse("letter_service", args=[case.pk, letter.pk])).status_code
        == 404
    )


def test_points_and_replacement_text_stand_in_it(office):
    case = factories.drafted(office)
    act, draft = Act(by=office.adviser, at=factories.at()), case.latest_draft
    opinion = approve_amended(
        act,
        draft=draft,
        seen_digest=draft.digest,
        fields={"search_scope": "库房"},
        grounds=Grounds(
            points=[Remark(kind=Point.Kind.EVIDENCE, text="库房也查过。", paragraph=1)]
        ),
    )
    words = words_of(print_opinion(act, opinion=opinion))

    for said in ("修改后同意", "意见1（第2段，事实证据）：库房也查过。", "改为：库房"):
        assert said in words
    assert opinion.amendment.digest[:16] in words


def test_an_opinion_stands_even_if_its_paper_cannot_be_printed(office, monkeypatch):
    case = factories.drafted(office)

    def stops(code, context):
        raise engine.MissingGlyph(["䶮"])

    monkeypatch.setattr(engine, "render", stops)
    send(as_(office.adviser), case, verdict="approved")

    assert Opinion.objects.get().is_approval
    assert not Letter.objects.filter(code="L28").exists()
    assert Entry.objects.filter(verb="letter_stopped", data__code="L28").exists()


def test_what_was_not_kept_is_drawn_without_a_number(office):
    case = factories.approved(office)  # by a way that prints nothing
    sent = as_(office.clerk).get(reverse("opinion_paper", args=[case.pk, 1]))

    assert sent["Content-Type"] == "application/pdf"
    assert not Letter.objects.filter(code="L28").exists()


def test_nobody_else_sees_it(office):
    case = factories.approved(office)
    stranger = factories.make_person(factories.make_unit("区财政局"), Duty.HANDLE)

    assert as_(stranger).get(reverse("opinion_paper", args=[case.pk, 1])).status_code == 404
    open_case = factories.drafted(office)
    assert (
        as_(office.clerk).get(reverse("opinion_paper", args=[open_case.pk, 1])).status_code == 404
    )


def test_an_approval_in_spite_of_what_is_missing_says_why(office):
    case = factories.drafted(office, day=factories.date(2026, 10, 8))  # late by now
    client = as_(office.adviser)
    refused = send(client, case, verdict="approved")

    assert refused.status_code == 422
    assert "note_time" in refused.context["form"].errors
    assert not Opinion.objects.exists()
    assert send(client, case, verdict="approved", note_time="逾期已说明。").status_code == 302
    kept = Opinion.objects.get().checklist["time"]
    assert (kept["finding"], kept["note"]) == ("missing", "逾期已说明。")
    assert "逾期已说明。" in words_of(Letter.objects.get(code="L28"))


def test_a_return_need_not_explain_what_is_missing(office):
    case = factories.drafted(office, day=factories.date(2026, 10, 8))

    assert send(as_(office.adviser), case, verdict="returned", comments="不行").status_code == 302


def test_the_same_is_given_once(office):
    case = factories.drafted(office)
    act, draft = Act(by=office.adviser, at=factories.at()), case.latest_draft
    give_opinion(act, draft=draft, verdict="approved", seen_digest=draft.digest)

    with pytest.raises(Exception, match=r"(?i)unique|重复"):
        give_opinion(act, draft=draft, verdict="approved", seen_digest=draft.digest)
