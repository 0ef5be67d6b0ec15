"""我参与的: the cases in which somebody has a part, what they are asked to do, until when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from requests_flow.models import Case, CaseGrant, Part, Sight
from requests_flow.models.reading import calendar
from requests_flow.models.restriction import cases_closed_to
from requests_flow.models.ways import parts_of
from requests_flow.units import access
from requests_flow.units.models import User
from requests_flow.units.places import remembered

from .clock_face import Chip
from .clock_words import clock_of
from .faces import bare, grants_of, without_applicant
from .keyset import page_of, sorted_by
from .worklist import with_all_for_rows

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One part: its case as far as it shows, and what there is to do."""

    grant: CaseGrant
    case: Case
    chip: Chip
    subject: str  # empty where the part does not show it
    question: str
    reason: str

    @property
    def is_answered(self) -> bool:
        """Whether there is nothing left to answer."""
        asked = self.grant.consultation
        return asked is not None and asked.answered_on is not None


def parts_for(user: User) -> QuerySet[CaseGrant]:
    """The parts that stand today, of the person and of units for which they handle cases."""
    rows = CaseGrant.objects.standing(access.day_of_asking()).filter(grants_of(user))
    return rows.exclude(part=Part.NAMED).exclude(case__in=cases_closed_to(user))


def has_parts(user: User) -> bool:
    """For the menu; who never had one costs nothing more."""
    has = parts_of(user)
    if not (has["co_handles"] or has["is_consulted"] or has["anybody_consulted"]):
        return False
    return remembered(("has_parts", user.pk), lambda: parts_for(user).exists())


class MyParts(TemplateView):
    """By the last day of the part, the first to end above."""

    template_name = "requests_flow/my_parts.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page of parts."""
        found = parts_for(self.request.user).select_related("consultation", "granted_by", "unit")
        page = page_of(
            sorted_by(found, "valid_until"), key=self.request.GET.get("page", ""), size=PAGE
        )
        rows = self._rows(page.rows)
        return super().get_context_data(
            rows=rows,
            shown=_("%(n)d on this page") % {"n": len(rows)},
            previous_url=page.previous and f"?page={page.previous}",
            next_url=page.following and f"?page={page.following}",
            **kwargs,
        )

    def _rows(self, grants: list[CaseGrant]) -> list[Row]:
        keys, user = [grant.case_id for grant in grants], self.request.user
        seen = with_all_for_rows(Case.objects.visible_to(user, Sight.QUESTION)).filter(pk__in=keys)
        told = Case.objects.visible_to(user, Sight.APPLICATION).filter(pk__in=keys)
        cases, days, today = {case.pk: case for case in seen}, calendar(), timezone.localdate()
        subjects = set(told.values_list("pk", flat=True))
        return [
            Row(
                grant=grant,
                case=case,
                chip=bare(clock_of(case, today=today, days=days)[1]),
                subject=without_applicant(case.subject, case.applicant)
                if case.pk in subjects
                else "",
                question=without_applicant(grant.consultation.question, case.applicant)
                if grant.consultation
                else "",
                reason=without_applicant(grant.reason, case.applicant),
            )
            for grant in grants
            if (case := cases.get(grant.case_id))
        ]
