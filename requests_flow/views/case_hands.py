"""In whose hands a case is: who may go on with it, who stands in, whose turn it is, who may read it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Value
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from requests_flow.actions.authors import is_kept_out
from requests_flow.actions.claiming import is_left_behind
from requests_flow.actions.suggesting import suggestions
from requests_flow.models import Case, CaseGrant, Part, ReviewGrant, SigningDelegation
from requests_flow.models.reading import calendar
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import Absence, Unit
from requests_flow.units.places import places_of

from .clock_words import clock_of
from .step_days import step_day
from .worklist import Reach, node_name, task_of, task_url

LAW = Duty.REVIEW_IN_LAW.value


def may(user: Any, duty: Duty, unit: Unit) -> bool:
    """Whether `user` holds `duty` there today; all duties are asked once for a page."""
    return unit.pk in places_of(user).of(duty)


def main_action(case: Case, user: Any, task: Any, *, today: date) -> dict[str, Any]:
    """The next step: to go on with, to take, to take over, or with whom it lies."""
    reach = Reach.of(user, [task])
    step = task.flow_task.task_title or task.flow_task.name
    main: dict[str, Any] = {"label": step, "verb": _("Go on"), "is_main": True}
    if not reach.may(task):
        main["refused"] = _("This lies with those who %(duty)s here: %(people)s.") % {
            "duty": Duty(task.owner_permission).label,
            "people": _people(task, case),
        }
    elif task.owner_id and task.owner_id != user.pk:
        main |= _with_another(case, user, task, today=today, is_offered=task.pk in reach.offered)
    elif task.owner_id:
        main |= {"url": task_url(task), "hint": _("In your hands."), "can_release": True}
    elif is_kept_out(user, duty=task.owner_permission, case=case, on=today):
        main["refused"] = _("You had a hand in this reply; somebody else does this step.")
        main["refused"] += _turn(case, user, task, today=today)
    else:
        main |= {"url": reverse("claim", args=[case.pk]), "verb": _("Take"), "is_claim": True}
        main["hint"] = _("Free: whoever takes it has it.") + _turn(case, user, task, today=today)
    said = "refused" if "refused" in main else "hint"
    main[said] = f"{_until(case, task, today=today)} {main[said]}".strip()
    if task.owner_id and task.owner_id != user.pk:
        main["can_release"] = may(user, Duty.REVIEW, case.unit) or (
            task.owner_permission == LAW
            and may(user, Duty.REVIEW_IN_LAW, case.legal_unit)
            and _away(task, today) is not None
        )
    return main


def _until(case: Case, task: Any, *, today: date) -> str:
    days = calendar()
    reading, _chip = clock_of(case, today=today, days=days)
    day = step_day(case, node_name(task), reading, today=today, days=days)
    return day.words if day else ""


def _away(task: Any, today: date) -> Absence | None:
    absences = Absence.objects.on(today).filter(user=task.owner_id)
    return absences.select_related("substitute").first()


def _with_another(
    case: Case, user: Any, task: Any, *, today: date, is_offered: bool
) -> dict[str, Any]:
    if is_left_behind(task):
        said = _("%(name)s had this task and holds the duty no longer.") % {"name": task.owner}
        return _to_take_over(case, user, task, said, today=today)
    away = _away(task, today)
    said = _("%(name)s has taken this task.") % {"name": task.owner}
    if away is None:
        return {"refused": said}
    until = date_format(away.until_on, "DATE_FORMAT")
    said = _("%(name)s has this task and is away until %(day)s.") % {
        "name": task.owner,
        "day": until,
    }
    if not is_offered:
        if away.substitute:
            said += " " + _("%(name)s stands in.") % {"name": away.substitute}
        return {"refused": said}
    return _to_take_over(case, user, task, said, today=today, hint=_("You stand in."))


def _to_take_over(
    case: Case, user: Any, task: Any, said: str, *, today: date, hint: str = ""
) -> dict[str, Any]:
    if is_kept_out(user, duty=task.owner_permission, case=case, on=today):
        return {"refused": said + " " + _("You had a hand in this reply and cannot stand in.")}
    url, hint = reverse("claim", args=[case.pk]), f"{said} {hint}".strip()
    return {"url": url, "verb": _("Take over"), "is_claim": True, "hint": hint}


def _turn(case: Case, user: Any, task: Any, *, today: date) -> str:
    """To whom a free legal check is suggested; nobody is bound by it."""
    if task.owner_permission != LAW:
        return ""
    units = {case.legal_unit_id: case.legal_unit.organ_id}
    who = suggestions(units, on=today).get(case.pk)
    if who is None:
        return ""
    words = _("Suggested to you.") if who == user else _("Suggested: %(name)s.") % {"name": who}
    return f" {words}"


def _people(task: Any, case: Case) -> str:
    unit = case.unit
    if task.owner_permission == LAW:
        unit = case.legal_unit
    elif task.owner_permission == Duty.HANDLE.value:
        unit = case.section or case.unit
    names = [str(person) for person in access.people_with(Duty(task.owner_permission), unit)[:4]]
    return _(", ").join(names) or _("nobody yet")


def let_in(case: Case, user: Any) -> list[dict[str, Any]]:
    """Who reviews for the unit may let an outside adviser in, once a draft was handed in."""
    if not case.drafts.all() or not may(user, Duty.REVIEW_IN_LAW, case.legal_unit):
        return []
    return [
        {
            "label": _("Outside advisers"),
            "verb": _("Let in"),
            "url": reverse("review_grants", args=[case.pk]),
            "hint": _("A lawyer from outside may review this one case, until a day."),
        }
    ]


def readers(case: Case, *, today: date, is_restricted: bool) -> list[tuple[Any, str]]:
    """Who can see this case, and by what: in short; by name on a page of its own."""
    rows = _parts(case, today)
    if is_restricted:
        return rows
    for unit in {case.unit, case.section} - {None}:
        n = access.people_with(Duty.READ, unit).count()
        rows.append((unit, ngettext("%(n)d person by duty", "%(n)d people by duty", n) % {"n": n}))
    if not case.drafts.all():
        return rows
    n = access.people_with(Duty.REVIEW_IN_LAW, case.legal_unit).count()
    words = ngettext("%(n)d legal adviser", "%(n)d legal advisers", n) % {"n": n}
    rows.append((_("%(unit)s, since a draft was handed in") % {"unit": case.legal_unit}, words))
    grants = ReviewGrant.objects.standing(today).filter(case=case).select_related("reviewer")
    for grant in grants:
        until = _("outside adviser, until %(day)s") % {
            "day": date_format(grant.valid_until, "DATE_FORMAT")
        }
        rows.append((f"{grant.reviewer} · {grant.firm}", until))
    return rows + _deputies(case, today)


def _parts(case: Case, today: date) -> list[tuple[Any, str]]:
    """How many have a part in it; on a restricted one those who are named, who alone see it."""
    standing = CaseGrant.objects.standing(today).filter(case=case).order_by()
    found = dict(standing.values_list("part").annotate(n=Count("pk")))
    return [
        (part.label, ngettext("%(n)d by name", "%(n)d by name", found[part]) % {"n": found[part]})
        for part in Part
        if part in found
    ]


def _deputies(case: Case, today: date) -> list[tuple[Any, str]]:
    """Who may sign it for a signatory, while it waits for that."""
    task = task_of(case)
    if task is None or task.owner_permission != Duty.SIGN.value:
        return []
    standing = SigningDelegation.objects.standing(today).filter(unit=case.unit_id)
    rows = standing.covering(Value(case.outcome_code)).select_related("deputy", "signatory")
    return [
        (
            row.deputy,
            _("signs for %(name)s, until %(day)s")
            % {"name": row.signatory, "day": date_format(row.valid_until, "DATE_FORMAT")},
        )
        for row in rows
    ]
