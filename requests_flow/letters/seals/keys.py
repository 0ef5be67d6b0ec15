"""The organ's key: a PKCS#12 file, or a token behind a PKCS#11 module. One per unit, by its code.

`<code>.p12`, or `<code>.pkcs11`, a JSON file that says where on the token the key is:
`{"token": "…", "slot": 0, "label": "…"}`, of which token or slot is needed if there are several.
The passphrase or PIN: `<code>.passphrase`, else YISHEN_SEAL_PASSPHRASE. Never in the database.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from .port import Organ
from .refusals import NoKey, NoToken, NotSetUp

_ROOM = 512  # bytes of a signature by RSA with 4096 bits
FILE, TOKEN, PASSPHRASE = ".p12", ".pkcs11", ".passphrase"


def key_of(organ: Organ) -> Path | None:
    """The file that holds the key, or says where it is; None if the unit has none."""
    folder = Path(settings.YISHEN_SEAL_DIR)
    places = (folder / f"{organ.code}{suffix}" for suffix in (FILE, TOKEN))
    return next((place for place in places if place.is_file()), None)


@contextmanager
def opened(organ: Organ) -> Iterator[Any]:
    """pyHanko's signer with the key of `organ`. Raises NoKey, NoToken or NotSetUp."""
    place = key_of(organ)
    if place is None:
        raise NoKey(organ.names[0])
    if place.suffix == FILE:
        yield _from_file(place, organ)
        return
    session = _session(place, organ)
    try:
        yield _on_token(place, organ, session)
    finally:
        session.close()


def _passphrase(organ: Organ) -> str:
    folder = Path(settings.YISHEN_SEAL_PASSPHRASE_DIR or settings.YISHEN_SEAL_DIR)
    try:
        written = (folder / f"{organ.code}{PASSPHRASE}").read_text(encoding="utf-8")
    except FileNotFoundError:
        return settings.YISHEN_SEAL_PASSPHRASE
    except (OSError, UnicodeDecodeError) as unreadable:
        raise NoKey(organ.names[0]) from unreadable
    return written.rstrip("\r\n")


def _from_file(place: Path, organ: Organ) -> Any:
    try:
        return _file_signer().load_pkcs12_data(
            place.read_bytes(), other_certs=[], passphrase=_passphrase(organ).encode() or None
        )
    except (OSError, ValueError, TypeError, AttributeError) as closed:
        raise NoKey(organ.names[0]) from closed


@cache
def _file_signer() -> Any:
    from pyhanko.sign.signers import SimpleSigner

    class FileSigner(SimpleSigner):
        """Keeps room for the signature of any key instead of signing once to measure it."""

        async def async_sign_raw(
            self, data: bytes, digest_algorithm: str, dry_run: bool = False
        ) -> bytes:
            return bytes(_ROOM) if dry_run else self.sign_raw(data, digest_algorithm)

    return FileSigner


def _where(place: Path) -> dict[str, Any]:
    try:
        said = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError) as unreadable:
        raise NotSetUp(place.name) from unreadable
    if not isinstance(said, dict) or not said.get("label"):
        raise NotSetUp(place.name)
    return said


def _session(place: Path, organ: Organ) -> Any:
    said = _where(place)
    if not settings.YISHEN_SEAL_PKCS11_MODULE:
        raise NotSetUp("YISHEN_SEAL_PKCS11_MODULE")
    try:
        from pkcs11 import PKCS11Error
        from pyhanko.config.pkcs11 import TokenCriteria
        from pyhanko.sign.pkcs11 import open_pkcs11_session
    except ImportError as missing:
        raise NotSetUp("python-pkcs11") from missing
    token = said.get("token")
    try:
        return open_pkcs11_session(
            settings.YISHEN_SEAL_PKCS11_MODULE,
            slot_no=said.get("slot"),
            token_criteria=TokenCriteria(label=token) if token else None,
            user_pin=_passphrase(organ) or None,
        )
    except (PKCS11Error, RuntimeError, OSError) as silent:
        raise NoToken(organ.names[0]) from silent


def _on_token(place: Path, organ: Organ, session: Any) -> Any:
    from pkcs11 import PKCS11Error
    from pyhanko.sign.pkcs11 import PKCS11Signer

    label = _where(place)["label"]
    # Raw: the file is digested here, and the token only signs, which every token can.
    signer = PKCS11Signer(session, cert_label=label, key_label=label, use_raw_mechanism=True)
    try:
        signer.signing_cert  # noqa: B018  fetched now, so that its absence is said by name
    except (PKCS11Error, RuntimeError, ValueError) as absent:
        raise NoToken(organ.names[0]) from absent
    return signer
