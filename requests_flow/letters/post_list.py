"""清单: what lies in a batch, to be ticked off and signed when the post takes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from .engine import Printed, print_paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A letter of the batch. `pieces`: the letter itself and what goes with it; `pages`: of both."""

    number: str
    addressee: str
    address: str
    postcode: str
    pages: int
    pieces: int
    check_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """A file that this batch does not hold and that is put in by hand."""

    number: str  # of the letter
    name: str
    pages: int | None
    sha256: str


def print_post_list(
    lines: Sequence[Line], *, units: Sequence[str], printed_at: datetime, printed_by: str
) -> Printed:
    """The cover list, on A4 across. `printed_at`: local time. Raises LetterStopped."""
    return print_paper(
        "post_list",
        {
            "units": "、".join(units),
            "printed_at": f"{printed_at:%Y-%m-%d %H:%M}",
            "printed_by": printed_by,
            "lines": [asdict(line) for line in lines],
            "letters": len(lines),
            "pages": sum(line.pages for line in lines),
            "pieces": sum(line.pieces for line in lines),
        },
    )


def print_extras(extras: Sequence[Extra]) -> Printed:
    """The last page: what has still to be put in. Raises LetterStopped."""
    rows = [{**asdict(extra), "sha256": extra.sha256[:12]} for extra in extras]
    return print_paper("post_list", {"extras": rows})
