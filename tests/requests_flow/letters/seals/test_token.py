"""The key on a token, behind PKCS#11. With SoftHSM2 where it is installed; without, what is said."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from requests_flow.letters.seals.choice import examine, sealer_for
from requests_flow.letters.seals.port import Kept, Method, Verdict
from requests_flow.letters.seals.refusals import NoToken, NotSetUp

from .conftest import ORGAN

MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")
PIN = "711711"
has_token = pytest.mark.skipif(
    not (MODULE.is_file() and shutil.which("pkcs11-tool")),
    reason="a token to try with: apt-get install softhsm2 opensc",
)


@pytest.fixture
def says_where(folder: Path, settings) -> Path:
    """The file that says where on the token the key is."""
    settings.YISHEN_SEAL_PKCS11_MODULE = str(MODULE)
    settings.YISHEN_SEAL_PASSPHRASE = PIN
    place = folder / f"{ORGAN.code}.pkcs11"
    place.write_text(json.dumps({"token": "haishu", "label": "seal"}), encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def token(tmp_path_factory, authority) -> None:
    """One token with the key and the certificate. SoftHSM reads its folder once per process."""
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    config = folder / "softhsm2.conf"
    config.write_text(f"directories.tokendir = {folder}/tokens\n")
    key, certificate = authority.make(ORGAN.names[0])
    held = {
        "privkey": key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
        "cert": certificate.public_bytes(Encoding.DER),
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(config))
        new = ["--init-token", "--free", "--label", "haishu", "--so-pin", PIN, "--pin", PIN]
        subprocess.run(["softhsm2-util", *new], check=True, capture_output=True)
        for kind, data in held.items():
            file = folder / f"{kind}.der"
            file.write_bytes(data)
            put = ["--login", "--pin", PIN, "--write-object", file, "--type", kind]
            subprocess.run(
                ["pkcs11-tool", "--module", MODULE, *put, "--label", "seal", "--id", "01"],
                check=True,
                capture_output=True,
            )
        yield


@has_token
def test_a_letter_is_sealed_with_the_key_on_the_token(token, says_where, order, folder, authority):
    (folder / "roots.pem").write_bytes(authority.root_pem)
    sealed = sealer_for(ORGAN).seal(order)
    kept = Kept(
        plain=order.pdf,
        sealed=sealed.pdf,
        certificate_sha256=sealed.certificate.sha256,
        at=order.at,
    )
    assert examine(Method.PADES, kept).verdict is Verdict.SOUND
    assert sealer_for(ORGAN).certificate_of(ORGAN, at=order.at) == sealed.certificate


@has_token
@pytest.mark.parametrize(
    ("token_name", "label", "pin"),
    [("haishu", "seal", "000000"), ("another", "seal", PIN), ("haishu", "another", PIN)],
)
def test_what_is_not_on_the_token_is_said(
    token, says_where, order, settings, token_name, label, pin
):
    settings.YISHEN_SEAL_PASSPHRASE = pin
    says_where.write_text(json.dumps({"token": token_name, "label": label}), encoding="utf-8")
    with pytest.raises(NoToken, match="does not answer"):
        sealer_for(ORGAN).seal(order)


def test_a_library_that_is_not_there_is_said(says_where, order, settings, folder):
    settings.YISHEN_SEAL_PKCS11_MODULE = str(folder / "none.so")
    with pytest.raises(NoToken):
        sealer_for(ORGAN).seal(order)


def test_no_library_named_is_said(says_where, order, settings):
    settings.YISHEN_SEAL_PKCS11_MODULE = ""
    with pytest.raises(NotSetUp, match="YISHEN_SEAL_PKCS11_MODULE"):
        sealer_for(ORGAN).seal(order)


@pytest.mark.parametrize("said", ["", "[]", "{}", "no JSON", '{"token": "haishu"}'])
def test_a_file_that_does_not_say_where_is_said(says_where, order, said):
    says_where.write_text(said, encoding="utf-8")
    with pytest.raises(NotSetUp, match=says_where.stem):
        sealer_for(ORGAN).seal(order)
