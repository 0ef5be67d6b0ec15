"""The demo's seals: certificates that it makes for itself at its first start, and pictures it draws.

Everything is marked 测试. The keys lie in YISHEN_SEAL_DIR, readable by their owner alone; the key of
the authority that gave them is thrown away.
"""

from __future__ import annotations

import io
import math
import secrets
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont

from requests_flow.actions import sealing
from requests_flow.actions.act import Act
from requests_flow.letters.fonts import font_dir
from requests_flow.letters.seals.certificates import ROOTS
from requests_flow.letters.seals.keys import FILE, PASSPHRASE
from requests_flow.units.models import Unit, User

from .authority import Authority

_SIDE, _RED = 800, (214, 22, 30, 235)


def seal_everywhere(signatories: Iterable[tuple[Unit, User]], *, at: datetime) -> None:
    """Each unit gets a key and the picture of its seal, from `at` on; what is there stays."""
    chosen = dict(signatories)
    make_keys(chosen, at=at)
    for unit, user in chosen.items():
        if not unit.seal_images.exists():
            sealing.give_picture(
                Act(by=user, at=at),
                unit=unit,
                data=draw_seal(unit.seal_name or unit.name),
                given=sealing.Given(
                    width_mm=Decimal(42), covers_notices=False, valid_from=timezone.localdate(at)
                ),
            )


def make_keys(units: Iterable[Unit], *, at: datetime) -> None:
    """A key and a certificate of the demo's authority for each unit that has none."""
    folder = Path(settings.YISHEN_SEAL_DIR)
    wanting = [unit for unit in units if not (folder / f"{unit.code}{FILE}").exists()]
    if not wanting:
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    authority = Authority(at=at)
    for unit in wanting:
        passphrase = secrets.token_urlsafe(24)
        _write(folder / f"{unit.code}{PASSPHRASE}", passphrase.encode())
        _write(folder / f"{unit.code}{FILE}", authority.give(unit.name, passphrase))
    known = folder / ROOTS
    _write(known, (known.read_bytes() if known.exists() else b"") + authority.root_pem)


def _write(place: Path, data: bytes) -> None:
    place.touch(mode=0o600)
    place.write_bytes(data)


def draw_seal(name: str) -> bytes:
    """A ring, the name along it, a star, and 测试 below the star."""
    image = Image.new("RGBA", (_SIDE, _SIDE), (0, 0, 0, 0))
    pen, middle = ImageDraw.Draw(image), _SIDE / 2
    pen.ellipse((12, 12, _SIDE - 12, _SIDE - 12), outline=_RED, width=22)
    pen.polygon(_star(middle, middle - 6, 120), fill=_RED)
    _write_along(image, name)
    face = ImageFont.truetype(font_dir() / "faces" / "GwSerif.otf", 74)
    pen.text(
        (middle, middle + 205),
        "测　试",
        font=face,
        fill=_RED,
        anchor="mm",
        stroke_width=1,
        stroke_fill=_RED,
    )
    # One colour, few shades at its edges: the picture goes into every sealed letter.
    shades = image.getchannel("A").resize((_SIDE * 3 // 4,) * 2, Image.Resampling.BOX)
    flat = Image.new("RGB", shades.size, _RED[:3])
    flat.putalpha(shades.point(lambda alpha: round(alpha / 32) * 32 if alpha < 224 else 235))
    written = io.BytesIO()
    flat.save(written, "PNG")
    return written.getvalue()


def _star(across: float, down: float, radius: float) -> list[tuple[float, float]]:
    points = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.382
        turn = math.pi * corner / 5
        points.append((across + reach * math.sin(turn), down - reach * math.cos(turn)))
    return points


def _write_along(image: Image.Image, name: str) -> None:
    """The characters stand on the ring, the first at the lower left, the last at the lower right."""
    arc = min(250.0, 26.0 * len(name))
    size = int(min(110, 2 * math.pi * 300 * arc / 360 / len(name)))
    face = ImageFont.truetype(font_dir() / "faces" / "GwSerif.otf", size)
    for place, character in enumerate(name):
        degrees = arc * (place / (len(name) - 1) - 0.5) if len(name) > 1 else 0.0
        one = Image.new("RGBA", (_SIDE, _SIDE), (0, 0, 0, 0))
        ImageDraw.Draw(one).text(
            (_SIDE / 2, 96),
            character,
            font=face,
            fill=_RED,
            anchor="mm",
            stroke_width=2,
            stroke_fill=_RED,
        )
        image.alpha_composite(one.rotate(-degrees, resample=Image.Resampling.BICUBIC))
