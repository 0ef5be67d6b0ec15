"""The seal service is asked over real HTTP, and believed in nothing."""

from __future__ import annotations

import base64
import contextlib
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pyhanko.pdf_utils.generic import DictionaryObject, StreamObject, pdf_name, pdf_string

from requests_flow.letters.seals import pades
from requests_flow.letters.seals.choice import examine, sealer_for
from requests_flow.letters.seals.port import Kept, Method, Verdict
from requests_flow.letters.seals.refusals import (
    CertificateOfAnother,
    DemoCertificate,
    NotSetUp,
    SealNotSound,
    ServiceRefused,
    ServiceSilent,
)

from .conftest import ORGAN
from .service import TOKEN, SealService


@pytest.fixture
def service(authority, order, settings, tmp_path) -> Iterator[SealService]:
    running = SealService(authority, order)
    settings.YISHEN_SEALER = "remote"
    settings.YISHEN_SEAL_DIR = tmp_path
    settings.YISHEN_SEAL_URL = running.url
    settings.YISHEN_SEAL_TOKEN = TOKEN
    settings.YISHEN_SEAL_TIMEOUT = 5.0
    yield running
    running.close()


def kept(order, sealed) -> Kept:
    return Kept(
        plain=order.pdf,
        sealed=sealed.pdf,
        certificate_sha256=sealed.certificate.sha256,
        at=order.at,
    )


def test_the_service_seals(service, order):
    sealed = sealer_for(ORGAN).seal(order)

    assert sealed.pdf.startswith(order.pdf)
    assert ORGAN.names[0] in sealed.certificate.subject
    assert examine(Method.REMOTE, kept(order, sealed)).verdict is Verdict.SOUND


def test_it_is_told_what_where_and_by_whom(service, order):
    sealer_for(ORGAN).seal(order)
    path, headers, said = service.asked[0]

    assert path == "/seals/seal"
    assert headers["Authorization"] == f"Bearer {TOKEN}"
    assert base64.b64decode(said.pop("document")) == order.pdf
    assert len(said.pop("sha256")) == 64
    assert said == {
        "protocol": "yishen-seal/1",
        "unit": "haishu",
        "organ": "宁波市海曙区人民政府",
        "number": order.number,
        "purpose": order.purpose,
        "at": "2026-11-23T10:00:00+08:00",
        "page": 2,
        "box": list(order.place.box(42, 42)),
        "size_mm": [42.0, 42.0],
    }


def test_the_authorities_are_asked_too(service, order, tmp_path, authority):
    (tmp_path / "roots.pem").write_bytes(authority.root_pem)
    assert sealer_for(ORGAN).seal(order)
    from requests_flow.management.demo.authority import Authority

    (tmp_path / "roots.pem").write_bytes(Authority(at=order.at).root_pem)
    with pytest.raises(SealNotSound, match="authority"):
        sealer_for(ORGAN).seal(order)


def lies(change):
    """What the service puts into the file beside the seal; the seal itself is sound."""

    def forge(service, monkeypatch):
        honest = pades.add_field

        def add(writer, **where):
            honest(writer, **where)
            change(writer, where)

        monkeypatch.setattr(pades, "add_field", add)

    return forge


def other_words(writer, where):
    sheet = writer.find_page_for_modification(where["page"])[0].get_object()
    drawn = sheet.raw_get("/Contents")
    writer.objects[(0, drawn.idnum)] = StreamObject(stream_data=b"% the reply says something else")


def another_page_first(writer, where):
    pages = writer.root["/Pages"]
    pages["/Kids"].reverse()
    writer.update_container(pages["/Kids"])


def other_contents_of_the_page(writer, where):
    sheet = writer.find_page_for_modification(where["page"])[0].get_object()
    sheet[pdf_name("/Contents")] = writer.add_object(StreamObject(stream_data=b"% nothing"))


def a_note_on_another_page(writer, where):
    reference = writer.find_page_for_modification(0)[0]
    note = DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Contents"): pdf_string("x"),
        }
    )
    writer.register_annotation(reference, writer.add_object(note))


def something_that_acts(writer, where):
    action = DictionaryObject({pdf_name("/S"): pdf_name("/JavaScript")})
    writer.root[pdf_name("/OpenAction")] = action
    writer.update_root()


def a_seal_that_acts(writer, where):
    widget = writer.root["/AcroForm"]["/Fields"][0]
    widget[pdf_name("/A")] = DictionaryObject({pdf_name("/S"): pdf_name("/URI")})


def other_tags(writer, where):
    document = writer.root["/StructTreeRoot"]["/K"][0]
    del document["/K"][0]
    writer.update_container(document["/K"])


FORGERIES = [
    other_words, another_page_first, other_contents_of_the_page, a_note_on_another_page,
    something_that_acts, a_seal_that_acts, other_tags,
]  # fmt: skip


@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda one: one.__name__)
def test_a_sound_seal_on_a_changed_letter_is_refused(service, order, monkeypatch, forgery):
    """The printed bytes are a prefix of all of these, and the signature is intact."""
    lies(forgery)(service, monkeypatch)
    with pytest.raises(SealNotSound, match="Nothing was issued"):
        sealer_for(ORGAN).seal(order)
    assert len(service.asked) == 1


def test_a_seal_somewhere_else_is_refused(service, order):
    service.answers["seal"] = lambda said: service.answer_with(
        service.sealed(said | {"box": [one - 100 for one in said["box"]]})
    )
    with pytest.raises(SealNotSound, match="not where"):
        sealer_for(ORGAN).seal(order)


LIES = {
    "the letter unsealed": lambda service, said: service.answer_with(service.order.pdf),
    "another file": lambda service, said: service.answer_with(b"%PDF-1.7 another"),
    "a seal on another file": lambda service, said: service.answer_with(
        service.order.pdf[:-6] + service.sealed(said)[len(service.order.pdf) - 6 + 1 :]
    ),
    "another digest": lambda service, said: service.answer_with(
        service.sealed(said), sha256="0" * 64
    ),
    "a changed seal": lambda service, said: service.answer_with(
        service.sealed(said).replace(b"/Multiply", b"/Exclusion")
    ),
    "no certificate": lambda service, said: service.answer_with(
        service.sealed(said), certificate=""
    ),
    "no file": lambda service, said: {"sha256": "0" * 64},
    "a list": lambda service, said: [],
    "no JSON": lambda service, said: b"<html>",
    "too much": lambda service, said: b" " * (len(service.order.pdf) * 4 + 9 * 1024 * 1024),
}


@pytest.mark.parametrize("lie", LIES)
def test_whatever_else_it_answers_is_refused(service, order, lie):
    service.answers["seal"] = lambda said: LIES[lie](service, said)
    with pytest.raises(SealNotSound):
        sealer_for(ORGAN).seal(order)


def test_another_organs_certificate_is_refused(service, order, authority):
    from pyhanko.sign.signers import SimpleSigner

    p12 = authority.give("宁波市海曙区发展和改革局", "x")
    service.signer = SimpleSigner.load_pkcs12_data(p12, other_certs=[], passphrase=b"x")
    with pytest.raises(CertificateOfAnother, match="发展和改革局"):
        sealer_for(ORGAN).seal(order)


def test_a_certificate_it_did_not_seal_with_is_refused(service, order, authority):
    _, other = authority.make(ORGAN.names[0])
    from cryptography.hazmat.primitives.serialization import Encoding

    der = base64.b64encode(other.public_bytes(Encoding.DER)).decode()
    service.answers["seal"] = lambda said: service.answer_with(
        service.sealed(said), certificate=der
    )
    with pytest.raises(SealNotSound, match="another certificate"):
        sealer_for(ORGAN).seal(order)


def test_production_refuses_a_demo_certificate_here_too(service, order, settings):
    settings.YISHEN_DEMO = False
    with pytest.raises(DemoCertificate):
        sealer_for(ORGAN).seal(order)


def test_its_refusal_is_told_in_its_words(service, order):
    service.answers["seal"] = lambda said: (403, {"reason": "印章已停用"})
    with pytest.raises(ServiceRefused, match="印章已停用"):
        sealer_for(ORGAN).seal(order)


@pytest.mark.parametrize("status", [302, 401, 500])
def test_a_bare_refusal_is_told_by_its_number(service, order, status):
    service.answers["seal"] = lambda said: (status, b"")
    with pytest.raises(ServiceRefused, match=str(status)):
        sealer_for(ORGAN).seal(order)
    assert len(service.asked) == 1  # a redirect is not followed


def test_a_service_that_is_down_says_so(service, order, settings):
    settings.YISHEN_SEAL_URL = "http://127.0.0.1:9"
    with pytest.raises(ServiceSilent, match="did not answer"):
        sealer_for(ORGAN).seal(order)


def silent(handler):
    time.sleep(1.5)


def trickling_head(handler):
    with contextlib.suppress(OSError):
        for one in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 90:
            handler.wfile.write(bytes([one]))
            time.sleep(0.05)


def trickling_body(handler):
    handler.send_response(200)
    handler.end_headers()
    with contextlib.suppress(OSError):
        for _ in range(90):
            handler.wfile.write(b" ")
            time.sleep(0.05)


def hanging_up(handler):
    handler.connection.close()


@pytest.mark.parametrize("how", [silent, trickling_head, trickling_body, hanging_up])
def test_a_slow_service_is_given_up_in_time(service, order, settings, how):
    settings.YISHEN_SEAL_TIMEOUT = 0.4
    service.answers["seal"] = lambda said: how
    began = time.monotonic()
    with pytest.raises(ServiceSilent, match=r"0\.4 seconds"):
        sealer_for(ORGAN).seal(order)
    assert time.monotonic() - began < 1.4


@pytest.mark.parametrize("url", ["", "seals", "ftp://127.0.0.1/", "http://"])
def test_without_an_address_nothing_is_sealed(service, order, settings, url):
    settings.YISHEN_SEAL_URL = url
    with pytest.raises(NotSetUp, match="YISHEN_SEAL_URL"):
        sealer_for(ORGAN).seal(order)


# A seal that we cannot read ourselves: SM2, in a signature dictionary of its own kind.


@pytest.fixture
def foreign(service, monkeypatch) -> SealService:
    """As the honest one, but nobody but the service can read the seal."""
    from requests_flow.letters.seals import choice, remote, verify

    for room in (remote, verify):
        monkeypatch.setattr(room, "is_readable", lambda added: False)
    assert choice  # it asks verify
    return service


def test_a_seal_that_only_the_service_reads_is_shown_to_it(foreign, order):
    sealed = sealer_for(ORGAN).seal(order)
    assert [path for path, _, _ in foreign.asked] == ["/seals/seal", "/seals/verify"]
    assert base64.b64decode(foreign.asked[1][2]["document"]) == sealed.pdf
    assert examine(Method.REMOTE, kept(order, sealed)).verdict is Verdict.SOUND


@pytest.mark.parametrize("said", [{"intact": False}, {}, {"intact": "yes"}])
def test_what_the_service_itself_does_not_find_intact_is_refused(foreign, order, said):
    foreign.answers["verify"] = lambda asked: said
    with pytest.raises(SealNotSound, match="service itself"):
        sealer_for(ORGAN).seal(order)


def test_later_it_is_broken_sound_or_not_known(foreign, order, settings):
    one = kept(order, sealer_for(ORGAN).seal(order))

    foreign.answers["verify"] = lambda asked: {"intact": False, "certificate": foreign.certificate}
    assert examine(Method.REMOTE, one).verdict is Verdict.BROKEN
    other = replace(one, certificate_sha256="0" * 64)
    del foreign.answers["verify"]
    assert examine(Method.REMOTE, other).verdict is Verdict.BROKEN
    settings.YISHEN_SEAL_URL = "http://127.0.0.1:9"
    assert examine(Method.REMOTE, one).verdict is Verdict.UNKNOWN
    foreign.answers["verify"] = lambda asked: {"intact": True}
    settings.YISHEN_SEAL_URL = foreign.url
    assert examine(Method.REMOTE, one).verdict is Verdict.UNKNOWN
    bad = replace(one, sealed=one.sealed + b"x")
    assert examine(Method.REMOTE, bad).verdict is Verdict.BROKEN
