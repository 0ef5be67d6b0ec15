"""docs/security.md names tests; they are there, and each says what it is about."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "security.md"
ROWS = re.findall(
    r"^\| ([0-9.,  ]+) \| [123] \| ([✓◐✕]) \| (.+?) \| (.*?) ?\|$", DOCUMENT.read_text(), re.M
)


def named() -> list[tuple[str, str]]:
    """Each file of tests that a row names, with the test in it, if one is named."""
    found = []
    for *_rest, tests in ROWS:
        last = ""
        for path, test in re.findall(r"`([\w/]*?\w*\.py)?(?:::(\w+))?`", tests):
            last = path or last
            found.append((last, test))
    return [one for one in found if one[0]]


def test_the_rows_are_read():
    assert len(ROWS) > 35
    assert len(named()) > 25
    assert {sign for _items, sign, *_rest in ROWS} == {"✓", "◐", "✕"}


@pytest.mark.parametrize(("path", "test"), sorted(set(named())))
def test_what_is_named_is_there(path, test):
    folder = ROOT if "/" in path else ROOT / "tests" / "requests_flow"

    assert f"def {test}" in (folder / path).read_text(encoding="utf-8")


def test_no_requirement_stands_twice():
    items = [item.strip() for items, *_rest in ROWS for item in items.split(",")]

    assert sorted(items) == sorted(set(items))


def test_what_is_not_met_has_a_reason():
    assert all(len(said) > 10 for _items, sign, said, _tests in ROWS if sign != "✓")
