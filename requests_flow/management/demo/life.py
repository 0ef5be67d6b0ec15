"""Lives a demo case, step by step, through the actions and the nodes that people use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import STATUS

from requests_flow.actions import registering, reviewing
from requests_flow.actions.act import Act
from requests_flow.flows import CaseFlow
from requests_flow.models import Case
from requests_flow.rules.working_days import WorkingCalendar
from requests_flow.units.duties import Duty
from requests_flow.views.walking import open_case, open_task, take_step

from .arriving import application, arrival, keep_application
from .diary import Diary
from .founding import Staff
from .handling import Handling
from .journeys import Journey
from .leaving import Leaving

Deed = Callable[[Act, Case], Any]
# A step of the story: the node it takes ("" for what is done beside one), on which working day, how.
Scene = tuple[str, float, Callable[[], None]]


@dataclass(slots=True)
class World:
    """What all cases share."""

    staff: Staff
    calendar: WorkingCalendar
    latest: date  # the last day on which anything may have happened
    rng: Random
    # Number and date of each reply, by the place of its case in the list.
    replies: dict[int, tuple[str, str]] = field(default_factory=dict)
    stand_at_the_archive: int = 0  # how many answered cases wait to be filed away


class Life:
    """One case. `moments` yields when something is done and does it when asked for the next."""

    def __init__(self, journey: Journey, world: World, place: int) -> None:
        self.journey, self.world, self.place = journey, world, place
        self.rng = world.rng
        self.unit = world.staff.units[journey.unit]
        self.diary = Diary(journey.received_on, world.calendar, world.latest, world.rng)
        self.case: Case
        self.was_returned = False
        self.is_concluded = False
        self.handling = Handling(self)
        self.leaving = Leaving(self)

    @property
    def at(self) -> datetime:
        return self.diary.at

    def moments(self) -> Iterator[datetime]:
        """The story in its order; it stops before the node at which the case waits today."""
        for node, offset, do in self.scenes():
            if node == self.journey.until and self.is_last_round():
                return
            yield self.diary.turn_to(offset)
            do()

    def is_last_round(self) -> bool:
        """A case that was returned waits at the second visit of a node, not at the first."""
        return self.was_returned or not self.journey.is_returned

    def scenes(self) -> Iterator[Scene]:
        """Registration and review; then handling; then what leaves, and the archive."""
        pace = self.journey.pace
        yield "register", self.rng.randrange(2), self.register
        yield "review", 1 + (pace > 8), self.review
        if self.journey.correction:
            yield from self.correction()
            if self.journey.correction == "lapsed":
                yield "file_away", 20, self.leaving.file_away
                return
            yield "review", 1, self.review
        if not self.is_concluded:
            yield "assign", 1 + (pace > 10), self.assign
        yield from self.handling.scenes(pace)
        yield from self.leaving.scenes(pace)

    # What is done ---------------------------------------------------------------

    def register(self) -> None:
        """登记."""
        act = Act(by=self.who(Duty.REGISTER), at=self.at)

        def perform(process: Process) -> Case:
            return registering.register_case(
                act,
                process=process,
                unit=self.unit,
                arrival=arrival(self.journey, self.rng),
                application=application(self.journey, self.rng),
            )

        self.case = open_case(act, register=CaseFlow.register, perform=perform)
        keep_application(act, self.case, self.journey)
        Process.objects.filter(pk=self.case.process_id).update(created=self.at)
        self.date_back(since=0)

    def review(self) -> None:
        """审核: ask for a correction, answer at once, or accept."""
        story = self.journey.story
        clear = self.journey.correction == "" or hasattr(self.case, "correction")
        if not clear:
            self.take("review", Duty.REVIEW, self.ask_correction)
            return
        reviewers = self.world.staff.holders(self.unit, Duty.REVIEW)
        handlers = set(self.world.staff.holders(self.unit, Duty.HANDLE))
        both = [user for user in reviewers if user in handlers]
        # On the spot only where it is decided on the spot: the open cases wait at other steps.
        if both and story.outcome in ("E1", "D1b") and self.rng.random() < 0.5:
            self.is_concluded = True
            self.take("review", Duty.REVIEW, self.conclude, by=self.rng.choice(both))
        else:
            self.take("review", Duty.REVIEW, self.accept)

    def ask_correction(self, act: Act, case: Case) -> None:
        reviewing.ask_correction(act, case=case, items=self.journey.story.unclear)

    def accept(self, act: Act, case: Case) -> None:
        reviewing.accept(act, case=case, note="申请内容明确，由本机关答复。")

    def conclude(self, act: Act, case: Case) -> None:
        story = self.journey.story
        reviewing.conclude_at_review(
            act, case=case, outcome_code=story.outcome, note=story.words["reason"]
        )
        self.handling.put_on_file(act, case)

    def correction(self) -> Iterator[Scene]:
        """补正: it comes in, or it never does."""
        if self.journey.correction == "lapsed":
            yield "await_correction", 20, self.lapse
            return
        yield "await_correction", 4 + self.rng.randrange(7), self.receive_correction
        self.diary.begin_anew()

    def lapse(self) -> None:
        proof = "补正告知书已由申请人签收，补正期限届满未收到补正材料，也未说明理由。"
        self.take(
            "await_correction",
            Duty.REGISTER,
            lambda act, case: reviewing.lapse_correction(
                act, case=case, served_on=case.correction.asked_on, proof=proof
            ),
        )

    def receive_correction(self) -> None:
        text = self.journey.story.cleared or self.journey.story.request
        self.take(
            "await_correction",
            Duty.REGISTER,
            lambda act, case: reviewing.receive_correction(
                act, case=case, received_on=act.on, text=text
            ),
        )

    def assign(self) -> None:
        """分办: to one of those who handle cases here."""
        handler = self.who(Duty.HANDLE)
        self.take(
            "assign",
            Duty.REVIEW,
            lambda act, case: reviewing.assign(
                act, case=case, section=None, handler=handler, internal_due_on=None
            ),
        )

    # How it is done -------------------------------------------------------------

    def who(self, duty: Duty, *, not_in: frozenset[int] = frozenset()) -> Any:
        """Somebody of the unit, or of the one that reviews for it."""
        unit = self.unit.reviewing_unit if duty is Duty.REVIEW_IN_LAW else self.unit
        return self.world.staff.who(self.rng, unit, duty, not_in=not_in)

    def take(self, node: str, duty: Duty, deed: Deed, *, by: Any = None) -> None:
        """Take the step `node` as whoever has it, or as somebody who may."""
        task = open_task(self.case)
        act = Act(by=by or (task and task.owner) or self.who(duty), at=self.at)
        take_step(
            act,
            node=getattr(CaseFlow, node),
            case=self.case,
            perform=lambda case: deed(act, case),
        )
        self.case = Case.objects.select_related("unit", "applicant").get(pk=self.case.pk)
        self.date_back(since=task.pk if task else 0)

    def date_back(self, *, since: int) -> None:
        """viewflow writes its own times, which are today's; the story is older."""
        tasks = Task.objects.filter(process=self.case.process_id)
        fresh = tasks.filter(pk__gt=since)
        fresh.filter(status=STATUS.DONE).update(created=self.at, started=self.at, finished=self.at)
        fresh.exclude(status=STATUS.DONE).update(created=self.at)
        opened = self.at - timedelta(minutes=self.rng.randrange(3, 40))
        tasks.filter(pk=since).update(assigned=opened, started=opened, finished=self.at)
        if self.case.is_archived:
            Process.objects.filter(pk=self.case.process_id).update(finished=self.at)
