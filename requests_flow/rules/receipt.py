"""The day an application counts as received, by the way it came: art. 31."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .conventions import DEFAULTS, Conventions
from .errors import ErrorCode, RuleError


class ReceiptError(RuleError):
    """The day of receipt cannot be told: the file lacks the evidence, or contradicts itself."""


class Channel(StrEnum):
    """How an application came. An e-mail is `ONLINE`; one spoken and written down, `COUNTER`."""

    COUNTER = "counter"
    REGISTERED_POST = "registered_post"
    ORDINARY_POST = "ordinary_post"
    ONLINE = "online"
    FAX = "fax"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """`received_on` starts the clock; `strict_on` is what an applicant might say it is."""

    received_on: date
    strict_on: date
    basis: str

    @property
    def is_disputable(self) -> bool:
        """Confirming late moves the clock; commentators call that open to attack."""
        return self.strict_on < self.received_on


@dataclass(frozen=True, slots=True)
class Evidence:
    """The days on file. Which of them is needed, the channel says."""

    submitted_on: date | None
    signed_on: date | None
    confirmed_on: date | None


def derive(
    channel: Channel,
    *,
    submitted_on: date | None = None,
    signed_on: date | None = None,
    confirmed_on: date | None = None,
    conventions: Conventions = DEFAULTS,
) -> Receipt:
    """The day of receipt, and its basis.

    `submitted_on`: handed over or sent. `signed_on`: the house, not only its disclosure
    office, took it in. `confirmed_on`: both sides agreed that it had come.

    Raises ReceiptError naming the day that is missing.
    """
    evidence = Evidence(submitted_on, signed_on, confirmed_on)
    _check_order(evidence)
    receipt = _RULES[channel](evidence)
    if not conventions.counts_from_strict_receipt:
        return receipt
    return Receipt(received_on=receipt.strict_on, strict_on=receipt.strict_on, basis=receipt.basis)


def _at_the_counter(evidence: Evidence) -> Receipt:
    """Art. 31(1): the day it is handed over."""
    day = _need(evidence.submitted_on, ErrorCode.SUBMISSION_DAY_MISSING)
    return Receipt(received_on=day, strict_on=day, basis="条例第三十一条第（一）项")


def _by_registered_post(evidence: Evidence) -> Receipt:
    """Art. 31(2), first half: the day the organ signs, in its mail room or anywhere."""
    day = _need(evidence.signed_on, ErrorCode.SIGNATURE_DAY_MISSING)
    return Receipt(received_on=day, strict_on=day, basis="条例第三十一条第（二）项")


def _by_ordinary_post(evidence: Evidence) -> Receipt:
    """Art. 31(2), second half: the day of confirmation, which should be the day it came."""
    day = _need(evidence.confirmed_on, ErrorCode.CONFIRMATION_DAY_MISSING)
    strict = evidence.signed_on or day
    return Receipt(received_on=day, strict_on=strict, basis="条例第三十一条第（二）项")


def _by_wire(evidence: Evidence) -> Receipt:
    """Art. 31(3): the day both sides confirm, whatever the mail server noted."""
    strict = _need(evidence.submitted_on, ErrorCode.SUBMISSION_DAY_MISSING)
    day = _need(evidence.confirmed_on, ErrorCode.CONFIRMATION_DAY_MISSING)
    return Receipt(received_on=day, strict_on=strict, basis="条例第三十一条第（三）项")


_RULES = {
    Channel.COUNTER: _at_the_counter,
    Channel.REGISTERED_POST: _by_registered_post,
    Channel.ORDINARY_POST: _by_ordinary_post,
    Channel.ONLINE: _by_wire,
    Channel.FAX: _by_wire,
}


def _need(day: date | None, code: ErrorCode) -> date:
    if day is None:
        raise ReceiptError(code)
    return day


def _check_order(evidence: Evidence) -> None:
    days = [evidence.submitted_on, evidence.signed_on, evidence.confirmed_on]
    known = [day for day in days if day is not None]
    if known != sorted(known):
        raise ReceiptError(ErrorCode.RECEIPT_OUT_OF_ORDER)
