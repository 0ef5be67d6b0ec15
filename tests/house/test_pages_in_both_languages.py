"""Pages as they leave the house: whole in Chinese, whole in English.

What is data (names, subjects, numbers) and what the law prints stays Chinese on an English page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from viewflow.workflow.models import Task

from requests_flow.rules.catalogue import OUTCOMES
from requests_flow.rules.statute import STATUTES
from tests import factories

pytestmark = pytest.mark.django_db

# Kinds of files, sizes and the other language, which are called the same on a Chinese page.
LATIN = {"CSV", "Excel", "PDF", "DOCX", "XLSX", "MiB", "English"}
SUBJECT = "某地块征收补偿安置方案"
DATA = (SUBJECT, f"申请公开{SUBJECT}全文。", "区发改局", "陈敏", "张*丰", "张*", "明确", "简体中文")
# What the law prints: the names of outcomes, articles, numbers, and the reasons of single days.
PRINTED = re.compile(
    "|".join(
        [
            *(re.escape(row.name) for row in sorted(OUTCOMES.values(), key=lambda o: -len(o.name))),
            *(re.escape(statute.name) for statute in STATUTES),
            r"海测\d+公开\S*( \d{4}-\d{4})?",
            r"国办公开办函〔\d{4}〕\d+号",
            r"[^\s（）]*（条例第[^）]*(）项[^）]*)*）",
            r"(《[^》]+》|条例)?第[一二三四五六七八九十]+条\S*",
        ]
    )
)
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def visible(page: str) -> list[str]:
    """What a reader sees or hears: the text, and the attributes that are read out."""
    page = re.sub(r"<(script|style|svg|code|kbd)\b.*?</\1>", " ", page, flags=re.S)
    heard = re.findall(r'\b(?:title|aria-label|placeholder|data-label|alt)="([^"]*)"', page)
    lines = [*heard, *re.sub(r"<[^>]*>", "\n", page).splitlines()]
    return [html.unescape(line).strip() for line in lines if line.strip()]


@pytest.fixture
def office() -> Iterator[factories.Office]:
    with time_machine.travel(factories.at(), tick=False):
        yield factories.Office()


@pytest.fixture
def addresses(office) -> list[str]:
    """What the clerk of an office opens on a day."""
    case = factories.accepted(office, subject=SUBJECT)
    task = Task.objects.get(process=case.process_id, flow_task_type="HUMAN", finished=None)
    return [
        reverse("desk"),
        reverse("desk") + "?tab=open",
        reverse("desk") + "?tab=closed",
        reverse("flow:register:execute"),
        case.get_absolute_url(),
        reverse("case_ledger", args=[case.pk]),
        reverse("compare", args=[case.pk]),
        reverse("flow:handle:execute", args=[case.process_id, task.pk]),
        reverse("record_search", args=[case.pk]),
        reverse("consult", args=[case.pk]),
        reverse("extend", args=[case.pk]),
        reverse("deliver_queue"),
        reverse("archive_desk"),
    ]


def lines(office: factories.Office, address: str, language: str) -> list[str]:
    """What the clerk reads at `address`."""
    client = Client()
    client.force_login(office.clerk)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    response = client.get(address)
    assert response.status_code == 200, address
    assert response.headers["Content-Language"] == language
    return visible(response.content.decode())


def test_a_chinese_page_has_no_english_word(office, addresses):
    stray = {
        (address, line)
        for address in addresses
        for line in lines(office, address, "zh-hans")
        if set(re.findall(r"[A-Za-z]{2,}", line)) - LATIN
    }
    assert sorted(stray) == []


def test_an_english_page_has_no_chinese_but_data_and_law(office, addresses):
    stray = set()
    for address in addresses:
        for line in lines(office, address, "en"):
            rest = PRINTED.sub("", line)
            for word in sorted(DATA, key=len, reverse=True):
                rest = rest.replace(word, "")
            if CHINESE.search(rest):
                stray.add((address, line))
    assert sorted(stray) == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "zh-hans",
            ["工作台", "待我办理", "单位待领", "等待他人", "全部在办", "已办结", "还剩 5 个工作日"],
        ),
        ("en", ["Desk", "For me", "To be taken", "With others", "All open", "5 working days left"]),
    ],
)
def test_the_desk_speaks_the_language_that_was_chosen(office, addresses, language, words):
    there = lines(office, reverse("desk"), language)
    assert [word for word in words if not any(word in line for line in there)] == []


def test_without_a_choice_the_house_speaks_chinese():
    response = Client().get(reverse("login"), headers={"Accept-Language": "fr"})
    assert "登录" in visible(response.content.decode())
