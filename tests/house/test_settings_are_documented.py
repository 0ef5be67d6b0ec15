"""Whoever runs this finds every variable and every setting in docs/settings.md, and none that is gone."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = sorted((ROOT / "requests_flow" / "settings").glob("*.py"))
ROWS = [
    line.split("|")[1:4]
    for line in (ROOT / "docs" / "settings.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| `")
]
DOCUMENTED = {name: row for row in ROWS for name in re.findall(r"`([A-Z][A-Z0-9_]+)`", row[0])}
# Set by the code itself: for playwright inside a test, and for Pango while a letter is printed.
SET_BY_US = {"DJANGO_ALLOW_ASYNC_UNSAFE", "FONTCONFIG_FILE"}


def tracked(*patterns: str) -> list[Path]:
    """The files of the repository that match, those not yet committed included."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout.split("\n")
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


def settings_made() -> set[str]:
    """Every name in capitals that a settings module assigns, alone or in a pair."""
    names: set[str] = set()
    for path in SETTINGS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            targets = node.targets if isinstance(node, ast.Assign) else []
            if isinstance(node, ast.AnnAssign):
                targets = [node.target]
            names |= {
                name.id
                for target in targets
                for name in ast.walk(target)
                if isinstance(name, ast.Name) and name.id.isupper() and name.id[0] != "_"
            }
    return names


def variables_read() -> set[str]:
    """Every variable that our Python or our scripts take from the environment."""
    asked = re.compile(r"(?:environ(?:\.\w+)?[(\[]|\brequired\()\s*\"([A-Z][A-Z0-9_]+)\"")
    named = re.compile(r"\bYISHEN_[A-Z_]+\b")
    names: set[str] = set()
    for path in tracked("*.py", "ops/*.sh", "Makefile", ".ci/run"):
        text = path.read_text(encoding="utf-8")
        names |= set(named.findall(text)) | set(asked.findall(text))
    return names - SET_BY_US


def defaults() -> dict[str, str]:
    """The defaults that `base` writes out, by variable."""
    text = (ROOT / "requests_flow" / "settings" / "base.py").read_text(encoding="utf-8")
    return dict(re.findall(r'environ\.get\(\s*"([A-Z_]+)",\s*"([^"]+)"\s*\)', text))


def test_something_is_read():
    """A pattern that finds nothing would make the tests below hold for ever."""
    assert {"YISHEN_SECRET_KEY", "DATABASE_URL", "YISHEN_SSL_REDIRECT"} <= variables_read()
    assert {"VAULT_DIR", "SECURE_HSTS_SECONDS", "PASSWORD_HASHERS"} <= settings_made()
    assert defaults()["YISHEN_COURT"]


def test_every_variable_is_documented():
    assert variables_read() - set(DOCUMENTED) == set()


def test_every_setting_is_documented():
    assert settings_made() - set(DOCUMENTED) == set()


def test_nothing_documented_is_gone():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    of_make = set(re.findall(r"^([A-Z]+) \?=", makefile, re.MULTILINE))

    assert set(DOCUMENTED) - settings_made() - variables_read() - of_make == set()


@pytest.mark.parametrize("variable", sorted(defaults()))
def test_the_default_is_the_one_written_down(variable):
    assert f"`{defaults()[variable]}`" in DOCUMENTED[variable][1]


def test_every_row_says_what_it_is_for():
    empty = [name for name, row in DOCUMENTED.items() if not row[1].strip()]

    assert empty == []
