"""Where the law is silent or disputed, what the house does. See docs/doubts.md."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Conventions:
    """The doubtful points, each with the default this program ships with."""

    # A notice to correct sent after the seventh working day: does the clock start again?
    does_late_correction_restart: bool = False
    # How long an applicant has to correct: art. 30 says "reasonable".
    days_to_correct: int = 10
    # Confirmed later than submitted: count from the earlier day?
    counts_from_strict_receipt: bool = False
    # C8, art. 36(7): counted as a refusal in the yearly report, but not under arts. 14-16.
    is_special_rule_review_first: bool = False
    # B: the part withheld under arts. 14-16 goes to review first.
    is_partial_refusal_review_first: bool = True
    # D rows before 1 June 2025: some bodies asked for review first.
    was_unavailable_review_first: bool = False


DEFAULTS = Conventions()
