"""What is taken out of words that somebody sees who is not told who asked, nor who else is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace

from requests_flow.models import Applicant
from requests_flow.models.at_rest import Unreadable
from requests_flow.rules.applicants import without_numbers

from .clock_face import Chip

HIDDEN = "＊＊＊"
_GAPS = r"[\s-]*"


def bare(chip: Chip) -> Chip:
    """The chip without its sentences: they name whom the office waits for."""
    return replace(chip, sentence="", todo="")


def without_applicant(text: str, applicant: Applicant) -> str:
    """`text` with everything blotted out that we know of whoever asked; a text may name them.

    People write a number with gaps, full-width or in small letters. Other numbers that look like an
    identity card's or a mobile phone's are masked: whose they are nobody knows.
    """
    known = [applicant.name, applicant.phone, applicant.email, applicant.address, applicant.agent]
    with suppress(Unreadable):
        known.append(applicant.identity_number)
    return without_numbers(without(text, known))


def without(text: str, words: Iterable[str]) -> str:
    """`text` with these blotted out, however wide their signs are and whatever gaps stand in them."""
    plain = (re.sub(_GAPS, "", one) for one in words)
    for word in sorted((one for one in plain if len(one) > 1), key=len, reverse=True):
        text = re.sub(_GAPS.join(map(_either_width, word)), HIDDEN, text, flags=re.IGNORECASE)
    return text


def _either_width(sign: str) -> str:
    """A sign of ASCII, or the same as wide as a Chinese one."""
    wide = chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign
    return f"[{re.escape(sign)}{re.escape(wide)}]"
