"""The page of the specimens, the files behind it, and the command that writes them all."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from requests_flow.letters import specimens
from requests_flow.letters.catalogue import LETTERS
from requests_flow.letters.errors import MissingFont
from requests_flow.views.specimens import PURPOSES
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(client):
    """Somebody who is signed in and holds no duty at all."""
    client.force_login(factories.make_person(factories.Office().unit))
    return client


def test_every_letter_is_listed_with_its_purpose_and_its_file(colleague):
    page = colleague.get(reverse("specimens")).content.decode()

    assert set(PURPOSES) == set(LETTERS)
    for form in LETTERS.values():
        assert form.name in page
    for code in (*LETTERS, *specimens.VARIANTS):
        assert reverse("specimen", args=[code]) in page


def test_a_specimen_opens_in_the_page(colleague):
    answer = colleague.get(reverse("specimen", args=["L05"]))

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize("code", ["L00", "L29", "l05", "x"])
def test_a_letter_that_is_none_is_not_here(colleague, code):
    assert colleague.get(reverse("specimen", args=[code])).status_code == 404


@pytest.mark.parametrize("name", ["specimens", "specimen"])
def test_nobody_sees_them_without_signing_in(client, name):
    url = reverse(name, args=["L05"] if name == "specimen" else [])
    answer = client.get(url)

    assert answer.status_code == 302
    assert "login" in answer.url


def test_a_machine_that_cannot_print_says_so(colleague, monkeypatch):
    def fails(code):
        raise MissingFont(["Gov FangSong"])

    monkeypatch.setattr("requests_flow.views.specimens.print_specimen", fails)
    answer = colleague.get(reverse("specimen", args=["L05"]))

    assert answer.status_code == 409
    assert "Gov FangSong" in answer.content.decode()


def test_the_command_writes_the_files_and_a_list_of_their_names(tmp_path, capsys):
    call_command("print_specimens", tmp_path / "out", "--only", "L05", "L12-C4", "L25")

    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert written == {"L05.pdf", "L12-C4.pdf", "L25.pdf", "文书目录.txt"}
    listed = (tmp_path / "out" / "文书目录.txt").read_text(encoding="utf-8").splitlines()
    assert [line.split("\t")[:2] for line in listed] == [
        ["L05", LETTERS["L05"].name],
        ["L12-C4", "政府信息不予公开告知书（保护第三方合法权益）"],
        ["L25", LETTERS["L25"].name],
    ]
    assert "L05" in capsys.readouterr().out


def test_the_command_knows_no_other_letter_and_needs_a_folder(tmp_path):
    with pytest.raises(CommandError):
        call_command("print_specimens", tmp_path, "--only", "L99")
    (tmp_path / "file").write_text("x")
    with pytest.raises(CommandError, match="Cannot write"):
        call_command("print_specimens", tmp_path / "file", "--only", "L05")


def test_a_specimen_is_printed_once(monkeypatch):
    first = specimens.print_specimen("L06")
    monkeypatch.setattr(specimens, "render", None)
    assert specimens.print_specimen("L06") is first
