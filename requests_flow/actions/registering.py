"""登记: an application becomes a case, with the day from which the clock counts."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import Process

from requests_flow import labels
from requests_flow.models import Applicant, Case
from requests_flow.models.reading import law
from requests_flow.rules import numbering, receipt
from requests_flow.rules.errors import ErrorCode
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import Unit

from .act import Act, Refusal
from .indexing import index_words
from .issuing import issue_receipt
from .numbering import next_number
from .recording import record
from .timekeeping import copy_due


class ReceiptUnproven(Refusal):
    """The evidence for the day of receipt is missing or impossible (art. 31)."""


class NotYourUnit(Refusal):
    """The person does not register for this unit."""

    field = "unit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What came in, how, and when: the facts from which the rule derives the day of receipt."""

    channel: receipt.Channel
    submitted_on: date | None = None
    signed_on: date | None = None
    reached_office_on: date | None = None
    called_on: date | None = None
    confirmed_on: date | None = None
    is_oral: bool = False
    mail_number: str = ""

    @property
    def evidence(self) -> receipt.Evidence:
        """The facts as the rule wants them."""
        days = {name: getattr(self, name) for name in receipt.DAYS}
        return receipt.Evidence(**days, is_oral=self.is_oral)

    @property
    def latest_day(self) -> date | None:
        """The last day on file: as the house counted then, the receipt is counted."""
        days = [getattr(self, name) for name in receipt.DAYS]
        return max((day for day in days if day is not None), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What is asked for, by whom (art. 29)."""

    name: str
    kind: str
    subject: str
    request_text: str
    provision_form: str = ""
    identity_kind: str = ""
    identity_number: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    postcode: str = ""
    agent: str = ""


_EVIDENCE_FIELDS = {
    ErrorCode.SUBMISSION_DAY_MISSING: "submitted_on",
    ErrorCode.SIGNATURE_DAY_MISSING: "signed_on",
    ErrorCode.ARRIVAL_DAY_MISSING: "signed_on",
    ErrorCode.CONFIRMATION_DAY_MISSING: "confirmed_on",
}


def derive_receipt(
    arrival: Arrival, *, today: date, is_from_old_ledger: bool = False
) -> receipt.Receipt:
    """The day of receipt and its basis; an old ledger may lack the day a letter came.

    Raises ReceiptUnproven, with the field it is about, if the evidence is missing or lies ahead.
    """
    for name in receipt.DAYS:
        day = getattr(arrival, name)
        if day is not None and day > today:
            refusal = ReceiptUnproven(_("This day lies in the future."))
            refusal.field = name
            raise refusal
        if day is not None and day < min(row.valid_from for row in law().statutes):
            refusal = ReceiptUnproven(
                _("This day lies before the regulation of 2019; is it a slip?")
            )
            refusal.field = name
            raise refusal
    try:
        conventions = law().conventions_on(arrival.latest_day or today)
        return receipt.derive(
            arrival.channel,
            arrival.evidence,
            conventions=conventions,
            is_from_old_ledger=is_from_old_ledger,
        )
    except receipt.ReceiptError as error:
        refusal = ReceiptUnproven(labels.ERRORS.get(error.code, str(error)))
        refusal.field = _EVIDENCE_FIELDS.get(error.code)
        raise refusal from error


@transaction.atomic
def register_case(
    act: Act,
    *,
    process: Process,
    unit: Unit,
    arrival: Arrival,
    application: Application,
    imported_number: str = "",
) -> Case:
    """Open a case on `process` (without a case yet), number it, and write its receipt (L01).

    Raises NotYourUnit or ReceiptUnproven.
    """
    if not unit.is_organ or unit.closed_on or not access.may(act.by, Duty.REGISTER, unit):
        raise NotYourUnit(_("You do not register applications for this unit."))
    is_old = bool(imported_number)
    received = derive_receipt(arrival, today=act.on, is_from_old_ledger=is_old)
    process.save()
    year = act.on.year
    sequence = next_number(series=f"case:{unit.number_prefix}", year=year)
    case = Case.objects.create(
        process=process,
        unit=unit,
        legal_unit=unit.reviewing_unit,
        number=numbering.case_number(unit.number_prefix, year, sequence),
        received_on=received.received_on,
        strict_received_on=received.strict_on,
        receipt_basis=received.basis,
        registered_by=act.by,
        registered_at=act.at,
        imported_number=imported_number,
        **asdict(arrival),
        **_what_is_asked(application),
    )
    copy_due(case, today=act.on)
    record(
        act,
        case=case,
        verb="registered",
        duty=Duty.REGISTER,
        number=case.number,
        received_on=received.received_on,
        basis=received.basis,
    )
    index_words(case)
    issue_receipt(act, case=case)
    return Case.objects.get(pk=case.pk)


def _what_is_asked(application: Application) -> dict[str, object]:
    """The fields of the case, with its applicant saved."""
    person = asdict(application)
    asked = {key: person.pop(key) for key in ("subject", "request_text", "provision_form")}
    return {**asked, "applicant": Applicant.objects.create(**person)}
