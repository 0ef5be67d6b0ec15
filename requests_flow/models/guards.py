"""Triggers that hold the house's promises in the database, against any code and any hand.

Each guard is a table, an event, and a condition under which the row is refused; written once, put
into the SQL of SQLite and of PostgreSQL.
"""
# ruff: noqa: S608  the SQL is made of constants of this repository, at migration time

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """Refuse `event` on `table` with `message` when `condition` holds.

    `condition` speaks of NEW and OLD and is plain SQL that both databases understand.
    """

    name: str
    table: str
    event: str  # INSERT, UPDATE or DELETE
    condition: str
    message: str


def install(guard: Guard, schema_editor: Any) -> None:
    """Create the trigger on the database of `schema_editor`."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(
            f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} "
            f"WHEN {guard.condition} "
            f"BEGIN SELECT RAISE(ABORT, '{guard.message}'); END"
        )
        return
    row = "OLD" if guard.event == "DELETE" else "NEW"
    schema_editor.execute(
        f"CREATE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $guard$ "
        f"BEGIN IF {guard.condition} THEN "
        f"RAISE EXCEPTION '{guard.message}' USING ERRCODE = 'integrity_constraint_violation'; "
        f"END IF; RETURN {row}; END $guard$"
    )
    schema_editor.execute(
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} "
        f"FOR EACH ROW EXECUTE FUNCTION {guard.name}()"
    )


def remove(guard: Guard, schema_editor: Any) -> None:
    """Take the trigger away again: for going back a migration, and nothing else."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {guard.name}")
        return
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {guard.name} ON {guard.table}")
    schema_editor.execute(f"DROP FUNCTION IF EXISTS {guard.name}()")


def append_only(table: str, *, what: str, deletes_only: bool = False) -> list[Guard]:
    """Guards under which rows of `table` are written once."""
    events = ["DELETE"] if deletes_only else ["UPDATE", "DELETE"]
    return [
        Guard(
            name=f"{table}_keeps_{event.lower()}",
            table=table,
            event=event,
            condition="1 = 1",
            message=f"{what} are appended, never changed or deleted",
        )
        for event in events
    ]


def sealed_with_case(table: str, *, case_of: str, events: tuple[str, ...]) -> list[Guard]:
    """Guards under which nothing of an archived case changes; `case_of` is SQL for its key."""
    return [
        Guard(
            name=f"{table}_sealed_{event.lower()}",
            table=table,
            event=event,
            condition=(
                "EXISTS (SELECT 1 FROM requests_flow_case sealed WHERE sealed.id = "
                + case_of.format(row="OLD" if event == "DELETE" else "NEW")
                + " AND sealed.archived_at IS NOT NULL)"
            ),
            message="an archived case is read-only",
        )
        for event in events
    ]
