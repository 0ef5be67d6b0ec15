"""常用语: the screen of the wording, and the wording beside each field of a reply."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from legal_review.actions.opining import give_opinion
from requests_flow.actions import phrasing
from requests_flow.actions.act import Act
from requests_flow.actions.phrase_checks import Words
from requests_flow.flows import CaseFlow
from requests_flow.models import Phrase, PhraseVersion
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import Unit
from requests_flow.views.phrases import standings
from requests_flow.views.walking import take_step
from tests import factories
from tests.factories import TODAY, at
from tests.requests_flow.views.doors import as_, errors, step

pytestmark = pytest.mark.django_db

SCOPE = "本机关办公系统、综合档案室和【科室】的业务台账"
DAY = timedelta(days=1)
LIST, NEW = reverse("phrases"), reverse("phrase_new")


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(at(), tick=False):
        yield


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


@pytest.fixture(autouse=True)
def quick(quick_letters):
    """Only the tests of the specimen look at paper."""


def kept(office, text: str = SCOPE, *, code="D1a", field="search_scope", **more) -> Phrase:
    words = Words(**{"title": "检索范围", "text": text, "valid_from": TODAY, **more})
    act = Act(by=office.clerk, at=at())
    place = {"unit": office.unit, "outcome_code": code, "field": field}
    return phrasing.add_phrase(act, **place, words=words).phrase


def changed(office, phrase, text: str, *, begins=TODAY) -> PhraseVersion:
    words = Words(title="检索范围", text=text, valid_from=begins)
    seen = phrase.versions.count()
    return phrasing.add_version(
        Act(by=office.clerk, at=at()), phrase=phrase, words=words, seen=seen
    )


def page_of(phrase) -> str:
    return reverse("phrase", args=[phrase.pk])


def sent(**more) -> dict[str, object]:
    return {
        "form_token": "p1",
        "place": "D1a.search_scope",
        "title": "检索范围",
        "text": SCOPE,
        "valid_from": TODAY.isoformat(),
        "valid_until": "",
        **more,
    }


# Keeping it -------------------------------------------------------------------------------


def test_the_head_of_the_office_keeps_wording_once(office):
    client = as_(office.clerk)
    answers = [client.post(NEW, sent()) for _ in range(2)]

    row = PhraseVersion.objects.get()
    assert [one.url for one in answers] == [page_of(row.phrase)] * 2
    assert (row.text, row.phrase.unit, row.author) == (SCOPE, office.unit, office.clerk)
    page = client.get(page_of(row.phrase)).content.decode()
    assert SCOPE in page
    assert "version 1" in page or "第 1 版" in page


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("place", {"place": ""}),
        ("place", {"place": "B.ground"}),
        ("title", {"title": ""}),
        ("text", {"text": "  "}),
        ("text", {"text": "长" * 2001}),
        ("text", {"text": "由【机关制作"}),
        ("text", {"text": "第三方逾期未提出意见的，视为同意公开。"}),
        ("valid_from", {"valid_from": "2026-02-30"}),
        ("valid_from", {"valid_from": (TODAY - DAY).isoformat()}),
        ("valid_until", {"valid_until": (TODAY - DAY).isoformat()}),
    ],
)
def test_a_refusal_stands_beside_its_field_and_what_was_typed_stays(office, field, change):
    response = as_(office.clerk).post(NEW, sent(**change))

    assert response.status_code == 422
    assert set(errors(response)) == {field}
    form = response.context["form"]
    assert form["title"].value() == sent(**change)["title"]
    assert not Phrase.objects.exists()


def test_a_version_is_added_and_ended_on_its_page(office):
    phrase = kept(office)
    client, url = as_(office.clerk), page_of(phrase)
    initial = client.get(url).context["form"]
    assert (initial["text"].value(), initial["seen"].value()) == (SCOPE, 1)
    new = sent(text=SCOPE + "和库房", seen="1", valid_from=(TODAY + DAY).isoformat())
    assert client.post(url, new).status_code == 302
    end = {"form_token": "e", "retire": "1", "seen": "2", "valid_until": "2026-12-31"}
    assert client.post(url, end).status_code == 302

    found = standings(phrase.versions.all(), today=TODAY)
    assert [(one.row.version, one.state) for one in found] == [
        (3, "not_yet"),
        (2, "over"),
        (1, "in_force"),
    ]
    assert [one.never_began for one in found] == [False, True, False]
    page = client.get(url).content.decode()
    assert "<ins>和库房</ins>" in page
    assert "2026-12-31" in page


@pytest.mark.parametrize(
    ("sends", "field"),
    [
        ({"retire": "1", "seen": "1", "valid_until": "2026-01-01"}, "valid_until"),
        ({"retire": "1", "seen": "1", "valid_until": ""}, "valid_until"),
        ({**sent(seen="1"), "text": ""}, "text"),
        (sent(seen="1"), "__all__"),  # nothing new
        ({**sent(), "seen": "?"}, "seen"),
    ],
)
def test_what_is_wrong_with_a_version_is_said_on_its_page(office, sends, field):
    phrase = kept(office)
    response = as_(office.clerk).post(page_of(phrase), {"form_token": "w", **sends})

    assert response.status_code == 422
    form = response.context["retire_form" if "retire" in sends else "form"]
    assert set(form.errors) == {field}
    assert phrase.versions.count() == 1


def test_the_loser_of_a_race_gets_409(office):
    phrase = kept(office)
    changed(office, phrase, "先写的一段话")

    response = as_(office.clerk).post(page_of(phrase), sent(text="后写的一段话", seen="1"))

    assert response.status_code == 409
    assert phrase.versions.count() == 2


# Who sees it ------------------------------------------------------------------------------


def test_handlers_read_and_do_not_write(office):
    phrase = kept(office)
    section = factories.make_section(office.unit)
    for unit in (office.unit, section):
        client = as_(factories.make_person(unit, Duty.HANDLE))
        for url in (LIST, page_of(phrase)):
            page = client.get(url)
            assert page.status_code == 200
            assert "检索范围" in page.content.decode()
            assert not page.context["may_edit"]
        assert "data-main" not in client.get(page_of(phrase)).content.decode()
        assert client.get(NEW).status_code == 404
        assert client.post(NEW, sent()).status_code == 404
        assert client.post(page_of(phrase), sent(text="另一段话", seen="1")).status_code == 404
        assert client.post(reverse("phrase_preview"), sent()).status_code == 404
        assert client.get(reverse("phrase_specimen", args=[phrase.pk, 1])).status_code == 200
    assert PhraseVersion.objects.count() == 1


def test_for_people_of_another_organ_there_is_nothing(office):
    phrase, other = kept(office), factories.Office("区民政局")
    urls = [page_of(phrase), reverse("phrase_specimen", args=[phrase.pk, 1])]
    for person in (other.clerk, other.adviser, factories.make_person()):
        client = as_(person)
        for url in urls:
            assert client.get(url).status_code == 404
        assert client.post(page_of(phrase), sent(seen="1")).status_code == 404
        assert client.get(f"{NEW}?unit={office.unit.pk}").status_code == 404
        page = client.get(f"{LIST}?unit={office.unit.pk}")
        assert page.status_code == 404 or "检索范围" not in page.content.decode()
    assert as_(factories.make_person()).get(LIST).status_code == 404
    assert as_(office.clerk).get(f"{NEW}?unit=x").status_code == 404
    assert as_(office.clerk).get(f"{NEW}?unit={10**30}").status_code == 404


def test_the_place_is_in_the_menu_of_those_with_a_duty(office):
    assert f'href="{LIST}"' in as_(office.clerk).get(reverse("desk")).content.decode()
    idle = as_(factories.make_person())
    assert f'href="{LIST}"' not in idle.get(reverse("specimens")).content.decode()


def test_each_organ_has_its_own_list(office):
    kept(office)
    second = factories.make_unit("区教育局")
    access.appoint(office.clerk, unit=second, duty=Duty.HANDLE)
    client = as_(office.clerk)
    own, other = (client.get(f"{LIST}?unit={unit.pk}") for unit in (office.unit, second))

    assert [group["code"] for group in own.context["groups"]] == ["D1a"]
    assert other.context["groups"] == []
    assert len(own.context["tabs"]) == 2


def test_the_list_asks_the_same_for_many_phrases(office):
    client = as_(office.clerk)

    def cost() -> int:
        client.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        return len(queries)

    kept(office, "第一段话说在这里")
    few = cost()
    for number in range(6):
        phrase = kept(office, f"第{number}段话又说在这里", code=["D1a", "C6"][number % 2],
                      field=["search_scope", "reason"][number % 2])  # fmt: skip
        changed(office, phrase, f"第{number}段话改在这里", begins=TODAY + DAY)
    assert cost() == few


# The specimen -----------------------------------------------------------------------------


def test_the_letter_is_drawn_with_the_wording_and_marked(office, monkeypatch):
    monkeypatch.undo()
    with time_machine.travel(at(), tick=False):
        client, url = as_(office.clerk), reverse("phrase_preview")
        drawn = client.post(url, sent())
        assert drawn.status_code == 200
        assert drawn.content.startswith(b"%PDF-")
        for change, word in (
            ({"place": ""}, ""),
            ({"text": " "}, ""),
            ({"text": "特殊需要的说明材料"}, "特殊需要"),
            ({"text": "承办人\U000323af某"}, "\U000323af"),
        ):
            answer = client.post(url, sent(**change))
            assert answer.status_code == 422
            assert word in answer.json()["message"]
        phrase = kept(office)
        assert (
            as_(office.clerk)
            .get(reverse("phrase_specimen", args=[phrase.pk, 1]))
            .content.startswith(b"%PDF-")
        )
        assert client.get(reverse("phrase_specimen", args=[phrase.pk, 2])).status_code == 404


# Beside the field -------------------------------------------------------------------------


def test_the_wording_in_force_lies_beside_its_field(office):
    kept(office)
    kept(office, "还没有开始用的一段话", valid_from=TODAY + DAY, title="将来")
    kept(office, "别的结果用的一段话", code="C6", field="reason", title="别处")
    case = factories.searched(office)
    response = as_(office.clerk).get(step(case, "compose"))

    (box,) = response.context["boxes"]
    assert [offer.row.text for offer in box.offers] == [SCOPE]
    page = response.content.decode()
    assert SCOPE in page
    assert 'data-insert="id_letter_search_scope"' in page
    assert "还没有开始用的一段话" not in page
    assert "别的结果用的一段话" not in page


def test_a_blank_is_refused_beside_its_field_and_the_text_stays(office):
    kept(office)
    case = factories.searched(office)
    client, url = as_(office.clerk), step(case, "compose")
    response = client.post(url, {"form_token": "c", "letter_search_scope": SCOPE})

    assert response.status_code == 422
    assert "【科室】" in str(errors(response)["letter_search_scope"])
    assert SCOPE in response.content.decode()
    done = SCOPE.replace("【科室】", "征收科")
    answer = client.post(url, {"form_token": "c", "letter_search_scope": done})
    assert answer.status_code == 302
    assert case.latest_draft.phrases == [{"phrase": Phrase.objects.get().pk, "version": 1}]


def test_what_a_reply_was_made_with_is_on_its_pages(office):
    phrase = kept(office, "综合档案系统、业务科室", valid_from=TODAY)
    case = factories.searched(office, day=TODAY)
    client = as_(office.clerk)
    data = {"form_token": "c", "letter_search_scope": "综合档案系统、业务科室"}
    assert client.post(step(case, "compose"), data).status_code == 302
    changed(office, phrase, "综合档案系统、业务科室和库房")

    link = f'<a href="{page_of(phrase)}">检索范围</a>'
    assert link in client.get(case.get_absolute_url()).content.decode()
    cockpit = as_(office.adviser).get(step(case, "review_in_law")).content.decode()
    assert link in cockpit
    assert as_(office.adviser).get(page_of(phrase)).status_code == 200


def test_the_page_of_a_letter_names_the_version_that_it_left_with(office):
    phrase = kept(office, "综合档案系统、业务科室")
    case = factories.issued(office, day=TODAY)
    changed(office, phrase, "综合档案系统、业务科室和库房")
    notice = case.letters.filter(is_reply=False).first()
    client = as_(office.clerk)

    page = client.get(reverse("letter", args=[case.pk, case.reply.pk]))
    (row,) = page.context["made_with"]
    assert (row.row.version, row.now.version) == (1, 2)
    assert f'href="{page_of(phrase)}"' in page.content.decode()
    if notice:
        assert client.get(reverse("letter", args=[case.pk, notice.pk])).context["made_with"] == []


def test_wording_that_was_replaced_since_is_named_where_the_reply_is_rewritten(office):
    phrase = kept(office, "综合档案系统、业务科室")
    case = factories.drafted(office, day=TODAY)
    act, draft = Act(by=office.adviser, at=at()), case.latest_draft
    assert draft.phrases
    take_step(
        act,
        node=CaseFlow.review_in_law,
        case=case,
        perform=lambda case: give_opinion(
            act, draft=draft, verdict="returned", seen_digest=draft.digest, comments="请补查。"
        ),
    )
    changed(office, phrase, "综合档案系统、业务科室和库房")

    (box,) = as_(office.clerk).get(step(case, "compose")).context["boxes"]
    assert [(one.row.version, one.now.version) for one in box.dated] == [(1, 2)]
    assert [offer.stands for offer in box.offers] == [False]


def test_a_closed_organ_has_no_list(office):
    kept(office)
    Unit.objects.filter(pk=office.unit.pk).update(closed_on=TODAY)
    assert as_(office.clerk).get(LIST).status_code == 404
