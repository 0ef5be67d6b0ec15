"""What is appended is not emptied at one stroke either: TRUNCATE fires no row trigger."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from requests_flow.models import Draft, Entry
from tests import factories

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]


def guarded() -> list[tuple[str, str]]:
    """Each table that is never emptied, and its guard, which tests/conftest.py put out of force."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE %s",
            [r"%\_keeps\_truncate"],
        )
        return cursor.fetchall()


def test_no_appended_table_is_emptied():
    factories.approved(factories.Office())
    entries, drafts = Entry.objects.count(), Draft.objects.count()
    tables = guarded()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table, name in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {name}")

    for table, _name in tables:
        with (
            pytest.raises(IntegrityError, match="never changed or deleted"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"TRUNCATE {table} CASCADE")

    assert len(tables) >= 30
    assert {"requests_flow_entry", "legal_review_opinion", "archive_dossier"} <= dict(tables).keys()
    assert (Entry.objects.count(), Draft.objects.count()) == (entries, drafts)
