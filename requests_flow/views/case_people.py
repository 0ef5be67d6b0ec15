"""谁能看到: everybody who sees a case, by what, since and until when; now or at another moment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from requests_flow.actions.part_checks import may_end
from requests_flow.actions.restricting import may_restrict
from requests_flow.models import Case, CaseGrant, Part, Sight
from requests_flow.models.seeing import (
    Instant,
    Seer,
    history_begins,
    named_at,
    parts_at,
    restriction_at,
    seers,
)
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import Unit

from .case_why import day, duty_name, shows, why
from .forms.parts import AskingForm
from .part_deeds import parts_to_give

LAST_MOMENT = time(23, 59, 59, 999_999)


def sees_people(user: Any, case: Case) -> bool:
    """Whether `user` is told who else sees the case: who holds a duty, nobody let in to it."""
    return Case.objects.held_by(user).filter(pk=case.pk).exists()


def not_named_for(case: Case, task: Any, *, today: date) -> Duty | None:
    """The duty of the step at which this restricted case waits, if nobody named on it holds it."""
    if task is None:
        return None
    duty = Duty(task.owner_permission)
    unit = Unit.objects.filter(pk=task.owner_permission_obj_pk).first() or case.unit
    named = named_at(case, Instant(at=timezone.now(), on=today))
    if access.people_with(duty, unit).filter(pk__in=named).exists():
        return None
    let_in = case.review_grants.standing(today) if duty == Duty.REVIEW_IN_LAW else ()
    return None if let_in else duty


def by_duty(found: Iterable[Seer]) -> list[dict[str, Any]]:
    """One line for a person at a unit, with all the duties that show them the case."""
    lines: dict[tuple[int, int, Sight], dict[str, Any]] = {}
    for seer in found:
        row = seer.row
        key = (seer.person.pk, row.unit_id, seer.sight)
        line = lines.setdefault(
            key,
            {
                "person": seer.person,
                "unit": row.unit,
                "duties": [],
                "since": day(row.valid_from or row.given_at),
                "until": row.valid_until,
                "who": row.given_by,
                "reason": row.reason,
                "shows": shows(seer.sight),
            },
        )
        line["duties"].append(duty_name(row.duty))
    return list(lines.values())


class CasePeople(TemplateView):
    """Who sees the case, why somebody does or does not, and who did at another moment."""

    template_name = "requests_flow/case_people.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read the address once; what cannot be read asks nothing."""
        super().setup(request, *args, **kwargs)
        self.form = AskingForm(request.GET or None)
        self.asked = self.form.cleaned_data if self.form.is_valid() else {}

    def instant(self) -> Instant:
        """Now, or the moment that was asked about; of a day without a time, its end."""
        now = timezone.now()
        if not (on := self.asked.get("on")):
            return Instant(at=now, on=timezone.localdate())
        clock = self.asked.get("time") or LAST_MOMENT
        at = datetime.combine(on, clock, tzinfo=timezone.get_current_timezone())
        if at > now:
            return Instant(at=now, on=timezone.localdate())
        return Instant(at=at, on=on, is_now=False)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each way with everybody on it."""
        user = self.request.user
        rows = Case.objects.visible_to(user, Sight.IDENTITY)
        related = ("unit", "section", "legal_unit", "process", "applicant")
        case = get_object_or_404(rows.select_related(*related), pk=kwargs.pop("pk"))
        instant = self.instant()
        found = seers(case, instant)
        restriction = restriction_at(case, instant)
        seeing = found
        if restriction is not None:
            named = named_at(case, instant)
            seeing = [seer for seer in found if seer.person.pk in named]
        is_known = instant.at >= case.registered_at
        person = self.asked.get("person")
        return super().get_context_data(
            case=case,
            form=self.form,
            instant=instant,
            is_known=is_known,
            history_begins=history_begins(),
            is_future=bool(self.asked.get("on")) and instant.is_now,
            restriction=restriction,
            hidden=len({one.person.pk for one in found} - {one.person.pk for one in seeing}),
            duties=by_duty(one for one in seeing if one.way in ("read", "read_section", "review")),
            overseers=by_duty(one for one in seeing if one.way == "oversee"),
            parts=self._parts(case, instant),
            others=[one for one in seeing if one.way in ("adviser", "deputy")],
            why=why(case, person, instant, found) if person and is_known else None,
            may_restrict=instant.is_now and may_restrict(user, case),
            may_give=instant.is_now and parts_to_give(user, case),
            trail=[
                {"label": _("Desk"), "url": reverse("desk")},
                {"label": case.number, "url": case.get_absolute_url()},
                {"label": _("Who can see it")},
            ],
            **kwargs,
        )

    def _parts(self, case: Case, instant: Instant) -> list[dict[str, Any]]:
        """With a button for who may end them; those that ended lately as well, for now."""
        rows = list(parts_at(case, instant))
        ends = {part: self._ends(case, part) for part in {Part(row.part) for row in rows}}
        own = self.request.user.pk
        return [
            {
                "row": row,
                "may_end": instant.is_now and (row.person_id == own or ends[Part(row.part)]),
                "shows": "" if row.part == Part.NAMED else shows(_SHOWN[Part(row.part)]),
            }
            for row in rows
        ]

    def _ends(self, case: Case, part: Part) -> bool:
        return may_end(self.request.user, CaseGrant(case=case, part=part))


_SHOWN = {Part.CO_HANDLER: Sight.APPLICATION, Part.CONSULTED: Sight.QUESTION}
