"""Which cases the demo holds: when each came, what is about it, and where it stands today.

Pure: from a number, a day and a seed follows the whole list.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from requests_flow.rules.receipt import Channel
from requests_flow.rules.working_days import WorkingCalendar

from . import applicants
from .applicants import DemoApplicant
from .people import STAFFED
from .scenario import PERSON, Scenario
from .scenarios import BY_OUTCOME
from .standing import OPEN, Standing

MONTHS_BACK = 25
AMENDED = 25  # one in so many is agreed to in the adviser's own words
ARCHIVED = "end"
BEFORE_DECISION = ("review", "await_correction", "assign", "handle")
# One in a hundred of each; the rarer ones come first, so that a small demo holds them too.
_SHARES = {
    "C1": 1, "E3": 2, "C3": 1, "C2": 2, "F1": 4, "D2": 4, "E2": 3, "C8": 3, "C5": 3, "C7": 5,
    "C6": 5, "C4": 5, "A3": 1, "D3": 1, "E4": 1, "E5": 1,
    "B": 10, "D1b": 6, "E1": 6, "D1a": 12, "A1": 10, "A2": 14,
}  # fmt: skip
_CHANNELS = (
    *[Channel.ONLINE] * 5, *[Channel.REGISTERED_POST] * 4, *[Channel.COUNTER] * 3,
    Channel.ORDINARY_POST, Channel.FAX,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """One case from its arrival to where it waits today: `until` is a node of the flow.

    `pace` is on which working day the reply leaves if nothing comes between.
    """

    unit: str
    story: Scenario
    applicant: DemoApplicant
    received_on: date
    channel: Channel
    until: str = ARCHIVED
    pace: int = 12
    correction: str = ""  # waiting, received, lapsed
    consulted: str = ""  # pending, answered, silent
    is_returned: bool = False
    is_amended: bool = False
    is_extended: bool = False
    repeats: int | None = None  # the place in the list of the case that is asked again


class Planner:
    """Draws the list. The same seed and day give the same list."""

    def __init__(self, *, today: date, seed: int, calendar: WorkingCalendar) -> None:
        self.today = today
        self.calendar = calendar
        self.rng = Random(seed)  # noqa: S311  # a draw of stories, no secret
        self._turn: dict[str, int] = {}
        self._asked: set[tuple[str, str]] = set()

    def plan(self, count: int) -> list[Journey]:
        """`count` cases in the order in which they came; a fifth of them open, 40 at most."""
        standing = OPEN[: max(1, min(len(OPEN), count // 2 if count < 40 else count // 5))]
        journeys = [self._open(one) for one in standing]
        journeys += self._closed(count - len(standing))
        journeys.sort(key=lambda journey: journey.received_on)
        return [self._repeating(journeys, place) for place in range(len(journeys))]

    def _story(self, outcome: str, unit: str = "") -> tuple[Scenario, str]:
        """The next story of this outcome in turn, and a unit that is asked it."""
        stories = [s for s in BY_OUTCOME[outcome] if not unit or unit in s.units]
        turn = self._turn[outcome] = self._turn.get(outcome, -1) + 1
        story = stories[turn % len(stories)]
        return story, unit or self.rng.choice([u for u in story.units if u in STAFFED])

    def _open(self, standing: Standing) -> Journey:
        story, unit = self._story(standing.outcome, standing.unit)
        if standing.correction and not story.unclear:
            story = next(s for s in BY_OUTCOME[standing.outcome] if s.unclear)
            unit = self.rng.choice(story.units)
        received_on = self._days_before(standing.days_ago)
        journey = self._journey(story, unit, received_on)
        if standing.name:
            someone = applicants.invent(self.rng, PERSON)
            journey = replace(journey, applicant=replace(someone, name=standing.name))
        return replace(
            journey,
            until=standing.until,
            pace=standing.days_ago if standing.days_ago < 20 else 19,
            correction=standing.correction,
            consulted=standing.consulted or self._heard(story, standing.until),
            is_returned=standing.is_returned,
            is_amended=standing.is_amended,
            is_extended=standing.is_extended,
        )

    def _closed(self, count: int) -> Iterator[Journey]:
        outcomes = self._outcomes(count)
        self.rng.shuffle(outcomes)
        span = MONTHS_BACK * 30
        last = (self.today - self._days_before(34)).days
        for place, outcome in enumerate(outcomes):
            days = span - (span - last) * place // max(1, count - 1) + self.rng.randrange(6)
            story, unit = self._story(outcome)
            journey = self._adorned(self._journey(story, unit, self._workday(days)))
            is_amended = (
                place % AMENDED == 0 and not journey.is_returned and outcome not in ("E2", "F1")
            )
            yield replace(journey, is_amended=is_amended)

    def _adorned(self, journey: Journey) -> Journey:
        """What comes between: corrections, consultations, returns, extensions, delays."""
        chance, story = self.rng.random, journey.story
        correction = ""
        if story.outcome == "F1":
            correction = "lapsed"
        elif story.unclear and (story.outcome == "D3" or chance() < 0.7):
            correction = "received"
        is_late = chance() < 0.04
        return replace(
            journey,
            correction=correction,
            consulted=self._heard(story, ARCHIVED),
            is_returned=chance() < 0.15,
            is_extended=not is_late and chance() < 0.07,
            pace=self.rng.randrange(22, 27) if is_late else self.rng.choice(range(6, 20)),
        )

    def _heard(self, story: Scenario, until: str) -> str:
        """Who is concerned was asked before the case went on from handling (art. 32)."""
        if not story.third_party or until in BEFORE_DECISION:
            return ""
        return "answered" if story.third_party_says else "silent"

    def _outcomes(self, count: int) -> list[str]:
        """As many of each as its share, each at least once while there is room."""
        wanted = [code for code in _SHARES for _ in range(_SHARES[code] * count // 100)]
        wanted = list(_SHARES)[:count] + wanted
        filler = ["A2", "A1", "D1a", "B", "C7", "E1"]
        while len(wanted) < count:
            wanted.append(filler[len(wanted) % len(filler)])
        return wanted[:count]

    def _journey(self, story: Scenario, unit: str, received_on: date) -> Journey:
        return Journey(
            unit=unit,
            story=self._filled(story, unit, received_on.year),
            applicant=applicants.invent(self.rng, story.kinds),
            received_on=received_on,
            channel=self.rng.choice(_CHANNELS),
        )

    def _filled(self, story: Scenario, unit: str, year: int) -> Scenario:
        """In words in which this unit was not asked yet, if they can be found."""
        for _try in range(40):
            filled = story.filled(self.rng, year=year)
            if (unit, filled.request) not in self._asked:
                break
        self._asked.add((unit, filled.request))
        return filled

    def _repeating(self, journeys: list[Journey], place: int) -> Journey:
        """Who asks again asks what was answered to them before, at the same unit (art. 36(6))."""
        journey = journeys[place]
        if journey.story.outcome != "E2":
            return journey
        for earlier in range(place - 1, -1, -1):
            first = journeys[earlier]
            is_old = self.calendar.count(first.received_on, journey.received_on) > 75
            if is_old and first.until == ARCHIVED and first.story.outcome not in ("F1", "E2"):
                break
        else:
            return self._instead(journey)
        blanks = {"subject": first.story.subject, "request": first.story.request}
        story = replace(
            journey.story,
            subject=journey.story.subject.format(**blanks),
            request=journey.story.request.format(**blanks),
        )
        return replace(
            journey, story=story, unit=first.unit, applicant=first.applicant, repeats=earlier
        )

    def _instead(self, journey: Journey) -> Journey:
        """Nobody was answered before: they complain instead."""
        story, unit = self._story("E1")
        return replace(
            journey, story=self._filled(story, unit, journey.received_on.year), unit=unit
        )

    def _days_before(self, working_days: int) -> date:
        """The working day so many working days before today."""
        day = self.today
        while (
            not self.calendar.is_working_day(day)
            or self.calendar.count(day, self.today) < working_days
        ):
            day = date.fromordinal(day.toordinal() - 1)
        return day

    def _workday(self, days_ago: int) -> date:
        day = date.fromordinal(self.today.toordinal() - days_ago)
        return day if self.calendar.is_working_day(day) else self.calendar.add(day, 1)
