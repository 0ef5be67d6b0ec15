"""Whose certificate it is, from when to when, and who gave it."""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from .port import Certificate, Organ
from .refusals import CertificateNotInForce, CertificateOfAnother, DemoCertificate, NotSetUp

DEMO_MARK = "（测试）"  # in the issuer of every certificate that the demo makes
ROOTS = "roots.pem"
_SHORT = {"common_name": "CN", "organizational_unit_name": "OU", "organization_name": "O"}
# What a seal certificate may add to the name of its organ.
_ADDED = ("电子印章", "电子签章", "电子公章", "公章", "测试")


def described(certificate: Any) -> Certificate:
    """A certificate (asn1crypto) as it is written down."""
    parts = [f"{short}={one}" for key, short in _SHORT.items() for one in _named(certificate, key)]
    digest = hashlib.sha256(certificate.dump()).hexdigest()
    return Certificate((", ".join(parts) or certificate.subject.human_friendly)[:240], digest)


def check(certificate: Any, organ: Organ, *, at: datetime) -> None:
    """Raises CertificateNotInForce, CertificateOfAnother or DemoCertificate."""
    named = organ.names[0]
    begins, ends = certificate.not_valid_before, certificate.not_valid_after
    if not begins <= at <= ends:
        raise CertificateNotInForce(
            named, timezone.localdate(begins).isoformat(), timezone.localdate(ends).isoformat()
        )
    found = {_bare(one) for key in _SHORT for one in _named(certificate, key)}
    if not found & {_bare(name) for name in organ.names}:
        raise CertificateOfAnother(named, described(certificate).subject)
    if is_of_demo(certificate) and not settings.YISHEN_DEMO:
        raise DemoCertificate(named)


def is_of_demo(certificate: Any) -> bool:
    """Whether the demo made it, for itself."""
    return any(DEMO_MARK in str(one) for one in certificate.issuer.native.values())


def roots() -> list[Any]:
    """The authorities trusted here: `roots.pem` beside the keys; none if there is no such file.

    Raises NotSetUp if it cannot be read.
    """
    from asn1crypto import pem, x509

    path = Path(settings.YISHEN_SEAL_DIR) / ROOTS
    try:
        data = path.read_bytes()
        return [x509.Certificate.load(der) for _, _, der in pem.unarmor(data, multiple=True)]
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as unreadable:
        raise NotSetUp(ROOTS) from unreadable


def _named(certificate: Any, key: str) -> list[str]:
    value = certificate.subject.native.get(key, [])
    return [str(one) for one in (value if isinstance(value, list) else [value])]


def _bare(name: str) -> str:
    text = unicodedata.normalize("NFKC", name)
    for word in (*_ADDED, "(", ")", " "):
        text = text.replace(word, "")
    return text
