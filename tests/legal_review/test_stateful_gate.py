"""Whatever everybody does, in whatever order: no letter is out without its opinion and its signature."""

from __future__ import annotations

import pytest

from tests.legal_review.gate.machine import run

pytestmark = pytest.mark.django_db


def test_no_letter_is_out_without_its_opinion_and_signature(house):
    run(examples=200, steps=30)
