"""An office with many signed replies that wait to be issued.

One case goes the whole way through the real actions; the others are copies of its rows, each with a
digest of its own. The triggers look at every row of them as at any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models, transaction

from legal_review.models import Opinion
from requests_flow.actions.act import Act
from requests_flow.actions.drafting import content_digest
from requests_flow.models import Applicant, Case, Draft, Signature
from tests import factories
from tests.requests_flow.sealed_office import give_key, give_picture


@dataclass(frozen=True, slots=True)
class Desk:
    """Who issues, in which series, and the cases that wait."""

    act: Act
    series: str
    cases: tuple[int, ...]


def open_desk(count: int, keys: Path) -> Desk:
    """`count` cases whose reply is signed and not yet issued. `keys`: a folder for the seal's."""
    office = factories.Office()
    keys.mkdir()
    give_key(keys, settings, office)
    give_picture(office)
    first = factories.signed(office)
    with transaction.atomic():
        rest = _copies(first, count - 1)
    act = Act(by=office.clerk, at=factories.at())
    return Desk(act, f"{office.unit.number_prefix}:reply", (first.pk, *rest))


def _copies(case: Case, count: int) -> list[int]:
    draft = case.latest_draft
    processes = _many(case.process, [{"artifact_object_id": None}] * count)
    applicants = _many(case.applicant, [{"name": f"张三{at}"} for at in range(count)])
    cases = _many(
        case,
        [
            {
                "process_id": process.pk,
                "applicant_id": applicant.pk,
                "number": f"{case.number}/{at}",
            }
            for at, (process, applicant) in enumerate(zip(processes, applicants, strict=True))
        ],
    )
    drafts = _many(draft, [_draft_of(one, draft) for one in cases])
    bound = [{"draft_id": one.pk, "digest": one.digest} for one in drafts]
    _many(Opinion.objects.get(draft=draft), bound)
    _many(Signature.objects.get(draft=draft), bound)
    return [one.pk for one in cases]


def _draft_of(case: Case, model: Draft) -> dict[str, Any]:
    """The letter of `model`, addressed to the applicant of this case."""
    case.applicant = Applicant.objects.get(pk=case.applicant_id)
    decided = {**model.context["decision"], "case_number": case.number}
    context = {**model.context, "addressee": case.applicant.name, "decision": decided}
    digest = content_digest(
        case,
        outcome_code=model.outcome_code,
        context=context,
        attachments=model.attachments,
        template_version=model.template_version,
    )
    return {"case_id": case.pk, "context": context, "digest": digest}


def _many(row: models.Model, changes: list[dict[str, Any]]) -> list[Any]:
    """Copies of a row, each with its changes."""
    model = type(row)
    values = {
        field.attname: getattr(row, field.attname)
        for field in model._meta.concrete_fields
        if not field.primary_key
    }
    made = [model(**{**values, **change}) for change in changes]
    return model._base_manager.bulk_create(made, batch_size=500)
