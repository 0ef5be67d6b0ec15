"""The chain of entries: whole after everything, and the first break is found."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from requests_flow.models import Entry
from tests import factories

pytestmark = pytest.mark.django_db


def without_guard(sql: str, values: list) -> None:
    """What somebody with the keys of the database could do."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER requests_flow_entry_keeps_update")
            cursor.execute("DROP TRIGGER requests_flow_entry_keeps_delete")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE requests_flow_entry DISABLE TRIGGER USER")
        cursor.execute(sql, values)


def test_a_whole_case_leaves_a_whole_chain(capsys):
    factories.archived(factories.Office())

    call_command("verify_audit")

    assert "whole" in capsys.readouterr().out
    assert Entry.objects.count() >= 10


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE requests_flow_entry SET verb = 'nothing' WHERE id = %s",
        "UPDATE requests_flow_entry SET actor_id = NULL WHERE id = %s",
        "DELETE FROM requests_flow_entry WHERE id = %s",
    ],
)
def test_a_tampered_entry_is_named(sql):
    factories.drafted(factories.Office())
    third = Entry.objects.order_by("id")[2]

    without_guard(sql, [third.pk])

    with pytest.raises(CommandError, match=r"Entry \d+"):
        call_command("verify_audit")
