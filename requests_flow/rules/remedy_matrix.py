"""Which way is open against which answer, since when, and by which article: law.md 4.2 as rows.

It changed twice: on 1 January 2024, with 行政复议法 art. 23(1)(4), and on 1 June 2025, with
法释〔2025〕8号 art. 1, which ties "refusal" to arts. 14-16 of the regulation.
"""

from dataclasses import dataclass
from datetime import date

from .catalogue import Remedy


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One way out, for the answers `of`, from `valid_from` on.

    `doubt`: the field of `Conventions` by which the house says yes to `if_so`.
    """

    of: tuple[str, ...]
    valid_from: date
    remedy: Remedy
    basis: str
    doubt: str = ""
    if_so: Remedy = Remedy.REVIEW_FIRST


SILENCE = "silence"  # no answer in time: told on screen, never printed, for there is no letter
THIRD_PARTY = "L20"  # the decision to disclose, told to the third party of art. 32
RECORD = "L23"  # what became of the demand to correct a record (art. 41)
# 国办函〔2021〕132号 art. 3: not reviewable by themselves. L03 asks for reasons, L22 delays.
WITHOUT_REMEDY = frozenset({"L01", "L02", "L03", "L04", "L05", "L06", "L07", "L08", "L09", "L22"})

DISCLOSED = ("A1", "A2", "A3")
IN_PART = ("B",)
REFUSED = ("C1", "C2", "C3", "C4", "C5", "C6", "C7")
BY_SPECIAL_RULE = ("C8",)
UNAVAILABLE = ("D1a", "D1b", "D2", "D3")
NOT_HANDLED = ("E1", "E2", "E3", "E4", "E5")
CLOSED = ("F1", "F2", "F3")
_ALL = (
    *(*DISCLOSED, *IN_PART, *REFUSED, *BY_SPECIAL_RULE, *UNAVAILABLE, *NOT_HANDLED, *CLOSED),
    *(THIRD_PARTY, RECORD, SILENCE),
)

_JUNE_2025, _SINCE_2024 = date(2025, 6, 1), date(2024, 1, 1)
_COURT = "法释〔2025〕8号第一条"
_FIRST = "行政复议法第二十三条第一款第（四）项、第二款"
_EITHER = "行政复议法第二十条、行政诉讼法第四十四条、第四十六条"
_IN_PART = "国办函〔2021〕132号第二条"  # 不予公开（含部分不予公开）

# The newest first. A change of the law is a row above the one that it ends.
MATRIX: tuple[Cell, ...] = (
    Cell(
        of=REFUSED,
        valid_from=_JUNE_2025,
        remedy=Remedy.REVIEW_FIRST,
        basis=f"{_FIRST}，{_COURT}第（二）项",
    ),
    Cell(
        of=IN_PART,
        valid_from=_JUNE_2025,
        remedy=Remedy.EITHER,
        basis=f"{_FIRST}，{_COURT}第（二）项、第（三）项，{_IN_PART}",
        doubt="is_partial_refusal_review_first",
        if_so=Remedy.SPLIT,
    ),
    Cell(
        of=BY_SPECIAL_RULE,
        valid_from=_JUNE_2025,
        remedy=Remedy.EITHER,
        basis=f"{_EITHER}，{_COURT}",
        doubt="is_special_rule_review_first",
    ),
    Cell(
        of=(*UNAVAILABLE, *NOT_HANDLED, *CLOSED),
        valid_from=_JUNE_2025,
        remedy=Remedy.EITHER,
        basis=f"{_EITHER}，{_COURT}第（一）项",
    ),
    Cell(
        of=DISCLOSED,
        valid_from=_JUNE_2025,
        remedy=Remedy.EITHER,
        basis=f"{_EITHER}，{_COURT}第（三）项",
    ),
    Cell(
        of=(THIRD_PARTY,),
        valid_from=_JUNE_2025,
        remedy=Remedy.EITHER,
        basis=f"{_EITHER}，{_COURT}第（四）项",
    ),
    Cell(of=(RECORD,), valid_from=_JUNE_2025, remedy=Remedy.EITHER, basis=_EITHER),
    Cell(
        of=(SILENCE,),
        valid_from=_JUNE_2025,
        remedy=Remedy.EITHER,
        basis="法释〔2025〕8号第二条第二款，法释〔2018〕1号第六十六条",
        doubt="is_silence_review_first",
    ),
    Cell(of=REFUSED, valid_from=_SINCE_2024, remedy=Remedy.REVIEW_FIRST, basis=_FIRST),
    Cell(
        of=IN_PART,
        valid_from=_SINCE_2024,
        remedy=Remedy.EITHER,
        basis=f"{_FIRST}，{_IN_PART}",
        doubt="is_partial_refusal_review_first",
        if_so=Remedy.SPLIT,
    ),
    Cell(
        of=BY_SPECIAL_RULE,
        valid_from=_SINCE_2024,
        remedy=Remedy.EITHER,
        basis=_EITHER,
        doubt="is_special_rule_review_first",
    ),
    Cell(
        of=UNAVAILABLE,
        valid_from=_SINCE_2024,
        remedy=Remedy.EITHER,
        basis=_EITHER,
        doubt="was_unavailable_review_first",
    ),
    Cell(
        of=NOT_HANDLED,
        valid_from=_SINCE_2024,
        remedy=Remedy.EITHER,
        basis=_EITHER,
        doubt="was_not_handled_review_first",
    ),
    Cell(
        of=(*DISCLOSED, *CLOSED, THIRD_PARTY, RECORD),
        valid_from=_SINCE_2024,
        remedy=Remedy.EITHER,
        basis=_EITHER,
    ),
    Cell(
        of=(SILENCE,),
        valid_from=_SINCE_2024,
        remedy=Remedy.EITHER,
        basis="行政诉讼法第四十七条，法释〔2018〕1号第六十六条",
        doubt="is_silence_review_first",
    ),
    Cell(
        of=_ALL,
        valid_from=date.min,
        remedy=Remedy.EITHER,
        basis="行政复议法（2017年修正）第九条，行政诉讼法第四十四条、第四十六条",
    ),
)
