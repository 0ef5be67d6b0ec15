"""Office wording is added, versioned and ended by the head of the office; nothing counts back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from requests_flow.actions import phrasing
from requests_flow.actions.act import Act, Refusal
from requests_flow.actions.phrase_checks import (
    DayWrong,
    EndWrong,
    PlaceUnknown,
    SaidAlready,
    TextWrong,
    TitleMissing,
    Words,
)
from requests_flow.actions.recording import digest_of, first_broken_entry
from requests_flow.letters.engine import LetterStopped, MissingGlyph
from requests_flow.letters.errors import DeadRuleFound
from requests_flow.letters.phrase_specimen import PHRASE_FIELDS, print_phrase
from requests_flow.models import Entry, Phrase, PhraseVersion
from requests_flow.models.phrase import units_with_wording
from requests_flow.units.duties import Duty
from tests import factories
from tests.factories import TODAY, at

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TEXT = "上述内容涉及尚未作出的决定，公开会妨碍【事项】的讨论。"


@pytest.fixture
def office():
    return factories.Office()


def words(text: str = TEXT, **more) -> Words:
    return Words(**{"title": "讨论过程", "text": text, "valid_from": TODAY, **more})


def by(office, day: date = TODAY) -> Act:
    return Act(by=office.clerk, at=at(day))


def added(office, text: str = TEXT, *, day: date = TODAY, code="C6", field="reason", **more):
    """A phrase with its first version, in force from `day` on."""
    said = words(text, **{"valid_from": day, **more})
    row = phrasing.add_phrase(
        by(office, day), unit=office.unit, outcome_code=code, field=field, words=said
    )
    return row.phrase


def changed(office, phrase, text: str, *, day: date = TODAY, **more) -> PhraseVersion:
    seen = phrase.versions.count()
    said = words(text, **{"valid_from": day, **more})
    return phrasing.add_version(by(office, day), phrase=phrase, words=said, seen=seen)


def on(phrase, day: date) -> int | None:
    """The version in force that day."""
    found = list(PhraseVersion.objects.on(day).filter(phrase=phrase))
    assert len(found) <= 1
    return found[0].version if found else None


def test_a_phrase_has_a_first_version_and_leaves_its_trace(office):
    phrase = added(office)

    row = phrase.versions.get()
    entry = Entry.objects.get(verb="phrase_added")
    assert (row.version, row.text, row.author) == (1, TEXT, office.clerk)
    assert entry.case is None
    assert entry.duty == Duty.REVIEW
    assert entry.data["phrase"] == phrase.pk
    assert entry.data["words"] == digest_of({"title": "讨论过程", "text": TEXT})
    assert first_broken_entry() is None


def test_a_new_version_takes_over_on_its_first_day(office):
    phrase = added(office)
    changed(office, phrase, TEXT + "另行通知。", valid_from=TODAY + 7 * DAY)

    assert on(phrase, TODAY - DAY) is None
    assert on(phrase, TODAY) == 1
    assert on(phrase, TODAY + 6 * DAY) == 1
    assert on(phrase, TODAY + 7 * DAY) == 2
    assert Entry.objects.filter(verb="phrase_changed").count() == 1


def test_a_version_of_the_same_day_counts_at_once(office):
    phrase = added(office)
    changed(office, phrase, TEXT + "已改正。")

    assert on(phrase, TODAY) == 2


def test_a_phrase_ends_by_a_version_with_an_end(office):
    phrase = added(office)
    row = phrasing.retire(by(office), phrase=phrase, last_day=TODAY + DAY, seen=1)

    assert (row.version, row.text, row.valid_from) == (2, TEXT, TODAY)
    assert on(phrase, TODAY + DAY) == 2
    assert on(phrase, TODAY + 2 * DAY) is None
    assert phrase.versions.get(version=1).valid_until is None
    assert Entry.objects.filter(verb="phrase_ended").count() == 1


def test_a_phrase_that_is_over_begins_again(office):
    phrase = added(office, valid_until=TODAY)
    later = TODAY + 3 * DAY
    changed(office, phrase, TEXT, day=later)

    assert on(phrase, TODAY + DAY) is None
    assert on(phrase, later) == 2


PLACES = [("C6", "secret"), ("Z9", "reason"), ("B", "ground"), ("E1", "nature"), ("F1", "reason")]


@pytest.mark.parametrize(("code", "field"), PLACES)
def test_wording_is_for_a_field_that_is_written_by_hand(office, code, field):
    with pytest.raises(PlaceUnknown):
        added(office, code=code, field=field)
    assert not Phrase.objects.exists()


@pytest.mark.parametrize(
    ("refusal", "change"),
    [
        (TitleMissing, {"title": " 　"}),
        (TextWrong, {"text": " \n"}),
        (TextWrong, {"text": "长" * 2001}),
        (TextWrong, {"text": "由【机关制作的信息"}),
        (TextWrong, {"text": "【机关】制【项目】"}),
        (DayWrong, {"valid_from": TODAY - DAY}),
        (EndWrong, {"valid_until": TODAY - DAY}),
        (DeadRuleFound, {"text": "您可以在三个月内向人民法院提起诉讼。"}),
        (MissingGlyph, {"text": "承办人为\U000323af某，请联系。"}),
    ],
)
def test_what_no_letter_could_say_is_not_kept(office, refusal, change):
    with pytest.raises(refusal) as stopped:
        added(office, **change)

    assert str(stopped.value)
    assert not Phrase.objects.exists()
    assert not Entry.objects.filter(verb="phrase_added").exists()


@pytest.mark.parametrize("text", ["纸质复印件\n邮寄", "纸质" * 201])
def test_a_field_of_one_line_takes_one_line(office, text):
    with pytest.raises(TextWrong):
        added(office, text, code="A2", field="manner")


def test_a_new_version_is_held_to_the_same(office):
    phrase = added(office, valid_from=TODAY + 5 * DAY)
    for refusal, change in (
        (DayWrong, {"valid_from": TODAY + 4 * DAY}),
        (DayWrong, {"valid_from": TODAY - DAY}),
        (TextWrong, {"text": "【】"}),
        (DeadRuleFound, {"text": "第三方逾期未提出意见的，视为同意公开。"}),
        (phrasing.NothingNew, {"text": TEXT, "valid_from": TODAY + 9 * DAY}),
    ):
        said = {"text": TEXT + "补充。", "valid_from": TODAY + 5 * DAY}
        with pytest.raises(refusal):
            changed(office, phrase, **{**said, **change})
    assert phrase.versions.count() == 1


@pytest.mark.parametrize("days", [-1, 4])
def test_it_ends_neither_before_today_nor_before_it_begins(office, days):
    phrase = added(office, valid_from=TODAY + 5 * DAY)
    with pytest.raises(EndWrong):
        phrasing.retire(by(office), phrase=phrase, last_day=TODAY + days * DAY, seen=1)


def test_what_is_over_does_not_end_again(office):
    phrase = added(office, valid_until=TODAY)
    with pytest.raises(EndWrong):
        phrasing.retire(by(office, TODAY + DAY), phrase=phrase, last_day=TODAY + DAY, seen=1)


def test_two_phrases_for_one_field_do_not_say_the_same(office):
    added(office)
    with pytest.raises(SaidAlready, match="讨论过程"):
        added(office, title="另一条")
    added(office, code="C5")


def test_only_the_head_of_that_office_writes(office):
    other, handler = factories.Office("区民政局"), factories.make_person(office.unit, Duty.HANDLE)
    phrase = added(office)
    for person in (other.clerk, handler, office.adviser, office.signatory):
        act = Act(by=person, at=at())
        with pytest.raises(phrasing.DutyMissing):
            phrasing.add_phrase(
                act, unit=office.unit, outcome_code="C6", field="reason", words=words("另一段话。")
            )
        with pytest.raises(phrasing.DutyMissing):
            phrasing.add_version(act, phrase=phrase, words=words("另一段话。"), seen=1)
        with pytest.raises(phrasing.DutyMissing):
            phrasing.retire(act, phrase=phrase, last_day=TODAY, seen=1)
    assert PhraseVersion.objects.count() == 1


def test_wording_belongs_to_an_organ_and_its_sections_use_it(office):
    section = factories.make_section(office.unit)
    handler = factories.make_person(section, Duty.HANDLE)
    with pytest.raises(phrasing.DutyMissing):
        phrasing.add_phrase(
            by(office), unit=section, outcome_code="C6", field="reason", words=words()
        )
    phrase = added(office)

    offered = PhraseVersion.objects.offered(section, "C6", on=TODAY)
    assert [one.phrase for one in offered] == [phrase]
    assert Phrase.objects.visible_to(handler).get() == phrase


def test_who_may_read_the_wording(office):
    other = factories.Office("区民政局")
    phrase = added(office)
    for person in (office.clerk, office.checker, office.adviser, office.signatory):
        assert list(Phrase.objects.visible_to(person)) == [phrase]
    overseer = factories.make_person(office.unit, Duty.OVERSEE)
    for person in (other.clerk, other.adviser, overseer, factories.make_person()):
        assert list(Phrase.objects.visible_to(person)) == []
    # Those who review for another organ see with what its replies are made.
    office.unit.legal_unit = other.unit
    office.unit.save()
    assert list(Phrase.objects.visible_to(other.adviser)) == [phrase]
    assert set(units_with_wording(other.adviser)) == {office.unit, other.unit}


def test_the_second_of_two_writers_is_told(office):
    phrase = added(office)
    changed(office, phrase, "先写的一段话。")

    with pytest.raises(phrasing.Overtaken):
        phrasing.add_version(by(office), phrase=phrase, words=words("后写的一段话。"), seen=1)
    with pytest.raises(phrasing.Overtaken):
        phrasing.retire(by(office), phrase=phrase, last_day=TODAY, seen=1)
    assert phrase.versions.count() == 2


@pytest.mark.parametrize("change", [{"text": "改过的话"}, {"valid_from": TODAY - DAY}])
def test_no_hand_changes_a_version(office, change):
    phrase = added(office)
    with pytest.raises(DatabaseError), transaction.atomic():
        PhraseVersion.objects.filter(phrase=phrase).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Phrase.objects.filter(pk=phrase.pk).update(outcome_code="C5")
    for rows in (PhraseVersion.objects.all(), Phrase.objects.all()):
        with pytest.raises(Exception), transaction.atomic():  # noqa: B017, PT011  guard or PROTECT
            rows.delete()
    assert phrase.versions.get().text == TEXT


def test_every_field_that_may_have_wording_has_a_specimen():
    for code, fields in PHRASE_FIELDS.items():
        for name in fields:
            try:
                assert print_phrase(code, name, "依法另行告知").pages
            except LetterStopped as stopped:
                pytest.fail(f"{code}.{name}: {stopped}")


# What people do to a phrase, day by day: (days later, "change" or "end", begins or ends in days).
DEEDS = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(["change", "end"]), st.integers(-1, 6)),
    max_size=7,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(deeds=DEEDS)
def test_one_version_counts_on_a_day_and_what_counted_never_changes(office, quick_phrases, deeds):
    with transaction.atomic():
        phrase, today = added(office), TODAY
        known: dict[date, int | None] = {}
        for number, (later, deed, days) in enumerate(deeds):
            known |= {today + n * DAY: on(phrase, today + n * DAY) for n in range(later)}
            today += later * DAY
            last, act = phrase.versions.order_by("-version")[0], by(office, today)
            day = today + days * DAY
            try:
                if deed == "end":
                    phrasing.retire(act, phrase=phrase, last_day=day, seen=last.version)
                else:
                    said = words(f"{TEXT}第{number}次改动。", valid_from=day)
                    phrasing.add_version(act, phrase=phrase, words=said, seen=last.version)
            except Refusal:
                assert phrase.versions.count() == last.version
        for day, version in known.items():
            assert on(phrase, day) == version
        for n in range(30):
            on(phrase, TODAY + n * DAY)  # at most one, asserted there
        transaction.set_rollback(True)


@pytest.fixture
def quick_phrases(monkeypatch):
    """How it is printed is looked at above."""
    monkeypatch.setattr("requests_flow.actions.phrase_checks.print_phrase", lambda *words: None)
