"""One organ, one application, and a ruler for pages. No database."""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pypdfium2 as pdfium
import pytest

from requests_flow.letters import context as wording
from requests_flow.letters.fonts import font_dir
from requests_flow.letters.fonts.prepare import prepare
from requests_flow.rules.catalogue import OUTCOMES
from requests_flow.rules.remedies import Forum, OrganKind, remedy_text

ISSUED_ON = date(2026, 11, 23)
NUMBER = "海政公开〔2026〕12号"
WRITTEN = {
    "where_published": "海曙区人民政府门户网站 https://www.example.gov.cn/art/2026/1.html",
    "documents": "海政发〔2025〕7号文件，共12页\n征收土地预公告，共2页",
    "manner": "纸质复印件邮寄",
    "public_interest": "该信息涉及公共饮水安全。",
    "provided": "征收土地预公告",
    "withheld": "听证笔录中的住址和联系电话",
    "ground": "C4",
    "reason": "公开后会损害第三方合法权益。",
    "information": "听证笔录",
    "law": "《中华人民共和国统计法》第十一条",
    "consultation": "第三方不同意公开且理由合理",
    "special_rule": "《不动产登记暂行条例》",
    "desk": "海曙区不动产登记服务中心查询窗口",
    "search_scope": "本机关办公系统、综合档案室和城建科",
    "right_organ": "宁波市自然资源和规划局海曙分局",
    "right_organ_contact": "县前街61号",
    "existing": "2024年度汇总表",
    "nature": "投诉",
    "proper_channel": "民呼我为统一平台",
    "earlier_number": "海政公开〔2026〕3号",
    "earlier_date": "2026年3月2日",
    "given_before": "本机关已于2026年2月1日邮寄提供该信息。",
}


@pytest.fixture(scope="session", autouse=True)
def fonts() -> None:
    """The fonts of the letters: made once, in a quarter of a minute, if they are not there."""
    prepare(font_dir())


@pytest.fixture
def printed_once() -> None:
    """Nothing is remembered here: every letter is printed."""


@pytest.fixture
def unit() -> wording.UnitFacts:
    name = "宁波市海曙区人民政府"
    return wording.UnitFacts(name, name, "宁波市海曙区县前街61号", "李堃", "0574-87200000", name)


@pytest.fixture
def case() -> wording.CaseFacts:
    return wording.CaseFacts(
        number="海政公开 2026-0191",
        applicant_name="张赟",
        applicant_is_person=True,
        received_on=date(2026, 11, 3),
        channel_phrase="网上",
        request_text="鼓楼街道征收土地预公告及其听证笔录",
        history=("本机关于2026年11月6日告知您补正，于2026年11月12日收到补正材料。",),
    )


Compose = Callable[..., wording.Context]


@pytest.fixture
def compose(unit: wording.UnitFacts, case: wording.CaseFacts) -> Compose:
    """A numbered reply of the outcome named; every field written unless `fields` says otherwise."""

    def build(code: str = "C6", *, preview: bool = False, **changes: Any) -> wording.Context:
        outcome = OUTCOMES[code]
        names = [field.name for field in wording.DRAFT_FIELDS[code]]
        forum = Forum(
            kind=OrganKind.GOVERNMENT,
            unit_name=unit.name,
            review_organs=("宁波市人民政府",),
            court="宁波市中级人民法院",
        )
        remedy = remedy_text(outcome, forum, on=ISSUED_ON)
        arguments = {
            "unit": unit,
            "case": case,
            "fields": {name: WRITTEN[name] for name in names},
            "remedy": remedy,
            "attachments": (),
        } | changes
        context = wording.reply_context(outcome, **arguments)
        return context if preview else wording.with_number(
            context, number=NUMBER, dated_on=ISSUED_ON
        )  # fmt: skip

    return build


Line = tuple[float, list[tuple[float, str]]]


class Pages:
    """A PDF as lines of characters with their places, in points from the top left."""

    def __init__(self, pdf: bytes) -> None:
        self.document = pdfium.PdfDocument(pdf)

    def __len__(self) -> int:
        return len(self.document)

    def close(self) -> None:
        self.document.close()

    def text(self) -> str:
        """All the text as it is read from top to bottom, without spaces and page numbers.

        Not in the order of the file: there the red head, being scaled, is drawn last.
        """
        return "".join(
            shown
            for number in range(len(self))
            for _, line in self.lines(number)
            for _, shown in line
        )

    def lines(self, number: int) -> list[Line]:
        """The lines of the text area: page numbers left out, from top to bottom."""
        page = self.document[number]
        textpage, height = page.get_textpage(), page.get_height()
        found: dict[float, list[tuple[float, str]]] = defaultdict(list)
        for at in range(textpage.count_chars()):
            code = pdfium.raw.FPDFText_GetUnicode(textpage.raw, at)
            if 0xD800 <= code < 0xDC00:  # beyond the basic plane a character comes in two halves
                low = pdfium.raw.FPDFText_GetUnicode(textpage.raw, at + 1)
                code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
            if chr(code).isspace() or code < 0x21 or code == 0x2060 or 0xDC00 <= code < 0xE000:
                continue
            x, y = ctypes.c_double(), ctypes.c_double()
            pdfium.raw.FPDFText_GetCharOrigin(textpage.raw, at, x, y)
            found[round(height - y.value, 1)].append((x.value, chr(code)))
        textpage.close()
        bottom = (297 - 34) * 72 / 25.4
        return [(y, sorted(found[y])) for y in sorted(found) if y < bottom]


@pytest.fixture
def read() -> Iterator[Callable[[bytes], Pages]]:
    opened: list[Pages] = []

    def open_pages(pdf: bytes) -> Pages:
        opened.append(Pages(pdf))
        return opened[-1]

    yield open_pages
    for pages in opened:
        pages.close()
