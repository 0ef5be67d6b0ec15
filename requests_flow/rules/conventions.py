"""Where the law is silent or disputed, what the house does. See docs/doubts.md.

The defaults stand here. An office that decides otherwise adds a dated row of data; what it
decided before keeps its force for the cases of then.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from .errors import ErrorCode, RuleError


class ConventionsError(RuleError):
    """A row names a doubt that is not known here, or decides it with the wrong kind of value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conventions:
    """The doubtful points, each with the default this program ships with."""

    # Receipt -------------------------------------------------------------------------------
    # Confirmed later than submitted: count from the earlier day?
    counts_from_strict_receipt: bool = False
    # Received on a day of rest: does the next working day count as the day of receipt?
    is_rest_day_receipt_moved: bool = False

    # Confirmed more working days later than it came, the day of receipt is open to attack: alarm.
    working_days_to_confirm: int = 1

    # Correction, art. 30 -------------------------------------------------------------------
    # A notice to correct sent after the seventh working day: does the clock start again?
    does_late_correction_restart: bool = False
    # How long an applicant has to correct, in working days: art. 30 says "reasonable".
    days_to_correct: int = 10

    # Pauses, art. 33(3) --------------------------------------------------------------------
    # Does the day on which the letter leaves already stand still?
    does_pause_include_day_of_dispatch: bool = False
    # Does the day on which the answer comes in still stand still?
    does_pause_include_day_of_answer: bool = True

    # Extension, art. 33(2) -----------------------------------------------------------------
    # A correction or a payment starts the period again: is the extension kept?
    does_extension_survive_restart: bool = True

    # Art. 35 -------------------------------------------------------------------------------
    # How long an applicant has to give reasons, in working days: the law names no term.
    days_to_give_reasons: int = 10
    # Does the clock stand still while reasons are awaited?
    does_asking_for_reasons_stop_the_clock: bool = False

    # Volume, art. 35 and 费办法 art. 4 ------------------------------------------------------
    # Art. 35 says "obviously beyond reason" and no number: so many in the natural month before
    # this one, and the screen speaks of it.
    many_in_a_month: int = 5
    # Does what was withdrawn count among the requests of the month?
    does_withdrawn_count_in_month: bool = True
    # Does a petition in the form of a request (E1, art. 39(1)) count among them?
    does_petition_count_in_month: bool = True

    # Fees, 费办法 arts. 6, 7 ---------------------------------------------------------------
    # Paid: does the period start again in full (art. 7), or go on where it stood?
    does_payment_restart: bool = True

    # Redoing what was annulled, 行政复议法 art. 64(2) -------------------------------------
    # The order names no term: how many working days from its receipt?
    days_to_redo: int = 20

    # The legal check ------------------------------------------------------------------------
    # How many working days the house needs from the approval to the post. The last safe day of a
    # check is so many before the due date.
    days_to_sign: int = 1
    days_to_seal: int = 1
    days_to_post: int = 1
    # A draft longer than so many working days at the legal check: the heads are told.
    days_to_review: int = 3

    # Remedies ------------------------------------------------------------------------------
    # C8, art. 36(7): counted as a refusal in the yearly report, but not under arts. 14-16.
    is_special_rule_review_first: bool = False
    # B: the part withheld under arts. 14-16 goes to review first.
    is_partial_refusal_review_first: bool = True
    # D rows before 1 June 2025: some bodies asked for review first.
    was_unavailable_review_first: bool = False
    # E rows from 2024 to 31 May 2025: some bodies asked for review first.
    was_not_handled_review_first: bool = False
    # No answer in time: review first (行政复议法 art. 23(1)(3)), or either way (法释〔2025〕8号 art. 2)?
    is_silence_review_first: bool = False
    # A reply by the district government's office is an act of the government: the city reviews.
    is_office_reply_of_government: bool = True


DEFAULTS = Conventions()
# Signed, sealed and posted on one day: some offices do.
_MAY_BE_NONE = frozenset({"days_to_sign", "days_to_seal", "days_to_post"})
_KINDS = {field.name: type(getattr(DEFAULTS, field.name)) for field in fields(Conventions)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What an office decided, from a day on. `why`: who said so, and where it is written."""

    valid_from: date
    why: str
    values: tuple[tuple[str, bool | int | str], ...]


def read_decided(row: Mapping[str, Any]) -> Decided:
    """Read one row: `{"valid_from", "why", "values": {"days_to_correct": 15}}`.

    Raises ConventionsError for an unknown doubt, a value of the wrong kind, or no reason.
    """
    values = row.get("values", {})
    is_known = all(type(value) is _KINDS.get(name) for name, value in values.items())
    is_possible = all(
        value > 0 or (value == 0 and name in _MAY_BE_NONE)
        for name, value in values.items()
        if type(value) is int
    )
    if not (values and is_known and is_possible and row.get("why")):
        raise ConventionsError(ErrorCode.CONVENTION_UNKNOWN)
    return Decided(
        valid_from=date.fromisoformat(row["valid_from"]),
        why=row["why"],
        values=tuple(sorted(values.items())),
    )


def conventions_on(day: date, decided: Iterable[Decided] = ()) -> Conventions:
    """What the house does on `day`: the defaults, and what was decided up to then."""
    conventions = DEFAULTS
    for row in sorted(decided, key=lambda row: row.valid_from):
        if row.valid_from <= day:
            conventions = replace(conventions, **dict(row.values))  # type: ignore[arg-type]
    return conventions
