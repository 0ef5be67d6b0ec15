"""What a case page shows to who sees less than the reply: the clock, a question, the application."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from requests_flow import labels
from requests_flow.models import Case, CaseGrant, Consultation, Document, Part, Sight
from requests_flow.models.restriction import are_restricted
from requests_flow.models.seeing import ways_to
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import User
from requests_flow.units.places import places_of

from . import case_view
from .blotting import bare, without, without_applicant
from .clock_words import clock_of
from .side_action import HANDLING
from .worklist import node_name, task_of, with_all_for_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What somebody is asked, by which part, and whether it can be answered now."""

    asked: Consultation
    grant: CaseGrant
    is_open: bool
    text: str
    answer: str


def grants_of(user: User) -> Q:
    """Parts of the person, or of a unit for which they handle cases."""
    units = places_of(user).of(Duty.HANDLE)
    return Q(person=user.pk) | Q(unit__in=sorted(units), part=Part.CONSULTED)


def standing_grants(user: User, case: Case) -> list[CaseGrant]:
    """Those by which the person has a part in `case` today."""
    rows = CaseGrant.objects.standing(access.day_of_asking()).filter(grants_of(user), case=case)
    return list(rows.select_related("consultation", "granted_by", "unit").order_by("pk"))


def questions(case: Case, grants: list[CaseGrant]) -> list[Question]:
    """What the person is asked, each once."""
    task = task_of(case)
    is_handled = task is not None and node_name(task) in HANDLING
    found: dict[int, Question] = {}
    for grant in grants:
        asked = grant.consultation
        if grant.part == Part.CONSULTED and asked is not None:
            found[asked.pk] = Question(
                asked=asked,
                grant=grant,
                is_open=is_handled and asked.answered_on is None,
                text=without_applicant(asked.question, case.applicant),
                answer=without_applicant(asked.opinion, case.applicant),
            )
    return list(found.values())


def gate_by(stages: list[dict[str, Any]]) -> dict[str, Any]:
    """The legal check as far as the stage tells it; not whether a draft was returned, and when."""
    is_passed = stages[3]["state"] != "todo"
    return {"label": _("Legal check"), "state": "open" if is_passed else "closed", "detail": ""}


def smaller_face(user: User, pk: int) -> dict[str, Any]:
    """The context of the smaller page, for who sees anything of the case; else Http404."""
    cases = with_all_for_rows(Case.objects.visible_to(user, Sight.CLOCK))
    case = cases.filter(pk=pk).first()
    if case is None:
        raise Http404
    sight = max((way.sight for way in ways_to(user, case)), default=Sight.CLOCK)
    grants = standing_grants(user, case) if sight >= Sight.QUESTION else []
    reading, chip = clock_of(case, today=timezone.localdate())
    stages = case_view.stages(case)
    context = {
        "case": case,
        "chip": bare(chip),
        "headline": case_view.headline(case, reading),
        "stages": stages,
        "gate": gate_by(stages),
        "is_restricted": case.pk in are_restricted([case]),
        "questions": questions(case, grants),
        "parts": [
            (grant, without_applicant(grant.reason, case.applicant))
            for grant in grants
            if grant.part != Part.NAMED
        ],
        "trail": [{"label": _("Desk"), "url": reverse("desk")}, {"label": case.number}],
    }
    if sight >= Sight.APPLICATION:
        context |= application(user, case, grants)
    return context


def application(user: User, case: Case, grants: list[CaseGrant]) -> dict[str, Any]:
    """Subject, request and consultations, and what the person put on file themself."""
    applicant, correction = case.applicant, getattr(case, "correction", None)
    corrected = correction.corrected_text if correction and correction.received_on else ""
    task = task_of(case)
    helps = any(grant.part == Part.CO_HANDLER for grant in grants)
    own = case.documents.filter(
        added_by=user.pk, kind__in=(Document.Kind.FOUND, Document.Kind.EVIDENCE)
    )
    return {
        "subject": without_applicant(case.subject, applicant),
        "request_text": without_applicant(case.request_text, applicant),
        "corrected_text": without_applicant(corrected, applicant),
        "consulted": _consulted(case),
        "own_documents": list(own),
        "may_add": helps and task is not None and node_name(task) in HANDLING,
        "outcome": labels.OUTCOMES.get(case.outcome_code, ""),
    }


def _consulted(case: Case) -> list[dict[str, Any]]:
    """Who was asked what; a third party by its kind, also within the letter to it and its answer."""
    rows, third = list(case.consultations.all()), Consultation.Kind.THIRD_PARTY
    names = [row.name for row in rows if row.kind == third]

    def told(text: str) -> str:
        return without(without_applicant(text, case.applicant), names)

    return [
        {
            "row": row,
            "name": "" if row.kind == third else row.name,
            "question": told(row.question),
            "answer": told(row.opinion),
        }
        for row in rows
    ]
