"""Every doubt has a row, every row that names a setting names one that exists."""

import importlib
import re
from dataclasses import fields
from pathlib import Path

import pytest
from django.conf import settings

from requests_flow.rules.conventions import Conventions
from requests_flow.units.models import Unit

ROOT = Path(__file__).resolve().parents[2]
RULES = ROOT / "requests_flow" / "rules"
HEADS = ["Doubt", "Default", "Setting", "What changes with another answer", "Point"]


def table_rows() -> list[list[str]]:
    """The cells of every row of every table, heads and rules left out."""
    lines = (ROOT / "docs" / "doubts.md").read_text(encoding="utf-8").splitlines()
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in lines
        if line.startswith("|")
    ]
    return [row for row in rows if row != HEADS and not set("".join(row)) <= {"-"}]


ROWS = table_rows()
CONVENTIONS = {field.name for field in fields(Conventions)}


def settings_named(row: list[str]) -> list[str]:
    return re.findall(r"`([^`]+)`", row[2])


def exists(name: str, row: list[str]) -> bool:
    """A field of the conventions, a variable, a folder of data, a key in one, or a name in code."""
    if name in CONVENTIONS or hasattr(settings, name):
        return True
    if name.startswith("rules/"):
        return (ROOT / "requests_flow" / name).is_dir()
    if "." in name:
        return resolves(*name.split("."))
    folders = [other for other in settings_named(row) if other.startswith("rules/")]
    return any(
        f'"{name}"' in path.read_text(encoding="utf-8")
        for folder in folders
        for path in (ROOT / "requests_flow" / folder).glob("*.json")
    )


def resolves(place: str, *names: str) -> bool:
    """`Unit.court`, `walk.Walk.due`, `OrganKind.TOWN`: does the code know it?"""
    if place == "Unit":
        return names[0] in {field.name for field in Unit._meta.get_fields()}
    if (RULES / f"{place}.py").is_file():
        found: object = importlib.import_module(f"requests_flow.rules.{place}")
    else:
        found = getattr(importlib.import_module("requests_flow.rules.remedies"), place, None)
    for name in names:
        annotated = getattr(found, "__annotations__", {})
        found = getattr(found, name, annotated.get(name))
    return found is not None


def test_every_row_is_whole() -> None:
    assert len(ROWS) > 50
    assert [row for row in ROWS if len(row) != len(HEADS) or not all(row)] == []


@pytest.mark.parametrize("name", sorted(CONVENTIONS))
def test_every_field_of_the_conventions_stands_in_the_table(name: str) -> None:
    assert sum(name in settings_named(row) for row in ROWS) == 1


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0][:60])
def test_every_setting_in_the_table_exists(row: list[str]) -> None:
    assert [name for name in settings_named(row) if not exists(name, row)] == []
    assert settings_named(row) or row[2].startswith("fixed")


def test_every_point_of_the_list_of_doubts_is_answered() -> None:
    points = {int(n) for row in ROWS for n in re.findall(r"\b12\.(\d+)\b", row[4])}

    assert points == set(range(1, 22))


def test_every_row_says_how_sure_it_is() -> None:
    assert {row[4].split()[-1] for row in ROWS} <= {"V", "V-x", "R", "D", "?"}


def test_what_is_not_there_is_found_out() -> None:
    """Else the tests above would pass on anything."""
    row = ["", "", "`rules/data/holidays`", "", ""]

    assert exists("source", row)
    for name in ("no_such_field", "walk.Walk.nothing", "Unit.nothing", "rules/data/none"):
        assert not exists(name, row)
