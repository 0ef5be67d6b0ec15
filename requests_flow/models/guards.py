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
    event: str  # INSERT, UPDATE, DELETE; or TRUNCATE, which SQLite does not know
    condition: str
    message: str


def install(guard: Guard, schema_editor: Any) -> None:
    """Create the trigger on the database of `schema_editor`."""
    if schema_editor.connection.vendor == "sqlite":
        if guard.event == "TRUNCATE":
            return
        schema_editor.execute(
            f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} "
            f"WHEN {guard.condition} "
            f"BEGIN SELECT RAISE(ABORT, '{guard.message}'); END"
        )
        return
    row = {"DELETE": "OLD", "TRUNCATE": "NULL"}.get(guard.event, "NEW")
    each = "STATEMENT" if guard.event == "TRUNCATE" else "ROW"
    schema_editor.execute(
        f"CREATE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $guard$ "
        f"BEGIN IF {guard.condition} THEN "
        f"RAISE EXCEPTION '{guard.message}' USING ERRCODE = 'integrity_constraint_violation'; "
        f"END IF; RETURN {row}; END $guard$"
    )
    schema_editor.execute(
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} "
        f"FOR EACH {each} EXECUTE FUNCTION {guard.name}()"
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


def never_emptied(table: str, *, what: str) -> Guard:
    """Guard under which `table` is not emptied at one stroke: TRUNCATE fires no row trigger."""
    return Guard(
        name=f"{table}_keeps_truncate",
        table=table,
        event="TRUNCATE",
        condition="1 = 1",
        message=f"{what} are appended, never changed or deleted",
    )


def only_ended(
    table: str, *, columns: tuple[str, ...], what: str, ended: str = "ended"
) -> list[Guard]:
    """Guards under which a row of `table` is ended once, and neither changed nor deleted."""
    changed = (f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in ("id", *columns))
    return [
        Guard(
            name=f"{table}_is_only_ended",
            table=table,
            event="UPDATE",
            condition=" OR ".join(
                (f"OLD.{ended}_at IS NOT NULL", f"NEW.{ended}_at IS NULL", *changed)
            ),
            message=f"{what} are ended, never changed",
        ),
        *append_only(table, what=what, deletes_only=True),
        never_emptied(table, what=what),
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


# Acts by which somebody had a hand in a reply, even if another handles the case by now.
_HANDS_ON = "'outcome_chosen', 'fact_recorded', 'searched', 'consulted', 'consultation_recorded'"
_LEFT_BY = (
    ("requests_flow_draft", "author_id", ""),
    ("requests_flow_factrecord", "recorded_by_id", ""),
    ("requests_flow_searchrecord", "searched_by_id", ""),
    ("requests_flow_consultation", "recorded_by_id", ""),
    ("requests_flow_document", "added_by_id", " AND w.kind IN ('found', 'evidence', 'attachment')"),
    ("requests_flow_entry", "actor_id", f" AND w.verb IN ({_HANDS_ON})"),
    ("requests_flow_case", "handler_id", ""),
)


def hand_in(case: str, person: str) -> str:
    """SQL: `person` wrote, edited, searched, attached or handled something of `case`.

    The same people as `actions.authors.authors_of` names; a test holds both together.
    """
    parts = []
    for table, column, narrower in _LEFT_BY:
        key = "id" if table == "requests_flow_case" else "case_id"
        parts.append(
            f"EXISTS (SELECT 1 FROM {table} w WHERE w.{key} = {case} "
            f"AND w.{column} = {person}{narrower})"
        )
    return "(" + " OR ".join(parts) + ")"
