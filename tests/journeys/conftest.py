"""An office for each journey."""

import pytest

from tests.journeys.office import Room


@pytest.fixture
def room() -> Room:
    return Room()
