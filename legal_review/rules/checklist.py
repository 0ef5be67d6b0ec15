"""What a legal adviser goes through, line by line: it follows from the way the case is to end.

Each line has its article. Where the program can tell from what is on file it says so; the rest is
for people. It never judges whether a reason is a good one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from requests_flow.rules.catalogue import OUTCOMES, REGULATION, Outcome
from requests_flow.rules.facts import Fact

REVIEW_LAW = "《中华人民共和国行政复议法》"


class Finding(StrEnum):
    """What the program can tell of a line."""

    FOUND = "found"
    MISSING = "missing"
    CANNOT_TELL = "cannot_tell"


class Check(StrEnum):
    """The lines that are not one fact of the file each."""

    AUTHORITY = "authority"
    OUTCOME = "outcome"
    BASIS = "basis"
    ANSWERED = "answered"
    REASONS = "reasons"
    APART = "apart"
    TIME = "time"
    THIRD_PARTY = "third_party"
    PERSONAL = "personal"
    SECRECY = "secrecy"
    ENCLOSED = "enclosed"
    REMEDIES = "remedies"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """What is on file of one draft, as far as a program can read it.

    `ground`: the outcome code of what is kept back in part, or empty. `text`: what the letter says;
    `written`: the drafter's own words in it. `is_late`, `is_secrecy_passed`, `is_third_party_heard`
    and `is_remedy_right` are None where nobody can tell, or nobody had to be asked.
    """

    outcome: Outcome
    ground: str = ""
    facts: frozenset[Fact]
    text: str
    written: str
    enclosed: int
    hands_out: bool
    is_late: bool | None
    is_secrecy_passed: bool | None
    is_third_party_heard: bool | None
    is_remedy_right: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing to look at. `fact`: the evidence that it is about, if it is about one."""

    code: str
    article: str
    finding: Finding
    fact: Fact | None = None

    @property
    def is_missing(self) -> bool:
        """Whether an approval has to say why it is right all the same."""
        return self.finding is Finding.MISSING


# Facts whose line is another: the gate of art. 17, and the hearing of art. 32.
_ELSEWHERE = frozenset({Fact.SECRECY_CHECKED, Fact.THIRD_PARTY_ASKED})
# Identity numbers and mobile numbers; a telephone of an office is neither.
_PERSONAL = re.compile(r"(?<![0-9])(?:[1-9]\d{16}[0-9Xx]|1[3-9]\d{9})(?![0-9])")


def checklist(file: File) -> tuple[Line, ...]:
    """The lines for this outcome, in the order in which a reply is read."""
    return tuple(_lines(file))


def _lines(file: File) -> Iterator[Line]:
    own = articles(file.outcome)
    unknown = Finding.CANNOT_TELL
    yield _line(Check.AUTHORITY, "第十条、第二十七条", unknown)
    yield _line(Check.OUTCOME, own, unknown)
    yield _line(Check.BASIS, _with_ground(own, file.ground), _basis(file))
    yield from _evidence(file)
    yield _line(Check.ANSWERED, "第三十六条", unknown)
    if file.outcome.withholds:
        yield _line(Check.REASONS, "第三十六条第（三）项", unknown)
    if file.outcome.provides and file.outcome.withholds:
        yield _line(Check.APART, "第三十七条", unknown)
    yield _line(Check.TIME, "第三十三条", _opposite(file.is_late))
    if _hears_somebody(file):
        yield _line(Check.THIRD_PARTY, "第三十二条", _heard(file))
    yield _line(Check.PERSONAL, "第十五条", _personal(file))
    if file.hands_out:
        passed = Finding.FOUND if file.is_secrecy_passed else Finding.MISSING
        yield _line(Check.SECRECY, "第十七条", passed)
    if file.outcome.provides:
        yield _line(Check.ENCLOSED, "第四十条", Finding.FOUND if file.enclosed else unknown)
    yield _line(Check.REMEDIES, f"{REVIEW_LAW}第二十三条第二款", _said(file.is_remedy_right))


def articles(outcome: Outcome) -> str:
    """Of the outcome, without the name of the regulation they are of."""
    return outcome.basis.removeprefix(REGULATION)


def personal_data(text: str) -> list[str]:
    """Identity numbers and mobile numbers in `text`."""
    return _PERSONAL.findall(text)


def _line(check: Check, article: str, finding: Finding) -> Line:
    return Line(code=check.value, article=article, finding=finding)


def _evidence(file: File) -> Iterator[Line]:
    needs = file.outcome.needs
    if file.ground in OUTCOMES:
        needs |= OUTCOMES[file.ground].needs
    for fact in sorted(needs - _ELSEWHERE):
        there = Finding.FOUND if fact in file.facts else Finding.MISSING
        yield Line(
            code=f"fact_{fact.value}", article=articles(file.outcome), finding=there, fact=fact
        )


def _with_ground(own: str, ground: str) -> str:
    if ground not in OUTCOMES:
        return own
    return f"{articles(OUTCOMES[ground]).split('、第三十六条', maxsplit=1)[0]}、{own}"


def _basis(file: File) -> Finding:
    """Every article of the outcome, cited to its item, stands in the letter."""
    cited = [articles(file.outcome)]
    if file.ground in OUTCOMES:
        cited.append(articles(OUTCOMES[file.ground]).split("、第三十六条", maxsplit=1)[0])
    return Finding.FOUND if all(one in file.text for one in cited) else Finding.MISSING


def _hears_somebody(file: File) -> bool:
    needs = file.outcome.needs | (OUTCOMES[file.ground].needs if file.ground in OUTCOMES else set())
    return Fact.THIRD_PARTY_ASKED in needs or file.is_third_party_heard is not None


def _heard(file: File) -> Finding:
    return Finding.FOUND if file.is_third_party_heard else Finding.MISSING


def _personal(file: File) -> Finding:
    return Finding.MISSING if personal_data(file.written) else Finding.CANNOT_TELL


def _said(right: bool | None) -> Finding:
    if right is None:
        return Finding.CANNOT_TELL
    return Finding.FOUND if right else Finding.MISSING


def _opposite(wrong: bool | None) -> Finding:
    return _said(None if wrong is None else not wrong)
