"""Every letter of procedure has a series of its own, and can be issued as soon as a screen asks."""

from __future__ import annotations

from datetime import date

import pytest

from requests_flow.actions.act import Act
from requests_flow.actions.issuing import NOTICE_MARKS, issue_notice
from requests_flow.letters.catalogue import LETTERS
from requests_flow.models.letter import REPLY_CODES
from tests import factories

DAY = date(2026, 11, 4)
FIELDS = {
    "L03": {"statistics": "本月已提出31件", "period_days": 10},
    "L06": {"consulted": "co_maker", "sent_on": DAY},
    "L22": {"asked_on": DAY, "explained_on": DAY, "reason": "材料较多", "due_on": DAY},
}


def test_no_two_letters_share_a_mark():
    assert len(set(NOTICE_MARKS.values())) == len(NOTICE_MARKS)
    assert set(NOTICE_MARKS) == set(LETTERS) - set(REPLY_CODES)


@pytest.mark.django_db
@pytest.mark.parametrize("code", FIELDS)
def test_a_notice_without_a_screen_is_issued_like_the_others(code):
    office = factories.Office()
    case = factories.open_case(office, day=DAY)
    act = Act(by=office.clerk, at=factories.at(DAY))

    letters = [issue_notice(act, case=case, code=code, fields=FIELDS[code]) for _ in range(2)]

    assert [letter.sequence for letter in letters] == [1, 2]
    assert f"{NOTICE_MARKS[code]}〔2026〕1号" in letters[0].number
    assert not letters[0].is_reply
