"""One database of one size, in a process of its own: fills it, and measures when it is told to.

It speaks lines of JSON: first what it is, then an answer to each line it is given: `turn`,
`rivals <grants>`, `explain`.
"""

from __future__ import annotations

import argparse
import json
import sys
import warnings
from typing import Any

import django


def main() -> None:
    """Fill, then answer until there is nothing more to read."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, required=True)
    parser.add_argument("--open", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from .filling import fill, is_filled
    from .house import Plan

    call_command("migrate", verbosity=0)
    if not is_filled():
        plan = Plan(
            cases=options.cases,
            open=options.open,
            seed=options.seed,
            today=timezone.localdate(),
        )
        fill(plan)
    from .measuring import Measured, circumstances

    measured = Measured()
    _say({"facts": measured.facts, "circumstances": circumstances()})
    for line in sys.stdin:
        word, _, number = line.strip().partition(" ")
        _say(_answer(measured, word, number))


def _answer(measured: Any, word: str, number: str) -> Any:
    if word == "turn":
        return measured.turn()
    if word == "rivals":
        return measured.rivals(int(number))
    from .explaining import told

    return told(measured.facts)


def _say(answer: Any) -> None:
    print(json.dumps(answer, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
