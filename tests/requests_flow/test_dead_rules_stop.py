"""What is no longer the law stops a draft, its preview and a notice, by the passage."""

from __future__ import annotations

from datetime import date

import pytest

from requests_flow.actions import drafting, reviewing
from requests_flow.actions.act import Act
from requests_flow.letters.errors import DeadRuleFound
from requests_flow.models import Draft
from tests import factories

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 4)
DEAD = "办公系统；如需寄送另收邮寄费"


def test_a_draft_is_not_taken_in():
    office = factories.Office()
    case = factories.searched(office, day=DAY)
    act = Act(by=office.clerk, at=factories.at(DAY))
    wording = drafting.Wording(fields={"search_scope": DEAD})

    with pytest.raises(DeadRuleFound, match="邮寄费"):
        drafting.hand_in_draft(act, case=case, wording=wording)
    assert not Draft.objects.filter(case=case).exists()


def test_the_preview_names_the_passage_and_the_article_in_its_place(client):
    office = factories.Office()
    case = factories.searched(office, day=DAY)
    client.force_login(office.clerk)

    answer = client.post(f"/cases/{case.pk}/preview/", {"letter_search_scope": DEAD})

    assert answer.status_code == 422
    assert "邮寄费" in answer.json()["message"]
    assert "第四十二条第一款" in answer.json()["message"]


def test_a_correction_notice_is_not_sent_and_nothing_is_recorded():
    office = factories.Office()
    case = factories.open_case(office, day=DAY)
    act = Act(by=office.clerk, at=factories.at(DAY))

    with pytest.raises(DeadRuleFound, match="特殊需要"):
        reviewing.ask_correction(act, case=case, items="说明与自身生产、生活、科研等特殊需要的关联")
    case.refresh_from_db()
    assert not hasattr(case, "correction")
    assert not case.letters.filter(code="L02").exists()
