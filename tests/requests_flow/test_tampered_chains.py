"""What somebody who owns the tables can do to the chain of entries, and how it is found.

Eleven ways to tamper, some of them in several columns, with the triggers out of force: all are found
with anchors from outside the database, and the first broken entry is named.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.test.utils import override_settings

from requests_flow.actions import auditing
from requests_flow.actions.act import Act
from requests_flow.actions.recording import entry_hash, record
from requests_flow.models import Entry
from tests import factories
from tests.factories import at

pytestmark = pytest.mark.django_db

ENTRIES = 12  # anchored after the fourth, the eighth and the last
ANCHORED = (4, 8, 12)


@pytest.fixture
def anchors() -> list[auditing.Anchor]:
    """A chain of twelve entries, and what was anchored on the way."""
    case = factories.open_case(factories.Office())
    found = []
    while (count := Entry.objects.count()) < ENTRIES:
        record(Act(by=None, at=at()), case=case, verb="test", number=count, passes=False)
        if count + 1 in ANCHORED:
            found.append(auditing.head(at=at()))
    return found


@dataclass(frozen=True)
class Owner:
    """Somebody with all rights to the table, whom no trigger and no rule holds."""

    rows: list[Entry]

    def run(self, sql: str, values: list[Any]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)

    def change(self, row: Entry, **values: Any) -> None:
        """Columns of a row, as the database holds them."""
        Entry.objects.filter(pk=row.pk).update(**values)

    def delete(self, *rows: Entry) -> None:
        self.run_in("DELETE FROM requests_flow_entry WHERE id IN", rows)

    def run_in(self, sql: str, rows: tuple[Entry, ...]) -> None:
        marks = ", ".join(["%s"] * len(rows))
        self.run(f"{sql} ({marks})", [row.pk for row in rows])

    def chain_anew(self, start: int) -> None:
        """Work out every hash again from the row with that index on."""
        rows = list(Entry.objects.order_by("id"))
        before = rows[start - 1].hash if start else "0" * 64
        for row in rows[start:]:
            row.previous = before
            row.hash = before = entry_hash(row)
        for row in rows[start:]:  # first out of each other's way
            self.change(row, previous=f"out {row.pk}", hash=f"of {row.pk}")
        for row in rows[start:]:
            self.change(row, previous=row.previous, hash=row.hash)


@pytest.fixture
def owner(anchors) -> Owner:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for event in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER requests_flow_entry_keeps_{event}")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE requests_flow_entry DISABLE TRIGGER USER")
    return Owner(list(Entry.objects.order_by("id")))


# Each does it, and answers at which place (from 0) the chain is first not as it was.


def edit_data(owner: Owner) -> int:
    owner.change(owner.rows[5], data={**owner.rows[5].data, "passes": True})
    return 5


def edit_data_and_hash(owner: Owner) -> int:
    row = owner.rows[5]
    row.data = {**row.data, "passes": True}
    owner.change(row, data=row.data, hash=entry_hash(row))
    return 6  # it is the next one that no longer follows


def edit_the_last_and_its_hash(owner: Owner) -> int:
    row = owner.rows[-1]
    row.data = {**row.data, "passes": True}
    owner.change(row, data=row.data, hash=entry_hash(row))
    return 8  # or one after it: whole in itself, and other than was anchored


def delete_last(owner: Owner) -> int:
    owner.delete(owner.rows[-1])
    return -1


def delete_middle(owner: Owner) -> int:
    owner.delete(owner.rows[5])
    return 5  # the one that came after it


def delete_first(owner: Owner) -> int:
    owner.delete(owner.rows[0])
    return 0


def insert(owner: Owner) -> int:
    for row in reversed(owner.rows[6:]):  # make room
        owner.run("UPDATE requests_flow_entry SET id = id + 1 WHERE id = %s", [row.pk])
    pushed = owner.rows[6].pk + 1
    Entry.objects.filter(pk=pushed).update(previous="f" * 64)
    new = Entry(
        pk=owner.rows[6].pk, verb="invented", at=at(), on=None, data={}, previous=owner.rows[5].hash
    )
    new.hash = entry_hash(new)
    models.Model.save(new, force_insert=True)
    Entry.objects.filter(pk=pushed).update(previous=new.hash)
    return 7  # the one that was pushed on was not made after this


def swap_two(owner: Owner) -> int:
    one, other = owner.rows[5], owner.rows[6]
    for old, new in ((one.pk, 10_000), (other.pk, one.pk), (10_000, other.pk)):
        owner.run("UPDATE requests_flow_entry SET id = %s WHERE id = %s", [new, old])
    return 5


def truncate_and_chain_on(owner: Owner) -> int:
    owner.delete(*owner.rows[9:])
    for _ in range(3):
        record(Act(by=None, at=at()), case=None, verb="invented")
    return 8


def rewrite_everything(owner: Owner) -> int:
    owner.change(owner.rows[1], data={"passes": True})
    owner.chain_anew(0)
    return 0


def delete_and_chain_anew(owner: Owner) -> int:
    owner.delete(owner.rows[5])
    owner.chain_anew(5)
    return 4


def change_case(owner: Owner) -> int:
    owner.change(owner.rows[5], case=None)
    return 5


def change_actor(owner: Owner) -> int:
    owner.change(owner.rows[5], actor=factories.make_person())
    return 5


def change_time(owner: Owner) -> int:
    owner.change(owner.rows[5], at=owner.rows[5].at - timedelta(microseconds=1))
    return 5


def change_day(owner: Owner) -> int:
    owner.change(owner.rows[5], on=owner.rows[5].on - timedelta(days=1))
    return 5


def change_verb_and_duty(owner: Owner) -> int:
    owner.change(owner.rows[5], verb="opinion_approved", duty="units.review_in_law")
    return 5


def change_previous(owner: Owner) -> int:
    owner.change(owner.rows[5], previous="f" * 64)
    return 5


# The eleven; where one has several faces, each of them. True: the chain alone tells.
TAMPERINGS: dict[str, tuple[tuple[Callable[[Owner], int], bool], ...]] = {
    "1 edit data": ((edit_data, True),),
    "2 edit data and its own hash": (
        (edit_data_and_hash, True),
        (edit_the_last_and_its_hash, False),
    ),
    "3 delete the last": ((delete_last, False),),
    "4 delete one in the middle": ((delete_middle, True), (delete_and_chain_anew, False)),
    "5 delete the first": ((delete_first, True),),
    "6 insert": ((insert, True),),
    "7 swap two": ((swap_two, True),),
    "8 cut off the end and chain on": ((truncate_and_chain_on, False),),
    "9 rewrite everything consistently": ((rewrite_everything, False),),
    "10 change case, actor, time, verb": (
        (change_case, True),
        (change_actor, True),
        (change_time, True),
        (change_day, True),
        (change_verb_and_duty, True),
    ),
    "11 change previous": ((change_previous, True),),
}
WAYS = [
    pytest.param(do, alone, id=f"{name}: {do.__name__}")
    for name, ways in TAMPERINGS.items()
    for do, alone in ways
]


def test_there_are_eleven():
    assert len(TAMPERINGS) == 11


@pytest.mark.parametrize(("tamper", "is_alone"), WAYS)
def test_every_tampering_is_found_and_the_first_broken_entry_named(
    owner, anchors, tamper, is_alone
):
    place = tamper(owner)

    broken = auditing.first_break(anchors)

    assert broken is not None
    if place < 0:
        assert (broken.entry, broken.reason) == (None, "missing")
        return
    rows = list(Entry.objects.order_by("id").values_list("id", flat=True))
    assert broken.entry == rows[place]
    assert broken.is_exact is is_alone


@pytest.mark.parametrize(("tamper", "is_alone"), WAYS)
def test_the_chain_alone_finds_what_was_not_worked_out_anew(owner, tamper, is_alone):
    tamper(owner)

    assert (auditing.first_break() is not None) is is_alone


@pytest.mark.parametrize(("tamper", "_alone"), WAYS)
def test_the_command_fails_and_says_where(owner, anchors, tmp_path, tamper, _alone):
    path = tmp_path / "anchors.jsonl"
    for anchor in anchors:
        auditing.append_anchor(path, anchor)
    tamper(owner)

    with override_settings(YISHEN_ANCHOR_FILE=path), pytest.raises(CommandError, match="ntr"):
        call_command("verify_audit")
    with pytest.raises(CommandError):
        call_command("verify_audit", anchors=[path])


class TestTheFile:
    @pytest.fixture
    def path(self, tmp_path, settings, anchors):
        settings.YISHEN_ANCHOR_FILE = tmp_path / "far" / "anchors.jsonl"
        return settings.YISHEN_ANCHOR_FILE

    def test_has_a_line_for_each_time(self, path, capsys):
        call_command("anchor_audit")
        record(Act(by=None, at=at()), case=None, verb="test")
        call_command("anchor_audit")

        lines = [json.loads(line) for line in path.read_text().splitlines()]
        assert [line["count"] for line in lines] == [12, 13]
        assert lines[1]["hash"] == Entry.objects.order_by("-id").first().hash
        assert lines[0]["before"] == ""
        assert lines[1]["hash"] in capsys.readouterr().out

    def test_is_held_against_the_chain(self, path, capsys):
        call_command("anchor_audit")
        call_command("verify_audit")

        assert "1 anchors agree" in capsys.readouterr().out

    def test_may_be_another_one(self, path, tmp_path, capsys):
        call_command("anchor_audit", file=tmp_path / "copy.jsonl")
        call_command("verify_audit", anchors=[tmp_path / "copy.jsonl"])

        assert not path.exists()
        assert "1 anchors agree" in capsys.readouterr().out

    def test_gets_no_line_while_the_chain_is_broken(self, path, owner):
        edit_data(owner)

        with pytest.raises(CommandError, match="Entry"):
            call_command("anchor_audit")
        assert not path.exists()

    @pytest.mark.parametrize("spoil", ["not JSON", "a line out", "another hash", "swapped"])
    def test_is_chained_itself(self, path, anchors, spoil):
        for anchor in anchors:
            auditing.append_anchor(path, anchor)
        lines = path.read_text().splitlines()
        if spoil == "not JSON":
            lines[1] = "{"
        elif spoil == "a line out":
            del lines[1]
        elif spoil == "another hash":
            lines[1] = lines[1].replace(anchors[1].hash, "f" * 64)
        else:
            lines[0], lines[1] = lines[1], lines[0]
        path.write_text("\n".join(lines) + "\n")

        with pytest.raises(CommandError, match=r"line \d"):
            call_command("verify_audit")

    def test_that_is_named_must_be_there(self, tmp_path):
        with pytest.raises(CommandError, match="cannot be used"):
            call_command("verify_audit", anchors=[tmp_path / "none.jsonl"])


def test_an_anchor_of_another_database_does_not_agree(anchors):
    foreign = replace(anchors[0], hash="a" * 64)

    broken = auditing.first_break([foreign])

    assert broken is not None
    assert broken.anchor == foreign


def test_of_an_empty_chain_nothing_is_missing(db):
    assert auditing.first_break([auditing.head(at=at())]) is None
    assert auditing.head(at=at()).count == 0
