"""What is wrong with the settings of sealing, said before the first letter meets it."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from . import certificates, keys
from .choice import sealer_for
from .port import Method, Organ
from .refusals import SealRefused

LONGEST = 15.0  # seconds: whoever issues holds the register of numbers meanwhile
SOON = timedelta(days=30)
_HERE = {"127.0.0.1", "localhost", "::1"}


def wrong_settings() -> Iterator[str]:
    """Sentences about the settings themselves; no key is opened and nobody is asked."""
    if settings.YISHEN_SEALER not in set(Method):
        known = ", ".join(Method)
        yield f"YISHEN_SEALER is {settings.YISHEN_SEALER!r}; it is one of {known}."
    if settings.YISHEN_SEALER == Method.PADES and not Path(settings.YISHEN_SEAL_DIR).is_dir():
        yield f"YISHEN_SEAL_DIR: there is no folder {settings.YISHEN_SEAL_DIR}."
    if settings.YISHEN_SEALER == Method.REMOTE:
        address = urlsplit(settings.YISHEN_SEAL_URL)
        is_here = address.scheme == "http" and address.hostname in _HERE
        if not address.hostname or not (address.scheme == "https" or is_here):
            yield "YISHEN_SEAL_URL must be an https address, or one on this machine."
        if not settings.YISHEN_SEAL_TOKEN:
            yield "YISHEN_SEAL_TOKEN is empty: anybody could have the service seal in our name."
    if not 0 < settings.YISHEN_SEAL_TIMEOUT <= LONGEST:
        yield f"YISHEN_SEAL_TIMEOUT is {settings.YISHEN_SEAL_TIMEOUT:g}; 1 to {LONGEST:g} seconds."


def _files() -> list[Path]:
    folder = Path(settings.YISHEN_SEAL_DIR)
    places = folder.iterdir() if folder.is_dir() else ()
    return sorted(one for one in places if one.suffix in {keys.FILE, keys.TOKEN, keys.PASSPHRASE})


def open_to_others() -> Iterator[str]:
    """Files with keys or passphrases that others than their owner may read."""
    for place in _files() if settings.YISHEN_SEALER == Method.PADES else ():
        if place.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield f"{place.name} can be read by others than its owner: chmod 600."


def wrong_keys(organs: Iterable[Organ], *, at: datetime) -> Iterator[str]:
    """Opens the key of each organ; what would stop its letters. A token is not asked: it counts
    wrong PINs."""
    if settings.YISHEN_SEALER != Method.PADES:
        return
    known = {organ.code: organ for organ in organs}
    for place in _files():
        if place.suffix != keys.PASSPHRASE and place.stem not in known:
            yield f"{place.name} belongs to no unit: there is none with the code {place.stem!r}."
    for organ in known.values():
        place = keys.key_of(organ)
        if place is None or place.suffix == keys.TOKEN:
            continue
        try:
            sealer_for(organ).certificate_of(organ, at=at)
            certificates.roots()
        except SealRefused as refused:
            yield f"{place.name}: {refused}"


def ending_keys(organs: Iterable[Organ], *, at: datetime) -> Iterator[str]:
    """Certificates that run out within a month."""
    if settings.YISHEN_SEALER != Method.PADES:
        return
    for organ in organs:
        place = keys.key_of(organ)
        if place is None or place.suffix == keys.TOKEN:
            continue
        try:
            with keys.opened(organ) as signer:
                ends = signer.signing_cert.not_valid_after
        except SealRefused:
            continue  # said already
        if at < ends < at + SOON:
            yield f"{place.name}: the certificate runs out on {ends:%Y-%m-%d}."
