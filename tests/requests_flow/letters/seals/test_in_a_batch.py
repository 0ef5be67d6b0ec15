"""A sealed letter says what the printed one says, and is printed with its seal."""

from __future__ import annotations

import pytest

from requests_flow.letters.batch import Part, bind
from requests_flow.letters.contents import said_in
from requests_flow.letters.seals.choice import sealer_for
from tests.requests_flow.letters.test_envelopes import Face

from .conftest import ORGAN


@pytest.fixture
def sealed(key, order) -> bytes:
    return sealer_for(ORGAN).seal(order).pdf


def test_a_sealed_letter_says_what_the_printed_one_says(sealed, printed):
    assert said_in(sealed) is not None
    assert said_in(sealed) == said_in(printed.pdf)


def test_a_sealed_letter_is_printed_with_its_seal(sealed, printed):
    reds = {}
    for name, pdf in {"sealed": sealed, "plain": printed.pdf}.items():
        bound = bind([Part(bookmark="12号", pdf=pdf)], double_sided=True)
        with Face(bound, printed.pages - 1) as face:
            picture = face.page.render(scale=1).to_pil().convert("RGB")
            reds[name] = sum(
                red > 180 and green < 90 and blue < 90
                for red, green, blue in picture.get_flattened_data()
            )
    assert reds["plain"] == 0
    assert reds["sealed"] > 500
