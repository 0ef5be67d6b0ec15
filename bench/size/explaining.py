"""What the database does for the slowest query of each page."""

from __future__ import annotations

from typing import Any

from django.db import connection


def plan_of(sql: str) -> list[str]:
    """The plan, as it was carried out; of SQLite the steps alone."""
    begin = (
        "EXPLAIN (ANALYZE, BUFFERS) "
        if connection.vendor == "postgresql"
        else "EXPLAIN QUERY PLAN "
    )
    with connection.cursor() as cursor:
        cursor.execute(begin + sql)
        return [str(row[-1]) for row in cursor.fetchall()]


def told(found: dict[str, dict[str, Any]]) -> str:
    """The slowest query of each page with its plan."""
    parts = []
    for name, place in found.items():
        if sql := place.get("slowest"):
            parts.append("\n".join([f"### {name}  {place['url']}", sql, *plan_of(sql), ""]))
    return "\n".join(parts)
