"""By post is by the postal enterprise, under a number that can be asked for later.

Documents of state organs are carried by the postal enterprise alone (邮政法 art. 55; 国办公开办函
〔2016〕235号, item 2); a private courier is refused by name.
"""

import re
import unicodedata
from enum import StrEnum


class Carrier(StrEnum):
    """The services of the postal enterprise that give a number."""

    EMS = "ems"
    REGISTERED = "registered"
    EXPRESS = "express"


class NumberFault(StrEnum):
    """What is odd about a mail number. Only `PRIVATE` cannot be right."""

    PRIVATE = "private"
    CHECK_DIGIT = "check_digit"
    UNKNOWN = "unknown"


# Name, other ways of writing it, and the letters with which its numbers begin.
_PRIVATE: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("顺丰", ("顺丰", "S.F"), ("SF",)),
    ("京东", ("京东",), ("JD",)),
    ("圆通", ("圆通",), ("YT",)),
    ("中通", ("中通",), ("ZTO",)),
    ("申通", ("申通",), ("STO",)),
    ("韵达", ("韵达",), ("YUNDA",)),
    ("极兔", ("极兔",), ("JT",)),
    ("德邦", ("德邦",), ("DPK", "DPL")),
    ("菜鸟", ("菜鸟", "丹鸟"), ("CN0", "DN")),
    ("百世", ("百世",), ("BEST",)),
    ("闪送", ("闪送",), ()),
    ("达达", ("达达",), ()),
)
_S10 = re.compile(r"[A-Z]{2}(\d{8})(\d)[A-Z]{2}")
# Thirteen signs: digits alone, or two letters and eleven digits (registered mail within China).
_DOMESTIC = re.compile(r"\d{13}|[A-Z]{2}\d{11}")
_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
LONGEST_NUMBER = 40


def tidy_number(typed: str) -> str:
    """As it is kept: half-width, upper case, without spaces and hyphens."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    seen = "".join(sign for sign in plain if unicodedata.category(sign) != "Cf")
    return re.sub(r"[\s\-‐-―_.]", "", seen)


def is_number(number: str) -> bool:
    """Whether a tidied `number` is one at all: letters and digits, and a digit among them."""
    return (
        number.isalnum()
        and any(sign.isdecimal() for sign in number)
        and len(number) <= LONGEST_NUMBER
    )


def private_courier(text: str) -> str:
    """The private courier that `text` (a name, or a mail number) is of; empty if of none."""
    plain = unicodedata.normalize("NFKC", text).upper()
    number = tidy_number(text)
    for name, names, marks in _PRIVATE:
        if any(one in plain for one in names):
            return name
        if any(re.fullmatch(rf"{mark}\w{{8,}}", number) for mark in marks) and not _S10.fullmatch(
            number
        ):
            return name
    return ""


def check_digit(eight: str) -> int:
    """The ninth digit of a number of the Universal Postal Union (S10), from the eight before it."""
    left = 11 - sum(int(one) * by for one, by in zip(eight, _WEIGHTS, strict=True)) % 11
    return {10: 0, 11: 5}.get(left, left)


def number_fault(number: str) -> NumberFault | None:
    """What is odd about a tidied `number`, if anything.

    A form that is not known here may still be right: the postal enterprise makes new ones.
    """
    if private_courier(number):
        return NumberFault.PRIVATE
    if parts := _S10.fullmatch(number):
        is_right = int(parts[2]) == check_digit(parts[1])
        return None if is_right else NumberFault.CHECK_DIGIT
    return None if _DOMESTIC.fullmatch(number) else NumberFault.UNKNOWN
