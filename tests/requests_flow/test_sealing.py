"""Letters are sealed as they are issued, on the word of the signatory, or not issued at all."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command
from django.utils import translation

from archive.models import Dossier
from requests_flow.actions import issuing, sealing
from requests_flow.actions.act import Act
from requests_flow.letters.seals.picture import PictureRefused
from requests_flow.letters.seals.port import Method
from requests_flow.letters.seals.refusals import (
    CertificateNotInForce,
    CertificateOfAnother,
    NoKey,
    NoPicture,
    SealRefused,
    ServiceSilent,
)
from requests_flow.models import Case, Counter, Entry, Letter, Seal, SealImage, vault
from requests_flow.units import access
from requests_flow.units.duties import Duty
from tests import factories
from tests.factories import at
from tests.requests_flow.letters.seals.conftest import SECRET, picture_of_a_seal
from tests.requests_flow.sealed_office import BEFORE, give_key, give_picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


@pytest.fixture
def sealed_office(office, tmp_path, settings) -> factories.Office:
    give_key(tmp_path, settings, office)
    give_picture(office)
    return office


def path_in_vault(digest: str) -> Path:
    return Path(configured.VAULT_DIR) / digest[:2] / digest


def test_a_reply_leaves_sealed_and_begins_with_what_was_printed(sealed_office):
    letter = factories.issued(sealed_office).reply
    seal = letter.seal

    assert (seal.method, seal.plain_sha256) == ("pades", letter.sha256)
    assert letter.leaving_sha256 == seal.sha256 != letter.sha256
    assert vault.read(seal.sha256).startswith(vault.read(letter.sha256))
    assert seal.sealed_by == sealed_office.signatory
    assert sealed_office.unit.name in seal.certificate_subject


def test_the_file_of_the_case_says_so(sealed_office):
    letter = factories.issued(sealed_office).reply
    entry = Entry.objects.get(verb="letter_sealed")

    assert entry.case == letter.case
    assert entry.data["sha256"] == letter.seal.sha256
    assert entry.data["plain_sha256"] == letter.sha256
    assert entry.data["certificate"] == letter.seal.certificate_subject


def test_with_a_key_and_no_picture_it_is_printed_for_the_wet_seal(office, tmp_path, settings):
    give_key(tmp_path, settings, office)
    letter = factories.issued(office).reply
    assert not Seal.objects.exists()
    assert letter.leaving_sha256 == letter.sha256


def test_with_a_picture_and_no_key_too(office, tmp_path, settings):
    give_key(tmp_path, settings)
    give_picture(office)
    factories.issued(office)
    assert not Seal.objects.exists()


@pytest.mark.parametrize(
    ("begins", "ends"), [(date(2026, 11, 7), None), (BEFORE, date(2026, 11, 5))]
)
def test_a_picture_out_of_its_time_is_not_used(office, tmp_path, settings, begins, ends):
    give_key(tmp_path, settings, office)
    give_picture(office, valid_from=begins, valid_until=ends)
    factories.issued(office, day=date(2026, 11, 6))
    assert not Seal.objects.exists()


def test_a_picture_that_was_withdrawn_is_not_used(sealed_office):
    seen = SealImage.objects.get(unit=sealed_office.unit).pk
    act = Act(by=sealed_office.signatory, at=at())
    sealing.withdraw_picture(act, unit=sealed_office.unit, seen=seen)
    factories.issued(sealed_office)
    assert not Seal.objects.exists()


def test_letters_of_procedure_are_sealed_only_where_the_picture_was_given_for_them(sealed_office):
    case = factories.open_case(sealed_office)
    assert case.letters.get().code == "L01"
    assert not Seal.objects.exists()

    give_picture(sealed_office, covers_notices=True)
    letter = factories.open_case(sealed_office).letters.get()
    assert letter.seal.sealed_by == sealed_office.signatory
    assert vault.read(letter.leaving_sha256).startswith(vault.read(letter.sha256))


def test_the_standing_word_for_notices_ends_with_the_duty_of_who_gave_it(
    office, tmp_path, settings
):
    give_key(tmp_path, settings, office)
    image = give_picture(office, covers_notices=True)
    first = factories.open_case(office).letters.get(code="L01")

    access.dismiss(image.added_by, unit=office.unit, duty=Duty.SIGN)
    second = factories.open_case(office).letters.get(code="L01")

    assert Seal.objects.filter(letter=first).exists()
    assert not Seal.objects.filter(letter=second).exists()


def test_a_paper_that_stays_in_the_house_is_never_sealed(sealed_office):
    give_picture(sealed_office, covers_notices=True)
    case = factories.open_case(sealed_office)
    act = Act(by=sealed_office.clerk, at=at())
    issuing.issue_notice(act, case=case, code="L21", fields={"proof": "电话记录"})
    assert list(Seal.objects.values_list("letter__code", flat=True)) == ["L01"]


def refused(office, kind: type[SealRefused]) -> str:
    """Issue a reply that cannot be sealed; nothing of it is there afterwards."""
    case = factories.signed(office)
    with pytest.raises(kind) as stopped:
        issuing.issue_reply(Act(by=office.clerk, at=at()), case=case)
    assert not Letter.objects.filter(is_reply=True).exists()
    assert not Seal.objects.exists()
    assert not Entry.objects.filter(verb="reply_issued").exists()
    assert not Counter.objects.filter(series__endswith=":reply", last__gt=0).exists()
    assert Case.objects.get(pk=case.pk).reply is None
    return str(stopped.value)


def test_a_wrong_passphrase_issues_nothing(sealed_office, settings):
    settings.YISHEN_SEAL_PASSPHRASE = "another"
    assert sealed_office.unit.name in refused(sealed_office, NoKey)


def test_an_expired_certificate_issues_nothing(sealed_office, settings):
    authority = give_key(Path(settings.YISHEN_SEAL_DIR), settings)
    p12 = authority.give(sealed_office.unit.name, SECRET, ends=at() - timedelta(days=1))
    (Path(settings.YISHEN_SEAL_DIR) / f"{sealed_office.unit.code}.p12").write_bytes(p12)
    assert "2026-11-22" in refused(sealed_office, CertificateNotInForce)


def test_another_units_certificate_issues_nothing(sealed_office, settings):
    other = factories.Office("区民政局")
    authority = give_key(Path(settings.YISHEN_SEAL_DIR), settings)
    (Path(settings.YISHEN_SEAL_DIR) / f"{sealed_office.unit.code}.p12").write_bytes(
        authority.give(other.unit.name, SECRET)
    )
    assert other.unit.name in refused(sealed_office, CertificateOfAnother)


def test_a_silent_service_issues_nothing(sealed_office, settings):
    settings.YISHEN_SEALER = "remote"
    settings.YISHEN_SEAL_URL = "http://127.0.0.1:9"
    settings.YISHEN_SEAL_TIMEOUT = 1.0
    assert "did not answer" in refused(sealed_office, ServiceSilent)


def test_a_lost_picture_issues_nothing(sealed_office):
    digest = SealImage.objects.get(withdrawn_at=None).sha256
    path, kept = path_in_vault(digest), vault.read(digest)
    path.unlink()
    try:
        refused(sealed_office, NoPicture)
    finally:
        path.write_bytes(kept)


def test_after_the_trouble_the_same_reply_gets_the_first_number(sealed_office, settings):
    settings.YISHEN_SEAL_PASSPHRASE = "another"
    refused(sealed_office, NoKey)
    settings.YISHEN_SEAL_PASSPHRASE = SECRET
    case = Case.objects.get()
    letter = issuing.issue_reply(Act(by=sealed_office.clerk, at=at()), case=case)
    assert (letter.sequence, letter.seal.method) == (1, "pades")


def test_a_receipt_that_cannot_be_sealed_stops_no_registration(sealed_office, settings):
    give_picture(sealed_office, covers_notices=True)
    settings.YISHEN_SEAL_PASSPHRASE = "another"
    case = factories.open_case(sealed_office)
    assert not case.letters.exists()
    assert Entry.objects.get(verb="letter_stopped").case == case


def test_the_dossier_holds_what_left_and_names_both_digests(sealed_office):
    case = factories.archived(sealed_office)
    letter = case.reply
    folder = Path(configured.DOSSIER_DIR) / Dossier.objects.get(case=case).folder / "data"
    files = [path.read_bytes() for path in (folder / "letters").iterdir()]
    said = json.loads((folder / "records" / "seals.json").read_bytes())

    assert vault.read(letter.seal.sha256) in files
    assert vault.read(letter.sha256) not in files
    assert [(one["plain_sha256"], one["sha256"]) for one in said] == [
        (letter.sha256, letter.seal.sha256)
    ]


def test_the_prospect_says_how_it_will_be(office, tmp_path, settings):
    act = Act(by=office.clerk, at=at())
    assert sealing.prospect(act, unit=office.unit) == sealing.Prospect(Method.PAPER)
    give_key(tmp_path, settings, office)
    assert sealing.prospect(act, unit=office.unit).lacks_picture
    give_picture(office)
    found = sealing.prospect(act, unit=office.unit)
    assert found.method is Method.PADES
    assert office.unit.name in found.certificate.subject
    settings.YISHEN_SEAL_PASSPHRASE = "another"
    assert "cannot be opened" in sealing.prospect(act, unit=office.unit).problem


# The picture


def test_a_new_picture_takes_the_place_of_the_old_one(office):
    first, second = give_picture(office), give_picture(office, width_mm=Decimal("45.0"))
    first.refresh_from_db()
    assert first.withdrawn_by == office.signatory
    assert list(SealImage.objects.filter(withdrawn_at=None)) == [second]
    assert [entry.verb for entry in Entry.objects.order_by("id")] == [
        "seal_given", "seal_withdrawn", "seal_given",
    ]  # fmt: skip


def test_only_who_signs_for_the_unit_gives_or_withdraws(office):
    seen = give_picture(office).pk
    other = factories.Office("区民政局")
    for person in (office.clerk, office.adviser, other.signatory):
        act = Act(by=person, at=at())
        given = sealing.Given(width_mm=Decimal(42), covers_notices=False, valid_from=BEFORE)
        with pytest.raises(sealing.NotSignatory):
            sealing.give_picture(act, unit=office.unit, data=picture_of_a_seal(), given=given)
        with pytest.raises(sealing.NotSignatory):
            sealing.withdraw_picture(act, unit=office.unit, seen=seen)
    access.dismiss(office.signatory, unit=office.unit, duty=Duty.SIGN)
    with pytest.raises(sealing.NotSignatory):
        give_picture(office)


def test_who_comes_second_withdraws_nothing(office):
    seen = give_picture(office).pk
    act = Act(by=office.signatory, at=at())
    sealing.withdraw_picture(act, unit=office.unit, seen=seen)
    with pytest.raises(sealing.NothingStands):
        sealing.withdraw_picture(act, unit=office.unit, seen=seen)


@pytest.mark.parametrize("width", ["19.9", "60.1", "0", "-42"])
def test_no_seal_is_as_small_or_large(office, width):
    with pytest.raises(sealing.WidthWrong):
        give_picture(office, width_mm=Decimal(width))


def test_a_picture_that_ends_before_it_begins_is_refused(office):
    with pytest.raises(sealing.EndsTooEarly):
        give_picture(office, valid_until=BEFORE - timedelta(days=1))


def test_a_refused_picture_leaves_the_old_one_in_use(office):
    first = give_picture(office)
    act = Act(by=office.signatory, at=at())
    given = sealing.Given(width_mm=Decimal(42), covers_notices=False, valid_from=BEFORE)
    with pytest.raises(PictureRefused):
        sealing.give_picture(act, unit=office.unit, data=b"x", given=given)
    assert SealImage.objects.get(withdrawn_at=None) == first


# manage.py verify_seals


@pytest.fixture
def sealed_letter(sealed_office) -> Letter:
    return factories.issued(sealed_office).reply


def test_sound_seals_are_counted(sealed_letter, capsys):
    call_command("verify_seals")
    assert "1 sound, 0 broken, 0 not known" in capsys.readouterr().out


@pytest.mark.parametrize("which", ["sha256", "plain_sha256"])
def test_a_lost_file_is_a_broken_seal(sealed_letter, which, capsys):
    path = path_in_vault(getattr(sealed_letter.seal, which))
    kept = path.read_bytes()
    path.unlink()
    try:
        with pytest.raises(CommandError) as found:
            call_command("verify_seals")
    finally:
        path.write_bytes(kept)
    assert found.value.returncode == 1
    assert sealed_letter.number in capsys.readouterr().out


def test_a_seal_under_another_certificate_is_broken(sealed_letter, monkeypatch):
    from requests_flow.letters.seals import verify

    monkeypatch.setattr(verify, "digest_of", lambda certificate: "0" * 64)
    with pytest.raises(CommandError) as found:
        call_command("verify_seals")
    assert found.value.returncode == 1


def test_what_nobody_can_be_asked_is_not_known(sealed_letter, settings, capsys):
    (Path(settings.YISHEN_SEAL_DIR) / "roots.pem").write_bytes(b"x")
    with pytest.raises(CommandError) as found:
        call_command("verify_seals")
    assert found.value.returncode == 2
    assert "1 not known" in capsys.readouterr().out


def test_without_seals_all_is_well(capsys):
    call_command("verify_seals")
    assert "0 sound" in capsys.readouterr().out
