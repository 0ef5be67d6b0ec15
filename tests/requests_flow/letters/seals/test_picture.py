"""Only a picture that can be a seal is taken, and nothing of the file but the picture."""

from __future__ import annotations

import io

import pytest
from PIL import Image, PngImagePlugin

from requests_flow.letters.seals.picture import PictureRefused, cleaned, size_on_paper

from .conftest import picture_of_a_seal


def as_png(image: Image.Image, **more) -> bytes:
    written = io.BytesIO()
    image.save(written, "PNG", **more)
    return written.getvalue()


def test_a_seal_is_taken_as_it_is():
    data = picture_of_a_seal()
    with Image.open(io.BytesIO(data)) as given, Image.open(io.BytesIO(cleaned(data))) as kept:
        assert given.tobytes() == kept.tobytes()


def test_the_same_picture_gives_the_same_bytes():
    data = picture_of_a_seal()
    assert cleaned(data) == cleaned(cleaned(data)) == cleaned(data)


def test_what_else_the_file_holds_is_not_kept():
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "somebody")
    with Image.open(io.BytesIO(picture_of_a_seal())) as image:
        data = as_png(image, pnginfo=told) + b"<script>more</script>"
    assert b"somebody" in data
    assert b"somebody" not in cleaned(data)
    assert b"script" not in cleaned(data)


def test_what_lies_hidden_under_nothing_is_not_kept():
    with Image.open(io.BytesIO(picture_of_a_seal())) as image:
        hidden = Image.new("RGB", image.size, (7, 77, 177))
        hidden.putalpha(image.getchannel("A"))
    with Image.open(io.BytesIO(cleaned(as_png(hidden)))) as kept:
        assert kept.getpixel((0, 0)) == (0, 0, 0, 0)
        assert kept.getchannel("A").tobytes() == hidden.getchannel("A").tobytes()


def test_a_picture_finer_than_paper_is_made_smaller():
    with Image.open(io.BytesIO(cleaned(picture_of_a_seal(2400)))) as kept:
        assert kept.size == (1000, 1000)


def test_its_height_follows_its_width():
    oval = as_png(Image.new("RGBA", (500, 400)))
    assert size_on_paper(oval, 45.0) == (45.0, 36.0)


BLANK = Image.new("RGBA", (600, 600), (0, 0, 0, 0))
FULL = Image.new("RGBA", (600, 600), (0, 0, 0, 0))
FULL.paste((255, 0, 0, 255), (20, 20, 580, 580))
MOVING = [Image.new("RGBA", (400, 400), (n, 0, 0, 90)) for n in (0, 99)]

REFUSED = {
    "a white ground": (picture_of_a_seal(ground=(255, 255, 255, 255)), "not transparent"),
    "no ground at all": (picture_of_a_seal(mode="RGB"), "not transparent"),
    "small": (picture_of_a_seal(200), "200 × 200"),
    "huge": (as_png(Image.new("RGBA", (4100, 4100))), "4000"),
    "oblong": (as_png(Image.new("RGBA", (900, 400))), "oblong"),
    "blank": (as_png(BLANK), "nothing on it"),
    "a disc": (as_png(FULL), "per cent"),
    "moving": (as_png(MOVING[0], save_all=True, append_images=MOVING[1:]), "moves"),
    "no picture": (b"%PDF-1.7", "not a PNG"),
    "empty": (b"", "not a PNG"),
    "cut off": (picture_of_a_seal()[:900], "damaged"),
    "only the first bytes": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "damaged"),
    "heavy": (picture_of_a_seal() + b"\0" * 2 * 1024 * 1024, "2 MiB"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_a_seal_is_refused_with_the_reason(name):
    data, reason = REFUSED[name]
    with pytest.raises(PictureRefused) as refused:
        cleaned(data)
    assert reason in str(refused.value)


def test_a_bomb_is_seen_before_it_bursts():
    """The head says 30000 pixels a side; nobody unpacks them."""
    small = bytearray(picture_of_a_seal())
    small[16:24] = (30_000).to_bytes(4, "big") * 2
    with pytest.raises(PictureRefused):
        cleaned(bytes(small))
