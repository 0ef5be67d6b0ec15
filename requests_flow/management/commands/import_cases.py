"""`manage.py import_cases FILE`: the open cases of an old ledger become cases here.

Each row in a transaction of its own, through the same action as the register screen. Run twice, it
imports once. What it does not do: docs/office/import.md.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from requests_flow.actions.act import Act, Refusal
from requests_flow.actions.registering import Application, Arrival, register_case
from requests_flow.flows import CaseFlow
from requests_flow.letters.engine import LetterStopped
from requests_flow.models import Case
from requests_flow.rules.applicants import mask_identity, without_numbers
from requests_flow.rules.ledger import (
    BadRow,
    Column,
    LedgerCode,
    LedgerError,
    Row,
    UnknownColumns,
    read_ledger,
)
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import Unit, User
from requests_flow.views.walking import open_case

REASONS = {
    LedgerCode.NOT_A_TABLE: _("This is no CSV in UTF-8 or GB18030 and no sound .xlsx file."),
    LedgerCode.COLUMNS_MISSING: _("The ledger lacks columns that every case needs."),
    LedgerCode.NUMBER_MISSING: _("The case has no number."),
    LedgerCode.NUMBER_TWICE: _("This number stands in the file before."),
    LedgerCode.DATE_MISSING: _("The day of receipt is missing."),
    LedgerCode.NOT_A_DATE: _("This is not a day of the calendar."),
    LedgerCode.RECEIVED_IN_THE_FUTURE: _("This day lies in the future."),
    LedgerCode.DATE_IMPLAUSIBLE: _("This day lies before the first Regulation (2008)."),
    LedgerCode.RECEIPT_CONTRADICTED: _(
        "The other days of this row lead to another day of receipt (art. 31)."
    ),
    LedgerCode.CHANNEL_UNKNOWN: _("This way of applying is not known."),
    LedgerCode.CHANNEL_AMBIGUOUS: _(
        "Registered or ordinary post? Their days of receipt differ (art. 31(2))."
    ),
    LedgerCode.APPLICANT_KIND_UNKNOWN: _("This kind of applicant is not in the yearly report."),
    LedgerCode.NAME_MISSING: _("The name of the applicant is missing."),
    LedgerCode.CONTENT_MISSING: _("What is asked for is missing."),
    LedgerCode.OUTCOME_UNKNOWN: _("The law knows no such way to end a case."),
    LedgerCode.REPLY_BEFORE_RECEIPT: _("This day lies before the day of receipt."),
    LedgerCode.REPLY_IN_THE_FUTURE: _("This day lies in the future."),
    LedgerCode.UNREADABLE_CHARACTERS: _("The cell holds characters that cannot be read."),
    LedgerCode.TOO_LONG: _("The cell is too long."),
    LedgerCode.CELL_WITHOUT_COLUMN: _("This cell stands beyond the last column."),
}
ANSWERED = _("Closed row: not imported yet. Only open cases go into the flow.")
NUMBER_TAKEN = _("Another application was imported under this number before.")
_PRIVATE = {Column.IDENTITY.value, Column.CONTACT.value}


class Command(BaseCommand):
    help = "Import the open cases of a ledger (.csv or .xlsx). See docs/office/import.md."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file; for which unit, and in whose name."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--unit", metavar="CODE", help="the unit that answers")
        parser.add_argument("--as", metavar="USER", dest="username", help="who registers")
        parser.add_argument("--dry-run", action="store_true", help="look, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import row by row; raise CommandError (exit 1) if any row was bad."""
        self.unit = _the_unit(options["unit"])
        self.user = _the_user(options["username"], self.unit)
        self.is_dry = options["dry_run"]
        self.counts: Counter[str] = Counter()
        try:
            data = _read(options["file"])
            for row in read_ledger(data, options["file"].name, today=timezone.localdate()):
                self.counts[self.take(row)] += 1
        except LedgerError as error:
            columns = "、".join(error.data.get("columns", []))
            raise CommandError(
                " ".join(filter(None, [str(REASONS[error.code]), columns]))
            ) from error
        self.stdout.write(
            _("%(new)d imported, %(old)d imported before, %(closed)d closed, %(bad)d bad.")
            % {key: self.counts[key] for key in ("new", "old", "closed", "bad")}
        )
        if self.is_dry:
            self.stdout.write(str(_("A dry run: nothing was changed.")))
        if self.counts["bad"]:
            raise CommandError(_("%d rows were bad; see above.") % self.counts["bad"])

    def take(self, row: Row | BadRow | UnknownColumns) -> str:
        """Import one row, or say why not; what became of it, for the summary."""
        if isinstance(row, UnknownColumns):
            names = "、".join(_harmless(name) for name in row.names)
            self.stdout.write(_("Columns that are not used: %s") % names)
            return "columns"
        if isinstance(row, BadRow):
            for flaw in row.flaws:
                self.report(flaw.row, flaw.column, flaw.value, REASONS[flaw.code])
            return "bad"
        if earlier := self.earlier(row):
            if _is_same(earlier, row):
                return "old"
            self.report(row.row, Column.NUMBER, row.number, NUMBER_TAKEN)
            return "bad"
        if row.is_answered:
            self.report(row.row, Column.NUMBER, row.number, ANSWERED)
            return "closed"
        return "new" if self.is_dry else self.open(row)

    def open(self, row: Row) -> str:
        """Register the case of a good row, all or nothing."""
        act = Act(by=self.user, at=timezone.now())
        arrival = Arrival(
            channel=row.channel,
            submitted_on=row.submitted_on,
            signed_on=row.signed_on,
            confirmed_on=row.confirmed_on,
            mail_number=row.texts.get(Column.MAIL_NUMBER, ""),
        )
        try:
            open_case(
                act,
                register=CaseFlow.register,
                perform=lambda process: register_case(
                    act,
                    process=process,
                    unit=self.unit,
                    arrival=arrival,
                    application=_application(row),
                    imported_number=row.number,
                ),
            )
        except IntegrityError:
            if self.earlier(row) is None:
                raise
            return "old"  # somebody else imports the same ledger
        except (Refusal, LetterStopped) as refusal:
            self.report(row.row, Column.NUMBER, row.number, str(refusal))
            return "bad"
        return "new"

    def earlier(self, row: Row) -> Case | None:
        """The case that was imported under this number."""
        cases = Case.objects.filter(unit=self.unit, imported_number=row.number)
        return cases.select_related("applicant").first()

    def report(self, row: int, column: str, value: str, reason: Any) -> None:
        """One line, to be read or pasted into a sheet: row, column, value, reason."""
        shown = mask_identity(value) if column in _PRIVATE else without_numbers(value)
        self.stdout.write("\t".join([str(row), column, _harmless(shown), str(reason)]))


def _the_unit(code: str | None) -> Unit:
    """The organ by its code; without a code, the only one there is."""
    organs = Unit.objects.filter(organ=None, closed_on=None)
    found = list(organs.filter(code=code) if code else organs[:2])
    if len(found) != 1:
        raise CommandError(_("Say with --unit which organ answers."))
    return found[0]


def _the_user(username: str | None, unit: Unit) -> User:
    """Who registers: the one named, or the only one who may."""
    people = list(access.people_with(Duty.REGISTER, unit))
    found = [user for user in people if username in (None, user.username)]
    if len(found) != 1:
        raise CommandError(
            _("Say with --as who registers; it must be somebody with that duty on this unit.")
        )
    return found[0]


def _read(file: Path) -> bytes:
    try:
        if file.stat().st_size > settings.YISHEN_UPLOAD_LIMIT:
            raise CommandError(_("The file is larger than 20 MB; import it in parts."))
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from error


def _application(row: Row) -> Application:
    contact = row.texts.get(Column.CONTACT, "")
    content = row.texts[Column.CONTENT]
    first = content.splitlines()[0]
    return Application(
        name=row.texts[Column.NAME],
        kind=row.kind.value,
        subject=first if len(first) <= 60 else first[:59] + "…",
        request_text=content,
        provision_form=row.texts.get(Column.FORM, ""),
        identity_number=row.texts.get(Column.IDENTITY, ""),
        agent=row.texts.get(Column.AGENT, ""),
        **{_kind_of_contact(contact): contact},
    )


def _kind_of_contact(contact: str) -> str:
    """The ledger has one cell for what are three fields here."""
    try:
        validate_email(contact)
    except ValidationError:
        return "phone" if re.fullmatch(r"[\d+() -]{0,40}", contact) else "address"
    return "email"


def _is_same(case: Case, row: Row) -> bool:
    name = row.texts[Column.NAME]
    return case.received_on == row.received_on and case.applicant.name == name


def _harmless(text: str) -> str:
    """On one line, cut, and no formula where it is pasted into a sheet."""
    line = " ".join(text.split())[:80]
    return "'" + line if line.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) else line
