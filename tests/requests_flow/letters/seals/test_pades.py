"""A letter sealed with the organ's certificate: the printed bytes first, then a seal and nothing else."""

from __future__ import annotations

import io
import subprocess
from dataclasses import replace
from datetime import timedelta

import page as validator
import pikepdf
import pytest

from requests_flow.letters import engine
from requests_flow.letters.catalogue import LETTERS
from requests_flow.letters.seals import certificates
from requests_flow.letters.seals.choice import examine, sealer_for
from requests_flow.letters.seals.port import Kept, Method, Organ, Verdict
from requests_flow.letters.seals.refusals import (
    CertificateNotInForce,
    CertificateNotTrusted,
    CertificateOfAnother,
    DemoCertificate,
    NoKey,
    NotSetUp,
    SealNotSound,
)
from requests_flow.letters.specimens import specimen
from requests_flow.management.demo.authority import Authority

from .conftest import AT, ORGAN, SECRET

BOTH = (validator.ValidationProfile.PDF_A_3A, validator.ValidationProfile.PDF_UA_1)


def faults(pdf: bytes) -> list[str]:
    reports = [validator.validate_pdf_bytes(pdf, profile=profile) for profile in BOTH]
    return [f"{one.rule_id}: {one.message}" for report in reports for one in report.failures]


def kept(order, sealed) -> Kept:
    return Kept(
        plain=order.pdf,
        sealed=sealed.pdf,
        certificate_sha256=sealed.certificate.sha256,
        at=order.at,
    )


@pytest.fixture
def sealed(key, order):
    return sealer_for(ORGAN).seal(order)


def test_the_printed_bytes_are_a_strict_prefix(order, sealed):
    assert sealed.pdf.startswith(order.pdf)
    assert len(sealed.pdf) > len(order.pdf)
    assert examine(Method.PADES, kept(order, sealed)).verdict is Verdict.SOUND


def test_the_printed_bytes_do_not_depend_on_the_sealer(order, sealed):
    again = engine.render("L12", specimen("L12") | {"is_specimen": False})
    assert again.pdf == order.pdf
    with pikepdf.open(io.BytesIO(again.pdf)) as pdf:
        assert "/AcroForm" not in pdf.Root  # on paper there is no field to click into


def test_it_is_archival_and_accessible_before_and_after(order, sealed):
    assert faults(order.pdf) == []
    assert faults(sealed.pdf) == []


def test_other_readers_find_it_valid_and_whole(sealed, tmp_path):
    file = tmp_path / "sealed.pdf"
    file.write_bytes(sealed.pdf)
    said = subprocess.run(
        ["pdfsig", "-nocert", file], capture_output=True, text=True, check=True
    ).stdout
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert "Nov 23 2026" in said  # the day of the act


def test_whose_it_is_is_said(sealed):
    assert ORGAN.names[0] in sealed.certificate.subject
    assert "（测试）" in sealed.certificate.subject
    assert len(sealed.certificate.sha256) == 64


@pytest.mark.parametrize("place", ["first", "in the letter", "in the seal", "last"])
def test_one_flipped_bit_is_found(order, sealed, place):
    edge = len(order.pdf)
    at = {"first": 7, "in the letter": edge // 2, "in the seal": edge + 700, "last": -9}[place]
    bad = bytearray(sealed.pdf)
    bad[at] ^= 1
    one = replace(kept(order, sealed), sealed=bytes(bad))
    assert examine(Method.PADES, one).verdict is Verdict.BROKEN


def test_bytes_after_the_seal_are_found(order, sealed):
    one = replace(kept(order, sealed), sealed=sealed.pdf + b"\n%more\n")
    assert examine(Method.PADES, one).verdict is Verdict.BROKEN


def test_a_seal_on_another_letter_is_found(order, sealed):
    one = replace(kept(order, sealed), plain=order.pdf[:-1] + b"x")
    assert examine(Method.PADES, one).verdict is Verdict.BROKEN


def test_an_unsealed_letter_is_found(order, sealed):
    for instead in (order.pdf, order.pdf + b"\n", b"", b"%PDF-1.7"):
        one = replace(kept(order, sealed), sealed=instead)
        assert examine(Method.PADES, one).verdict is Verdict.BROKEN


def test_another_certificate_than_was_written_down_is_found(order, sealed, authority, key):
    key.write_bytes(authority.give(ORGAN.names[0], SECRET))
    other = sealer_for(ORGAN).seal(order)
    one = replace(kept(order, sealed), sealed=other.pdf)
    assert examine(Method.PADES, one).verdict is Verdict.BROKEN


def test_a_seal_holds_after_its_certificate_has_run_out(order, folder, key, authority):
    key.write_bytes(authority.give(ORGAN.names[0], SECRET, ends=AT + timedelta(days=1)))
    sealed = sealer_for(ORGAN).seal(order)
    assert examine(Method.PADES, kept(order, sealed)).verdict is Verdict.SOUND


def test_a_unit_without_a_key_is_sealed_by_hand(key):
    assert sealer_for(ORGAN).method is Method.PADES
    assert sealer_for(Organ("hsfgj", ("宁波市海曙区发展和改革局",))).method is Method.PAPER


def test_the_wrong_passphrase_says_so(key, order, settings):
    settings.YISHEN_SEAL_PASSPHRASE = "another"
    with pytest.raises(NoKey, match="宁波市海曙区人民政府"):
        sealer_for(ORGAN).seal(order)


def test_a_passphrase_in_a_file_comes_first(key, order, settings, folder):
    (folder / f"{ORGAN.code}.passphrase").write_text(SECRET + "\n", encoding="utf-8")
    settings.YISHEN_SEAL_PASSPHRASE = "another"
    assert sealer_for(ORGAN).seal(order)


def test_a_damaged_key_says_so(key, order):
    key.write_bytes(key.read_bytes()[:200])
    with pytest.raises(NoKey):
        sealer_for(ORGAN).seal(order)


@pytest.mark.parametrize(("begins", "ends"), [(-9, -1), (1, 9)])
def test_a_certificate_out_of_its_time_says_from_when_to_when(key, order, authority, begins, ends):
    day = timedelta(days=1)
    p12 = authority.give(ORGAN.names[0], SECRET, begins=AT + begins * day, ends=AT + ends * day)
    key.write_bytes(p12)
    with pytest.raises(CertificateNotInForce, match=(AT + ends * day).date().isoformat()):
        sealer_for(ORGAN).seal(order)


@pytest.mark.parametrize(
    "other", ["宁波市海曙区发展和改革局", "宁波市海曙区人民政府办公室", "人民政府"]
)
def test_a_certificate_of_another_organ_is_refused(key, order, authority, other):
    key.write_bytes(authority.give(other, SECRET))
    with pytest.raises(CertificateOfAnother, match=other):
        sealer_for(ORGAN).seal(order)


def test_the_name_on_the_seal_may_be_another_than_the_units(key, order, authority):
    key.write_bytes(authority.give("海曙区人民政府", SECRET))
    organ = Organ(ORGAN.code, (*ORGAN.names, "海曙区人民政府"))
    assert sealer_for(organ).seal(replace(order, organ=organ))


def test_a_certificate_of_an_unknown_authority_is_refused(key, order):
    key.write_bytes(Authority(at=AT).give(ORGAN.names[0], SECRET))
    with pytest.raises(CertificateNotTrusted):
        sealer_for(ORGAN).seal(order)


def test_without_a_list_of_authorities_any_will_do(key, order, folder):
    (folder / "roots.pem").unlink()
    sealed = sealer_for(ORGAN).seal(order)
    assert examine(Method.PADES, kept(order, sealed)).verdict is Verdict.SOUND


def test_a_list_of_authorities_that_cannot_be_read_stops_it(key, order, folder):
    (folder / "roots.pem").write_bytes(b"nothing")
    with pytest.raises(NotSetUp, match=r"roots\.pem"):
        sealer_for(ORGAN).seal(order)


def test_production_refuses_a_certificate_of_the_demo(key, order, settings):
    settings.YISHEN_DEMO = False
    with pytest.raises(DemoCertificate):
        sealer_for(ORGAN).seal(order)


def test_an_unknown_sealer_is_no_sealer(settings):
    settings.YISHEN_SEALER = "wax"
    with pytest.raises(NotSetUp, match="YISHEN_SEALER"):
        sealer_for(ORGAN)


def test_a_file_that_is_no_letter_of_ours_is_not_sealed(key, order):
    plain = pikepdf.new()
    plain.add_blank_page()
    written = io.BytesIO()
    plain.save(written)
    for pdf in (written.getvalue(), b"no pdf"):
        with pytest.raises(SealNotSound):
            sealer_for(ORGAN).seal(replace(order, pdf=pdf))


def test_the_key_tells_its_certificate_before_anything_is_sealed(key):
    told = sealer_for(ORGAN).certificate_of(ORGAN, at=AT)
    assert ORGAN.names[0] in told.subject


OUTWARD = [code for code, form in LETTERS.items() if not form.is_internal]


@pytest.mark.parametrize("code", OUTWARD)
def test_every_letter_that_leaves_can_be_sealed(key, order, code):
    printed = engine.render(code, specimen(code) | {"is_specimen": False})
    sealed = sealer_for(ORGAN).seal(replace(order, pdf=printed.pdf, place=printed.seal))
    assert faults(sealed.pdf) == []


def test_names_of_certificates_are_compared_without_what_seals_add():
    assert certificates._bare("宁波市海曙区人民政府电子印章（测试）") == ORGAN.names[0]


def test_a_table_of_places_that_looks_short_is_written_anew(key, order, monkeypatch):
    """Without that, one sealed letter in 256 would be refused by a strict archive."""
    from requests_flow.letters.seals import pades

    once, rooms = pades._signed_once, []

    def short_at_first(order, box, signer, room):
        rooms.append(room)
        pdf = once(order, box, signer, room)
        return pdf if len(rooms) > 1 else pdf.replace(b"\nendstream", b"\r\nendstream")

    monkeypatch.setattr(pades, "_signed_once", short_at_first)
    sealed = sealer_for(ORGAN).seal(order)
    assert rooms[0] is None
    assert rooms[1] > 4000
    assert faults(sealed.pdf) == []
