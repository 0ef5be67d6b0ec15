"""The demo makes its own certificates and pictures, marks them, and keeps no key of its authority."""

from __future__ import annotations

import stat

import pytest
from cryptography.hazmat.primitives.serialization import pkcs12

from requests_flow.actions import sealing
from requests_flow.actions.act import Act
from requests_flow.letters.seals.picture import cleaned
from requests_flow.letters.seals.port import Method
from requests_flow.management.demo.authority import Authority
from requests_flow.management.demo.seals import draw_seal, seal_everywhere
from requests_flow.management.demo.units import UNITS
from requests_flow.models import Seal, SealImage, vault
from tests import factories
from tests.factories import at
from tests.requests_flow.sealed_office import BEFORE

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path, settings):
    settings.YISHEN_SEALER = "pades"
    settings.YISHEN_SEAL_DIR = tmp_path / "seals"
    return tmp_path / "seals"


def found(*offices: factories.Office) -> None:
    seal_everywhere([(one.unit, one.signatory) for one in offices], at=at(BEFORE))


def test_its_letters_are_sealed_with_them(folder):
    office = factories.Office()
    found(office)
    prospect = sealing.prospect(Act(by=office.clerk, at=at()), unit=office.unit)
    assert prospect.method is Method.PADES
    letter = factories.issued(office).reply
    assert "（测试）" in letter.seal.certificate_subject
    assert vault.read(letter.leaving_sha256).startswith(vault.read(letter.sha256))


def test_only_their_owner_reads_the_keys(folder):
    office = factories.Office()
    found(office)
    names = {place.name for place in folder.iterdir()}
    code = office.unit.code
    assert names == {f"{code}.p12", f"{code}.passphrase", "roots.pem"}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for place in folder.iterdir():
        assert stat.S_IMODE(place.stat().st_mode) == 0o600
        assert b"PRIVATE KEY" not in place.read_bytes()


def test_a_second_start_makes_nothing_anew(folder):
    office = factories.Office()
    found(office)
    before = {place.name: place.read_bytes() for place in folder.iterdir()}
    found(office)
    assert {place.name: place.read_bytes() for place in folder.iterdir()} == before
    assert SealImage.objects.count() == 1


def test_a_unit_that_comes_later_is_sealed_too(folder):
    first, second = factories.Office(), factories.Office("区民政局")
    found(first)
    found(first, second)
    for office in (first, second):
        factories.issued(office)
    assert Seal.objects.count() == 2


def test_the_unit_with_the_longest_name_can_have_one(folder):
    name = max((one.name for one in UNITS.values() if one.answers), key=len)
    assert cleaned(draw_seal(name))
    p12 = Authority(at=at()).give(name, "x")
    assert pkcs12.load_key_and_certificates(p12, b"x")[1] is not None


def test_the_same_name_gives_the_same_picture():
    assert draw_seal("宁波市海曙区人民政府") == draw_seal("宁波市海曙区人民政府")
