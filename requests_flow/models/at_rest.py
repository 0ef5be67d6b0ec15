"""What the database keeps sealed: numbers of identity proofs, found by a keyed index, and keys of phones.

Sealed: `1.<key>.<base64 of nonce and AES-256-GCM>`, different each time. Index: `<key>.<HMAC-SHA-256>`
of the normal form, the same each time. `<key>` names the key and tells nothing of it. The rings of
keys are settings, the newest first: what is written uses the first, what is read any of them.
docs/decisions/0011-personal-data.md.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
from collections.abc import Iterable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from requests_flow.rules.applicants import normal_identity

KEY_BYTES = 32
_NONCE_BYTES = 12
_FORMAT = "1"
_WHAT = b"requests_flow.applicant.identity_number"  # a text sealed for another use does not open


class Unreadable(Exception):
    """A sealed text that no key of the ring opens: the key is lost, or the text was tampered with."""


def name_of(key: bytes) -> str:
    """The name of a key, as it stands before what was made with it."""
    return hashlib.sha256(b"yishen key name" + key).hexdigest()[:8]


def data_keys() -> dict[str, bytes]:
    """The keys that seal, by name, the newest first."""
    return _ring(settings.YISHEN_DATA_KEYS)


def index_keys() -> dict[str, bytes]:
    """The keys of the index, by name, the newest first."""
    return _ring(settings.YISHEN_INDEX_KEYS)


def seal(text: str) -> str:
    """`text`, the number of an identity proof, under the newest key."""
    return seal_bytes(text.encode(), what=_WHAT)


def unseal(sealed: str) -> str:
    """The text again. Raises Unreadable."""
    return unseal_bytes(sealed, what=_WHAT).decode()


def seal_bytes(raw: bytes, *, what: bytes) -> str:
    """`raw` under the newest key; it opens for the same `what` only."""
    name, key = next(iter(data_keys().items()))
    nonce = os.urandom(_NONCE_BYTES)
    body = nonce + AESGCM(key).encrypt(nonce, raw, what)
    return f"{_FORMAT}.{name}.{base64.b64encode(body).decode()}"


def unseal_bytes(sealed: str, *, what: bytes) -> bytes:
    """The bytes again. Raises Unreadable."""
    form, _dot, rest = sealed.partition(".")
    name, _dot, body = rest.partition(".")
    key = data_keys().get(name)
    if form != _FORMAT or key is None:
        raise Unreadable(f"No key of the ring is {name[:8]!r}.")
    try:
        raw = base64.b64decode(body, validate=True)
        return AESGCM(key).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], what)
    except (InvalidTag, binascii.Error, ValueError):
        raise Unreadable("What is kept is not what was sealed.") from None


def newest_seal() -> str:
    """How everything begins that is sealed under the newest key."""
    return f"{_FORMAT}.{next(iter(data_keys()))}."


def newest_index() -> str:
    """How every index begins that was made with the newest key."""
    return f"{next(iter(index_keys()))}."


def index_of(number: str) -> str:
    """What `number` is found by, made with the newest key."""
    return indexes_of(number)[0]


def indexes_of(number: str) -> list[str]:
    """What `number` is found by, the newest first: rows may still be under an older key."""
    plain = normal_identity(number).encode()
    return [
        f"{name}.{hmac.new(key, _WHAT + plain, hashlib.sha256).hexdigest()}"
        for name, key in index_keys().items()
    ]


def wrong_keys() -> list[str]:
    """What is wrong with the two rings, each a sentence without a key in it."""
    found = []
    for setting in ("YISHEN_DATA_KEYS", "YISHEN_INDEX_KEYS"):
        keys = getattr(settings, setting)
        if not keys:
            found.append(f"{setting} holds no key.")
        found += [
            f"Key {at} of {setting} is not {KEY_BYTES} bytes in base64."
            for at, key in enumerate(keys, start=1)
            if _decoded(key) is None
        ]
    if not found and set(data_keys()) & set(index_keys()):
        found.append("A key stands in YISHEN_DATA_KEYS and in YISHEN_INDEX_KEYS.")
    return found


def _ring(keys: Iterable[str]) -> dict[str, bytes]:
    decoded = (_decoded(key) for key in keys)
    return {name_of(key): key for key in decoded if key is not None}


def _decoded(key: str) -> bytes | None:
    try:
        raw = base64.b64decode(key, altchars=b"-_" if set(key) & set("-_") else None, validate=True)
    except (binascii.Error, ValueError):
        return None
    return raw if len(raw) == KEY_BYTES else None
