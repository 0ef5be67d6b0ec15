"""Everybody does everything, at random; after each step the house is as the model says.

`go` picks who should do the next thing; the rest are the wrong person, the wrong step, the same form
twice, a crash in the middle, a change behind the back of an approval, a script and a hand on the SQL
prompt.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

import time_machine
from django.db import transaction
from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import seed as with_seed
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.factories import at
from tests.legal_review.gate import attempts, door, world
from tests.legal_review.gate.model import DEEDS, DEEDS_AT, PEOPLE, REVIEWS, CaseModel, House
from tests.legal_review.gate.reading import Reader, everything
from tests.legal_review.gate.world import CASES, FIRST_DAY, TEXTS, World

NAMES = ("张三丰", "张三峰")
PHONES = ("0574-00000000", "0574-11111111")
FORMS = ("", "-new")
GOES_ON = {
    "handle": ("clerk", "choose"),
    "compose": ("clerk", "write"),
    "check_secrecy": ("checker", "pass_secrecy"),
    "review_in_law": ("adviser", "approve"),
    "take_over": ("clerk", "take"),
    "check_secrecy_again": ("checker", "pass_secrecy"),
    "sign": ("signatory", "sign"),
    "issue": ("clerk", "issue"),
    "deliver": ("clerk", "send"),
    "file_away": ("clerk", "file"),
}
COUNTS = (0, 0, 1, 2)  # of files that go with it
CHANGES = ("name", "phone", "form", "found")
PUTS = ("search", "found", "attachment")
ADVISERS = ("adviser", "other_adviser", "outside")
# Who wrote and who reviewed are nearest to it.
TEMPTED = (*PEOPLE, "clerk", "clerk", "adviser", "signatory")


class TheGate(RuleBasedStateMachine):
    """`shared` is the office that all examples begin with; each takes back what it did."""

    shared: ClassVar[World]
    planted: ClassVar[Callable[[], None] | None] = None  # a fault in the database itself
    begun: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.world = World(unit=self.shared.unit, people=self.shared.people, keys=self.shared.keys)
        self.world.model = world.fresh_model(self.shared)
        TheGate.shared.form = ""
        self.clock = time_machine.travel(at(FIRST_DAY), tick=False)
        self.traveller = self.clock.start()
        self.reader = Reader(self.world)
        self.keys: list[str] = list(CASES[:2])
        self.tokens = 0
        TheGate.begun += 1
        if TheGate.planted is not None:
            TheGate.planted()

    def teardown(self) -> None:
        self.clock.stop()
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)
        TheGate.shared.form = ""

    @initialize(luck=st.integers(0, 2**64 - 1))
    def begin(self, luck: int) -> None:
        """Two of the cases, wherever they wait.

        Who does what in the rules below is drawn from `luck`: hypothesis tells the rules and their
        order, and would give the same people the same few things.
        """
        self.luck = random.Random(luck)  # noqa: S311  no secret is drawn
        self.keys = self.luck.sample(CASES, 2)

    def drawn(self, **of: Sequence[Any]) -> list[Any]:
        """One of each, told where the example fails."""
        found = {name: self.luck.choice(values) for name, values in of.items()}
        note(f"    {self.keys} {found}")
        return list(found.values())

    def any_case(self) -> CaseModel:
        return self.model.cases[self.drawn(case=self.keys)[0]]

    @property
    def model(self) -> House:
        return self.world.model

    def walk(self, who: str, case: CaseModel, deed: str, text: str = "", files: int = 0) -> None:
        node, came = case.node, self.world.walk(who, case.key, deed, text, files)
        should = self.model.walk(who, case, deed, text, files)
        assert came == should, f"{who} {'may' if should else 'may not'} {deed} at {node}"

    # As it should be ----------------------------------------------------------------------------

    def go_on(self, case: CaseModel, steps: int) -> None:
        """Who should do the next thing does it."""
        for _step in range(steps):
            if case.node in GOES_ON:
                who, deed = GOES_ON[case.node]
                self.walk(who, case, deed, *self.drawn(text=TEXTS, files=COUNTS))

    @rule()
    def go(self) -> None:
        self.go_on(self.any_case(), *self.drawn(steps=(1, 2, 3)))

    @rule()
    def go_once(self) -> None:
        self.go_on(self.any_case(), 1)

    # As it should not ---------------------------------------------------------------------------

    @rule()
    def anybody(self) -> None:
        """Somebody takes the step that waits, in one of its ways."""
        case = self.any_case()
        if deeds := DEEDS_AT.get(case.node):
            self.walk(*self.drawn(who=PEOPLE), case, *self.drawn(d=deeds, t=TEXTS, f=COUNTS))

    @rule()
    def otherwise(self) -> None:
        """Who should, but in any of the ways: returns, amends, declines, voids, stops."""
        case = self.any_case()
        if case.node in GOES_ON:
            who, _deed = GOES_ON[case.node]
            ways = DEEDS_AT[case.node]
            self.walk(who, case, *self.drawn(deed=ways, text=TEXTS, files=COUNTS))

    @rule()
    def amend(self) -> None:
        """Agreed in other words, which are taken over at once; or something changes before."""
        case = self.any_case()
        if case.node == REVIEWS:
            who, text, steps = self.drawn(who=ADVISERS, text=TEXTS, steps=(0, 1, 2, 3))
            self.walk(who, case, "amend", text)
            if what := self.drawn(what=("", "", *CHANGES))[0]:
                getattr(self, f"_change_{what}")(case, 1)
            self.go_on(case, steps)

    @rule()
    def anything(self) -> None:
        """Somebody takes some step, whether or not the case waits there."""
        case = self.any_case()
        self.walk(*self.drawn(who=PEOPLE), case, *self.drawn(deed=DEEDS, text=TEXTS))

    @rule()
    def twice(self) -> None:
        """A form is sent, with the keys of others in it; then the same form again; then anew."""
        case = self.any_case()
        who, deed, is_right = self.drawn(who=PEOPLE, deed=door.DOORS, is_right=(True, False))
        if is_right and case.node in GOES_ON:
            who = GOES_ON[case.node][0]
            deed = next((one for one in door.DOORS if one in DEEDS_AT[case.node]), deed)
        task = door.opened(self.world, case.key, deed)
        if task is None:
            return
        self.tokens += 1
        token = f"token-{self.tokens}"
        came = door.post(self.world, who, case.key, deed, task=task, token=token)
        should = door.DONE if self.model.walk(who, case, deed) else door.REFUSED
        assert came == should, f"{deed} by {who} through the form"
        if came == door.DONE:
            before = everything()
            again = door.post(self.world, who, case.key, deed, task=task, token=token)
            assert again == door.DONE, "who sends a form twice is told the first result"
            anew = door.post(self.world, who, case.key, deed, task=task, token=f"{token}-anew")
            assert anew == door.REFUSED, "a step is done once"
            assert everything() == before, "a form has one effect"

    @rule()
    def crash(self) -> None:
        """The program ends in the middle of the next step: then nothing of it is there."""
        case = self.any_case()
        if case.node not in GOES_ON:
            return
        who, deed = GOES_ON[case.node]
        at_write, text, files = self.drawn(at=range(15), text=TEXTS, files=COUNTS)
        before = everything()
        try:
            with world.crashing(at_write):
                came = self.world.walk(who, case.key, deed, text, files)
        except world.Crash:
            assert everything() == before, "nothing is half done"
            return
        should = self.model.walk(who, case, deed, text, files)
        assert came == should, f"{deed} by {who}, without a crash"

    # Behind its back ----------------------------------------------------------------------------

    @rule()
    def change(self) -> None:
        """Something that an approval is bound to becomes another, or what it was; and on it goes."""
        case = self.any_case()
        what, to, steps = self.drawn(what=CHANGES, to=(0, 1), steps=(0, 1, 2))
        if not case.is_archived:
            getattr(self, f"_change_{what}")(case, to)
        self.go_on(case, steps)

    def _change_name(self, case: CaseModel, to: int) -> None:
        """The applicant is written otherwise, by whoever can write the row."""
        case.name = NAMES[to]
        self.world.rename(case.key, case.name)

    def _change_phone(self, _case: CaseModel, to: int) -> None:
        """The organ has another telephone, which stands in its letters."""
        self.model.phone = PHONES[to]
        self.world.rewire(self.model.phone)

    def _change_form(self, _case: CaseModel, to: int) -> None:
        TheGate.shared.form = self.model.form = FORMS[to]

    def _change_found(self, case: CaseModel, _to: int) -> None:
        self._meddle("clerk", case, "found")

    def _meddle(self, who: str, case: CaseModel, kind: str) -> None:
        if self.model.meddle(who, case, kind):
            self.world.meddle(who, case.key, kind)

    @rule()
    def meddle(self) -> None:
        """Somebody puts something on file, has a hand in it from then on, and does what waits."""
        case = self.any_case()
        who, kind, goes_on = self.drawn(who=PEOPLE, kind=PUTS, goes_on=(True, False))
        self._meddle(who, case, kind)
        if goes_on and case.node in GOES_ON:
            self.walk(who, case, GOES_ON[case.node][1], *self.drawn(text=TEXTS, files=COUNTS))

    @rule()
    @precondition(lambda self: self.model.day < 8)
    def time_passes(self) -> None:
        """The night, or a weekend."""
        self.model.day += self.drawn(days=(1, 2))[0]
        self.traveller.move_to(at(self.world.today))

    @rule()
    def end_grant(self) -> None:
        """The outside adviser is let in no longer."""
        case = self.any_case()
        if case.grant_until >= 0:
            self.world.end_grant(case.key)
            case.grant_until = -1

    # Past the flow ------------------------------------------------------------------------------

    @rule()
    def attempt(self) -> None:
        """Actions without their step, rows by hand, on the last version or an earlier one."""
        case = self.any_case()
        who, back, half = self.drawn(who=TEMPTED, back=(0, 0, 0, 1, 2), half=(0, 1))
        if not case.drafts:
            return
        draft = case.drafts[max(0, len(case.drafts) - 1 - back)]
        for name, deed in list(attempts.ATTEMPTS.items())[half::2]:
            if (found := deed(self.world, who, draft)) is not None:
                came, should = found
                assert came == should, f"{name} by {who} on version {draft.version}: {came}"

    @rule()
    def change_a_row(self) -> None:
        """What was said is neither changed nor deleted."""
        table, deletes = self.drawn(table=attempts.KEPT_TABLES, deletes=(True, False))
        came = attempts.changed(table, deletes=deletes)
        assert came in (None, attempts.BY_TRIGGER), f"{table} was changed: {came}"

    @invariant()
    def is_as_in_the_model(self) -> None:
        """Everything stands as it should, and no law is broken."""
        self.reader.check()


def run(*, examples: int, steps: int, seed: int | None = None) -> int:
    """Let everybody do everything; how many examples there were. Fails where the house does.

    A case is read as it was found: shrinking it would take minutes. `seed`: the same ones again.
    """
    TheGate.begun = 0
    machine = TheGate if seed is None else with_seed(seed)(TheGate)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
    return TheGate.begun
