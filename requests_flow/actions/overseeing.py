"""What the auditor does: looks over the newest entries, and takes a list away. Both leave an entry."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from requests_flow.models import Entry
from requests_flow.units.duties import Duty

from .act import Act, Refusal
from .auditing import Anchor, AnchorsDamaged, read_anchors
from .people import refuse_stranger
from .recording import GENESIS, entry_hash, record

NEWEST = 10_000


class ChainBroken(Refusal):
    """The newest entries are not as they were written, or not what was anchored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was looked over: how many entries, and how many anchors lie among them and agree.

    `fault` is a sentence where something is wrong, else empty.
    """

    entries: int
    anchors: int
    fault: str = ""


def anchors_on_file() -> list[Anchor]:
    """What `anchor_audit` wrote. Raises ChainBroken where the file was changed."""
    path = Path(settings.YISHEN_ANCHOR_FILE)
    if not path.exists():
        return []
    try:
        return read_anchors(path)
    except (OSError, AnchorsDamaged) as error:
        raise ChainBroken(
            _("The file of anchors is not as it was written: %(error)s") % {"error": error}
        ) from error


@transaction.atomic
def look_over(act: Act, *, newest: int = NEWEST) -> Checked:
    """Check the newest entries against each other and against the anchors that lie among them.

    What lies before them is checked by `manage.py verify_audit`. Raises NotAdministrator.
    """
    refuse_stranger(act, Duty.AUDIT)
    try:
        found = _look(newest)
    except ChainBroken as broken:
        found = Checked(entries=0, anchors=0, fault=str(broken))
    record(
        act,
        case=None,
        verb="audit_checked",
        duty=Duty.AUDIT,
        entries=found.entries,
        anchors=found.anchors,
        is_whole=not found.fault,
    )
    return found


def _look(newest: int) -> Checked:
    rows = list(Entry.objects.order_by("-id")[: newest + 1])
    # The oldest of them only says what the one after it follows from; the first of all follows from nothing.
    before = rows.pop() if len(rows) > newest else None
    previous, hashes = before.hash if before else GENESIS, {}
    for row in reversed(rows):
        if row.previous != previous or row.hash != entry_hash(row):
            raise ChainBroken(_("Entry %(n)d is not as it was written.") % {"n": row.pk})
        previous = hashes[row.pk] = row.hash
    anchors = anchors_on_file()
    last = rows[0].pk if rows else 0
    if anchors and anchors[-1].last > last:
        raise ChainBroken(
            _("Entries are missing at the end: entry %(n)d was there on %(at)s.")
            % {"n": anchors[-1].last, "at": anchors[-1].at}
        )
    held = [anchor for anchor in anchors if anchor.last in hashes]
    for anchor in held:
        if hashes[anchor.last] != anchor.hash:
            raise ChainBroken(
                _("Up to entry %(n)d it is not the chain that was anchored on %(at)s.")
                % {"n": anchor.last, "at": anchor.at}
            )
    return Checked(entries=len(rows), anchors=len(held))


@transaction.atomic
def note_export(act: Act, *, what: str, lines: int, wanted: dict[str, str]) -> None:
    """A list leaves the house: who took it, how long it is, and what was asked for."""
    refuse_stranger(act, Duty.AUDIT)
    record(
        act,
        case=None,
        verb="audit_exported",
        duty=Duty.AUDIT,
        list=what,
        lines=lines,
        wanted=wanted,
    )
