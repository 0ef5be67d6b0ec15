"""归档: the dossier is built, synced and sealed; from then on the case is read-only."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.models import Dossier
from archive.rules import package
from requests_flow.actions.act import Act, Refusal
from requests_flow.actions.recording import record
from requests_flow.models import (
    Case,
    Correction,
    Delivery,
    Draft,
    Entry,
    Extension,
    SecrecyCheck,
    Signature,
    vault,
)
from requests_flow.models.reading import read_case_clock
from requests_flow.rules.retention import propose_retention
from requests_flow.units.duties import Duty


class NotClosed(Refusal):
    """The case is not at its end."""


class AlreadySealed(Refusal):
    """The dossier of this case was sealed before."""


class FileDamaged(Refusal):
    """A file of the case is not what was put there; nothing is sealed over it."""


def _json(data: Any) -> bytes:
    return json.dumps(
        data, ensure_ascii=False, indent=1, sort_keys=True, cls=DjangoJSONEncoder
    ).encode()


def _rows(queryset: Any) -> list[dict[str, Any]]:
    return list(queryset.values())


def _opinions(drafts: list[Draft]) -> list[dict[str, Any]]:
    return [
        {
            "draft_version": draft.version,
            "digest": draft.opinion.digest,
            "verdict": draft.opinion.verdict,
            "comments": draft.opinion.comments,
            "checklist": draft.opinion.checklist,
            "reviewer": str(draft.opinion.reviewer),
            "given_on": draft.opinion.given_on,
        }
        for draft in drafts
        if hasattr(draft, "opinion")
    ]


def _ledger(case: Case, act: Act) -> list[dict[str, Any]]:
    reading = read_case_clock(case, today=act.on)
    return [
        {"day": line.day, "is_counted": line.is_counted, "reason": str(line.reason)}
        for line in reading.ledger
    ]


def contents(case: Case, act: Act) -> list[package.Item]:
    """Everything that goes into the dossier: letters, evidence, opinions, acts, the clock's ledger.

    Raises FileDamaged if a file in the vault is gone or changed.
    """
    items: list[package.Item] = []
    try:
        for number, letter in enumerate(case.letters.all(), start=1):
            path = f"letters/{number:02d}-{letter.code}.pdf"
            items.append(package.Item(path, vault.read(letter.sha256)))
        for number, document in enumerate(case.documents.all(), start=1):
            suffix = Path(document.name).suffix.lower()
            path = f"documents/{number:02d}-{document.kind}{suffix}"
            items.append(package.Item(path, vault.read(document.sha256)))
    except vault.Damaged as damaged:
        raise FileDamaged(
            _("A file of this case is missing or damaged: %(digest)s") % {"digest": damaged.digest}
        ) from damaged
    drafts = list(case.drafts.select_related("opinion__reviewer"))
    tables = {
        "case": _rows(Case.objects.filter(pk=case.pk))[0],
        "applicant": _rows(type(case.applicant).objects.filter(pk=case.applicant_id))[0],
        "documents": _rows(case.documents.all()),
        "drafts": _rows(case.drafts.all()),
        "letters": _rows(case.letters.all()),
        "facts": _rows(case.fact_records.all()),
        "searches": _rows(case.searches.all()),
        "consultations": _rows(case.consultations.all()),
        "correction": _rows(Correction.objects.filter(case=case)),
        "extension": _rows(Extension.objects.filter(case=case)),
        "secrecy_checks": _rows(SecrecyCheck.objects.filter(draft__case=case)),
        "opinions": _opinions(drafts),
        "signatures": _rows(Signature.objects.filter(draft__case=case)),
        "deliveries": _rows(Delivery.objects.filter(letter__case=case)),
        "clock_ledger": _ledger(case, act),
        "acts": _rows(Entry.objects.filter(case=case).order_by("id")),
    }
    items += [package.Item(f"records/{name}.json", _json(rows)) for name, rows in tables.items()]
    return items


@transaction.atomic
def seal(act: Act, *, case: Case) -> Dossier:
    """Build the dossier folder, write its digest down, and close the case to every change.

    The folder is complete and synced before the row that names it is committed. Raises NotClosed,
    AlreadySealed or FileDamaged.
    """
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("applicant", "unit")
        .get(pk=case.pk)
    )
    if case.closed_on is None:
        raise NotClosed(_("The reply has not been delivered yet; there is nothing to close."))
    if Dossier.objects.filter(case=case).exists():
        raise AlreadySealed(_("The dossier of this case is sealed already."))
    folder = f"{timezone.localdate(case.registered_at).year}-{case.pk:06d}"
    built = package.build(_free_folder(folder), contents(case, act), info=_info(case, act))
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


def _free_folder(folder: str) -> Path:
    """Where the dossier goes. A folder without a row is the remains of a crash and moves aside."""
    target = Path(settings.DOSSIER_DIR) / folder
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        number = 1
        while (aside := target.with_name(f"{folder}.unsealed-{number}")).exists():
            number += 1
        target.rename(aside)
    return target


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
