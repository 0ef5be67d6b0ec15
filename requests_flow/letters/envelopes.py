"""信封 and 地址标签: where a letter goes, printed on its envelope or on a sheet of labels.

The face of an envelope follows GB/T 1416: the addressee's postcode in boxes at the top left, the
addressee in the middle, the sender with its postcode at the bottom right; below, the stretch in
which the post prints its bar code stays empty. Nothing of an address is ever cut off: what does not
fit in small print stops all of them, by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .engine import DoesNotFit, Printed, print_paper

SIZES = (
    3  # of print: the usual one, a smaller one, and the smallest that is still read at arm's length
)
MOST = 100  # envelopes or labels at once


class Form(StrEnum):
    """On what it is printed."""

    DL = "dl"
    C5 = "c5"
    C4 = "c4"
    SHEET_14 = "sheet14"
    SHEET_8 = "sheet8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet of labels on A4: columns and rows, and where each is, in mm."""

    columns: int
    rows: int
    width: float
    height: float
    top: float
    left: float = 4.65
    gap: float = 2.5  # between two columns; rows touch each other

    @property
    def count(self) -> int:
        """Labels on a sheet."""
        return self.columns * self.rows


SHEETS = {
    Form.SHEET_14: Sheet(columns=2, rows=7, width=99.1, height=38.1, top=15.15),
    Form.SHEET_8: Sheet(columns=2, rows=4, width=99.1, height=67.7, top=13.1),
}
# The greatest height in mm of the addressee, the sender, and our number and check code; styled in templates/letters.
ROOM = {
    Form.DL: {"to": 38.0, "from": 18.0, "mark": 11.0},
    Form.C5: {"to": 60.0, "from": 24.0, "mark": 11.0},
    Form.C4: {"to": 80.0, "from": 28.0, "mark": 11.0},
    Form.SHEET_14: {"to": 25.0, "mark": 5.7},
    Form.SHEET_8: {"to": 53.0, "mark": 6.8},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One letter's way. `check_code` is that of its envelope, for comparing paper and screen."""

    number: str
    check_code: str
    addressee: str
    address: str
    postcode: str
    sender: str
    sender_address: str
    sender_postcode: str


class StartOffSheet(ValueError):
    """There is no such place on the sheet to begin with."""


def print_envelopes(labels: Sequence[Label], *, form: Form, first: int = 1) -> Printed:
    """Each label on an envelope of its own, or on sheets from the place `first` on (from 1).

    Raises StartOffSheet, or LetterStopped: DoesNotFit with the numbers of those that are too long.
    """
    sheet = SHEETS.get(form)
    if sheet and not 1 <= first <= sheet.count:
        raise StartOffSheet(first)
    sizes = [0] * len(labels)
    while True:
        try:
            return _print(labels, sizes, form=form, first=first)
        except DoesNotFit as too_long:
            at = sorted({int(part.partition("-")[2]) for part in too_long.parts})
            if stuck := [labels[one].number for one in at if sizes[one] == SIZES - 1]:
                raise DoesNotFit(stuck) from None
            for one in at:
                sizes[one] += 1


def _print(labels: Sequence[Label], sizes: list[int], *, form: Form, first: int) -> Printed:
    rows = [_row(at, label, sizes[at]) for at, label in enumerate(labels)]
    limits = {f"{part}-{at}": most for at in range(len(rows)) for part, most in ROOM[form].items()}
    if sheet := SHEETS.get(form):
        values = {"form": form.value, "sheets": list(_placed(rows, sheet, first))}
        return print_paper("labels", values, limits=limits)
    return print_paper("envelope", {"form": form.value, "labels": rows}, limits=limits)


def _row(at: int, label: Label, size: int) -> dict[str, Any]:
    digits = list(label.postcode) if _is_postcode(label.postcode) else [""] * 6
    return {
        "at": at,
        "size": size,
        "digits": digits,
        # What is no postcode of six digits does not go into the boxes, and is not lost either.
        "odd_postcode": "" if any(digits) else label.postcode,
        "number": label.number,
        "check_code": label.check_code,
        "addressee": label.addressee,
        "address": label.address,
        "postcode": label.postcode,
        "sender": label.sender,
        "sender_address": label.sender_address,
        "sender_postcode": label.sender_postcode,
    }


def _is_postcode(text: str) -> bool:
    return len(text) == 6 and text.isascii() and text.isdecimal()


def _placed(rows: list[dict[str, Any]], sheet: Sheet, first: int) -> Iterator[list[dict[str, Any]]]:
    """The labels sheet by sheet, each with its place, row by row from `first` on."""
    places = [None] * (first - 1) + list(range(len(rows)))
    for start in range(0, len(places), sheet.count):
        yield [
            {**rows[place], **_corner(at, sheet)}
            for at, place in enumerate(places[start : start + sheet.count])
            if place is not None
        ]


def _corner(at: int, sheet: Sheet) -> dict[str, str]:
    down, across = divmod(at, sheet.columns)
    return {
        "left": f"{sheet.left + across * (sheet.width + sheet.gap):.2f}",
        "top": f"{sheet.top + down * sheet.height:.2f}",
    }
