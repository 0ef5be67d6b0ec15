"""One line of a list: a case, its clock, and what this person can do with it now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import QuerySet
from viewflow.workflow.models import Task

from requests_flow.models import Case
from requests_flow.models.reading import calendar
from requests_flow.models.ways import sees_only_parts
from requests_flow.rules.clock import Reading
from requests_flow.rules.working_days import WorkingCalendar
from requests_flow.units.models import User

from .blotting import without_applicant
from .clock_face import Chip
from .clock_words import clock_of
from .step_days import StepDay, step_day
from .wording import CHANNELS, KINDS, STAGE_OF, STAGES
from .worklist import Reach, node_name, task_of, task_url


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a list."""

    case: Case
    chip: Chip
    task: Task | None
    stage: str
    step: str
    url: str  # where this person goes on; empty if it is not theirs
    is_free: bool
    is_restricted: bool = False
    has_applicant: bool = True  # False: they help, and are not told who asked
    is_offered: bool = False  # somebody away has it, and this person stands in
    reading: Reading | None = None  # None: its days contradict each other
    step_day: StepDay | None = None  # until when the step is to be done

    @property
    def subject(self) -> str:
        """What it is about; without the applicant, should they be named in it."""
        case = self.case
        return (
            case.subject if self.has_applicant else without_applicant(case.subject, case.applicant)
        )

    @property
    def applicant(self) -> str:
        """Who asked, masked; nobody to whom that is not told."""
        return self.case.applicant.masked_name if self.has_applicant else "—"

    @property
    def place(self) -> Any:
        """Who handles it: a section, or the unit."""
        return self.case.section or self.case.unit

    @property
    def kind(self) -> Any:
        """What kind of applicant asked, in words."""
        return KINDS.get(self.case.applicant.kind, "") if self.has_applicant else ""

    @property
    def channel(self) -> Any:
        """How the application came, in words."""
        return CHANNELS.get(self.case.channel, "")


def row_of(case: Case, reach: Reach, *, today: date, days: WorkingCalendar) -> Row:
    """The line for `case` as the person of `reach` sees it."""
    task = task_of(case)
    reading, chip = clock_of(case, today=today, days=days)
    if task is None:
        return Row(
            case=case,
            chip=chip,
            task=None,
            stage="",
            step="",
            url="",
            is_free=False,
            reading=reading,
        )
    held = reach.may(task)
    is_mine = held and task.owner_id == reach.user_pk
    is_refused = task.pk in reach.barred
    is_free = held and task.owner_id is None and not is_refused
    is_offered = task.pk in reach.offered and not is_refused
    return Row(
        case=case,
        chip=chip,
        task=task,
        stage=str(STAGES[STAGE_OF[node_name(task)]][0]),
        step=str(task.flow_task.task_title or task.flow_task.name),
        url=task_url(task) if is_mine or is_free else case.get_absolute_url() if is_offered else "",
        is_free=is_free,
        is_offered=is_offered,
        reading=reading,
        step_day=step_day(case, node_name(task), reading, today=today, days=days),
    )


def rows_of(
    cases: QuerySet[Case] | list[Case], user: User, *, today: date, reach: Reach | None = None
) -> list[Row]:
    """The lines of one page; `reach`: if what the person may take was asked for already."""
    page = list(cases)
    reach = reach or Reach.of(user, [task for case in page if (task := task_of(case))])
    days = calendar()  # once for all of them
    helped = _without_applicant(page, user)
    return [
        replace(
            row_of(case, reach, today=today, days=days),
            is_restricted=case.is_restricted_now,
            has_applicant=case.pk not in helped,
        )
        for case in page
    ]


def _without_applicant(page: list[Case], user: User) -> frozenset[int]:
    """Keys of those that `user` sees without who asked; no query for who has only duties."""
    if not sees_only_parts(user):
        return frozenset()
    keys = [case.pk for case in page]
    told = Case.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True)
    return frozenset(keys) - frozenset(told)
