"""Documents that point somewhere point at something, and the README stays short enough to be read."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
IN_CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
TWO_SCREENS = 110
HEAVIEST_PICTURE = 250 * 1024


def documents() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout.split("\n")
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


def links(document: Path) -> list[str]:
    """Every link of `document` to another file of the repository."""
    text = IN_CODE.sub("", document.read_text(encoding="utf-8"))
    return [
        target.partition("#")[0]
        for target in LINK.findall(text)
        if not target.startswith(("#", "http://", "https://", "mailto:"))
    ]


def test_there_are_documents_with_links():
    assert sum(len(links(document)) for document in documents()) > 20


@pytest.mark.parametrize("document", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document):
    lost = [target for target in links(document) if not (document.parent / target).exists()]

    assert lost == []


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_readme_fits_on_two_screens(name):
    assert len((ROOT / name).read_text(encoding="utf-8").splitlines()) <= TWO_SCREENS


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_readme_names_commands_that_exist(name):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))
    commands = ROOT / "requests_flow" / "management" / "commands"
    text = (ROOT / name).read_text(encoding="utf-8")
    made = set(re.findall(r"\bmake ([a-z-]+)", text))
    managed = set(re.findall(r"manage\.py (\w+)", text)) - {"migrate"}

    assert {"demo", "test"} <= made <= targets
    assert {name for name in managed if not (commands / f"{name}.py").is_file()} == set()


def test_pictures_are_light():
    pictures = sorted((ROOT / "docs" / "img").glob("*"))

    assert pictures, "the README shows the desk"
    assert [path.name for path in pictures if path.stat().st_size > HEAVIEST_PICTURE] == []
