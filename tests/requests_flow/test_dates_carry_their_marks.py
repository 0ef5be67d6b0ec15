"""No date that may still move is shown, printed or exported as if it were final."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from requests_flow.actions import extending, handling
from requests_flow.actions.act import Act
from requests_flow.models import Case, Consultation
from requests_flow.models.reading import read_case_clock
from requests_flow.views.export import cells, header
from requests_flow.views.rows import rows_of
from requests_flow.views.wording import registered_sentence
from requests_flow.views.worklist import with_all_for_rows
from tests import factories
from tests.factories import at

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 9)


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


def asking(office, *, sent_on: date = date(2026, 11, 4), kind: str = "other_organ") -> Case:
    """A case received on 2 November; somebody is still being asked."""
    case = factories.accepted(office)
    act = Act(by=office.clerk, at=at(sent_on))
    handling.consult(act, case=case, kind=kind, name="甲局", question="意见", sent_on=sent_on)
    return Case.objects.get(pk=case.pk)


def extension_letter(office, case: Case) -> str:
    act = Act(by=office.clerk, at=at(TODAY))
    extending.extend(act, case=case, days=20, reason="材料多")
    return str(case.letters.get(code="L04").context)


def test_an_extension_told_while_others_are_asked_names_no_final_day(office):
    assert "征求意见期间不计算在内，依法顺延" in extension_letter(office, asking(office))


def test_an_extension_told_while_nobody_is_asked_names_the_day_alone(office):
    case = asking(office)
    Consultation.objects.update(answered_on=date(2026, 11, 6))

    assert "征求意见" not in extension_letter(office, Case.objects.get(pk=case.pk))


def test_the_message_after_registering_says_that_the_day_is_provisional(office):
    with translation.override("en"):
        firm = registered_sentence(factories.open_case(office, day=date(2026, 11, 2)))
        open_end = registered_sentence(factories.open_case(office, day=date(2026, 12, 10)))

    assert "provisional" not in firm
    assert open_end.endswith(", provisionally.")


def exported(case: Case, office, *, today: date) -> dict[str, str]:
    (row,) = rows_of(with_all_for_rows(Case.objects.filter(pk=case.pk)), office.clerk, today=today)
    with translation.override("en"):
        return dict(zip(header(), cells(row), strict=True))


def test_an_exported_day_is_that_of_the_clock_and_not_of_the_night_before(office):
    case = asking(office)
    assert case.due_on == date(2026, 11, 30)

    line = exported(case, office, today=TODAY)

    assert line["Due on"] == read_case_clock(case, today=TODAY).due.isoformat() == "2026-12-03"
    assert (line["Earliest"], line["Provisional"]) == ("earliest", "")


def test_an_exported_day_says_that_it_is_provisional(office):
    case = factories.accepted(office, day=date(2026, 12, 10))

    line = exported(case, office, today=date(2026, 12, 10))

    assert line["Due on"].startswith("2027")
    assert (line["Earliest"], line["Provisional"]) == ("", "provisional")


def test_an_exported_case_that_contradicts_itself_has_no_day(office):
    case = factories.accepted(office)
    Case.objects.update(received_on=date(2099, 1, 1))

    line = exported(case, office, today=TODAY)

    assert (line["Due on"], line["Earliest"], line["Provisional"]) == ("", "", "")
