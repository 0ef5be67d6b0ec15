"""Every letter's file is where its row says, byte for byte; what is lost is printed again or named."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command

from requests_flow.actions import rebuilding
from requests_flow.actions.act import Act
from requests_flow.letters import engine
from requests_flow.models import Counter, vault
from requests_flow.models.register import missing_from, series_of
from tests import factories
from tests.factories import at
from tests.requests_flow.sealed_office import give_key, give_picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("printed_anew")]


@pytest.fixture
def reply():
    return factories.issued(factories.Office()).reply


def nobody() -> Act:
    return Act(by=None, at=at())


def lose(letter) -> None:
    vault.folder.path_of(letter.sha256).unlink()


def said(capsys) -> str:
    return capsys.readouterr().out


def test_a_whole_house_is_whole(reply, capsys):
    call_command("check_letters")

    assert "whole; 0 series with a gap" in said(capsys)


def test_a_lost_file_is_named_and_the_command_fails(reply, capsys):
    lose(reply)

    with pytest.raises(CommandError):
        call_command("check_letters", "--json")

    lines = [json.loads(line) for line in said(capsys).splitlines() if line.startswith("{")]
    assert [(line["number"], line["state"]) for line in lines] == [(reply.number, "missing")]


def test_a_damaged_file_is_a_lost_one(reply):
    vault.folder.path_of(reply.sha256).write_bytes(b"%PDF-")

    assert rebuilding.examine(reply).state == "missing"


def test_a_lost_file_is_printed_again_and_is_the_same(reply, capsys):
    before = vault.read(reply.sha256)
    lose(reply)

    call_command("check_letters", "--rebuild")

    assert vault.read(reply.sha256) == before
    assert "1 rebuilt" in said(capsys)
    entry = reply.case.entries.get(verb="letter_rebuilt")
    assert entry.data["sha256"] == reply.sha256


def test_what_comes_out_different_is_never_put_back(reply, monkeypatch):
    lose(reply)
    printed = engine.render(reply.code, reply.context)
    other = engine.Printed(
        pdf=printed.pdf + b"%",
        sha256="0" * 64,
        pages=printed.pages,
        template_version=printed.template_version,
        fingerprint=printed.fingerprint.replace("weasyprint=", "weasyprint=9"),
    )
    monkeypatch.setattr(rebuilding.engine, "render", lambda *_: other)

    found = rebuilding.rebuild(nobody(), letter=reply)

    assert found.state == "different"
    assert "weasyprint=" in found.detail
    assert not vault.folder.path_of(reply.sha256).exists()
    assert not reply.case.entries.filter(verb="letter_rebuilt").exists()


def test_a_gap_in_the_numbers_is_named(reply, capsys):
    Counter.objects.filter(series=reply.series).update(last=3)

    with pytest.raises(CommandError):
        call_command("check_letters")

    series = next(one for one in series_of() if one.name == reply.series)
    assert (series.last, series.registered, series.is_whole) == (3, 1, False)
    assert missing_from(series) == [2, 3]
    assert f"gap: {reply.series} {reply.year}: 2, 3" in capsys.readouterr().err


def test_the_numbers_of_cases_are_no_letters(reply):
    assert not any(one.name.startswith("case:") for one in series_of())


def test_the_series_of_one_unit_are_its_own(reply):
    other = factories.issued(factories.Office("区教育局")).reply

    names = {one.name for one in series_of([reply.case.unit])}

    assert reply.series in names
    assert other.series not in names


def test_the_printed_bytes_are_cut_out_of_the_sealed_file(tmp_path, settings, monkeypatch):
    office = factories.Office()
    give_key(tmp_path, settings, office)
    give_picture(office)
    reply = factories.issued(office).reply
    before = vault.read(reply.sha256)
    lose(reply)
    monkeypatch.setattr(rebuilding.engine, "render", None)  # nobody prints

    found = rebuilding.rebuild(nobody(), letter=reply)

    assert found.state == "recovered"
    assert vault.read(reply.sha256) == before
