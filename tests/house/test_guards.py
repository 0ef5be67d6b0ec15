"""Every guard that the migrations promise is in the database: a rebuilt table forgets its triggers."""

import importlib

import pytest
from django.db import connection

MIGRATIONS = (
    "requests_flow.migrations.0002_guards",
    "requests_flow.migrations.0005_holiday_notices",
    "legal_review.migrations.0002_gate",
    "archive.migrations.0002_seal",
)


def promised() -> set[str]:
    return {guard.name for name in MIGRATIONS for guard in importlib.import_module(name).GUARDS}


@pytest.mark.django_db
def test_every_guard_stands():
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        standing = {row[0] for row in cursor.fetchall()}

    assert promised() <= standing


def test_no_two_guards_share_a_name():
    names = [guard.name for name in MIGRATIONS for guard in importlib.import_module(name).GUARDS]

    assert len(names) == len(set(names))
    assert all(len(name) <= 63 for name in names), "PostgreSQL cuts longer names"
