"""All stories of the demo, by outcome."""

from collections import defaultdict

from .given import FOR_THE_PUBLIC, GIVEN
from .misdirected import (
    COMPLAINTS,
    CONFIRM_AGAIN,
    GIVEN_UP,
    PRINTED,
    REPEATED,
    STILL_UNCLEAR,
    TOO_MANY,
)
from .partly import IN_PART
from .published import PUBLISHED
from .refused import REFUSED
from .scenario import Scenario
from .unavailable import ABSENT, ELSEWHERE, UNMADE

SCENARIOS: tuple[Scenario, ...] = (
    *PUBLISHED,
    *GIVEN,
    *IN_PART,
    *REFUSED,
    *ABSENT,
    *ELSEWHERE,
    *UNMADE,
    *COMPLAINTS,
    *REPEATED,
    *PRINTED,
    *FOR_THE_PUBLIC,
    *STILL_UNCLEAR,
    *TOO_MANY,
    *CONFIRM_AGAIN,
    *GIVEN_UP,
)

BY_OUTCOME: dict[str, list[Scenario]] = defaultdict(list)
for _story in SCENARIOS:
    BY_OUTCOME[_story.outcome].append(_story)
