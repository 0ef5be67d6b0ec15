"""Parts in single cases of the demo: somebody helps, a unit is asked, one case is restricted."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from requests_flow.actions import handling, restricting
from requests_flow.actions.act import Act
from requests_flow.actions.part_checks import Giving
from requests_flow.actions.parts import give_part
from requests_flow.models import Case, Consultation, Entry, Part, Restriction
from requests_flow.units.duties import Duty
from requests_flow.views.worklist import node_refs

from .founding import Staff

UNIT, HELPS, ASKED = "hsfgj", "maoyifan", "hsczj"


def share(staff: Staff, *, latest: date, today: date) -> None:
    """In the last hour of the last day that anything happened on; as far as there are such cases."""
    at = datetime.combine(latest, time(17, 50), timezone.get_current_timezone())
    at = max(at, Entry.objects.latest("id").at)
    until = today + timedelta(days=14)
    cases = list(_handled(staff, latest).filter(consultations=None).order_by("-due_on")[:2])
    if cases:
        _help(staff, cases[0], at, until)
    if len(cases) > 1:
        _ask(staff, cases[1], at, until)
    elsewhere = Case.objects.filter(process__in=_at("handle", "compose", "assign", "review"))
    elsewhere = elsewhere.exclude(unit__code=UNIT)
    case = elsewhere.order_by("-due_on").first()
    if case is not None:
        heads = staff.holders(case.unit, Duty.REVIEW)
        restricting.restrict(
            Act(by=heads[0], at=at),
            case=case,
            kind=Restriction.Kind.LITIGATION,
            reason="申请人已就同一地块提起行政诉讼，办理期间限制知悉范围",
        )


def _at(*nodes: str) -> QuerySet[Task]:
    waiting = Task.objects.filter(status__in=(STATUS.NEW, STATUS.ASSIGNED))
    return waiting.filter(flow_task__in=node_refs(nodes)).values("process")


def _handled(staff: Staff, latest: date) -> QuerySet[Case]:
    """Those of the office that somebody handles, and for which there is time to ask."""
    rows = Case.objects.filter(unit=staff.units[UNIT], process__in=_at("handle"))
    return rows.filter(handler__isnull=False, due_on__gt=latest).select_related("handler", "unit")


def _help(staff: Staff, case: Case, at: datetime, until: date) -> None:
    giving = Giving(
        part=Part.CO_HANDLER,
        person=staff.users[HELPS],
        valid_until=until,
        reason="协助查找区政府办公室留存的会议纪要",
    )
    give_part(Act(by=case.handler, at=at), case=case, giving=giving)


def _ask(staff: Staff, case: Case, at: datetime, until: date) -> None:
    act, unit = Act(by=case.handler, at=at), staff.units[ASKED]
    consultation = handling.consult(
        act,
        case=case,
        kind=Consultation.Kind.OTHER_ORGAN,
        name=unit.name,
        question="申请公开的资金拨付文件是否由贵局制作或者保存？如有，能否公开？",
        sent_on=act.on,
    )
    giving = Giving(
        part=Part.CONSULTED,
        unit=unit,
        consultation=consultation,
        valid_until=until,
        reason="书面征求意见",
    )
    give_part(act, case=case, giving=giving)
