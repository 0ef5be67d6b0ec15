"""What a signatory should see before signing, because it is not as usual. It stops nothing.

The sentences for people stand in `labels.UNUSUAL`.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from .catalogue import OUTCOMES

REGULATION = "条例"
SECRECY_LAW = "《保守国家秘密法》"
REVIEW_LAW = "《行政复议法》"
# Of the house and not of a law: what its own rules on review ask for.
HOUSE = "本机关审核制度"


class Oddity(StrEnum):
    """One way in which a reply is not as usual."""

    LATE = "late"
    LAST_DAY = "last_day"
    CLOCK_UNREADABLE = "clock_unreadable"
    PROVISIONAL = "provisional"
    EXTENDED = "extended"
    URGENT = "urgent"
    AGAINST_THIRD_PARTY = "against_third_party"
    UNLIKE_OTHERS = "unlike_others"
    ROUNDS = "rounds"
    REMARK = "remark"
    AMENDED = "amended"
    REDACTED = "redacted"
    CHANGED = "changed"
    LAW_CHANGED = "law_changed"
    NO_REMEDY = "no_remedy"


ARTICLES: dict[Oddity, str] = {
    Oddity.LATE: f"{REGULATION}第三十三条",
    Oddity.LAST_DAY: f"{REGULATION}第三十三条",
    Oddity.CLOCK_UNREADABLE: f"{REGULATION}第三十三条",
    Oddity.PROVISIONAL: f"{REGULATION}第三十三条",
    Oddity.EXTENDED: f"{REGULATION}第三十三条第二款",
    Oddity.URGENT: HOUSE,
    Oddity.AGAINST_THIRD_PARTY: f"{REGULATION}第十五条、第三十二条",
    Oddity.UNLIKE_OTHERS: f"{REGULATION}第五条",  # fair and alike for all
    Oddity.ROUNDS: HOUSE,
    Oddity.REMARK: HOUSE,
    Oddity.AMENDED: HOUSE,
    Oddity.REDACTED: f"{REGULATION}第十七条、第三十七条；{SECRECY_LAW}第三十五条",
    Oddity.CHANGED: HOUSE,
    Oddity.LAW_CHANGED: f"{REGULATION}第三十三条",
    Oddity.NO_REMEDY: f"{REVIEW_LAW}第二十三条第二款",
}
# What will have it refused or is a breach already; the others are only to be known.
GRAVE = frozenset(
    {Oddity.LATE, Oddity.CLOCK_UNREADABLE, Oddity.CHANGED, Oddity.NO_REMEDY,
     Oddity.AGAINST_THIRD_PARTY}
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is on file of a reply that waits for its signature.

    `days_left`: working days to the last day, or None where the clock cannot be read or the
    applicant has to move; `is_readable` tells the two apart. `round`: the version, from 1.
    `objectors`: third parties who do not agree. `alike`: outcome codes of the earlier cases of the
    same place whose words are near. `changes`: parts that are not as they were handed in.
    """

    outcome: str
    days_left: int | None
    is_late: bool = False
    is_readable: bool = True
    is_provisional: bool = False
    extended_by: int = 0
    round: int = 1
    objectors: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()
    remark: str = ""
    is_amended: bool = False
    redacted: int = 0
    urgent_because: str = ""
    changes: tuple[str, ...] = ()
    is_law_changed: bool = False
    has_remedy: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusual:
    """One thing to know, with what its sentence tells of it."""

    oddity: Oddity
    told: dict[str, object] = field(default_factory=dict)

    @property
    def article(self) -> str:
        """Where it stands."""
        return ARTICLES[self.oddity]

    @property
    def is_grave(self) -> bool:
        """Whether it is a breach, or will have the signature refused."""
        return self.oddity in GRAVE


def unusual(sheet: Sheet) -> tuple[Unusual, ...]:
    """Everything about it that is not as usual, the grave first."""
    found = [Unusual(oddity=oddity, told=told) for oddity, told in _found(sheet)]
    return tuple(sorted(found, key=lambda one: not one.is_grave))


def _found(sheet: Sheet) -> Iterator[tuple[Oddity, dict[str, object]]]:
    yield from _of_time(sheet)
    if sheet.urgent_because:
        yield Oddity.URGENT, {"reason": sheet.urgent_because}
    if sheet.objectors and OUTCOMES[sheet.outcome].provides:
        yield Oddity.AGAINST_THIRD_PARTY, {"names": sheet.objectors}
    if unlike := _unlike(sheet):
        yield Oddity.UNLIKE_OTHERS, unlike
    yield from _of_checks(sheet)
    if sheet.changes:
        yield Oddity.CHANGED, {"parts": sheet.changes}
    if sheet.is_law_changed:
        yield Oddity.LAW_CHANGED, {}
    if not sheet.has_remedy:
        yield Oddity.NO_REMEDY, {}


def _of_time(sheet: Sheet) -> Iterator[tuple[Oddity, dict[str, object]]]:
    if not sheet.is_readable:
        yield Oddity.CLOCK_UNREADABLE, {}
    if sheet.is_late:
        yield Oddity.LATE, {"n": abs(sheet.days_left or 0)}
    elif sheet.days_left == 0:
        yield Oddity.LAST_DAY, {}
    if sheet.is_provisional:
        yield Oddity.PROVISIONAL, {}
    if sheet.extended_by:
        yield Oddity.EXTENDED, {"n": sheet.extended_by}


def _of_checks(sheet: Sheet) -> Iterator[tuple[Oddity, dict[str, object]]]:
    if sheet.round > 1:
        yield Oddity.ROUNDS, {"n": sheet.round}
    if sheet.is_amended:
        yield Oddity.AMENDED, {}
    if sheet.remark and not sheet.is_amended:
        yield Oddity.REMARK, {"remark": sheet.remark}
    if sheet.redacted:
        yield Oddity.REDACTED, {"n": sheet.redacted}


def _unlike(sheet: Sheet) -> dict[str, object]:
    """How the near earlier cases ended, if fewer than half of them ended like this one."""
    same = sheet.alike.count(sheet.outcome)
    if same * 2 >= len(sheet.alike):
        return {}
    ((most, n),) = Counter(code for code in sheet.alike if code != sheet.outcome).most_common(1)
    return {"all": len(sheet.alike), "n": n, "outcome": most}
