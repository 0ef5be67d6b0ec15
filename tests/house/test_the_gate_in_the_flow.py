"""The flow has no way round its gates: proved over the graph that runs, not over a list of its steps.

A step is known by its duty, an edge by the answers under which it is taken. Whoever draws a new edge,
or a new step, is held to the same. The last tests break a copy of the graph and see that it is found.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

import pytest

from requests_flow.flows import CaseFlow
from requests_flow.rules.step_deadlines import STEP_DEADLINES
from requests_flow.units.duties import Duty
from requests_flow.views.nodes import HumanNode, Register

HUMAN, QUESTION, END = "human", "question", "end"
LEAVES = "issue"  # from here on there is a letter
WRITES = frozenset({Duty.HANDLE})  # whoever may change the text
GATES = (Duty.REVIEW_IN_LAW, Duty.SIGN)
# What the record is asked, as the flow calls its questions.
APPROVED, SIGNED = "approved_in_law", "was_signed"
HANDS_OUT, SECRECY_KEPT = "provides_something", "passed_secrecy"


@dataclass(frozen=True)
class Way:
    """An edge: where it leads, and the answers of the record under which it is taken."""

    to: str
    when: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """A node of the flow, as far as the proof asks."""

    kind: str
    ways: tuple[Way, ...]
    duty: Duty | None = None
    place: bool = False  # on whose unit the duty is held
    is_start: bool = False


Graph = dict[str, Step]


def graph_of(flow_class) -> Graph:
    return {node.name: step_of(node) for node in flow_class.instance.nodes()}


def step_of(node) -> Step:
    if isinstance(node, Register):
        return Step(HUMAN, ways_of(node), Duty.REGISTER, place=True, is_start=True)
    if isinstance(node, HumanNode):
        place = callable(getattr(node, "_owner_permission_obj", None))
        return Step(HUMAN, ways_of(node), duty_of(node), place)
    return Step(QUESTION if ways_of(node) else END, ways_of(node))


def duty_of(node) -> Duty | None:
    known = [duty for duty in Duty if duty == node._owner_permission]
    return known[0] if known else None


def ways_of(node) -> tuple[Way, ...]:
    if hasattr(node, "_on_true"):
        asked = node._condition.__name__
        return (
            Way(node._on_true.name, {asked: True}),
            Way(node._on_false.name, {asked: False}),
        )
    if hasattr(node, "_branches"):
        return tuple(branches_of(node))
    return tuple(Way(edge.dst.name) for edge in node._outgoing())


def branches_of(node) -> Iterator[Way]:
    """The first that fits is taken: each means that those before it did not fit."""
    before: dict[str, bool] = {}
    for target, condition in node._branches:
        if condition is None:
            yield Way(target.name, dict(before))
            continue
        asked = condition.__name__
        yield Way(target.name, {**before, asked: True})
        before[asked] = False


# What is proved --------------------------------------------------------------------------------


def reached(
    graph: Graph,
    starts: Collection[str],
    *,
    past: Collection[str] = (),
    given: Mapping[str, bool] | None = None,
) -> set[str]:
    """The steps that can be reached from `starts` round those in `past`, while the record says so."""
    given, found, waiting = given or {}, set(), [name for name in starts if name not in past]
    while waiting:
        name = waiting.pop()
        if name in found or name not in graph:
            continue
        found.add(name)
        waiting += [way.to for way in graph[name].ways if fits(way, given) and way.to not in past]
    return found


def fits(way: Way, given: Mapping[str, bool]) -> bool:
    return all(way.when.get(asked, answer) == answer for asked, answer in given.items())


def having(graph: Graph, *duties: Duty) -> set[str]:
    return {name for name, step in graph.items() if step.duty in duties}


def starts_of(graph: Graph) -> set[str]:
    return {name for name, step in graph.items() if step.is_start}


def after(graph: Graph, names: Collection[str]) -> set[str]:
    return {way.to for name in names for way in graph[name].ways}


def faults_of(graph: Graph) -> list[str]:
    """Everything that is wrong with a flow, each as a sentence; empty if it may run."""
    return [*faults_of_gates(graph), *faults_of_steps(graph), *faults_of_shape(graph)]


def faults_of_gates(graph: Graph) -> Iterator[str]:
    begin = starts_of(graph)
    if LEAVES not in reached(graph, begin):
        yield "nothing ever leaves"
    for duty in GATES:
        if not (gate := having(graph, duty)):
            yield f"nobody does {duty.name}"
        if LEAVES in reached(graph, begin, past=gate):
            yield f"a way from the start to {LEAVES} goes round {duty.name}"
    writers = having(graph, *WRITES)
    fresh = after(graph, writers)  # there is a new text here
    for asked in (APPROVED, SIGNED):
        if LEAVES in reached(graph, fresh, past=writers, given={asked: False}):
            yield f"what was written anew leaves although {asked} is no"
    for gate, asked in ((Duty.REVIEW_IN_LAW, APPROVED), (Duty.SIGN, SIGNED)):
        said_no = after(graph, having(graph, gate))
        if LEAVES in reached(graph, said_no, past=writers, given={asked: False}):
            yield f"the no of {gate.name} does not lead back to who writes"
    if having(graph, Duty.SIGN) & reached(graph, fresh, past=writers, given={APPROVED: False}):
        yield "it can be signed unapproved"
    yield from faults_of_secrecy(graph, writers, fresh)


def faults_of_secrecy(graph: Graph, writers: set[str], fresh: set[str]) -> Iterator[str]:
    checks = having(graph, Duty.CHECK_SECRECY)
    if not checks:
        yield "nobody does CHECK_SECRECY"
    if LEAVES in reached(graph, fresh, past=writers | checks, given={HANDS_OUT: True}):
        yield "something is handed out that nobody checked for secrets"
    refused = {SECRECY_KEPT: False, APPROVED: False}
    if having(graph, *GATES) & reached(graph, after(graph, checks), past=writers, given=refused):
        yield "the no of CHECK_SECRECY does not lead back to who writes"


def faults_of_steps(graph: Graph) -> Iterator[str]:
    for name, step in graph.items():
        if step.kind != HUMAN:
            continue
        if step.duty is None:
            yield f"{name} is nobody's duty"
        if not step.place:
            yield f"{name} does not say on whose unit the duty is held"
        if name not in STEP_DEADLINES:
            yield f"{name} has no deadline"


def faults_of_shape(graph: Graph) -> Iterator[str]:
    begin = starts_of(graph)
    ends = {name for name, step in graph.items() if step.kind == END}
    if len(begin) != 1 or len(ends) != 1:
        yield f"it begins at {sorted(begin)} and ends at {sorted(ends)}"
    for name in set(graph) - reached(graph, begin):
        yield f"{name} is never reached"
    for name, step in graph.items():
        if not ends & reached(graph, [name]):
            yield f"{name} is a dead end"
        targets = [way.to for way in step.ways]
        if unknown := set(targets) - set(graph):
            yield f"{name} leads to {sorted(unknown)}, which is not there"
        if step.kind == QUESTION and len(set(targets)) < 2:
            yield f"{name} leads to one place whatever the answer is"
        if step.kind == HUMAN and len(targets) != 1:
            yield f"{name} leads to {len(targets)} places and asks nothing"
        if step.kind == QUESTION and not is_always_answered(step):
            yield f"{name} has an answer that leads nowhere"
        people = {other for other, one in graph.items() if one.kind == HUMAN}
        if step.kind == QUESTION and name in reached(graph, targets, past=people):
            yield f"{name} comes back to itself and nobody does anything"


def is_always_answered(step: Step) -> bool:
    """Whether some way is open when every question is answered no, and no way hides another."""
    asked = {name for way in step.ways for name in way.when}
    return any(fits(way, dict.fromkeys(asked, False)) for way in step.ways)


@pytest.fixture
def graph() -> Graph:
    return graph_of(CaseFlow)


def test_no_way_leads_round_a_gate(graph):
    assert list(faults_of_gates(graph)) == []


def test_each_step_is_somebodys_duty_somewhere_until_some_day(graph):
    assert list(faults_of_steps(graph)) == []
    assert {name for name, step in graph.items() if step.kind == HUMAN} == set(STEP_DEADLINES)


def test_no_step_is_lost_and_none_is_the_last_but_the_end(graph):
    assert list(faults_of_shape(graph)) == []


def test_whoever_is_given_a_step_is_looked_for_by_the_flow():
    """A step is given to somebody by a question to the record, or waits for all of the duty."""
    for node in CaseFlow.instance.nodes():
        owner = getattr(node, "_owner", None)
        assert owner is None or getattr(CaseFlow, owner.name, None), node.name


# The proof sees what it should ------------------------------------------------------------------


def turned(graph: Graph, name: str, at: int, to: str) -> Graph:
    """A copy in which one edge leads elsewhere."""
    ways = list(graph[name].ways)
    ways[at] = replace(ways[at], to=to)
    return {**graph, name: replace(graph[name], ways=tuple(ways))}


def without(graph: Graph, name: str, at: int) -> Graph:
    ways = tuple(way for place, way in enumerate(graph[name].ways) if place != at)
    return {**graph, name: replace(graph[name], ways=ways)}


BROKEN = {
    "compose leads to the signature": (
        lambda g: turned(g, "compose", 0, "sign"),
        "round REVIEW_IN_LAW",
    ),
    "a reply that hands nothing out is not reviewed": (
        lambda g: turned(g, "hands_out", 1, "sign"),
        "round REVIEW_IN_LAW",
    ),
    "the check of secrecy leads to the signature": (
        lambda g: turned(g, "is_secrecy_kept", 0, "sign"),
        "round REVIEW_IN_LAW",
    ),
    "what is approved is not signed": (
        lambda g: turned(g, "is_approved", 0, "issue"),
        "round SIGN",
    ),
    "what was returned is signed": (
        lambda g: turned(g, "is_approved", 2, "sign"),
        "the no of REVIEW_IN_LAW",
    ),
    "what was returned unsigned leaves": (
        lambda g: turned(g, "is_signed", 1, "issue"),
        "the no of SIGN",
    ),
    "voided and issued again as it is": (
        lambda g: turned(turned(g, "has_left", 1, "compose"), "compose", 0, "issue"),
        "what was written anew leaves",
    ),
    "what is handed out is not checked": (
        lambda g: turned(g, "hands_out", 0, "review_in_law"),
        "nobody checked for secrets",
    ),
    "what may not be handed out goes on": (
        lambda g: turned(g, "is_secrecy_kept", 1, "review_in_law"),
        "the no of CHECK_SECRECY",
    ),
    "two beginnings": (
        lambda g: {**g, "sign": replace(g["sign"], is_start=True)},
        "round REVIEW_IN_LAW",
    ),
    "an amended text is signed unseen": (
        lambda g: turned(g, "is_taken_over", 3, "sign"),
        "it can be signed unapproved",
    ),
    "an amended text is handed out unchecked": (
        lambda g: turned(g, "is_taken_over", 1, "sign"),
        "nobody checked for secrets",
    ),
    "a duty is missing": (
        lambda g: {**g, "issue": replace(g["issue"], duty=None)},
        "issue is nobody's duty",
    ),
    "a duty on no unit": (
        lambda g: {**g, "issue": replace(g["issue"], place=False)},
        "issue does not say on whose unit",
    ),
    "a step without a deadline": (
        lambda g: {**turned(g, "issue", 0, "stamp"), "stamp": replace(g["issue"])},
        "stamp has no deadline",
    ),
    "nobody reviews": (
        lambda g: {**g, "review_in_law": replace(g["review_in_law"], duty=Duty.HANDLE)},
        "nobody does REVIEW_IN_LAW",
    ),
    "a dead end": (
        lambda g: {**g, "file_away": replace(g["file_away"], ways=())},
        "file_away is a dead end",
    ),
    "a loop without an end": (
        lambda g: turned(g, "file_away", 0, "deliver"),
        "is a dead end",
    ),
    "a step that nobody comes to": (
        lambda g: turned(turned(g, "is_concluded", 1, "handle"), "is_concluded", 0, "compose"),
        "assign is never reached",
    ),
    "a question that asks nothing": (
        lambda g: turned(g, "is_signed", 1, "issue"),
        "is_signed leads to one place",
    ),
    "a question without a no": (
        lambda g: without(g, "is_approved", 2),
        "is_approved has an answer that leads nowhere",
    ),
    "questions that go round": (
        lambda g: turned(g, "is_reconsidered", 0, "is_reconsidered"),
        "comes back to itself",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_flow_is_found(graph, name):
    breaks, sentence = BROKEN[name]

    found = faults_of(breaks(graph))

    assert any(sentence in one for one in found), found
