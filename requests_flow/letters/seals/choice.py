"""Which sealer this installation has, and what it says of a unit."""

from __future__ import annotations

from django.conf import settings

from . import certificates
from .pades import Pades
from .paper import Paper
from .port import Finding, Kept, Method, Organ, Sealer, Verdict
from .refusals import NotSetUp, SealRefused
from .remote import Remote
from .verify import examine as examine_file

_SEALERS: dict[str, type[Sealer]] = {
    Method.PAPER: Paper,
    Method.PADES: Pades,
    Method.REMOTE: Remote,
}


def sealer_for(organ: Organ) -> Sealer:
    """The sealer of this installation; `Paper` for an organ that it has no seal of.

    Raises NotSetUp.
    """
    try:
        sealer = _SEALERS[settings.YISHEN_SEALER]()
    except KeyError:
        raise NotSetUp("YISHEN_SEALER") from None
    return sealer if sealer.has_seal_of(organ) else Paper()


def examine(method: str, kept: Kept) -> Finding:
    """Whether the seal on a kept letter still holds, however letters are sealed today."""
    try:
        finding = examine_file(kept, certificates.roots())
        if finding.verdict is not Verdict.UNKNOWN or method != Method.REMOTE:
            return finding
        return Remote().examine(kept)
    except SealRefused as refused:
        return Finding(Verdict.UNKNOWN, str(refused))
