"""An office whose letters are sealed electronically: a key, a trusted authority, a picture."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from requests_flow.actions import sealing
from requests_flow.actions.act import Act
from requests_flow.management.demo.authority import Authority
from requests_flow.models import SealImage
from tests import factories
from tests.requests_flow.letters.seals.conftest import SECRET, picture_of_a_seal

BEFORE = date(2026, 11, 1)


def give_key(folder: Path, settings: Any, *offices: factories.Office) -> Authority:
    """A certificate for each of these offices, and no picture yet."""
    settings.YISHEN_SEALER = "pades"
    settings.YISHEN_SEAL_DIR = folder
    settings.YISHEN_SEAL_PASSPHRASE = SECRET
    authority = Authority(at=factories.at())
    (folder / "roots.pem").write_bytes(authority.root_pem)
    for office in offices:
        p12 = authority.give(office.unit.name, SECRET)
        (folder / f"{office.unit.code}.p12").write_bytes(p12)
    return authority


def give_picture(office: factories.Office, *, day: date = BEFORE, **more: Any) -> SealImage:
    """The signatory gives the picture of the seal."""
    given = {"width_mm": Decimal(42), "covers_notices": False, "valid_from": day, **more}
    return sealing.give_picture(
        Act(by=office.signatory, at=factories.at(day)),
        unit=office.unit,
        data=picture_of_a_seal(),
        given=sealing.Given(**given),
    )
