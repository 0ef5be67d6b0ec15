"""Every guard that the migrations promise is in the database: a rebuilt table forgets its triggers."""

import importlib

import pytest
from django.db import connection

MIGRATIONS = (
    "requests_flow.migrations.0002_guards",
    "requests_flow.migrations.0005_holiday_notices",
    "requests_flow.migrations.0010_guards_of_leaving",
    "requests_flow.migrations.0012_guards_of_reviewers",
    "requests_flow.migrations.0013_supersession",
    "requests_flow.migrations.0014_what_a_draft_hands_out",
    "requests_flow.migrations.0015_parts_and_restrictions",
    "requests_flow.migrations.0016_identity_at_rest",
    "requests_flow.migrations.0020_parts_have_a_last_day",
    "requests_flow.migrations.0021_keys_of_phones",
    "requests_flow.units.migrations.0009_signing_in",
    "legal_review.migrations.0002_gate",
    "legal_review.migrations.0004_gate_by_content",
    "legal_review.migrations.0005_superseded_drafts",
    "legal_review.migrations.0006_nobody_twice",
    "archive.migrations.0002_seal",
    "archive.migrations.0003_not_emptied",
)


def promised() -> set[str]:
    modules = [importlib.import_module(name) for name in MIGRATIONS]
    retired = {guard.name for module in modules for guard in getattr(module, "RETIRED", ())}
    guards = [guard for module in modules for guard in module.GUARDS]
    if connection.vendor == "sqlite":  # it has no TRUNCATE
        guards = [guard for guard in guards if guard.event != "TRUNCATE"]
    return {guard.name for guard in guards} - retired


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


@pytest.mark.django_db
def test_the_indexes_on_tasks_stand():
    module = importlib.import_module("requests_flow.migrations.0015_parts_and_restrictions")
    later = importlib.import_module("requests_flow.migrations.0022_open_steps")
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "viewflow_task")

    assert {*module.TASK_INDEXES, later.NAME} <= set(found)
