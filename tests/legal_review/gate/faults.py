"""Faults to be planted: each takes one promise away, in the flow, in an action or in the database.

A machine that finds them all may be believed when it finds nothing.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from legal_review.actions import opining, reviewers, taking_over
from legal_review.models import Amendment, Opinion
from legal_review.views.steps import GiveOpinion
from requests_flow.actions import (
    binding,
    delivering,
    issuing,
    numbering,
    recording,
    secrecy,
    signing,
    voiding,
)
from requests_flow.actions.act import Act
from requests_flow.flows import CaseFlow
from requests_flow.models import Case, Counter
from requests_flow.models.guards import Guard, install, remove
from requests_flow.units.models import User
from requests_flow.views import nodes, walking

Planting = Callable[[pytest.MonkeyPatch], None]


@dataclass(frozen=True)
class Fault:
    """`plants` changes code, `drops` names triggers, `weakens` triggers said anew.

    `by_proof`: the proof over the flow graph has to find it as well.
    """

    name: str
    plants: Planting | None = None
    drops: tuple[str, ...] = ()
    weakens: Callable[[], list[Guard]] | None = None
    elsewhere: str = ""  # the test that finds what the machine by its nature cannot
    by_proof: bool = False

    def plant_rows(self) -> None:
        """What is planted in the database, inside the example that takes it back."""
        with connection.cursor() as cursor:
            for trigger in self.drops:
                cursor.execute(f"DROP TRIGGER {trigger}")
        for guard in self.weakens() if self.weakens else ():
            remove(guard, editor())
            install(guard, editor())


def editor() -> Any:
    def execute(sql: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql)

    return SimpleNamespace(connection=connection, execute=execute)


def guard_of(migration: str, name: str) -> Guard:
    found = importlib.import_module(migration).GUARDS
    return next(guard for guard in found if guard.name == name)


def said_without(migration: str, name: str, *clauses: str) -> list[Guard]:
    """The guard of that name, each of these clauses left out of its condition."""
    guard = guard_of(migration, name)
    condition = guard.condition
    for clause in clauses:
        assert clause in condition, clause
        condition = condition.replace(clause, "")
    return [Guard(**{**vars_of(guard), "condition": condition})]


def vars_of(guard: Guard) -> dict[str, str]:
    return {name: getattr(guard, name) for name in Guard.__dataclass_fields__}


def nothing(*_args: Any, **_kwargs: Any) -> None:
    """In the place of a check."""


# In the flow ----------------------------------------------------------------------------------------


def edge_round_the_review(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(CaseFlow.hands_out, "_on_false", CaseFlow.sign)


def edge_round_the_secrecy(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(CaseFlow.hands_out, "_on_true", CaseFlow.review_in_law)


def edge_round_the_signature(patch: pytest.MonkeyPatch) -> None:
    ways = list(CaseFlow.is_approved._branches)
    ways[0] = (CaseFlow.issue, ways[0][1])
    patch.setattr(CaseFlow.is_approved, "_activate_next", ways)


def returns_lead_on(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(CaseFlow.is_signed, "_on_false", CaseFlow.issue)


# In the actions ---------------------------------------------------------------------------------------


def opinion_counts_returned(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Opinion, "is_approval", property(lambda _self: True))


def anybody_reviews(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(opining, "refuse_reviewer", nothing)


def drafter_reviews(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(reviewers, "authors_of", lambda _case: frozenset())


def signatory_wrote(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(signing, "authors_of", lambda _case: frozenset())


def form_says_who(patch: pytest.MonkeyPatch) -> None:
    """The reviewer is whoever the form names."""

    def act(view: Any) -> Act:
        said = view.request.POST.get("reviewer")
        by = User.objects.get(pk=said) if said else view.request.user
        return Act(by=by, at=walking_now())

    patch.setattr(GiveOpinion, "act", act)


def walking_now() -> Any:
    from django.utils import timezone

    return timezone.now()


def number_stays(patch: pytest.MonkeyPatch) -> None:
    """A number is read and not taken."""

    def same(*, series: str, year: int) -> int:
        row, _is_new = Counter.objects.get_or_create(series=series, year=year)
        return row.last + 1

    patch.setattr(issuing, "next_number", same)


def number_skips(patch: pytest.MonkeyPatch) -> None:
    """A number is taken at the look at what the next would be."""
    really = numbering.next_number

    def two(*, series: str, year: int) -> int:
        really(series=series, year=year)
        return really(series=series, year=year)

    patch.setattr(issuing, "next_number", two)


def void_tells_nobody(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(voiding, "record", nothing)


def void_of_what_left(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(voiding, "refuse_void", lambda _letter: "")


def second_reply(patch: pytest.MonkeyPatch) -> None:
    """Whether there is a reply already is not asked."""
    really = issuing._signed_draft

    class Blind:
        def __init__(self, case: Case) -> None:
            self.case = case

        def __getattr__(self, name: str) -> Any:
            return None if name == "reply" else getattr(self.case, name)

    patch.setattr(issuing, "_signed_draft", lambda case: really(Blind(case)))


def sent_twice(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(delivering, "_last_attempt", nothing)


def step_in_pieces(patch: pytest.MonkeyPatch) -> None:
    """The action is kept although the flow did not move on."""
    pieces = SimpleNamespace(atomic=nullcontext, set_rollback=nothing)
    patch.setattr(walking, "transaction", pieces)
    patch.setattr(CaseFlow, "lock", classmethod(lambda _flow, _process: nullcontext()))


def same_form_again(patch: pytest.MonkeyPatch) -> None:
    """What was sent once is not remembered."""
    patch.setattr(nodes, "remembered", lambda **_of: None)


def entry_outside_the_chain(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(recording, "entry_hash", lambda _entry: recording.digest_of(str(id(_entry))))


def carried_for_any_text(patch: pytest.MonkeyPatch) -> None:
    """The approval of an amended text stands for whatever was handed in next."""

    def last(draft: Any) -> Amendment | None:
        before = {"opinion__draft__case": draft.case_id}
        return Amendment.objects.filter(**before, opinion__draft__version=draft.version - 1).first()

    patch.setattr(taking_over, "carried_amendment", last)


def older_check_counts(patch: pytest.MonkeyPatch) -> None:
    """A check of any version lets every later one pass."""
    patch.setattr(opining, "refuse_secrecy_unchecked", nothing)
    patch.setattr(CaseFlow.hands_out, "_condition", _checked_before(CaseFlow.hands_out._condition))


def _checked_before(asks: Callable[[Any], bool]) -> Callable[[Any], bool]:
    def provides_something(activation: Any) -> bool:
        checked = activation.process.case.drafts.filter(secrecy_check__passes=True)
        return asks(activation) and not checked.exists()

    return provides_something


def without_check(module: Any, name: str) -> Planting:
    """The check of that name, as that module knows it, checks nothing."""

    def plants(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(module, name, nothing)

    return plants


def digest_without(part: str) -> Planting:
    """One part of what an approval is bound to is left out of the comparison."""

    def plants(patch: pytest.MonkeyPatch) -> None:
        really = binding.changes_since

        def some(draft: Any, *, on: Any) -> list[str]:
            found = really(draft, on=on)
            return [one for one in found if one != part]

        patch.setattr(binding, "changes_since", some)

    return plants


GATE = "legal_review.migrations.0002_gate"
BY_HAND = "tests/legal_review/test_gate.py"
FAULTS = [
    Fault("flow: an edge round the legal check", edge_round_the_review, by_proof=True),
    Fault("flow: an edge round the secrecy check", edge_round_the_secrecy, by_proof=True),
    Fault("flow: an edge round the signature", edge_round_the_signature, by_proof=True),
    Fault("flow: what was returned unsigned is issued", returns_lead_on, by_proof=True),
    Fault("digest not compared at the signature", without_check(signing, "refuse_changed")),
    Fault("digest not compared at the issue", without_check(issuing, "refuse_changed")),
    Fault("digest not compared at the approval", without_check(opining, "refuse_changed")),
    Fault("recipient not in the comparison", digest_without("recipient")),
    Fault("what was found not in the comparison", digest_without("found")),
    Fault("form of the letter not in the comparison", digest_without("template")),
    Fault("approval not asked at the signature", without_check(signing, "refuse_unapproved")),
    Fault("reviewer may have drafted (action)", drafter_reviews),
    Fault("reviewer may have drafted (database)", drops=("opinion_by_somebody_else",)),
    Fault("anybody reviews", anybody_reviews),
    Fault("signatory may have drafted (action)", signatory_wrote),
    Fault("signatory may have drafted (database)", drops=("signature_by_somebody_else",)),
    Fault(
        "signatory may be the reviewer (database)",
        weakens=partial(
            said_without, GATE, "signature_after_opinion", "AND o.reviewer_id <> NEW.signed_by_id "
        ),
    ),
    # In the flow a version without an opinion is the last, or failed its check of secrecy.
    Fault(
        "older version reviewed (action)",
        without_check(opining, "refuse_superseded"),
        elsewhere=f"{BY_HAND}::test_an_older_version_is_not_reviewed_any_more",
    ),
    # In the flow an older version that was approved was returned unsigned, superseded or signed.
    Fault(
        "older version signed (action)",
        without_check(signing, "refuse_superseded"),
        elsewhere=f"{BY_HAND}::test_the_superseded_version_cannot_be_signed_either",
    ),
    Fault(
        "superseded draft leaves (database)",
        drops=("reply_of_a_standing_draft", "signature_of_a_standing_draft"),
    ),
    Fault(
        "opinion of another case (database)",
        weakens=partial(said_without, GATE, "reply_after_gate", "AND d.case_id = NEW.case_id "),
    ),
    Fault(
        "opinion on another text (database)",
        weakens=partial(said_without, GATE, "opinion_on_this_draft", "AND d.digest = NEW.digest "),
    ),
    Fault("no letter is asked for its opinion (database)", drops=("reply_after_gate",)),
    Fault("secrecy not asked at the opinion", without_check(opining, "refuse_secrecy_unchecked")),
    Fault("secrecy check of an older version counts", older_check_counts),
    Fault("secrecy checked by the drafter", without_check(secrecy, "_refuse_checker")),
    Fault("returned opinion counts as approval", opinion_counts_returned),
    Fault("approval carried to any text", carried_for_any_text),
    Fault("reviewer named by the form", form_says_who),
    Fault("number used twice", number_stays),
    Fault("number skipped", number_skips),
    Fault("voided and told to nobody", void_tells_nobody),
    Fault("voided after it left", void_of_what_left),
    Fault("second reply (action)", second_reply),
    Fault("second reply (database)", drops=("requests_flow_draft_after_standing_reply",)),
    Fault("sent twice", sent_twice),
    Fault("step done in pieces", step_in_pieces),
    Fault("the same form twice", same_form_again),
    Fault("entries outside the chain", entry_outside_the_chain),
    Fault("opinions may be changed (database)", drops=("legal_review_opinion_keeps_update",)),
    Fault("archived case may be changed (database)", drops=("requests_flow_case_sealed",)),
]


@contextmanager
def planted(fault: Fault) -> Iterator[None]:
    """While it is in the code; `plant_rows` puts the rest into each example."""
    with pytest.MonkeyPatch.context() as patch:
        if fault.plants:
            fault.plants(patch)
        yield
