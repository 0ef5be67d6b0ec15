"""The house of the stateful test, with pages that are not drawn and letters that are cheap."""

from __future__ import annotations

import pytest


@pytest.fixture
def house(monkeypatch, settings):
    """The office that every example of the machine begins with."""
    from tests.legal_review.gate import door, world
    from tests.legal_review.gate.machine import TheGate

    settings.YISHEN_ASSIGN_REVIEWS = False
    world.print_cheaply(monkeypatch, lambda: TheGate.shared.form)
    door.draw_no_pages(monkeypatch)
    TheGate.shared = world.World(unit=None, people={})
    TheGate.shared = world.founded()
    return TheGate.shared
