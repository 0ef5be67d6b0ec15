"""A seal service over HTTP: it holds the organ's seal (SM2, GM/T 0031) and puts it on the file.

One POST with JSON, one answer with JSON; docs/decisions/0006-seals.md holds the protocol. What comes
back is believed no more than any other file: it must begin with our bytes and change nothing of them.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import http.client
import json
import socket
import threading
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from . import certificates
from .changes import Added, NotSound, added_seal
from .picture import size_on_paper
from .port import Certificate, Finding, Kept, Method, Order, Organ, Sealed, Verdict
from .refusals import NotSetUp, SealNotSound, ServiceRefused, ServiceSilent
from .verify import check_signature, digest_of, is_readable

PROTOCOL = "yishen-seal/1"
_MORE = 8 * 1024 * 1024  # an answer may be so much longer than what was sent


class Remote:
    """Seals with the service at YISHEN_SEAL_URL."""

    method = Method.REMOTE

    def has_seal_of(self, organ: Organ) -> bool:
        """The service says so when it is asked to seal."""
        return True

    def certificate_of(self, organ: Organ, *, at: datetime) -> Certificate | None:
        """Known when the letter comes back."""
        return None

    def seal(self, order: Order) -> Sealed:
        """Send the letter, and look at what comes back. Raises SealRefused."""
        size = size_on_paper(order.picture.png, order.picture.width_mm)
        box = order.place.box(*size)
        answer = _ask("seal", _request(order, box, size))
        try:
            pdf = base64.b64decode(answer["document"], validate=True)
            der = base64.b64decode(answer["certificate"], validate=True)
            if hashlib.sha256(pdf).hexdigest() != answer["sha256"]:
                raise NotSound(_("It is not the file that the service says it is."))
            certificate = _certificate(der)
            certificates.check(certificate, order.organ, at=order.at)
            self._verify(order, pdf, added_seal(order.pdf, pdf, box=box), certificate)
        except NotSound as broken:
            raise SealNotSound(broken.reason) from broken
        except (KeyError, TypeError, ValueError) as unclear:
            raise SealNotSound(_("The answer of the service cannot be read.")) from unclear
        return Sealed(pdf, certificates.described(certificate))

    def _verify(self, order: Order, pdf: bytes, added: Added, certificate: Any) -> None:
        """Ourselves where we can; a seal of a kind that we cannot read is shown to the service."""
        if certificate.dump() not in added.contents:
            raise NotSound(_("It is sealed with another certificate than the service says."))
        if is_readable(added):
            found = check_signature(pdf, at=order.at, roots=certificates.roots())
            if digest_of(found) != digest_of(certificate):
                raise NotSound(_("It is sealed with another certificate than the service says."))
        elif _ask("verify", _document(pdf)).get("intact") is not True:
            raise NotSound(_("The service itself does not find the seal intact."))

    def examine(self, kept: Kept) -> Finding:
        """Ask the service about a seal of a kind that we cannot read. Raises SealRefused."""
        added = added_seal(kept.plain, kept.sealed)
        answer = _ask("verify", _document(kept.sealed))
        try:
            der = base64.b64decode(answer["certificate"], validate=True)
            is_same = hashlib.sha256(der).hexdigest() == kept.certificate_sha256
        except (KeyError, TypeError, ValueError):
            return Finding(Verdict.UNKNOWN, _("The answer of the service cannot be read."))
        if answer.get("intact") is True and is_same and der in added.contents:
            return Finding(Verdict.SOUND)
        return Finding(Verdict.BROKEN, _("The service does not find the seal intact."))


def _certificate(der: bytes) -> Any:
    from asn1crypto import x509

    certificate = x509.Certificate.load(der, strict=True)
    certificate.subject.native  # noqa: B018  read now: raises ValueError if it is none
    return certificate


def _document(pdf: bytes) -> dict[str, Any]:
    return {
        "protocol": PROTOCOL,
        "sha256": hashlib.sha256(pdf).hexdigest(),
        "document": base64.b64encode(pdf).decode(),
    }


def _request(order: Order, box: tuple[float, ...], size: tuple[float, float]) -> dict[str, Any]:
    return _document(order.pdf) | {
        "unit": order.organ.code,
        "organ": order.organ.names[0],
        "number": order.number,
        "purpose": order.purpose,
        "at": order.at.isoformat(),
        "page": order.place.page + 1,
        "box": list(box),
        "size_mm": [round(one, 2) for one in size],
    }


def _ask(path: str, said: dict[str, Any]) -> dict[str, Any]:
    """One question to the service. Raises ServiceSilent, ServiceRefused, SealNotSound, NotSetUp."""
    seconds = settings.YISHEN_SEAL_TIMEOUT
    body = json.dumps(said, ensure_ascii=False).encode()
    try:
        status, answered = _post(path, body, seconds)
    except (OSError, http.client.HTTPException) as silent:
        raise ServiceSilent(seconds) from silent
    if len(answered) > 2 * len(body) + _MORE:
        raise SealNotSound(_("The answer of the service cannot be read."))
    try:
        answer = json.loads(answered)
    except ValueError:
        answer = None
    if status != http.client.OK:
        reason = answer.get("reason") if isinstance(answer, dict) else None
        raise ServiceRefused(str(reason or f"HTTP {status}")[:200])
    if not isinstance(answer, dict):
        raise SealNotSound(_("The answer of the service cannot be read."))
    return answer


def _post(path: str, body: bytes, seconds: float) -> tuple[int, bytes]:
    """Without proxies and redirects; after `seconds` the line is cut, however it trickles."""
    address = urlsplit(settings.YISHEN_SEAL_URL)
    if address.scheme not in {"http", "https"} or not address.hostname:
        raise NotSetUp("YISHEN_SEAL_URL")
    kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
    line = kind(address.hostname, address.port, timeout=seconds)
    headers = {"Content-Type": "application/json; charset=utf-8", "Accept": "application/json"}
    if settings.YISHEN_SEAL_TOKEN:
        headers["Authorization"] = f"Bearer {settings.YISHEN_SEAL_TOKEN}"
    is_over = threading.Event()
    held: list[socket.socket] = []  # http.client forgets it while it still reads
    watch = threading.Timer(seconds, lambda: _cut(held, is_over))
    watch.daemon = True
    watch.start()
    try:
        line.connect()
        held.append(line.sock)
        line.request("POST", f"{address.path.rstrip('/')}/{path}", body=body, headers=headers)
        response = line.getresponse()
        answered = response.status, response.read(2 * len(body) + _MORE + 1)
    except (ValueError, AttributeError) as torn:  # what a line that is cut in use may say
        raise OSError(str(torn)) from torn
    finally:
        watch.cancel()
        line.close()
    if is_over.is_set():  # what was read by then may look whole
        raise TimeoutError
    return answered


def _cut(held: list[socket.socket], is_over: threading.Event) -> None:
    is_over.set()
    for line in held:
        with contextlib.suppress(OSError):  # it ended by itself
            line.shutdown(socket.SHUT_RDWR)
