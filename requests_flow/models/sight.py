from __future__ import annotations

from enum import IntEnum


class Sight(IntEnum):
    """How much of a case somebody sees; who sees more sees what is below it, too."""

    CLOCK = 1  # that it exists: number, unit, clock, outcome; no content
    QUESTION = 2  # beside it what they were asked, and nothing else of the content
    APPLICATION = 3  # subject and request, without who asked
    REPLY = 4  # drafts, evidence, documents, letters; the applicant masked
    IDENTITY = 5  # and behind the mask, with a reason
