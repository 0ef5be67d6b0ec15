"""What the office writes by itself into a letter: no rule that is gone (law.md 7.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from requests_flow.rules.dead_rules import dead_rules_in

from .errors import DeadRuleFound


def refuse_dead_rules(letter: str, written: Iterable[Any], *, said: Iterable[str] = ()) -> None:
    """Raise DeadRuleFound for the first dead rule in what was written, however deep it lies.

    `said`: the applicant's own words, which may be quoted.
    """
    quoted = tuple(said)
    for text in _texts(written):
        for found in dead_rules_in(text, said=quoted):
            raise DeadRuleFound(letter, found.passage, found.rule.instead)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _texts(value.values())
    elif isinstance(value, Iterable):
        for one in value:
            yield from _texts(one)
