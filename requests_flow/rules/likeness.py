"""Is it the same that is asked for? Art. 36(6) speaks of the same information, not of the same words.

Only what reads the same, but for the way it is written, is called the same here. The rest is
alike for a reason, and people compare.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

# Below this many signs a text is too short to be compared by its parts.
ENOUGH = 8
# So much of their pairs of signs do two texts share that are alike.
ALIKE = 0.85


class Likeness(StrEnum):
    """How a request is like an earlier one; anything but `SAME` is for people to judge."""

    SAME = "same"
    LESS = "less"  # all of it was asked for then, and more
    MORE = "more"  # it asks for what was asked for then, and more
    ALIKE = "alike"  # nearly the same words, and the same numbers
    SUBJECT = "subject"  # the same line of subject, in other words


# "I hereby apply for disclosure of the following": the same request with it and without it.
_ASKING = re.compile(
    r"^(?:(?:本人|我们|我|现|特此|特|兹|依法|依申请)*"
    r"(?:请求|要求|申请|请)(?:公开|获取|提供|查询)(?:以下|下列|如下)?(?:政府信息)?)+"
)
# Words that only point to a paper: two such requests may ask for anything.
_POINTS_ELSEWHERE = re.compile(
    r"^(?:内容)?(?:请|详)?(?:见|如)(?:附件|附页|附表|申请表|申请书|题|上)\d*$"
)
_NUMBERS = re.compile(
    r"\d+|第[〇零一二三四五六七八九十百]+|[〇零一二三四五六七八九十]+(?=[年月日期号届批次])"
)


def normalised(text: str) -> str:
    """Without what copies of one request differ in: marks, spaces, widths, case, the asking."""
    signs = unicodedata.normalize("NFKC", text).casefold()
    plain = "".join(sign for sign in signs if sign.isalnum())
    return _ASKING.sub("", plain) or plain


@dataclass(frozen=True, slots=True)
class Wording:
    """What is asked for and in which line of subject, without what copies differ in."""

    words: str
    subject: str

    @classmethod
    def of(cls, words: str, subject: str) -> "Wording":
        return cls(normalised(words), normalised(subject))


def compare(now: Wording, then: Wording) -> Likeness | None:
    """How a request is like one of then; None if it is another."""
    if not _POINTS_ELSEWHERE.match(now.words):
        likeness = _compare(now.words, then.words)
        if likeness is not None:
            return likeness
    return Likeness.SUBJECT if now.subject == then.subject != "" else None


def nearness(now: Wording, then: Wording) -> float:
    """How near the words of two requests are, from 0 to 1; the line of subject counts too."""
    first, second = now.subject + now.words, then.subject + then.words
    return _shared(first, second) if min(len(first), len(second)) > 1 else 0.0


def _compare(now: str, then: str) -> Likeness | None:
    if now == then:
        return Likeness.SAME if now else None
    if min(len(now), len(then)) < ENOUGH:
        return None
    if _lies_within(now, then):
        return Likeness.LESS
    if _lies_within(then, now):
        return Likeness.MORE
    # They cannot share more than the shorter one has.
    if 2 * min(len(now), len(then)) < ALIKE * (len(now) + len(then)):
        return None
    # The budget of 2025 is not that of 2024, however alike the words.
    if sorted(_NUMBERS.findall(now)) != sorted(_NUMBERS.findall(then)):
        return None
    return Likeness.ALIKE if _shared(now, then) >= ALIKE else None


def _lies_within(part: str, whole: str) -> bool:
    """Whether `whole` has `part` in it, without cutting a number in two."""
    if part not in whole:
        return False
    front = r"(?<!\d)" if part[0].isdigit() else ""
    behind = r"(?!\d)" if part[-1].isdigit() else ""
    return re.search(front + re.escape(part) + behind, whole) is not None


def _shared(one: str, two: str) -> float:
    """The share of pairs of neighbouring signs that two texts have in common (Dice)."""
    first, second = _pairs(one), _pairs(two)
    return 2 * (first & second).total() / (first.total() + second.total())


def _pairs(text: str) -> Counter[str]:
    return Counter(text[at : at + 2] for at in range(len(text) - 1))
