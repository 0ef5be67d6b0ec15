"""An organ with a certificate of its own, a picture of its seal, and a letter to seal."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from PIL import Image, ImageDraw

from requests_flow.letters import engine
from requests_flow.letters.press import Printed
from requests_flow.letters.seals.port import Order, Organ, Picture
from requests_flow.letters.specimens import specimen
from requests_flow.management.demo.authority import Authority

AT = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
ORGAN = Organ("haishu", ("宁波市海曙区人民政府",))
SECRET = "印章 passphrase"


def picture_of_a_seal(side: int = 600, *, ground=(0, 0, 0, 0), mode: str = "RGBA") -> bytes:
    """A ring with a star in it, red on nothing."""
    image = Image.new("RGBA", (side, side), ground)
    pen = ImageDraw.Draw(image)
    red, edge = (214, 16, 24, 235), side // 40
    pen.ellipse((edge, edge, side - edge, side - edge), outline=red, width=side // 25)
    pen.regular_polygon((side / 2, side / 2, side / 8), 3, fill=red)
    written = io.BytesIO()
    image.convert(mode).save(written, "PNG")
    return written.getvalue()


@pytest.fixture(autouse=True)
def in_english():
    """Reasons are compared by their words."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority(at=AT)


@pytest.fixture(scope="session")
def printed() -> Printed:
    """A refusal of two pages, numbered and dated, as it leaves."""
    return engine.render("L12", specimen("L12") | {"is_specimen": False})


@pytest.fixture(scope="session")
def png() -> bytes:
    return picture_of_a_seal()


@pytest.fixture
def order(printed: Printed, png: bytes) -> Order:
    return Order(
        pdf=printed.pdf,
        place=printed.seal,
        organ=ORGAN,
        picture=Picture(png, 42.0),
        number="海政公开〔2026〕12号",
        purpose="政府信息不予公开告知书",
        at=AT,
    )


@pytest.fixture
def folder(tmp_path: Path, settings) -> Path:
    """The folder of the keys, empty."""
    settings.YISHEN_SEALER = "pades"
    settings.YISHEN_SEAL_DIR = tmp_path
    settings.YISHEN_SEAL_PASSPHRASE = SECRET
    return tmp_path


@pytest.fixture
def key(folder: Path, authority: Authority) -> Path:
    """The organ's key is there, and its authority is trusted."""
    place = folder / f"{ORGAN.code}.p12"
    place.write_bytes(authority.give(ORGAN.names[0], SECRET))
    (folder / "roots.pem").write_bytes(authority.root_pem)
    return place
