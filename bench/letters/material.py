"""The letters that are measured: refusals of exactly one, three and twenty-seven pages."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from statistics import median
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "requests_flow.settings.test")

PAGES = (1, 3, 27)
FILLER = "根据工作安排对有关材料逐份核对并作出说明，涉及张赟、王喆二人，共12份材料。"
Figures = tuple[float, float]  # milliseconds: the median on the wall, the least of the processor


def context_of(pages: int) -> dict[str, Any]:
    """A refusal of so many pages; raises ValueError if there is none."""
    from requests_flow.letters import engine
    from requests_flow.letters.specimens import specimen

    context = specimen("L12") | {"is_specimen": False}
    if pages == 1:
        context |= {"remedy": "如不服本告知书，可以申请行政复议。", "contact": ""}
        context |= {"paragraphs": [FILLER]}
    for count in range(max(1, pages * 2 - 3), pages * 5):
        if pages > 1:
            context |= {"paragraphs": [FILLER * 4] * count}
        made = engine.render("L12", context).pages
        if made == pages:
            return context
        if made > pages:
            break
    raise ValueError(f"No letter of {pages} pages.")


def html_of(context: dict[str, Any]) -> str:
    """The letter as the printers get it."""
    from requests_flow.letters import engine
    from requests_flow.letters.catalogue import LETTERS

    known = {name: value for name, value in context.items() if name != "decision"}
    return engine.to_html(LETTERS["L12"], known)


def style_with(families: dict[str, str]) -> str:
    """The style sheets of the letters with other families: role -> family, "" for the others."""
    from requests_flow.letters.press import STYLE_SHEETS

    text = "\n".join(path.read_text(encoding="utf-8") for path in STYLE_SHEETS)
    return re.sub(r'"Gov (\w+)"', lambda found: families.get(found[1], families[""]), text)


def clocked(work: Callable[[], object], rounds: int) -> Figures:
    """The median on the wall and the least of this process's processor time, in milliseconds."""
    walls, processors = [], []
    for _ in range(rounds):
        wall, processor = time.perf_counter(), time.process_time()
        work()
        walls.append(time.perf_counter() - wall)
        processors.append(time.process_time() - processor)
    return median(walls) * 1000, min(processors) * 1000


def best(figures: list[Figures]) -> Figures:
    """Of several rounds: the median wall, the least processor time."""
    return median(wall for wall, _ in figures), min(processor for _, processor in figures)
