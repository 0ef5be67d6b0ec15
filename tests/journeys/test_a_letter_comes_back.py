"""Posted, returned, put right and posted again; voided at the last door; and nobody to be found."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from requests_flow.models import Case, Letter
from requests_flow.views.worklist import task_of
from tests.journeys.office import (
    agreed_signed_and_issued,
    delivered,
    searched_and_written,
    ticks_of,
)
from tests.journeys.people import fresh, on, words_of
from tests.printing import print_quickly

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    print_quickly(monkeypatch)


def url_of(name: str, letter: Letter) -> str:
    return reverse(name, args=[letter.case_id, letter.pk])


def posted(room) -> tuple[Case, Letter]:
    case = searched_and_written(room)
    letter = agreed_signed_and_issued(room, case)
    return delivered(room, case), letter


def brought_back(room, letter: Letter) -> None:
    with on(date(2026, 11, 12)):
        slip = SimpleUploadedFile("退件封皮.txt", "查无此人".encode())
        response = room.clerk.fills_in(
            url_of("letter_result", letter),
            kind="returned",
            happened_on="2026-11-12",
            reason="查无此人",
            proof=slip,
        )
        assert response.status_code == 302, words_of(response)


def waits_at_the_archive(room, case: Case, letter: Letter) -> None:
    assert letter.number in room.clerk.reads(reverse("deliver_queue") + "?tab=returned")
    stopped = room.clerk.fills_in(room.clerk.step_of(case, "file_away"))
    assert stopped.status_code == 422
    assert letter.number in words_of(stopped)


def test_returned_put_right_sent_again_and_archived(room):
    case, letter = posted(room)
    brought_back(room, letter)

    with on(date(2026, 11, 13)):
        waits_at_the_archive(room, case, letter)
        corrected = room.clerk.fills_in(
            reverse("correct_contact", args=[case.pk]),
            address="宁波市海曙区解放南路20号",
            whose="theirs",
            reason="申请人来电更正",
        )
        assert corrected.status_code == 302, words_of(corrected)
        again = room.clerk.fills_in(
            url_of("letter_send", letter),
            method="post",
            sent_on="2026-11-13",
            tracking_number="EX223456788CN",
            pieces=ticks_of(letter),
        )
        assert again.status_code == 302, words_of(again)

    with on(date(2026, 11, 16)):
        arrived = room.clerk.fills_in(
            url_of("letter_result", letter),
            kind="delivered",
            happened_on="2026-11-16",
            received_by="本人",
        )
        assert arrived.status_code == 302, words_of(arrived)
        page = room.clerk.reads(url_of("letter", letter))
        for part in ("EX123456785CN", "EX223456788CN"):
            assert part in page
        room.clerk.takes(case, "file_away")

    case = fresh(case)
    assert case.is_archived
    assert case.answered_on == date(2026, 11, 6)  # 交邮之日 of the first posting


def test_our_own_mistake_moves_the_day_of_the_answer(room):
    case, letter = posted(room)
    brought_back(room, letter)

    with on(date(2026, 11, 13)):
        room.clerk.fills_in(
            reverse("correct_contact", args=[case.pk]),
            address="宁波市海曙区解放南路20号",
            whose="ours",
            reason="申请表上写的是这个地址，登记录错",
        )
        assert fresh(case).answered_on is None
        room.clerk.fills_in(
            url_of("letter_send", letter),
            method="hand",
            sent_on="2026-11-13",
            received_by="本人",
            pieces=ticks_of(letter),
        )

    assert fresh(case).answered_on == date(2026, 11, 13)


def test_nobody_to_be_found(room):
    case, letter = posted(room)
    brought_back(room, letter)

    with on(date(2026, 11, 13)):
        given_up = room.clerk.fills_in(
            url_of("letter_unreachable", letter), reason="电话三次无人接听，没有其他地址"
        )
        assert given_up.status_code == 302, words_of(given_up)
        assert "电话三次无人接听" in room.clerk.reads(case.get_absolute_url())
        room.clerk.takes(case, "file_away")

    assert fresh(case).is_archived


def test_voided_at_the_last_door_and_written_anew(room):
    case = searched_and_written(room)
    first = agreed_signed_and_issued(room, case)
    with on(date(2026, 11, 6)):
        url = room.clerk.step_of(case, "deliver")
        form = room.clerk.form_at(url, "reason")
        response = room.clerk.sends(url, form, reason="附件清单漏列一份材料")
        assert response.status_code == 302, words_of(response)
        room.clerk.takes(case, "compose", letter_search_scope="综合档案系统、业务科室、库房")
    second = agreed_anew(room, case)
    case = delivered_on(room, case, date(2026, 11, 10))

    assert second.number != first.number
    assert second.replaces == first
    assert Letter.objects.get(pk=first.pk).status == "voided"
    assert task_of(case).flow_task.name == "file_away"
    with on(date(2026, 11, 11)):
        page = room.clerk.reads(url_of("letter", first))
        assert "附件清单漏列一份材料" in page
        assert second.number in page
        room.clerk.takes(case, "file_away")


def agreed_anew(room, case: Case) -> Letter:
    with on(date(2026, 11, 9)):
        room.adviser.takes(case, "review_in_law", verdict="approved", checklist=["basis"])
        room.signatory.takes(case, "sign", decision="sign")
        room.clerk.takes(case, "issue")
    return fresh(case).reply


def delivered_on(room, case: Case, day: date) -> Case:
    with on(day):
        room.clerk.takes(
            case,
            "deliver",
            method="post",
            sent_on=day.isoformat(),
            tracking_number="EX123456785CN",
            pieces=ticks_of(case.reply),
        )
    return fresh(case)
