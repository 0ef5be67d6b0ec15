"""The font directory: whole, repeatable, and found missing by name."""

from __future__ import annotations

import base64
import io
import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import replace

import pikepdf
import pytest
from django.core.checks.registry import registry
from fontTools.ttLib import TTFont

from requests_flow.checks import letters_can_be_printed
from requests_flow.letters import engine, environment
from requests_flow.letters.environment import check_environment, resolve_roles
from requests_flow.letters.errors import MissingFont, MissingGlyph, MissingLibrary
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


LICENSED = {"Gov FangSong": "仿宋_GB2312", "Gov XiaoBiaoSong": "方正小标宋_GBK"}


def put_in(directory, family, *, ascent=0.88, descent=0.12):
    """A face of the office: one of ours under the name and with the em-box of another."""
    face = TTFont(directory / "faces" / "GwKai.ttf")
    em = face["head"].unitsPerEm
    lines, metrics = face["hhea"], face["OS/2"]
    lines.ascent = metrics.sTypoAscender = metrics.usWinAscent = round(ascent * em)
    lines.descent = metrics.sTypoDescender = -round(descent * em)
    metrics.usWinDescent = round(descent * em)
    for name_id in (1, 4, 6):
        face["name"].setName(family, name_id, 3, 1, 0x409)
    face.save(directory / "licensed" / f"{family}.ttf")


def print_with(directory, context):
    """A letter from another process, since this one has its fonts already: PDF and fingerprint."""
    script = (
        "import base64,json,sys;from requests_flow.letters import engine;"
        "one=engine.render('L12',json.load(sys.stdin));"
        "print(base64.b64encode(one.pdf).decode());print(one.fingerprint)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        input=json.dumps(context),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "YISHEN_FONT_DIR": str(directory)},
    )
    pdf, fingerprint = done.stdout.splitlines()
    return base64.b64decode(pdf), fingerprint


def faces_in(pdf):
    """The names of the faces embedded in the file."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        fonts = [font for page in file.pages for font in page.Resources.Font.values()]
        return {str(font.BaseFont).partition("+")[2] for font in fonts}


def test_a_licensed_face_wins_by_its_name(copy):
    for family in LICENSED.values():
        put_in(copy, family)

    found = resolve_roles(copy)
    for role, family in LICENSED.items():
        assert found[role].endswith(f"/licensed/{family}.ttf")
    assert "/faces/GwHei." in found["Gov HeiTi"]


@pytest.mark.parametrize(("ascent", "descent"), [(0.859, 0.141), (1.05, 0.35)])
def test_letters_are_printed_with_the_licensed_faces_and_keep_22_lines(
    copy, compose, read, ascent, descent
):
    """Whatever em-box the office's own faces have, and however many rare names there are."""
    context = compose("C6") | {"paragraphs": ["张赟喆䶮㐂𠮷堃" * 250]}
    _, plain = print_with(copy, context)
    for family in LICENSED.values():
        put_in(copy, family, ascent=ascent, descent=descent)
    pdf, fingerprint = print_with(copy, context)

    assert faces_in(pdf) >= set(LICENSED.values())
    assert "GwFang" not in faces_in(pdf)
    lines = read(pdf).lines(1)
    assert len(lines) == 22
    assert {len(characters) for _, characters in lines} == {28}
    assert fingerprint != plain  # other faces, other bytes


@pytest.mark.parametrize("character", "㐂䶮𠮷赟喆堃")
def test_rare_characters_print_wherever_a_name_can_stand(compose, unit, read, character):
    name = f"{character}乡人民政府"
    organ = replace(unit, name=name, letterhead=name, seal_name=name)
    context = compose("C6", unit=organ) | {"addressee": f"张{character}"}
    letter = engine.render("L12", context)

    assert read(letter.pdf).text().count(character) >= 4  # head, title, addressee, signature


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
    assert letters_can_be_printed(None) == []
    assert letters_can_be_printed in registry.get_checks()


@pytest.mark.parametrize("role", ROLES)
def test_the_start_check_names_the_role_that_has_no_face(copy, monkeypatch, role):
    """`manage.py check` on a machine that lost a face."""
    for face in (copy / "faces").glob(f"{OWN_FACES[role]}*"):
        face.unlink()
    for rare in (copy / "faces").glob("Gw[SR]*"):
        rare.unlink()  # else a rare face would stand in
    monkeypatch.setenv("YISHEN_FONT_DIR", str(copy))
    (found,) = letters_can_be_printed(None)

    assert role in found.msg
    assert "prepare_fonts" in found.msg


def test_the_start_check_names_the_package_that_is_missing(monkeypatch):
    monkeypatch.setitem(environment.LIBRARIES, "libnothing.so.0", "libnothing0")
    (found,) = letters_can_be_printed(None)
    assert "libnothing0" in found.msg


def test_a_character_that_cannot_be_printed_is_told_with_its_words_and_what_to_do(compose):
    context = compose("C6") | {"addressee": "欧阳\ue123明", "paragraphs": ["姓名：李\U000323b0。"]}
    with pytest.raises(MissingGlyph) as stopped:
        engine.render("L12", context)
    said = str(stopped.value)

    assert stopped.value.characters == ["\ue123", "\U000323b0"]
    for needed in ("U+E123", "U+323B0", "欧阳\ue123明", "姓名：李\U000323b0。", "licensed"):
        assert needed in said
