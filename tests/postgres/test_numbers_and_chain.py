"""Numbers without a gap and a chain without a fork, however many write and however much fails."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import transaction

from requests_flow.actions import issuing
from requests_flow.actions.act import Act
from requests_flow.actions.numbering import next_number
from requests_flow.actions.recording import first_broken_entry, record
from requests_flow.models import Case, Counter, Entry, Letter, vault
from tests import factories
from tests.factories import at
from tests.postgres.threads import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

WRITERS = 4


class PowerCut(Exception):
    """Everything was done but the commit."""


@transaction.atomic
def until_the_commit(do) -> None:
    do()
    raise PowerCut


def failing(do) -> None:
    """`do`, and then what it did is rolled back."""
    with pytest.raises(PowerCut):
        until_the_commit(do)


def no_exception(results) -> None:
    for result in results:
        if isinstance(result, Exception):
            raise result


def test_replies_are_numbered_without_a_gap_while_others_fail():
    office = factories.Office()
    cases = [factories.signed(office) for _ in range(2 * WRITERS)]
    act = Act(by=office.clerk, at=at())

    def issue_mine(mine: list[Case]) -> None:
        for case in mine:
            failing(partial(issuing.issue_reply, act, case=case))
            issuing.issue_reply(act, case=case)

    no_exception(at_once([partial(issue_mine, cases[n::WRITERS]) for n in range(WRITERS)]))

    replies = Letter.objects.filter(is_reply=True).order_by("sequence")
    numbers = list(replies.values_list("sequence", flat=True))
    assert numbers == list(range(1, len(cases) + 1))
    assert Counter.objects.get(series=replies[0].series).last == len(cases)
    assert replies.values("number").distinct().count() == len(cases)
    for letter in replies:
        assert vault.read(letter.sha256).startswith(b"%PDF")
    assert first_broken_entry() is None


def test_a_number_taken_in_vain_is_given_again():
    failing(partial(next_number, series="某系列", year=2026))

    assert next_number(series="某系列", year=2026) == 1


def test_a_new_year_begins_for_all_at_once():
    def take(count: int) -> list[int]:
        return [next_number(series="某系列", year=2027) for _ in range(count)]

    taken = at_once([partial(take, 10)] * WRITERS)

    no_exception(taken)
    assert sorted(number for mine in taken for number in mine) == list(range(1, 41))


def test_the_chain_has_no_fork():
    office = factories.Office()
    act = Act(by=office.clerk, at=at())

    def write(writer: int) -> None:
        for number in range(25):
            do = partial(record, act, case=None, verb="test", writer=writer, number=number)
            if number % 5 == 4:
                failing(do)
            else:
                do()

    no_exception(at_once([partial(write, writer) for writer in range(WRITERS)]))

    assert Entry.objects.count() == WRITERS * 20
    assert first_broken_entry() is None
    assert Entry.objects.values("previous").distinct().count() == WRITERS * 20
