"""Numbers of identity proofs: sealed, found by an index, and brought under a new key."""

from __future__ import annotations

import importlib
import io
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import FieldError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from requests_flow.actions import rotating
from requests_flow.actions.act import Act
from requests_flow.models import Applicant, Entry, at_rest
from requests_flow.rules.applicants import looks_like_identity, normal_identity, without_numbers
from requests_flow.settings.personal_data import derived_key
from tests import factories

NUMBER = "33020319900101123X"
OLD, NEW = derived_key("old", "data"), derived_key("new", "data")
OLD_INDEX, NEW_INDEX = derived_key("old", "index"), derived_key("new", "index")
MIGRATION = importlib.import_module("requests_flow.migrations.0016_identity_at_rest")


@pytest.fixture
def old_keys(settings):
    settings.YISHEN_DATA_KEYS, settings.YISHEN_INDEX_KEYS = [OLD], [OLD_INDEX]
    return settings


def raw(pk: int) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM requests_flow_applicant WHERE id = %s", [pk])
        return dict(zip([c[0] for c in cursor.description], cursor.fetchone(), strict=True))


@pytest.mark.parametrize(
    "typed",
    [NUMBER, NUMBER.lower(), "３３０２０３１９９００１０１１２３Ｘ", " 330203 19900101 123X ", "330203-19900101-123x"],
)  # fmt: skip
def test_a_number_has_one_form_however_it_is_typed(typed):
    assert normal_identity(typed) == NUMBER
    assert at_rest.index_of(typed) == at_rest.index_of(NUMBER)
    assert looks_like_identity(typed)


@pytest.mark.parametrize(
    "text",
    ["", "海发公开〔2026〕12号", "1234567890123", "202611230000000000", "91330203MA2AAAAA1X"],
)
def test_not_everything_is_a_number_of_an_identity_card(text):
    assert not looks_like_identity(text)
    assert without_numbers(text) == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"号码{NUMBER}，", "号码330203********123X，"),
        ("３３０２０３１９９００１０１１２３Ｘ", "330203********123X"),
        ("330203900101123 is of before 1999", "330203*****1123 is of before 1999"),
        ("q=13800001234&x=1", "q=138****1234&x=1"),
        ("+8613800001234", "+86*******1234"),
        ("1380000123456", "1380000123456"),
        ("a" * 20 + NUMBER + "f", "a" * 20 + NUMBER + "f"),
    ],
)
def test_numbers_are_masked_where_nobody_expects_them(text, masked):
    assert without_numbers(text) == masked


def test_the_same_number_is_sealed_differently_and_opens_again():
    assert at_rest.seal(NUMBER) != at_rest.seal(NUMBER)
    assert at_rest.unseal(at_rest.seal(NUMBER)) == NUMBER
    assert NUMBER not in at_rest.seal(NUMBER)


@pytest.mark.parametrize("at", [0, 3, 12, 30])
def test_what_was_tampered_with_does_not_open(at):
    sealed = at_rest.seal(NUMBER)
    other = "A" if sealed[at] != "A" else "B"
    changed = sealed[:at] + other + sealed[at + 1 :]

    with pytest.raises(at_rest.Unreadable):
        at_rest.unseal(changed)


def test_what_another_key_sealed_does_not_open_and_does_not_say_what_it_is(settings):
    settings.YISHEN_DATA_KEYS = [OLD]
    sealed = at_rest.seal(NUMBER)
    settings.YISHEN_DATA_KEYS = [NEW]

    with pytest.raises(at_rest.Unreadable) as refused:
        at_rest.unseal(sealed)
    assert NUMBER not in str(refused.value)


def test_the_index_tells_nothing_without_its_key(settings):
    index = at_rest.index_of(NUMBER)
    settings.YISHEN_INDEX_KEYS = [NEW_INDEX]

    assert at_rest.index_of(NUMBER).partition(".")[2] != index.partition(".")[2]


@pytest.mark.django_db
def test_the_table_keeps_no_number(old_keys):
    applicant = Applicant.objects.create(name="张三", kind="natural_person", identity_number=NUMBER)

    kept = raw(applicant.pk)
    assert "identity_number" not in kept
    assert not any(NUMBER in str(value) for value in kept.values())
    again = Applicant.objects.get(pk=applicant.pk)
    assert (again.identity_number, again.masked_identity) == (NUMBER, "330203********123X")
    found = Applicant.objects.filter(identity_index__in=at_rest.indexes_of(NUMBER.lower()))
    assert found.get() == again


@pytest.mark.django_db
def test_it_cannot_be_asked_for_in_clear():
    with pytest.raises(FieldError):
        Applicant.objects.filter(identity_number=NUMBER).exists()
    none = Applicant.objects.create(name="某公司", kind="company", identity_number=" ")
    assert (none.identity_sealed, none.identity_index, none.identity_number) == (None, None, "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [
        {"identity_sealed": NUMBER},
        {"identity_index": None},
        {"identity_sealed": None},
    ],
)
def test_the_database_takes_no_number_in_clear(values):
    applicant = Applicant.objects.create(name="张三", kind="natural_person", identity_number=NUMBER)

    with pytest.raises(DatabaseError), transaction.atomic():
        Applicant.objects.filter(pk=applicant.pk).update(**values)


@pytest.mark.django_db
def test_in_an_archived_case_only_the_keys_may_change():
    applicant = factories.archived(factories.Office(), identity_number=NUMBER).applicant
    rows = Applicant.objects.filter(pk=applicant.pk)

    for values in (
        {"phone": "1"},
        {"name": "李四"},
        {"identity_sealed": None, "identity_index": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**values)
    assert rows.update(identity_sealed=at_rest.seal(NUMBER)) == 1


def test_the_guard_names_every_other_column():
    columns = {field.column for field in Applicant._meta.concrete_fields}

    assert columns == {*MIGRATION.KEPT, "identity_sealed", "identity_index"}


def rotate() -> str:
    out = io.StringIO()
    call_command("rotate_data_keys", stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_rotating_brings_every_row_under_the_new_keys_archived_ones_too(old_keys):
    archived = factories.archived(factories.Office(), identity_number=NUMBER).applicant
    plain = Applicant.objects.create(
        name="李四", kind="natural_person", identity_number="E12345678"
    )
    Applicant.objects.create(name="某公司", kind="company")
    old_keys.YISHEN_DATA_KEYS = [NEW, OLD]
    old_keys.YISHEN_INDEX_KEYS = [NEW_INDEX, OLD_INDEX]

    found = Applicant.objects.filter(identity_index__in=at_rest.indexes_of(NUMBER))
    assert found.get() == archived, "while it is still under the old key"
    assert "2 rows sealed anew" in rotate()

    old_keys.YISHEN_DATA_KEYS, old_keys.YISHEN_INDEX_KEYS = [NEW], [NEW_INDEX]
    for row, number in ((archived, NUMBER), (plain, "E12345678")):
        row.refresh_from_db()
        assert row.identity_number == number
        assert row.identity_index == at_rest.index_of(number)
    entry = Entry.objects.get(verb="data_keys_rotated")
    assert entry.data["rows"] == 2
    assert entry.data["data_key"] == at_rest.name_of(at_rest._decoded(NEW))


@pytest.mark.django_db
def test_rotating_twice_changes_nothing_the_second_time(old_keys):
    row = Applicant.objects.create(name="李四", kind="natural_person", identity_number=NUMBER)
    old_keys.YISHEN_DATA_KEYS = [NEW, OLD]
    rotate()
    before = raw(row.pk)

    assert "0 rows sealed anew" in rotate()
    assert raw(row.pk) == before
    assert Entry.objects.filter(verb="data_keys_rotated").count() == 1


@pytest.mark.django_db
def test_rotating_can_be_broken_off_and_goes_on(old_keys, monkeypatch):
    monkeypatch.setattr(rotating, "SOME", 2)
    for n in range(5):
        Applicant.objects.create(name=f"甲{n}", kind="natural_person", identity_number=f"E{n:08d}")
    old_keys.YISHEN_DATA_KEYS = [NEW, OLD]

    next(rotating.rotate_data_keys(Act(by=None, at=factories.at())))
    assert rotating.outstanding().count() == 3
    assert sorted(row.identity_number for row in Applicant.objects.all()) == [
        f"E{n:08d}" for n in range(5)
    ]
    assert "3 rows sealed anew" in rotate()
    assert rotating.outstanding().count() == 0


@pytest.mark.django_db
def test_a_key_taken_out_too_early_is_told_and_nothing_is_lost(old_keys):
    row = Applicant.objects.create(name="李四", kind="natural_person", identity_number=NUMBER)
    before = raw(row.pk)
    old_keys.YISHEN_DATA_KEYS = [NEW]

    with pytest.raises(CommandError, match="1 rows are sealed with keys that are not in the ring"):
        rotate()
    with pytest.raises(CommandError, match="not in the ring"):
        call_command("rotate_data_keys", check=True, stdout=io.StringIO())
    assert raw(row.pk) == before
    old_keys.YISHEN_DATA_KEYS = [NEW, OLD]
    assert "1 rows sealed anew" in rotate()


def migrate(file: Path, *target: str) -> None:
    """In a process of its own, on a database of its own."""
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0", *target],
        env={**os.environ, "DATABASE_URL": f"sqlite:///{file}"},
        cwd=Path(__file__).resolve().parents[2],
        check=True,
    )


def insert(table: str, db: sqlite3.Connection, **values: object) -> None:
    """A row with something in every column that must not be empty."""
    kinds = {"text": "x", "varchar": "x", "date": "2026-11-02", "datetime": "2026-11-02 02:00:00"}
    for _at, name, kind, needed, default, key in db.execute(f"PRAGMA table_info({table})"):
        if needed and default is None and not key and name not in values:
            values[name] = kinds.get(kind.partition("(")[0].lower(), 1)
    names, marks = ", ".join(values), ", ".join("?" * len(values))
    db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(values.values()))  # noqa: S608


def test_the_migration_seals_what_is_there_loses_no_trigger_and_can_be_taken_back(tmp_path):
    file = tmp_path / "before.sqlite3"
    migrate(file, "requests_flow", "0015")
    db = sqlite3.connect(file, isolation_level=None)
    insert("requests_flow_applicant", db, id=1, name="张三", identity_number=NUMBER)
    insert("requests_flow_applicant", db, id=2, name="某公司", identity_number="")
    insert("units_user", db, id=1)
    insert("units_unit", db, id=1)
    insert("viewflow_process", db, id=1, data="{}")
    day = "2026-11-20"
    insert("requests_flow_case", db, id=1, applicant_id=1, closed_on=day, archived_at=day)
    before = triggers(db)

    migrate(file, "requests_flow", "0016")
    one, two = db.execute("SELECT * FROM requests_flow_applicant ORDER BY id").fetchall()
    columns = [row[1] for row in db.execute("PRAGMA table_info(requests_flow_applicant)")]
    assert "identity_number" not in columns
    assert NUMBER not in one
    assert at_rest.unseal(one[columns.index("identity_sealed")]) == NUMBER
    assert one[columns.index("identity_index")] == at_rest.index_of(NUMBER)
    assert two[columns.index("identity_sealed")] is None
    new = {guard.name for guard in MIGRATION.GUARDS}
    assert triggers(db) == before - {guard.name for guard in MIGRATION.RETIRED} | new

    migrate(file, "requests_flow", "0015")
    assert triggers(db) == before
    assert db.execute(
        "SELECT identity_number FROM requests_flow_applicant ORDER BY id"
    ).fetchall() == [
        (NUMBER,),
        ("",),
    ]


def triggers(db: sqlite3.Connection) -> set[str]:
    return {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
