"""No date that may still move is shown, printed or exported as if it were final."""

from __future__ import annotations

from datetime import date

import pytest

from requests_flow.actions import extending, handling
from requests_flow.actions.act import Act
from requests_flow.models import Case, Consultation
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
