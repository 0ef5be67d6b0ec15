"""For pages on which what is printed does not matter: printing takes most of the time."""

from __future__ import annotations

import pytest

from tests.printing import print_quickly


@pytest.fixture
def quick_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each letter is laid out once, whatever is in it."""
    print_quickly(monkeypatch)
