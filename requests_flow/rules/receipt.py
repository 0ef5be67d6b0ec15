"""The day an application counts as received, by the way it came: art. 31.

The clerk enters facts, the rule derives the day and says by which article and which fact. A day
of rest is a day like any other here; whether the clock moves it, `walk.Walk.receipt` says.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from .conventions import DEFAULTS, Conventions
from .errors import ErrorCode, RuleError
from .numbering import chinese_date
from .working_days import WorkingCalendar


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
class Evidence:
    """The facts on file. Which of them is needed, and which may be there too: `FACTS_OF`.

    `submitted_on`: handed over or sent; of a letter, its postmark. `signed_on`: anyone of the
    organ, not only its disclosure office, signed for it or found it in the post.
    `reached_office_on`: a letter addressed to somebody else of the house came to the disclosure
    office. `called_on`: the applicant was called and could not be reached. `confirmed_on`: both
    sides agreed that it had come. `is_oral`: spoken, and written down by the office (art. 29(1)).
    """

    submitted_on: date | None = None
    signed_on: date | None = None
    reached_office_on: date | None = None
    called_on: date | None = None
    confirmed_on: date | None = None
    is_oral: bool = False


# In the order in which they happen.
DAYS = ("submitted_on", "signed_on", "reached_office_on", "called_on", "confirmed_on")

# Which facts a channel knows: those that it needs, and those that may be there as well.
FACTS_OF: dict[Channel, tuple[tuple[str, ...], tuple[str, ...]]] = {
    Channel.COUNTER: (("submitted_on",), ("is_oral",)),
    Channel.REGISTERED_POST: (("signed_on",), ("submitted_on",)),
    Channel.ORDINARY_POST: (
        ("confirmed_on",),
        ("submitted_on", "signed_on", "reached_office_on", "called_on"),
    ),
    Channel.ONLINE: (("submitted_on", "confirmed_on"), ("called_on",)),
    Channel.FAX: (("submitted_on", "confirmed_on"), ("called_on",)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """`received_on` starts the clock; `strict_on` is what an applicant might say it is.

    `basis`: the article and the fact, as the file prints them. `tried_on`: the day on which the
    office first sought to confirm; None where the law asks for no confirmation.
    """

    received_on: date
    strict_on: date
    basis: str
    tried_on: date | None = None

    @property
    def is_disputable(self) -> bool:
        """The applicant may count from an earlier day than the house does."""
        return self.strict_on < self.received_on

    def is_attackable(self, days: WorkingCalendar, conventions: Conventions = DEFAULTS) -> bool:
        """Whether the confirmation was sought so late that commentators call it open to attack."""
        if self.tried_on is None or not self.is_disputable:
            return False
        return days.count(self.strict_on, self.tried_on) > conventions.working_days_to_confirm


def derive(
    channel: Channel,
    evidence: Evidence,
    *,
    conventions: Conventions = DEFAULTS,
    is_from_old_ledger: bool = False,
) -> Receipt:
    """The day of receipt, and its basis. Facts of other channels are not read.

    `is_from_old_ledger`: the day an ordinary letter came may be missing, and the basis then says so.

    Raises ReceiptError naming the day that is missing.
    """
    own = _only_of(channel, evidence)
    _check_order(own)
    if channel is Channel.ORDINARY_POST and not (own.signed_on or own.reached_office_on):
        if not is_from_old_ledger:
            raise ReceiptError(ErrorCode.ARRIVAL_DAY_MISSING)
        old = _by_ordinary_post(own)
        return replace(old, basis=f"{old.basis}；到达日期无记录，收到日期可有争议")
    receipt = _RULES[channel](own)
    if not (conventions.counts_from_strict_receipt and receipt.is_disputable):
        return receipt
    return replace(
        receipt,
        received_on=receipt.strict_on,
        basis=f"{receipt.basis}，从严自{chinese_date(receipt.strict_on)}起算",
    )


def _only_of(channel: Channel, evidence: Evidence) -> Evidence:
    needed, possible = FACTS_OF[channel]
    return Evidence(**{name: getattr(evidence, name) for name in (*needed, *possible)})


def _at_the_counter(evidence: Evidence) -> Receipt:
    """Art. 31(1): the day it is handed over, or spoken and written down (art. 29(1))."""
    day = _need(evidence.submitted_on, ErrorCode.SUBMISSION_DAY_MISSING)
    basis = "条例第三十一条第（一）项：当面提交之日"
    if evidence.is_oral:
        basis = "条例第二十九条第一款、第三十一条第（一）项：当面口述，由公开机构代为填写之日"
    return Receipt(received_on=day, strict_on=day, basis=basis)


def _by_registered_post(evidence: Evidence) -> Receipt:
    """Art. 31(2), first half: the day the organ signs, in its mail room or anywhere.

    To whom in the house it was addressed does not matter: the regulation of 2019 speaks of the
    organ, and prevails over the interpretation of 2015.
    """
    day = _need(evidence.signed_on, ErrorCode.SIGNATURE_DAY_MISSING)
    basis = "条例第三十一条第（二）项：行政机关签收之日"
    return Receipt(received_on=day, strict_on=day, basis=basis)


def _by_ordinary_post(evidence: Evidence) -> Receipt:
    """Art. 31(2), second half: the day of confirmation, which should be the day it came.

    Addressed to a wrong office or person of the house: the disclosure office confirms on the day
    it has the letter, or, if nobody answers, as soon as somebody does (国办公开办函〔2015〕207号).
    The day it came is needed: without it nobody sees how long the confirmation waited.
    """
    day = _need(evidence.confirmed_on, ErrorCode.CONFIRMATION_DAY_MISSING)
    came = evidence.signed_on or evidence.reached_office_on or evidence.called_on or day
    article = "条例第三十一条第（二）项"
    if evidence.reached_office_on or evidence.called_on:
        article += "、国办公开办函〔2015〕207号"
    return Receipt(
        received_on=day,
        strict_on=came,
        tried_on=evidence.called_on or day,
        basis=f"{article}：平常信函与申请人确认之日{_history(evidence, came)}",
    )


def _by_wire(evidence: Evidence) -> Receipt:
    """Art. 31(3): the day both sides confirm, whatever the mail server noted."""
    came = _need(evidence.submitted_on, ErrorCode.SUBMISSION_DAY_MISSING)
    day = _need(evidence.confirmed_on, ErrorCode.CONFIRMATION_DAY_MISSING)
    return Receipt(
        received_on=day,
        strict_on=came,
        tried_on=evidence.called_on or day,
        basis=f"条例第三十一条第（三）项：双方确认之日{_history(evidence, came)}",
    )


_RULES = {
    Channel.COUNTER: _at_the_counter,
    Channel.REGISTERED_POST: _by_registered_post,
    Channel.ORDINARY_POST: _by_ordinary_post,
    Channel.ONLINE: _by_wire,
    Channel.FAX: _by_wire,
}


def _history(evidence: Evidence, came: date) -> str:
    """What happened on earlier days than the confirmation, in brackets."""
    happened = (
        (came, "到达"),
        (evidence.reached_office_on, "转到公开机构"),
        (evidence.called_on, "联系未果"),
    )
    said = [
        f"{chinese_date(day)}{what}"
        for day, what in happened
        if day is not None and day != evidence.confirmed_on
    ]
    return f"（{'，'.join(said)}）" if said else ""


def _need(day: date | None, code: ErrorCode) -> date:
    if day is None:
        raise ReceiptError(code)
    return day


def _check_order(evidence: Evidence) -> None:
    days = [getattr(evidence, name) for name in DAYS]
    known = [day for day in days if day is not None]
    if known != sorted(known):
        raise ReceiptError(ErrorCode.RECEIPT_OUT_OF_ORDER)
