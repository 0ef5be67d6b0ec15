"""A reply keeps which wording it was made with: read from its text, and never afterwards changed."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction

from archive.actions import sealing
from archive.models import Dossier
from legal_review.actions.opining import give_opinion
from requests_flow.actions import drafting, issuing, phrasing, signing
from requests_flow.actions.act import Act
from requests_flow.actions.phrase_checks import Words
from requests_flow.actions.phrases_used import BlankLeft, phrases_used
from requests_flow.flows import CaseFlow
from requests_flow.models import Draft, Entry
from requests_flow.views.made_with import made_with
from requests_flow.views.walking import take_step
from tests import factories
from tests.factories import at
from tests.journeys.people import on
from tests.printing import print_quickly

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 4)
SCOPE = "本机关办公系统、综合档案室和【科室】的业务台账"
FILLED = SCOPE.replace("【科室】", "征收管理科")


@pytest.fixture(autouse=True)
def quick_letters(monkeypatch):
    """What is printed does not matter here."""
    print_quickly(monkeypatch)


@pytest.fixture
def office():
    return factories.Office()


def kept(office, text: str = SCOPE, *, day: date = DAY, **more):
    """A phrase for the search scope of D1a."""
    words = Words(**{"title": "检索范围", "text": text, "valid_from": day, **more})
    act = Act(by=office.clerk, at=at(day))
    place = {"unit": office.unit, "outcome_code": "D1a", "field": "search_scope"}
    return phrasing.add_phrase(act, **place, words=words).phrase


def version(office, phrase, text: str, *, day: date = DAY):
    seen = phrase.versions.count()
    return phrasing.add_version(
        Act(by=office.clerk, at=at(day)),
        phrase=phrase,
        words=Words(title="检索范围", text=text, valid_from=day),
        seen=seen,
    )


def handed_in(office, case, scope: str, *, day: date = DAY) -> Draft:
    act = Act(by=office.clerk, at=at(day))
    wording = drafting.Wording(fields={"search_scope": scope}, reply_to_return="已改。")
    take_step(
        act,
        node=CaseFlow.compose,
        case=case,
        perform=lambda case: drafting.hand_in_draft(act, case=case, wording=wording),
    )
    return case.latest_draft


def returned(office, case, *, day: date = DAY) -> None:
    act, draft = Act(by=office.adviser, at=at(day)), case.latest_draft
    take_step(
        act,
        node=CaseFlow.review_in_law,
        case=case,
        perform=lambda case: give_opinion(
            act, draft=draft, verdict="returned", seen_digest=draft.digest, comments="请补查。"
        ),
    )


def used(phrase, number: int) -> list[dict[str, int]]:
    return [{"phrase": phrase.pk, "version": number}]


def test_the_version_whose_words_stand_there_is_kept(office):
    phrase = kept(office)
    case = factories.searched(office)

    draft = handed_in(office, case, f"经查：\r\n{FILLED}，未查到。")

    assert draft.phrases == used(phrase, 1)
    assert Entry.objects.get(verb="drafted").data["phrases"] == used(phrase, 1)


@pytest.mark.parametrize("scope", ["综合档案系统、业务科室", FILLED.replace("综合", "")])
def test_what_does_not_stand_there_is_not_kept(office, scope):
    kept(office)
    draft = handed_in(office, factories.searched(office), scope)

    assert draft.phrases == []
    assert "phrases" not in Entry.objects.get(verb="drafted").data


def test_neither_what_is_over_nor_what_is_to_come_nor_what_others_say(office):
    kept(office, valid_until=DAY - timedelta(days=1), day=DAY - timedelta(days=3))
    kept(office, valid_from=DAY + timedelta(days=1))
    other = factories.Office("区民政局")
    kept(other)
    act = Act(by=office.clerk, at=at(DAY))
    for code in ("E3", "A1"):  # another outcome
        phrasing.add_phrase(
            act,
            unit=office.unit,
            outcome_code=code,
            field="where_published",
            words=Words(title="去处", text=FILLED, valid_from=DAY),
        )

    assert handed_in(office, factories.searched(office), FILLED).phrases == []


def test_a_phrase_within_a_longer_one_does_not_count_beside_it(office):
    short = kept(office, "本机关办公系统、综合档案室")
    longer = kept(office)
    case = factories.searched(office)
    fields = {"search_scope": FILLED}

    assert phrases_used(case, fields, on=DAY) == used(longer, 1)
    fields = {"search_scope": f"{FILLED}。另查：本机关办公系统、综合档案室"}
    assert short.pk not in [one["phrase"] for one in phrases_used(case, fields, on=DAY)]
    assert phrases_used(case, {"search_scope": "本机关办公系统、综合档案室"}, on=DAY) == used(
        short, 1
    )


def test_a_section_writes_with_the_wording_of_its_organ(office):
    phrase = kept(office)
    case = factories.searched(office)
    case.unit = factories.make_section(office.unit)

    assert phrases_used(case, {"search_scope": FILLED}, on=DAY) == used(phrase, 1)


def test_the_next_version_of_a_reply_keeps_what_it_was_made_with(office):
    phrase = kept(office)
    case = factories.searched(office)
    handed_in(office, case, FILLED)
    returned(office, case)
    later = DAY + timedelta(days=1)
    version(office, phrase, "本机关办公系统和档案馆馆藏目录", day=later)

    second = handed_in(office, case, f"{FILLED}，以及库房", day=later)
    assert second.phrases == used(phrase, 1)
    returned(office, case, day=later)
    third = handed_in(office, case, "本机关办公系统和档案馆馆藏目录", day=later)
    assert third.phrases == used(phrase, 2)


def test_a_newer_version_is_shown_beside_the_one_it_was_made_with(office):
    phrase = kept(office)
    case = factories.searched(office)
    draft = handed_in(office, case, FILLED)
    with on(DAY):
        (row,) = made_with(draft)
        assert (row.row.version, row.is_newer, row.is_over) == (1, False, False)
    later = DAY + timedelta(days=2)
    version(office, phrase, "本机关办公系统和档案馆馆藏目录", day=later)
    phrasing.retire(Act(by=office.clerk, at=at(later)), phrase=phrase, last_day=later, seen=2)
    with on(later):
        (row,) = made_with(draft)
        assert (row.row.version, row.row.text, row.now.version) == (1, SCOPE, 3)
    with on(later + timedelta(days=1)):
        (row,) = made_with(draft)
        assert row.is_over
        assert made_with(None) == []


@pytest.mark.parametrize(
    ("scope", "blank"),
    [
        (SCOPE, "【科室】"),
        ("综合档案系统、【】", "【】"),
        ("综合档案系统、【……】", "【……】"),
    ],
)
def test_a_blank_stops_the_draft_and_is_named(office, scope, blank):
    kept(office)
    case = factories.searched(office)

    with pytest.raises(BlankLeft, match=blank) as stopped:
        handed_in(office, case, scope)

    assert stopped.value.field == "search_scope"
    assert case.latest_draft is None


def test_a_blank_of_wording_that_has_changed_since_is_still_one(office):
    phrase = kept(office)
    version(office, phrase, "本机关办公系统和档案馆馆藏目录")

    with pytest.raises(BlankLeft, match="【科室】"):
        handed_in(office, factories.searched(office), SCOPE)


def test_other_brackets_are_the_writers_own(office):
    kept(office)
    scope = "综合档案系统、海政【2025】7号文件夹"

    assert handed_in(office, factories.searched(office), scope).phrases == []


def test_no_hand_changes_with_what_a_reply_was_made(office):
    kept(office)
    draft = handed_in(office, factories.searched(office), FILLED)

    with pytest.raises(DatabaseError), transaction.atomic():
        Draft.objects.filter(pk=draft.pk).update(phrases=[])
    draft.refresh_from_db()
    assert len(draft.phrases) == 1


def test_the_dossier_holds_the_words_themselves(office):
    phrase = kept(office, "综合档案系统、业务科室")
    case = factories.delivered(office)
    version(office, phrase, "本机关办公系统和档案馆馆藏目录", day=date(2026, 11, 9))
    act = Act(by=office.clerk, at=at(date(2026, 11, 9)))
    take_step(
        act, node=CaseFlow.file_away, case=case, perform=lambda case: sealing.seal(act, case=case)
    )

    folder = Path(settings.DOSSIER_DIR) / Dossier.objects.get(case=case).folder
    (row,) = json.loads((folder / "data/records/phrases.json").read_text(encoding="utf-8"))
    assert row == {
        "draft_version": 1,
        "phrase": phrase.pk,
        "version": 1,
        "field": "search_scope",
        "title": "检索范围",
        "text": "综合档案系统、业务科室",
        "valid_from": "2026-11-04",
        "valid_until": None,
    }
    (draft,) = json.loads((folder / "data/records/drafts.json").read_text(encoding="utf-8"))
    assert draft["phrases"] == used(phrase, 1)


def test_a_letter_keeps_its_version_until_it_left_and_after(office):
    phrase = kept(office, "综合档案系统、业务科室")
    case = factories.approved(office)
    day = date(2026, 11, 6)
    version(office, phrase, "本机关办公系统和档案馆馆藏目录", day=day)
    sign, issue = Act(by=office.signatory, at=at(day)), Act(by=office.clerk, at=at(day))
    take_step(
        sign,
        node=CaseFlow.sign,
        case=case,
        perform=lambda case: signing.sign(sign, draft=case.latest_draft),
    )
    take_step(
        issue,
        node=CaseFlow.issue,
        case=case,
        perform=lambda case: issuing.issue_reply(issue, case=case),
    )

    draft = case.letters.get(is_reply=True).draft
    assert draft.phrases == used(phrase, 1)
    (row,) = made_with(draft)
    assert row.row.text in draft.context["paragraphs"][1] or row.row.text in str(draft.context)
