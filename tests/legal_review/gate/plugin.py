"""Plants the fault named by YISHEN_FAULT in every test of a run: `pytest -p` this module."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    """The test runs with it; what it planted in the database goes with the test's transaction."""
    from tests.legal_review.gate.faults import FAULTS, planted

    fault = next(one for one in FAULTS if one.name == os.environ["YISHEN_FAULT"])
    with planted(fault):
        fault.plant_rows()
        return (yield)
