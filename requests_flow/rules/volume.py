"""How much one applicant asks, and how often the same: arts. 35, 36(6), 42.

Everything is counted for one organ: these articles speak of what "the" organ was asked and has
answered. A number says nothing by itself; what follows from it, people decide.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import inf

from .catalogue import OUTCOMES, Group
from .conventions import DEFAULTS, Conventions
from .likeness import Likeness, Wording, compare
from .tariffs import Tariff

PETITION = "E1"
# An answer on the information asked for. Not one: still unclear (D3), no such request (E1, E4),
# pointing to another answer (E2, E5), closed without one (F).
ANSWERS = frozenset(
    code
    for code, outcome in OUTCOMES.items()
    if outcome.group not in {Group.NOT_HANDLED, Group.OTHER} and code != "D3"
) | {"E3"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request of the applicant. `id` is 0 before it is registered; later ones have higher ids.

    `items`: into how many matters it is split (费办法 art. 4). `reply_number`, `replied_on`: as
    printed on the reply; `answered_on`: the day it left. `is_namesake`: only the name agrees, there
    is no identity number to compare.
    """

    id: int
    received_on: date
    organ: int
    subject: str
    words: str
    items: int = 1
    outcome_code: str = ""
    reply_number: str = ""
    replied_on: date | None = None
    answered_on: date | None = None
    is_closed: bool = False
    is_withdrawn: bool = False
    is_namesake: bool = False


class Standing(StrEnum):
    """How an earlier request stands, as seen from the new one."""

    ANSWERED = "answered"
    ANSWERED_SINCE = "answered_since"  # not yet when the new one came in
    OPEN = "open"
    NOT_ANSWERED = "not_answered"  # closed, but without an answer on the information
    ELSEWHERE = "elsewhere"  # of another organ, which answers for itself


@dataclass(frozen=True, slots=True)
class Match:
    """An earlier request that is the same or alike."""

    earlier: Asked
    likeness: Likeness
    standing: Standing

    @property
    def is_repeated(self) -> bool:
        """Whether art. 36(6) is open: the same applicant, the same request, and it was answered."""
        return (
            self.likeness is Likeness.SAME
            and self.standing is Standing.ANSWERED
            and not self.earlier.is_namesake
        )

    @property
    def is_to_be_joined(self) -> bool:
        """The same, and no answer yet when this one came: nothing may be refused."""
        return self.likeness is Likeness.SAME and self.standing in {
            Standing.OPEN,
            Standing.ANSWERED_SINCE,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """What the earlier requests of an applicant say about a new one.

    `month`: the others of the natural month, the latest first. `ordinal`: its number in the month,
    counted by the day of receipt. `item_fee`: what handling it would cost by item, in yuan.
    """

    matches: tuple[Match, ...]
    month: tuple[Asked, ...]
    ordinal: int
    is_many: bool
    is_beyond_free: bool
    item_fee: int

    @property
    def reply(self) -> Asked | None:
        """The request whose reply a refusal as repeated would name: the one answered last."""
        repeated = [match.earlier for match in self.matches if match.is_repeated]
        return max(repeated, key=lambda one: one.answered_on or date.min, default=None)

    @property
    def to_be_joined(self) -> tuple[Match, ...]:
        return tuple(match for match in self.matches if match.is_to_be_joined)

    @property
    def has_namesakes(self) -> bool:
        """Whether somebody should look if it is one and the same person."""
        return any(one.is_namesake for one in self.month) or any(
            match.earlier.is_namesake for match in self.matches
        )


def look_back(
    now: Asked,
    others: Iterable[Asked],
    *,
    tariff: Tariff | None,
    conventions: Conventions = DEFAULTS,
) -> Volume:
    """Compare a request with the others of the same applicant, and count it in its month.

    `tariff`: the one in force on the day of receipt; None where there was none.
    """
    others = sorted((one for one in others if one.id != now.id), key=_place, reverse=True)
    month = tuple(one for one in others if _is_of_month(one, now) and _counts(one, conventions))
    ordinal = 1 + sum(one.items for one in month if _place(one) < _place(now))
    last = ordinal + now.items - 1
    fee = sum(part.yuan for part in tariff.by_item.parts(ordinal, last)) if tariff else 0
    return Volume(
        matches=_matches(now, others),
        month=month,
        ordinal=ordinal,
        is_many=len(month) >= conventions.many_in_a_month,
        is_beyond_free=tariff is not None and last > tariff.by_item.free,
        item_fee=fee,
    )


def _matches(now: Asked, others: Iterable[Asked]) -> tuple[Match, ...]:
    """The same ones first, the latest first among them."""
    found = []
    wording = Wording.of(now.words, now.subject)
    for one in others:
        likeness = compare(wording, Wording.of(one.words, one.subject))
        if likeness is not None:
            found.append(Match(one, likeness, _standing(now, one)))
    return tuple(sorted(found, key=lambda match: match.likeness is not Likeness.SAME))


def _standing(now: Asked, earlier: Asked) -> Standing:
    if earlier.organ != now.organ:
        return Standing.ELSEWHERE
    if not earlier.is_closed:
        return Standing.OPEN
    if earlier.outcome_code not in ANSWERS or not earlier.reply_number:
        return Standing.NOT_ANSWERED
    # Art. 36(6): it "was answered", and then asked again.
    was_answered = earlier.answered_on is not None and earlier.answered_on < now.received_on
    return Standing.ANSWERED if was_answered else Standing.ANSWERED_SINCE


def _place(asked: Asked) -> tuple[date, float]:
    """By the day of receipt, then in the order of registration."""
    return asked.received_on, asked.id or inf


def _is_of_month(one: Asked, now: Asked) -> bool:
    same = (one.received_on.year, one.received_on.month) == (
        now.received_on.year,
        now.received_on.month,
    )
    return same and one.organ == now.organ


def _counts(one: Asked, conventions: Conventions) -> bool:
    if one.is_withdrawn and not conventions.does_withdrawn_count_in_month:
        return False
    return one.outcome_code != PETITION or conventions.does_petition_count_in_month
