"""归档: the dossier is built, synced and sealed; from then on the case is read-only."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.models import Dossier
from archive.packages import shelf
from archive.rules import package
from requests_flow.actions.act import Act, Refusal
from requests_flow.actions.keeping import NotKept
from requests_flow.actions.recording import record
from requests_flow.actions.results import came_back_unsettled
from requests_flow.models import (
    Applicant,
    Case,
    Correction,
    Dispatch,
    DispatchResult,
    Draft,
    Entry,
    Extension,
    PhraseVersion,
    Seal,
    SecrecyCheck,
    SecrecyItem,
    Signature,
    SigningDelegation,
    VoidedLetter,
    vault,
)
from requests_flow.models.reading import read_case_clock
from requests_flow.rules.retention import propose_retention
from requests_flow.units.duties import Duty

from .opinion_rows import opinions_told


class NotClosed(Refusal):
    """The case is not at its end."""


class AlreadySealed(Refusal):
    """The dossier of this case was sealed before."""


class StillReturned(Refusal):
    """The answer came back, and nobody has decided what becomes of it."""


class FileDamaged(Refusal):
    """A file of the case is not what was put there; nothing is sealed over it."""


def _json(data: Any) -> bytes:
    return json.dumps(
        data, ensure_ascii=False, indent=1, sort_keys=True, cls=DjangoJSONEncoder
    ).encode()


def _rows(queryset: Any) -> list[dict[str, Any]]:
    return list(queryset.values())


def _applicant(case: Case) -> dict[str, Any]:
    """Who asked. The number of the identity proof is masked: a dossier outlives every key, and is read
    without asking why; whoever needs it has the application as it came."""
    row = _rows(Applicant.objects.filter(pk=case.applicant_id))[0]
    del row["identity_sealed"], row["identity_index"]
    return {**row, "identity_number": case.applicant.masked_identity}


def _phrases(drafts: list[Draft]) -> list[dict[str, Any]]:
    """The office wording that each version was made with, word for word."""
    return [
        {
            "draft_version": draft.version,
            "phrase": one.phrase_id,
            "version": one.version,
            "field": one.phrase.field,
            "title": one.title,
            "text": one.text,
            "valid_from": one.valid_from,
            "valid_until": one.valid_until,
        }
        for draft in drafts
        for one in PhraseVersion.objects.named_in(draft.phrases or ())
    ]


def _ledger(case: Case, act: Act) -> list[dict[str, Any]]:
    reading = read_case_clock(case, today=act.on)
    return [
        {"day": line.day, "is_counted": line.is_counted, "reason": str(line.reason)}
        for line in reading.ledger
    ]


def _files(case: Case) -> list[package.Item]:
    """Letters as they left (a seal is on what was printed, whose digest `seals.json` names) and
    documents. Raises FileDamaged."""
    items: list[package.Item] = []
    try:
        for number, letter in enumerate(case.letters.select_related("seal"), start=1):
            path = f"letters/{number:02d}-{letter.code}.pdf"
            items.append(package.Item(path, vault.read(letter.leaving_sha256)))
        for number, document in enumerate(case.documents.all(), start=1):
            suffix = Path(document.name).suffix.lower()
            path = f"documents/{number:02d}-{document.kind}{suffix}"
            items.append(package.Item(path, vault.read(document.sha256)))
    except vault.Damaged as damaged:
        raise FileDamaged(
            _("A file of this case is missing or damaged: %(digest)s") % {"digest": damaged.digest}
        ) from damaged
    return items


def contents(case: Case, act: Act) -> list[package.Item]:
    """Everything that goes into the dossier: letters, evidence, opinions, acts, the clock's ledger.

    Raises FileDamaged if a file in the vault is gone or changed.
    """
    items = _files(case)
    related = ("opinion__reviewer", "opinion__amendment", "opinion__carries__draft")
    drafts = list(
        case.drafts.select_related(*related).prefetch_related("opinion__points__answer__draft")
    )
    tables = {
        "case": _rows(Case.objects.filter(pk=case.pk))[0],
        "applicant": _applicant(case),
        "documents": _rows(case.documents.all()),
        "drafts": _rows(case.drafts.all()),
        "phrases": _phrases(drafts),
        "letters": _rows(case.letters.all()),
        "facts": _rows(case.fact_records.all()),
        "searches": _rows(case.searches.all()),
        "consultations": _rows(case.consultations.all()),
        "correction": _rows(Correction.objects.filter(case=case)),
        "extension": _rows(Extension.objects.filter(case=case)),
        "secrecy_checks": _rows(SecrecyCheck.objects.filter(draft__case=case)),
        "secrecy_items": _rows(SecrecyItem.objects.filter(check_row__draft__case=case)),
        "opinions": opinions_told(drafts),
        "seals": _rows(Seal.objects.filter(letter__case=case)),
        "signatures": _rows(Signature.objects.filter(draft__case=case)),
        "signing_delegations": _rows(
            SigningDelegation.objects.filter(signatures__draft__case=case).distinct()
        ),
        "dispatches": _rows(Dispatch.objects.filter(letter__case=case)),
        "dispatch_results": _rows(DispatchResult.objects.filter(dispatch__letter__case=case)),
        "voided_letters": _rows(VoidedLetter.objects.filter(letter__case=case)),
        "clock_ledger": _ledger(case, act),
        "acts": _rows(Entry.objects.filter(case=case).order_by("id")),
    }
    items += [package.Item(f"records/{name}.json", _json(rows)) for name, rows in tables.items()]
    return items


@transaction.atomic
def seal(act: Act, *, case: Case) -> Dossier:
    """Build the dossier, write its digest down, and close the case to every change.

    It is complete and lasting before the row that names it is committed. Raises NotClosed,
    AlreadySealed, StillReturned, FileDamaged or NotKept.
    """
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("applicant", "unit")
        .get(pk=case.pk)
    )
    _refuse_too_early(case)
    name = f"{timezone.localdate(case.registered_at).year}-{case.pk:06d}"
    try:
        folder, built = shelf.keep(name, contents(case, act), info=_info(case, act))
    except vault.Unreachable as failed:
        raise NotKept from failed
    dossier = Dossier.objects.create(
        case=case,
        folder=folder,
        manifest_sha256=built.manifest_sha256,
        files=built.files,
        payload_bytes=built.payload_bytes,
        retention=propose_retention(case.outcome_code, on=case.closed_on).retention,
        sealed_by=act.by,
        sealed_at=act.at,
    )
    record(
        act,
        case=case,
        verb="archived",
        duty=Duty.ARCHIVE,
        folder=folder,
        manifest=built.manifest_sha256,
    )
    Case.objects.filter(pk=case.pk).update(archived_at=act.at)
    return dossier


def _refuse_too_early(case: Case) -> None:
    if case.closed_on is None:
        raise NotClosed(_("The reply has not been delivered yet; there is nothing to close."))
    if Dossier.objects.filter(case=case).exists():
        raise AlreadySealed(_("The dossier of this case is sealed already."))
    if (reply := came_back_unsettled(case)) is not None:
        raise StillReturned(
            _(
                "%(number)s came back. Send it again, or record that nobody can be reached, before "
                "the dossier is sealed."
            )
            % {"number": reply.number}
        )


def _info(case: Case, act: Act) -> dict[str, str]:
    """What stands in bag-info.txt; the head of the audit chain leaves the database with it."""
    head = Entry.objects.order_by("-id").values_list("hash", flat=True).first()
    return {
        "Source-Organization": case.unit.name,
        "External-Identifier": case.number,
        "Internal-Sender-Identifier": str(case.pk),
        "Bagging-Date": act.on.isoformat(),
        "X-Audit-Head": head or "",
    }
