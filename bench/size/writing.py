"""Rows by the ten thousand: COPY on PostgreSQL, executemany on SQLite.

What the database promises about single rows (CHECK, UNIQUE, NOT NULL) it holds here too. Triggers are
out of force meanwhile, because they ask about the order of acts that are all written at once; they
are back, every one of them, before the transaction ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from typing import Any

from django.db import connection, models, transaction

Row = Sequence[Any]  # texts, whole numbers and None, nothing else


class Table:
    """A table of a model, and the columns that its rows give; the others get their defaults."""

    def __init__(self, model: type[models.Model], *columns: str) -> None:
        self.model, self.name = model, model._meta.db_table
        given = {field.column: field for field in model._meta.concrete_fields}
        if unknown := set(columns) - set(given):
            raise ValueError(f"{self.name} has no {unknown}")
        rest = {name: _default(field) for name, field in given.items() if name not in columns}
        self.columns = [*columns, *rest]
        self.rest = tuple(rest.values())
        self.first = (model._default_manager.aggregate(last=models.Max("pk"))["last"] or 0) + 1

    def write(self, rows: Iterable[Row]) -> None:
        """Append the rows."""
        quoted = ", ".join(f'"{column}"' for column in self.columns)
        if connection.vendor == "postgresql":
            self._copy(rows, quoted)
            return
        marks = ", ".join(["%s"] * len(self.columns))
        with connection.cursor() as cursor:
            cursor.executemany(
                f'INSERT INTO "{self.name}" ({quoted}) VALUES ({marks})',  # noqa: S608  our names
                [(*row, *self.rest) for row in rows],
            )

    def _copy(self, rows: Iterable[Row], quoted: str) -> None:
        tail = "".join(f"\t{_cell(value)}" for value in self.rest) + "\n"
        with (
            connection.cursor() as cursor,
            cursor.copy(f'COPY "{self.name}" ({quoted}) FROM STDIN') as copy,
        ):
            lines = []
            for row in rows:
                lines.append("\t".join([_cell(value) for value in row]) + tail)
                if len(lines) == 5000:
                    copy.write("".join(lines))
                    lines.clear()
            copy.write("".join(lines))


def _cell(value: Any) -> str:
    if value.__class__ is str:
        return value  # our texts hold no tab, no line break and no backslash
    return r"\N" if value is None else str(value)


def _default(field: models.Field) -> Any:
    """What the field holds if nobody says anything."""
    value = field.get_default()
    if isinstance(field, models.JSONField) and value is not None:
        return "[]" if value == [] else "{}"
    if isinstance(value, bool):
        return int(value)
    if value is None and not field.null and not field.primary_key:
        raise ValueError(f"{field} has to be given.")
    return value


@cache
def moment(day: date, hour: int = 10) -> str:
    """That hour in Beijing, as the database's text."""
    zone = "+00" if connection.vendor == "postgresql" else ""
    return f"{day.isoformat()} {hour - 8:02d}:00:00{zone}"


@contextmanager
def in_haste(*, is_big: bool) -> Iterator[None]:
    """One transaction without triggers and without waiting for the disk.

    `is_big`: on PostgreSQL, indexes that hold no promise are made at the end.
    """
    sqlite = connection.vendor == "sqlite"
    calm = sqlite and not connection.in_atomic_block
    with connection.cursor() as cursor:
        if calm:
            cursor.execute("PRAGMA synchronous = OFF")
    try:
        with transaction.atomic():
            old = _without_triggers() if sqlite else _without_postgres(is_big=is_big)
            yield
            with connection.cursor() as cursor:
                for statement in old:
                    cursor.execute(statement)
    finally:
        with connection.cursor() as cursor:
            if calm:
                cursor.execute("PRAGMA synchronous = FULL")
            if not sqlite:
                cursor.execute("SET session_replication_role = origin")


def _without_triggers() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
    return [sql for _name, sql in triggers]


def _without_postgres(*, is_big: bool) -> list[str]:
    """Needs a super-user, as `session_replication_role` does: a bench or a developer's database."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET LOCAL synchronous_commit = off")
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        if not is_big:
            return []
        cursor.execute(
            "SELECT i.relname, pg_get_indexdef(i.oid) FROM pg_index x"
            " JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid"
            " JOIN pg_namespace n ON n.oid = t.relnamespace"
            " WHERE n.nspname = 'public' AND NOT x.indisunique AND t.relname ~"
            " '^(viewflow|requests_flow|legal_review|archive)_'"
        )
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
    return [definition for _name, definition in indexes]


def settle() -> None:
    """Numbers go on after the last row, and the planner knows the tables; outside a transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT format('SELECT setval(%L, (SELECT coalesce(max(id), 0) + 1 FROM %I), false)',"
                " pg_get_serial_sequence(quote_ident(table_name), 'id'), table_name)"
                " FROM information_schema.columns WHERE table_schema = 'public'"
                " AND column_name = 'id' AND is_identity = 'YES'"
            )
            for (statement,) in cursor.fetchall():
                cursor.execute(statement)
            cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM (ANALYZE)")
        else:
            cursor.execute("ANALYZE")
