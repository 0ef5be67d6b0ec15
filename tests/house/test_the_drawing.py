"""docs/flow.svg shows the flow that runs: whoever changes one draws the other anew."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import translation

DRAWING = Path(__file__).resolve().parents[2] / "docs" / "flow.svg"
FLOW = "requests_flow/flows.CaseFlow"


@pytest.fixture
def fresh(tmp_path):
    """What `make drawing` would write, with the titles of the steps in each language."""
    drawings = set()
    for language in ("en", "zh-hans"):
        target = tmp_path / f"{language}.svg"
        with translation.override(language):
            call_command("flowexport", FLOW, output=str(target))
        drawings.add(target.read_text(encoding="utf-8"))
    return drawings


def test_the_drawing_is_fresh(fresh):
    assert DRAWING.read_text(encoding="utf-8") in fresh, "run `make drawing`"


def test_the_drawing_shows_every_step_and_every_question():
    from requests_flow.flows import CaseFlow

    nodes = list(CaseFlow.instance.nodes())
    steps = [node for node in nodes if node.task_type == "HUMAN"]
    questions = [node for node in nodes if type(node).__name__ in ("If", "Switch")]
    drawing = DRAWING.read_text(encoding="utf-8")

    assert steps, "a flow without people would be drawn empty"
    assert drawing.count('<rect class="task"') == len(steps)
    assert drawing.count('<path class="gateway"') == len(questions)
