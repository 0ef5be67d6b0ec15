"""The font directory: whole, repeatable, and found missing by name."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time

import pytest
from fontTools.ttLib import TTFont

from requests_flow.letters import engine, environment
from requests_flow.letters.environment import check_environment, resolve_roles
from requests_flow.letters.errors import MissingFont, MissingLibrary
from requests_flow.letters.fonts import digest_of, font_dir, is_prepared
from requests_flow.letters.fonts.prepare import PreparationFailed, prepare
from requests_flow.letters.fonts.recipe import FACES, OWN_FACES, ROLES


@pytest.fixture
def copy(tmp_path):
    """A copy of the directory that a test may damage."""
    target = tmp_path / "fonts"
    shutil.copytree(font_dir(), target, ignore=shutil.ignore_patterns("cache"))
    return target


def test_every_face_has_one_em_box_and_its_private_name():
    for face in FACES:
        with TTFont(font_dir() / "faces" / face.filename, lazy=True) as font:
            em = font["head"].unitsPerEm
            assert font["hhea"].ascent == round(0.88 * em)
            assert font["hhea"].descent == round(-0.12 * em)
            assert font["OS/2"].usWinAscent == round(0.88 * em)
            assert font["name"].getDebugName(1) == face.family


def test_every_role_is_played_by_our_own_face_unless_the_office_has_one():
    files = resolve_roles(font_dir())
    for role, family in OWN_FACES.items():
        assert f"/faces/{family}." in files[role]


def test_a_licensed_face_wins_by_its_name(copy):
    face = TTFont(copy / "faces" / "GwKai.ttf")
    for name_id in (1, 4, 6):
        face["name"].setName("仿宋_GB2312", name_id, 3, 1, 0x409)
    face.save(copy / "licensed" / "office.ttf")

    assert resolve_roles(copy)["Gov FangSong"].endswith("/licensed/office.ttf")


def test_preparing_again_does_nothing_and_is_quick():
    said, began = [], time.monotonic()
    assert prepare(font_dir(), say=said.append) is False
    assert time.monotonic() - began < 2
    assert "nothing to do" in said[0]


def test_it_runs_without_django(tmp_path):
    script = (
        "import sys; from requests_flow.letters.fonts.__main__ import main;"
        f"code = main([{str(font_dir())!r}]); print(code, 'django' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "0 False"


def test_a_failed_preparation_leaves_the_old_directory(copy, tmp_path):
    (copy / "faces" / "GwFang.otf").write_bytes(b"torn")
    before = digest_of(copy / "manifest.json")
    with pytest.raises(PreparationFailed, match="texlive-lang-chinese"):
        prepare(copy, say=lambda line: None, debs=tmp_path)

    assert digest_of(copy / "manifest.json") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [".fonts.lock", "fonts"]


def test_a_changed_face_is_noticed(copy):
    assert is_prepared(copy)
    with (copy / "faces" / "GwHei.otf").open("ab") as file:
        file.write(b"x")

    assert not is_prepared(copy)
    (finding,) = check_environment(copy)
    assert finding.code == "missing_font"
    assert finding.names == ("faces/GwHei.otf",)


def test_a_recipe_of_another_day_is_not_ready(copy):
    manifest = json.loads((copy / "manifest.json").read_text(encoding="utf-8"))
    (copy / "manifest.json").write_text(json.dumps(manifest | {"recipe": "0"}), encoding="utf-8")
    assert not is_prepared(copy)


def test_without_fonts_the_letter_stops_and_names_the_roles(compose, monkeypatch, tmp_path):
    monkeypatch.setenv("YISHEN_FONT_DIR", str(tmp_path))
    with pytest.raises(MissingFont) as stopped:
        engine.render("L12", compose("C6"))
    assert stopped.value.roles == list(ROLES)
    assert "prepare_fonts" in str(stopped.value)


def test_a_missing_library_is_named_with_its_package(monkeypatch):
    real = environment.ctypes.CDLL

    def without_subset(name, *more):
        if "subset" in name:
            raise OSError(name)
        return real(name, *more)

    monkeypatch.setattr(environment.ctypes, "CDLL", without_subset)
    (finding,) = check_environment()
    assert isinstance(finding.problem, MissingLibrary)
    assert finding.names == ("libharfbuzz-subset0",)
    assert "libharfbuzz-subset0" in str(finding.problem)


def test_this_machine_can_print():
    assert check_environment() == []
