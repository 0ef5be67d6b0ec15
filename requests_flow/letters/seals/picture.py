"""The picture of a seal: looked at when it is given, and drawn so that text under it stays readable."""

from __future__ import annotations

import io
import zlib
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from requests_flow.letters.errors import LetterStopped

LARGEST_FILE = 2 * 1024 * 1024
LEAST, MOST = 300, 4000  # pixels a side; 300 on 42 mm are 180 to the inch
KEPT = 1000  # on 42 mm, 600 to the inch: more is not seen on paper
_OBLONG = 1.25  # the longer side is not longer than this many times the shorter
_FAINT, _THICK = 16, 0.6  # alpha that counts as paper; share of the picture that may be ink


class PictureRefused(LetterStopped):
    """This is no picture of a seal that could be used."""

    code = "picture_refused"
    sentence = _("This picture cannot be used as a seal: %(reason)s")

    def __init__(self, reason: Any) -> None:
        super().__init__(reason=reason)


def cleaned(data: bytes) -> bytes:
    """The picture alone, as a PNG of ours: nothing else that the file held is kept.

    Raises PictureRefused with the reason.
    """
    from PIL import Image

    if len(data) > LARGEST_FILE:
        raise PictureRefused(_("the file is larger than 2 MiB."))
    if not data.startswith(b"\x89PNG\r\n\x1a\n"):
        raise PictureRefused(_("it is not a PNG. Other formats have no transparent ground."))
    if not _is_whole(data):
        raise PictureRefused(_("the file is damaged."))
    try:
        with Image.open(io.BytesIO(data), formats=["PNG"]) as file:
            _check_size(file)
            picture = file.convert("RGBA")
    except PictureRefused:
        raise
    except Exception as broken:  # whatever Pillow trips over in a hostile file
        raise PictureRefused(_("the file is damaged.")) from broken
    _check_ground(picture.getchannel("A"))
    picture.thumbnail((KEPT, KEPT), Image.Resampling.LANCZOS)
    # Without its metadata, and without what lies hidden where it is transparent.
    kept = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    kept.paste(picture, mask=picture.getchannel("A").point(lambda alpha: 255 if alpha else 0))
    written = io.BytesIO()
    kept.save(written, "PNG", optimize=True)
    return written.getvalue()


def _is_whole(data: bytes) -> bool:
    """Whether every chunk is there and right. Pillow does not look once WeasyPrint is loaded."""
    at = 8
    while at + 12 <= len(data):
        end = at + 8 + int.from_bytes(data[at : at + 4], "big")
        if zlib.crc32(data[at + 4 : end]) != int.from_bytes(data[end : end + 4], "big"):
            return False
        if data[at + 4 : at + 8] == b"IEND":
            return True
        at = end + 4
    return False


def _check_size(file: Any) -> None:
    width, height = file.size
    if getattr(file, "is_animated", False):
        raise PictureRefused(_("it moves."))
    if min(width, height) < LEAST:
        raise PictureRefused(
            _("it has %(width)s × %(height)s pixels; each side needs 300 at least.")
            % {"width": width, "height": height}
        )
    if max(width, height) > MOST:
        raise PictureRefused(
            _("it has %(width)s × %(height)s pixels; 4000 a side at most.")
            % {"width": width, "height": height}
        )
    if max(width, height) > _OBLONG * min(width, height):
        raise PictureRefused(
            _("it is oblong (%(width)s × %(height)s). Cut off the empty edges of the seal.")
            % {"width": width, "height": height}
        )


def _check_ground(alpha: Any) -> None:
    counts = alpha.histogram()
    inked = 1 - sum(counts[:_FAINT]) / sum(counts)
    if inked == 1:
        raise PictureRefused(
            _("its ground is not transparent, so the name and the date under it would be hidden.")
        )
    if inked > _THICK:
        raise PictureRefused(
            _("%(share)s per cent of it are ink, so the text under it could not be read.")
            % {"share": round(inked * 100)}
        )
    if inked < 0.01:
        raise PictureRefused(_("there is nothing on it."))


def size_on_paper(png: bytes, width_mm: float) -> tuple[float, float]:
    """Width and height in millimetres."""
    from PIL import Image

    with Image.open(io.BytesIO(png), formats=["PNG"]) as file:
        width, height = file.size
    return width_mm, width_mm * height / width


@lru_cache(maxsize=32)
def layers(png: bytes) -> tuple[tuple[int, int], bytes, bytes]:
    """The picture as PDF takes it: its size, its colours and its transparency, both deflated."""
    from PIL import Image

    with Image.open(io.BytesIO(png), formats=["PNG"]) as file:
        picture = file.convert("RGBA")
    colours, alpha = picture.convert("RGB").tobytes(), picture.getchannel("A").tobytes()
    return picture.size, _deflated(colours), _deflated(alpha)


def _deflated(data: bytes) -> bytes:
    """Never ending in a carriage return, which strict readers take for the end of the line."""
    tries = (zlib.compress(data, level) for level in (9, 8, 7, 6, 5, 4))
    return next(one for one in tries if not one.endswith(b"\r"))
