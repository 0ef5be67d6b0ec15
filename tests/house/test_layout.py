"""The house rules on layout that no linter knows: docs say them, these tests hold us to them.

An exception is a row of `LONGER` or `SPARED` with its reason; a row that is no longer needed fails.
"""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOUSES = ("requests_flow", "legal_review", "archive")
FILE_LINES, FUNCTION_LINES, ARGUMENTS = 250, 40, 7
# A table of cases is read by its rows; what a test says still fits a screen.
TEST_FILE_LINES = 500
NOBODYS_ROOMS = {"utils", "helpers", "common", "misc", "core", "services"}

# "path" or "path::function" -> why this one may be over the limit.
LONGER: dict[str, str] = {
    "requests_flow/flows.py": "the life of a case, read from top to bottom in one place",
    "requests_flow/letters/context.py::reply_context": "each argument is a part of the letter",
    "requests_flow/letters/records.py::opinion_context": "each argument is a row of the form",
    "requests_flow/letters/justify.py::install": "one patch of one function of WeasyPrint, read whole",
    "tests/requests_flow/rules/test_ledger.py::test_every_column_of_the_working_rules_is_known": (
        "one row for each column of the ledger"
    ),
    "legal_review/actions/opining.py::give_opinion": "the order of its refusals is the gate; read whole",
    "requests_flow/actions/registering.py::register_case": "every column of a new case, once",
    "bench/size/words.py::_asked": "each argument is a word that was drawn",
}

# "path: call" -> why this is not what the rule means.
SPARED: dict[str, str] = {
    "requests_flow/letters/batch.py: book.save": "writes the file that is printed, no row",
    "requests_flow/letters/fonts/prepare.py: font.save": "writes a font file, no row",
    "requests_flow/letters/seals/preview.py: pdf.save": "writes a specimen into memory, no row",
    "requests_flow/letters/seals/picture.py: kept.save": "writes a picture into memory, no row",
    "requests_flow/views/export.py: book.save": "writes the workbook that is sent, no row",
    "requests_flow/views/nodes.py: node.activation_class.create": "viewflow's, in memory only",
    "requests_flow/views/walking.py: register.activation_class.create": "viewflow's, in memory only",
}


@cache
def tracked() -> tuple[Path, ...]:
    """Every file of the repository, those not yet committed included."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    paths = (ROOT / name for name in sorted(set(listed.split("\0"))) if name)
    return tuple(path for path in paths if path.is_file())


def python_files(*rooms: str) -> list[Path]:
    """Our own Python below `rooms`; what Django writes (migrations) has no style."""
    return [
        path
        for path in tracked()
        if path.suffix == ".py"
        and "migrations" not in path.parts
        and any(path.is_relative_to(ROOT / room) for room in rooms)
    ]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(node: ast.AST, prefix: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every function below `node` with its dotted name."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{prefix}{child.name}", child
            yield from functions(child, f"{prefix}{child.name}.")
        elif isinstance(child, ast.ClassDef):
            yield from functions(child, f"{prefix}{child.name}.")
        else:
            yield from functions(child, prefix)


def arguments_of(function: ast.FunctionDef) -> int:
    named = function.args.posonlyargs + function.args.args + function.args.kwonlyargs
    return sum(argument.arg not in {"self", "cls"} for argument in named)


@cache
def too_long() -> dict[str, str]:
    """What is over a limit, with how much."""
    found = {}
    for path in python_files(*HOUSES, "tests", "bench"):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines >= (TEST_FILE_LINES if "tests" in path.parts else FILE_LINES):
            found[name_of(path)] = f"{lines} lines"
        for name, function in functions(tree(path)):
            lines = (function.end_lineno or 0) - function.lineno + 1
            if lines >= FUNCTION_LINES:
                found[f"{name_of(path)}::{name}"] = f"{lines} lines"
            elif arguments_of(function) >= ARGUMENTS and "tests" not in path.parts:
                found[f"{name_of(path)}::{name}"] = f"{arguments_of(function)} arguments"
    return found


def writes(path: Path) -> list[str]:
    """Every `base.save`, `base.create` and their kin in a file."""
    writing = {"save", "create", "bulk_create", "get_or_create", "update_or_create", "bulk_update"}
    return [
        f"{name_of(path)}: {ast.unparse(node.value)}.{node.attr}"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in writing
    ]


def test_the_houses_were_found() -> None:
    for house in HOUSES:
        assert python_files(house), house


def test_files_functions_and_argument_lists_are_short() -> None:
    assert {name: over for name, over in too_long().items() if name not in LONGER} == {}


def test_no_exception_outlives_its_reason() -> None:
    assert set(LONGER) - set(too_long()) == set()
    assert all(reason.strip() for reason in (LONGER | SPARED).values())
    for spared in SPARED:
        name, call = spared.split(": ")
        assert f"{call}(" in (ROOT / name).read_text(encoding="utf-8"), spared


def test_every_room_has_an_owner() -> None:
    strays = [
        name_of(path)
        for path in python_files(*HOUSES, "tests", "bench")
        if NOBODYS_ROOMS & {part.removesuffix(".py") for part in path.relative_to(ROOT).parts}
    ]
    assert strays == []


def test_requests_flow_itself_is_empty() -> None:
    """The rules must be importable without Django."""
    assert (ROOT / "requests_flow/__init__.py").read_text(encoding="utf-8").strip() == ""


@pytest.mark.parametrize("room", [*(f"{house}/views" for house in HOUSES), "requests_flow/letters"])
def test_only_actions_change_things(room: str) -> None:
    found = [call for path in python_files(room) for call in writes(path)]
    assert [call for call in found if call not in SPARED] == []


def test_the_search_for_writes_and_clocks_finds_them(tmp_path: Path) -> None:
    """Else the tests above would pass on anything."""
    bad = tmp_path / "bad.py"
    bad.write_text(
        "from django.utils.timezone import now\n"
        "def act(case):\n"
        "    case.save()\n"
        "    Case.objects.create(on=date.today(), at=datetime.datetime.now(tz))\n"
        "    return timezone.localdate(), timezone.localdate(case.at)\n"
        "at = DateTimeField(default=timezone.now, auto_now=True)\n",
        encoding="utf-8",
    )
    assert len(writes(bad)) == 2
    assert len(asks_the_date(bad)) == 6


def asks_the_date(path: Path) -> list[str]:
    """Where a file asks what day it is, or lets Django ask.

    `localdate(at)` asks nothing: it tells the day of a moment it was given.
    """
    clocks = re.compile(r"(^|\.)(date|datetime|timezone|dt)$")
    asking = {"today", "now", "utcnow", "localdate"}
    nodes = list(ast.walk(tree(path)))
    told = {id(node.func) for node in nodes if isinstance(node, ast.Call) and node.args}
    found = []
    for node in nodes:
        if isinstance(node, ast.Attribute) and node.attr in asking:
            base = ast.unparse(node.value)
            is_told = node.attr == "localdate" and id(node) in told
            if clocks.search(base) and not is_told:
                found.append(f"{name_of(path)}:{node.lineno} {base}.{node.attr}")
        elif isinstance(node, ast.ImportFrom) and node.module == "django.utils.timezone":
            names = asking & {alias.name for alias in node.names}
            found += [f"{name_of(path)}:{node.lineno} imports {name}" for name in sorted(names)]
        elif isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}:
            found.append(f"{name_of(path)}:{node.value.lineno} {node.arg}")
    return found


@pytest.mark.parametrize("room", ["rules", "models", "actions"])
@pytest.mark.parametrize("house", HOUSES)
def test_the_day_is_told_and_never_asked(house: str, room: str) -> None:
    files = [*python_files(f"{house}/{room}"), *python_files(f"{house}/{room}.py")]
    assert [place for path in files for place in asks_the_date(path)] == []


def test_the_repository_knows_no_machine_and_no_index() -> None:
    """No temporary folder, no home, no address where packages come from."""
    forbidden = re.compile(
        "|".join(
            [
                r"(?<![\w.-])/t" + "mp/",
                r"(?<![\w.])/ro" + "ot/",
                r"(?<![\w.])/wo" + "rk/",
                r"py" + r"pi\.org",
                r"pythonh" + r"osted\.org",
                r"(?<!emit)--(extra-)?ind" + "ex-url",
                r"--find-li" + "nks",
            ]
        )
    )
    found = []
    for path in tracked():
        text = path.read_bytes().decode("utf-8", errors="ignore")
        if path.suffix not in {".pdf", ".png", ".otf", ".ttf", ".woff2", ".mo"}:
            found += [f"{name_of(path)}: {hit[0]}" for hit in forbidden.finditer(text)]
    assert found == []
