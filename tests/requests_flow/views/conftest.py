"""For pages on which what is printed does not matter: printing takes most of the time."""

from __future__ import annotations

import pytest

from requests_flow.letters import engine


@pytest.fixture
def quick_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each letter is printed once, whatever is in it."""
    printed: dict[str, object] = {}
    render = engine.render

    def once(code, context):
        if code not in printed:
            printed[code] = render(code, context)
        return printed[code]

    monkeypatch.setattr(engine, "render", once)
