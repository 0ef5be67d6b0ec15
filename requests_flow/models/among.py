"""`pk__among=keys`: the same as `in`, for hundreds of keys that were read before, as one value.

A list of placeholders is written, checked and read one by one, in every query of a page again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import AutoField, BigAutoField, ForeignKey, Lookup


@AutoField.register_lookup
@BigAutoField.register_lookup
@ForeignKey.register_lookup
class Among(Lookup):
    """Whole numbers only; none of them at all finds nothing."""

    lookup_name = "among"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Iterable[int], connection: Any) -> tuple[str, list[Any]]:
        """The keys as one value: an array, or a text of JSON for SQLite, which knows no arrays."""
        keys = sorted({int(key) for key in value})
        return "%s", [json.dumps(keys) if connection.vendor == "sqlite" else keys]

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """On PostgreSQL."""
        left, params = self.process_lhs(compiler, connection)
        mark, keys = self.process_rhs(compiler, connection)
        return f"{left} = ANY({mark})", [*params, *keys]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Where a table of JSON is read as keys."""
        left, params = self.process_lhs(compiler, connection)
        mark, keys = self.process_rhs(compiler, connection)
        table = f"SELECT value FROM json_each({mark})"  # noqa: S608  a placeholder
        return f"{left} IN ({table})", [*params, *keys]
