"""Court, reviewer and online address: the unit's own before the settings, and nothing silently wrong."""

from __future__ import annotations

from datetime import date

import pytest

from requests_flow import labels
from requests_flow.actions import composing, delivering
from requests_flow.actions.act import Act
from requests_flow.models import Dispatch
from requests_flow.rules.catalogue import Remedy
from requests_flow.rules.remedies import OrganKind
from requests_flow.views.clock_words import clock_of
from tests import factories
from tests.factories import at

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 6)


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


def remedy(office, **changes) -> str:
    type(office.unit).objects.filter(pk=office.unit.pk).update(**changes)
    office.unit.refresh_from_db()
    case = factories.open_case(office)
    return composing.remedy_for(case, "A1", on=TODAY)


def test_the_units_own_court_and_address_come_before_the_settings(office, settings):
    settings.YISHEN_COURT, settings.YISHEN_REVIEW_URL = "某法院", "https://all.example.gov.cn/"

    assert "直接向某法院提起" in remedy(office)
    said = remedy(office, court="宁波市鄞州区人民法院", review_url="https://own.example.gov.cn/")
    assert "直接向宁波市鄞州区人民法院提起" in said
    assert "https://own.example.gov.cn/" in said
    assert "https://all.example.gov.cn/" not in said


@pytest.mark.parametrize("kind", [OrganKind.GOVERNMENT, OrganKind.GOVERNMENT_OFFICE])
def test_the_governments_act_goes_to_the_city_and_to_the_intermediate_court(office, kind):
    said = remedy(office, kind=kind)

    assert "向宁波市人民政府申请行政复议" in said
    assert "中级人民法院" in said


def test_the_office_may_decide_that_its_own_office_answers_for_itself(office, settings, tmp_path):
    (tmp_path / "decided.json").write_text(
        '{"kind": "conventions", "valid_from": "2026-01-01", "why": "区司法局意见",'
        ' "values": {"is_office_reply_of_government": false}}',
        encoding="utf-8",
    )
    settings.YISHEN_LAW_DIR = str(tmp_path)

    said = remedy(office, kind=OrganKind.GOVERNMENT_OFFICE)

    assert "向宁波市海曙区人民政府申请行政复议" in said
    assert "中级人民法院" not in said


@pytest.mark.parametrize(
    "changes",
    [{"kind": "vertical"}, {"kind": "department", "reconsideration_organ": "宁波市某局"}],
)
def test_without_a_lawful_reviewer_no_letter_is_written(office, changes):
    with pytest.raises(composing.RemedyUnknown):
        remedy(office, **changes)


def test_a_line_led_from_above_names_its_own_reviewer(office):
    assert "向宁波市气象局申请行政复议" in remedy(
        office, kind="vertical", reconsideration_organ="宁波市气象局"
    )


def test_what_leaves_online_names_the_units_own_address(office, settings):
    settings.YISHEN_REVIEW_URL = ""
    type(office.unit).objects.filter(pk=office.unit.pk).update(review_url="https://own.example/")
    office.unit.refresh_from_db()
    asked = {"provision_form": "电子邮件", "email": "zhang@example.cn"}
    case = factories.issued(office, day=TODAY, **asked)

    delivery = delivering.deliver(
        Act(by=office.clerk, at=at(TODAY)),
        letter=case.letters.get(is_reply=True),
        sending=delivering.Sending(method=Dispatch.Method.ELECTRONIC, sent_on=TODAY),
        seen=factories.all_ticked(case.reply),
    )

    assert "https://own.example/" in delivery.letter.context["remedy"]


def test_an_overdue_clock_says_what_the_applicant_may_do(office, settings, tmp_path):
    case = factories.open_case(office, day=date(2026, 9, 1))
    reading, chip = clock_of(case, today=date(2026, 11, 6))

    assert reading.is_late
    basis = "法释〔2025〕8号第二条第二款，法释〔2018〕1号第六十六条"
    assert labels.SILENCE[Remedy.EITHER] % {"basis": basis} in chip.sentence
    (tmp_path / "decided.json").write_text(
        '{"kind": "conventions", "valid_from": "2026-01-01", "why": "某法院裁定",'
        ' "values": {"is_silence_review_first": true}}',
        encoding="utf-8",
    )
    settings.YISHEN_LAW_DIR = str(tmp_path)
    _, chip = clock_of(case, today=date(2026, 11, 6))
    assert str(labels.SILENCE[Remedy.REVIEW_FIRST]) in chip.sentence
