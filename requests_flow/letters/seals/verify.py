"""Does a seal hold: the printed bytes first, only a seal after them, intact, and of the right organ."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from .apart import run_apart
from .changes import Added, NotSound, added_seal
from .port import Finding, Kept, Verdict

_STANDARD = {"/ETSI.CAdES.detached", "/adbe.pkcs7.detached"}
_CHINESE = "1.2.156."  # algorithms of GM/T: SM2, SM3


class NotTrusted(NotSound):
    """The seal is intact, and none of the authorities gave its certificate."""


def digest_of(certificate: Any) -> str:
    """SHA-256 of a certificate."""
    return hashlib.sha256(certificate.dump()).hexdigest()


def examine(kept: Kept, roots: Iterable[Any]) -> Finding:
    """Whether the seal on a kept letter still holds; unknown if it is of a kind we cannot read."""
    try:
        added = added_seal(kept.plain, kept.sealed)
        if not is_readable(added):
            return Finding(Verdict.UNKNOWN, _("It is sealed in a way that only its service reads."))
        certificate = check_signature(kept.sealed, at=kept.at, roots=roots)
        if digest_of(certificate) != kept.certificate_sha256:
            raise NotSound(_("It is sealed with another certificate than was written down."))
    except NotSound as broken:
        return Finding(Verdict.BROKEN, broken.reason)
    return Finding(Verdict.SOUND)


def is_readable(added: Added) -> bool:
    """Whether the signature is of a kind that we can verify ourselves."""
    from asn1crypto import cms

    if added.subfilter not in _STANDARD:
        return False
    try:
        signer = cms.ContentInfo.load(added.contents)["content"]["signer_infos"][0]
        used = (signer["digest_algorithm"], signer["signature_algorithm"])
        return not any(one["algorithm"].dotted.startswith(_CHINESE) for one in used)
    except (KeyError, IndexError, ValueError, TypeError):
        return True  # broken, and verifying says so


def check_signature(sealed: bytes, *, at: datetime, roots: Iterable[Any]) -> Any:
    """The certificate (asn1crypto) that the file is signed with.

    `roots`: authorities of which one must have given it; none: any may. Raises NotSound.
    """
    trusted = list(roots)
    try:
        status = run_apart(lambda: _status(sealed, at, trusted))
    except NotSound:
        raise
    except Exception as broken:  # whatever pyHanko meets in a forged file
        raise NotSound(_("Its signature cannot be read.")) from broken
    if not (status.intact and status.valid):
        raise NotSound(_("It was changed after it was sealed."))
    if status.coverage.name != "ENTIRE_FILE":
        raise NotSound(_("The seal does not cover the whole file."))
    if trusted and not status.trusted:
        raise NotTrusted(_("Its certificate does not come from an authority that is trusted here."))
    return status.signing_cert


def _status(sealed: bytes, at: datetime, roots: list[Any]) -> Any:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko_certvalidator import ValidationContext

    signatures = PdfFileReader(io.BytesIO(sealed), strict=False).embedded_signatures
    if len(signatures) != 1:
        raise NotSound(_("There is not exactly one seal on it."))
    context = ValidationContext(
        trust_roots=roots or [signatures[0].signer_cert],
        moment=at,
        best_signature_time=at,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )
    usage = KeyUsageConstraints(
        key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False
    )
    return validate_pdf_signature(signatures[0], context, key_usage_settings=usage)
