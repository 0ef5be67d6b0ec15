"""One row of the ledger: what it says, or all that is wrong with it at once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from .applicants import ApplicantKind
from .catalogue import OUTCOMES
from .ledger_codes import APPLICANT_WORDS, CHANNEL_WORDS, DAYS, SOME_POST, Column, LedgerCode
from .ledger_sheets import Cell, is_unreadable, parse_day, plain, text_of
from .receipt import Channel, Evidence, ReceiptError, derive

FIRST_YEAR = 2008  # the first Regulation came into force on 1 May 2008
_LENGTHS = {
    Column.NUMBER: 50,
    Column.SEQUENCE: 50,
    Column.NAME: 120,
    Column.IDENTITY: 40,
    Column.AGENT: 120,
    Column.FORM: 60,
    Column.MAIL_NUMBER: 40,
    Column.CONTACT: 240,
}
_REPLY_DAYS = (Column.ISSUED_ON, Column.DELIVERED_ON, Column.CLOSED_ON)
_OUTCOME_NAMES = {row.name: code for code, row in OUTCOMES.items()}
_OUTCOME_CODES = {code.upper(): code for code in OUTCOMES}


class Flaw(NamedTuple):
    """One bad cell: its row as the office counts them (from one), column, value and reason."""

    row: int
    column: str
    value: str
    code: LedgerCode


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that is not taken, with every reason at once."""

    row: int
    flaws: tuple[Flaw, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row that holds. The first three days are those that prove `received_on` (art. 31)."""

    row: int
    number: str
    channel: Channel
    submitted_on: date | None
    signed_on: date | None
    confirmed_on: date | None
    received_on: date
    kind: ApplicantKind
    outcome_code: str
    is_answered: bool  # the ledger holds some trace of a reply or of an end
    texts: Mapping[Column, str] = field(repr=False)  # names of people stay out of logs


class RowReader:
    """Reads one row and remembers all that is wrong with it."""

    def __init__(self, row: int, cells: Mapping[Column, Cell], *, today: date) -> None:
        self.row, self.cells, self.today = row, cells, today
        self.flaws: list[Flaw] = []

    def read(self, rows_by_number: dict[str, int]) -> Row | BadRow:
        """`rows_by_number` holds the numbers seen before, and takes this one."""
        self._check_characters()
        days = {column: self._day(column) for column in DAYS}
        received = days[Column.RECEIVED_ON]
        number = self._number(received, rows_by_number)
        for column, code in (
            (Column.RECEIVED_ON, LedgerCode.DATE_MISSING),
            (Column.CONTENT, LedgerCode.CONTENT_MISSING),
            (Column.NAME, LedgerCode.NAME_MISSING),
        ):
            if not self._said(column):
                self.flaw(column, code)
        kind, channel, outcome = self._kind(), self._channel(days), self._outcome()
        proof = self._proof(channel, days)
        is_answered = self._check_reply(days, received) or bool(outcome)
        if self.flaws or received is None or channel is None or kind is None:
            return BadRow(self.row, tuple(self.flaws))
        return Row(
            row=self.row,
            number=number,
            channel=channel,
            submitted_on=proof[0],
            signed_on=proof[1],
            confirmed_on=proof[2],
            received_on=received,
            kind=kind,
            outcome_code=outcome,
            is_answered=is_answered,
            texts={column: self._said(column) for column in self.cells},
        )

    def flaw(self, column: Column, code: LedgerCode) -> None:
        self.flaws.append(Flaw(self.row, column.value, self._said(column), code))

    def _said(self, column: Column) -> str:
        return text_of(self.cells.get(column, ""))

    def _plain(self, column: Column) -> str:
        return plain(self.cells.get(column, ""))

    def _check_characters(self) -> None:
        for column in self.cells:
            said = self._said(column)
            if len(said) > _LENGTHS.get(column, 20_000):
                self.flaw(column, LedgerCode.TOO_LONG)
            if any(is_unreadable(char) for char in said):
                self.flaw(column, LedgerCode.UNREADABLE_CHARACTERS)

    def _day(self, column: Column) -> date | None:
        cell = self.cells.get(column, "")
        if isinstance(cell, date):
            day: date | None = cell
        elif not plain(cell):
            return None
        else:
            day = parse_day(plain(cell))
        if day is None:
            self.flaw(column, LedgerCode.NOT_A_DATE)
        elif day.year < FIRST_YEAR:
            self.flaw(column, LedgerCode.DATE_IMPLAUSIBLE)
        elif day > self.today:
            is_reply = column in _REPLY_DAYS
            code = LedgerCode.REPLY_IN_THE_FUTURE if is_reply else LedgerCode.RECEIVED_IN_THE_FUTURE
            self.flaw(column, code)
        else:
            return day
        return None

    def _number(self, received: date | None, rows_by_number: dict[str, int]) -> str:
        """The number of the case; a bare sequence begins again each year and takes its year."""
        column, number = Column.NUMBER, self._plain(Column.NUMBER)
        if not number and (sequence := self._plain(Column.SEQUENCE)):
            column = Column.SEQUENCE
            number = f"{received.year}-{sequence}" if received else sequence
        if not number:
            self.flaw(column, LedgerCode.NUMBER_MISSING)
        elif rows_by_number.setdefault(number, self.row) != self.row:
            self.flaw(column, LedgerCode.NUMBER_TWICE)
        return number

    def _kind(self) -> ApplicantKind | None:
        """`法人或其他组织-商业企业` is how the yearly report heads its columns."""
        word = re.sub("^法人或(?:者)?其他组织[-:—]*", "", self._plain(Column.KIND)).upper()
        kind = APPLICANT_WORDS.get(word)
        if kind is None:
            self.flaw(Column.KIND, LedgerCode.APPLICANT_KIND_UNKNOWN)
        return kind

    def _channel(self, days: Mapping[Column, date | None]) -> Channel | None:
        word = self._plain(Column.CHANNEL).upper()
        if word not in SOME_POST:
            if word not in CHANNEL_WORDS:
                self.flaw(Column.CHANNEL, LedgerCode.CHANNEL_UNKNOWN)
            return CHANNEL_WORDS.get(word)
        received = days[Column.RECEIVED_ON]
        if received and received == days[Column.CONFIRMED_ON]:
            return Channel.ORDINARY_POST
        if received and received == days[Column.SIGNED_ON]:
            return Channel.REGISTERED_POST
        self.flaw(Column.CHANNEL, LedgerCode.CHANNEL_AMBIGUOUS)
        return None

    def _outcome(self) -> str:
        """`C5`, `属于三类内部事务信息`, or both; "" where nothing is said."""
        said = self._plain(Column.OUTCOME)
        names = {plain(name): code for name, code in _OUTCOME_NAMES.items()}
        code = _OUTCOME_CODES.get(said.upper()) or names.get(said)
        if code is None and (both := re.fullmatch(r"([A-Fa-f]\d?[ab]?)[-:、]?(.+)", said)):
            first = _OUTCOME_CODES.get(both[1].upper())
            code = first if first and names.get(both[2]) == first else None
        if said and code is None:
            self.flaw(Column.OUTCOME, LedgerCode.OUTCOME_UNKNOWN)
        return code or ""

    def _proof(
        self, channel: Channel | None, days: Mapping[Column, date | None]
    ) -> tuple[date | None, date | None, date | None]:
        """The days submitted, signed and confirmed on, such that the law derives the day written."""
        received = days[Column.RECEIVED_ON]
        if channel is None or received is None:
            return None, None, None
        sent, signed = days[Column.SENT_ON], days[Column.SIGNED_ON]
        confirmed = days[Column.CONFIRMED_ON]
        proof: tuple[date | None, date | None, date | None] = {
            Channel.COUNTER: (signed or received, None, None),
            Channel.REGISTERED_POST: (sent, signed or received, None),
            Channel.ORDINARY_POST: (sent, signed, confirmed or received),
            Channel.ONLINE: (signed or sent or received, None, confirmed or received),
            Channel.FAX: (signed or sent or received, None, confirmed or received),
        }[channel]
        try:
            derived = derive(
                channel,
                Evidence(submitted_on=proof[0], signed_on=proof[1], confirmed_on=proof[2]),
                is_from_old_ledger=True,
            )
        except ReceiptError:
            derived = None
        if derived is None or derived.received_on != received:
            self.flaw(Column.RECEIVED_ON, LedgerCode.RECEIPT_CONTRADICTED)
        return proof

    def _check_reply(self, days: Mapping[Column, date | None], received: date | None) -> bool:
        for column in _REPLY_DAYS:
            day = days[column]
            if day and received and day < received:
                self.flaw(column, LedgerCode.REPLY_BEFORE_RECEIPT)
        traces = (*_REPLY_DAYS, Column.REPLY_NUMBER, Column.ARCHIVE_NUMBER)
        return any(self._said(column) for column in traces)
