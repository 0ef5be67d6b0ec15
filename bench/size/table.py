"""The figures as a table, with the marks they are held against."""

from __future__ import annotations

from statistics import median, quantiles
from typing import Any

GROWTH, BARE, FULL = 1.5, 2.0, 50
# docs of Open Zaak 1.30: list of cases, one million, ordinary user, one at a time.
OPEN_ZAAK = "Open Zaak 1.30, 1,000,000 cases, a list, ordinary user, by its own account: 200 ms"

Times = dict[int, dict[str, list[float]]]  # cases -> page -> milliseconds


def lines(times: Times, facts: dict[int, Any], rivals: dict[int, Any]) -> list[str]:
    """Markdown: a row for a page and a size."""
    found = [
        "| page | cases | rows | queries | median ms | p95 ms | × first | × bare | marks |",
        "| --- | --: | --: | --: | --: | --: | --: | --: | --- |",
    ]
    sizes = sorted(times)
    names = [name for name in times[sizes[-1]] if not name.endswith("(bare)")]
    for name in names:
        there = [size for size in sizes if name in times[size]]
        found += [_row(name, size, there, times, facts) for size in there]
    for size in sizes:
        for name, figures in rivals.get(size, {}).items():
            cells = f"{size:,} | | {figures['queries']:,} | {figures['median']:,.0f} | | | |"
            found.append(f"| {name} | {cells} once |")
    return [*found, "", OPEN_ZAAK]


def _row(name: str, size: int, there: list[int], times: Times, facts: dict[int, Any]) -> str:
    walls = times[size][name]
    fact = facts[size]["facts"].get(name, {})
    base = _base(name, there, facts)
    growth = _ratio(walls, times[base][name]) if size != base else None
    mates = times[size].get(f"{name} (bare)")
    bare = _ratio(walls, mates) if mates else None
    marks = [
        *([_mark(growth <= GROWTH, "growth")] if growth and size == there[-1] else []),
        *([_mark(bare <= BARE, "bare")] if bare else []),
        *([_mark(fact["queries"] <= fact["most"], "queries")] if fact.get("most") else []),
    ]
    cells = [
        name, f"{size:,}", str(fact.get("rows", "")), str(fact.get("queries", "")),
        f"{median(walls):.0f}", f"{quantiles(walls, n=20)[-1]:.0f}",
        f"{growth:.2f}" if growth else "1" if size == base else "",
        f"{bare:.2f}" if bare else "", ", ".join(marks),
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |"


def _base(name: str, there: list[int], facts: dict[int, Any]) -> int:
    """The first size at which the page has as many rows as at the last: rows cost, whatever the size."""
    rows = {size: facts[size]["facts"].get(name, {}).get("rows", 0) for size in there}
    full = [size for size in there if rows[size] >= min(FULL, rows[there[-1]])]
    return full[0]


def _ratio(walls: list[float], others: list[float]) -> float:
    """Of the two medians. Both took turns, so that the same machine answered both."""
    return median(walls) / median(others)


def _mark(is_met: bool, of: str) -> str:
    return f"{of} PASS" if is_met else f"**{of} over**"
