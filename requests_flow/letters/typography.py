"""What Chinese setting needs and the printer does not do by itself.

Template filters of the letters, and the arithmetic of the letterhead and the title. The engine
loads them as builtins; no template has to ask for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

WORD_JOINER = "\u2060"
# Never at the start of a line, though Pango would put them there.
_CLINGING = re.compile(f"(?<![\\s{WORD_JOINER}])([·～—]+)")
# A number is not torn from its unit, nor a day from its month; the year may stand before a break,
# or lines with dates would gape.
_ONE_PIECE = re.compile(
    r"\d{4}年|\d{1,2}月\d{1,2}日|〔\d{4}〕\d+号"
    r"|[□☑] [^\s□☑]{1,12}"  # a box and what it is for
    r"|(?:(?:联系)?电话：)?(?<![\d-])\d{3,4}-\d{3,4}(?: ?\d{4})?(?![\d-])"  # a telephone
    r"|\d+(?:\.\d+)?(?:个?工作日|个月|月|日|天|页|份|元|件|％|%)"
)
_ADDRESS = re.compile(r"https?://[\w./?&=%#:~+-]+", re.ASCII)
# Control characters have no shape; two of them would stop the XML. Those that turn the direction of
# writing around would print something else than what stands in the record.
_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)

TEXT_WIDTH_PT = 442.0  # 156 mm
MARK_SIZE_PT = 52.0
LETTER_MARK_SIZE_PT = 62.36  # 22 mm, the most the letter form allows
TITLE_CHARACTERS = 18  # of 22 pt: a line of 156 mm holds 20
SIGNATURE_CHARACTERS = 20


def clean(text: str) -> str:
    return _UNPRINTABLE.sub("", text)


def cleaned(value: Any) -> Any:
    """The same with every text in it cleaned, however deep it lies."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {name: cleaned(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(one) for one in value]
    return value


@register.filter
def typeset(value: object) -> SafeString:
    """Escape a text and set it: marks joined, dates and numbers whole, web addresses breakable."""
    text = clean(str(value))
    pieces = _in_spans(
        text, _ADDRESS, "url", lambda rest: _in_spans(rest, _ONE_PIECE, "whole", _joined)
    )
    return mark_safe(pieces)  # noqa: S308 - every piece is escaped below


def _in_spans(
    text: str, pattern: re.Pattern[str], name: str, otherwise: Callable[[str], str]
) -> str:
    """What the pattern finds in spans of that class, the rest through `otherwise`."""
    pieces, end = [], 0
    for match in pattern.finditer(text):
        pieces.append(otherwise(text[end : match.start()]))
        pieces.append(f'<span class="{name}">{escape(match.group())}</span>')
        end = match.end()
    return "".join([*pieces, otherwise(text[end:])])


def _joined(text: str) -> str:
    return escape(_CLINGING.sub(WORD_JOINER + r"\1", text))


def balanced(text: str, longest: int) -> list[str]:
    """The text in as few lines as fit, of nearly one length, cut after a word of names if near."""
    text = clean(text).strip()
    count = -(-len(text) // longest)
    lines: list[str] = []
    while count > 1:
        ideal = -(-len(text) // count)
        reach = range(max(1, ideal - 4, len(text) - longest * (count - 1)), longest + 1)
        cut = min(reach, key=lambda at: (text[at - 1] not in "省市区县镇乡和", abs(at - ideal)))
        lines.append(text[:cut])
        text, count = text[cut:], count - 1
    return [*lines, text]


def title_lines(organ: str, kind: str) -> list[str]:
    """GB/T 9704: the title breaks between words; organ above, kind of letter below."""
    if len(organ) + len(kind) <= TITLE_CHARACTERS - 2:
        return [organ + kind]
    return [*balanced(organ, TITLE_CHARACTERS), kind]


@register.filter
def organ_lines(name: str) -> list[str]:
    """A name as it stands above the date; a very long one in two lines."""
    return balanced(name, SIGNATURE_CHARACTERS)


@register.filter
def mark_style(letterhead: str) -> str:
    """The red head fills the width: narrower letters first, then smaller ones."""
    return _fitted(letterhead, MARK_SIZE_PT)


@register.filter
def letter_mark_style(letterhead: str) -> str:
    """The same for the form of a letter, where it stands 22 mm high."""
    return _fitted(letterhead, LETTER_MARK_SIZE_PT)


def _fitted(letterhead: str, largest: float) -> str:
    count = max(1, len(clean(letterhead)))
    size = min(largest, TEXT_WIDTH_PT / count / 0.6)
    scale = min(1.0, TEXT_WIDTH_PT / (size * count))
    overhang = min(0.0, (TEXT_WIDTH_PT - size * count) / 2)
    return f"font-size:{size:.2f}pt;transform:scaleX({scale:.4f});margin:0 {overhang:.2f}pt"
