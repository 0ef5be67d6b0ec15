"""What is taken out of words that somebody sees who is not told who asked, nor who else is asked."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from requests_flow.models import Applicant
from requests_flow.models.at_rest import Unreadable

from .clock_face import Chip

HIDDEN = "＊＊＊"


def bare(chip: Chip) -> Chip:
    """The chip without its sentences: they name whom the office waits for."""
    return replace(chip, sentence="", todo="")


def without_applicant(text: str, applicant: Applicant) -> str:
    """`text` with everything blotted out that we know of whoever asked; a text may name them."""
    known = [applicant.name, applicant.phone, applicant.email, applicant.address, applicant.agent]
    with suppress(Unreadable):
        known.append(applicant.identity_number)
    for word in sorted((one for one in known if len(one) > 1), key=len, reverse=True):
        text = text.replace(word, HIDDEN)
    return text
