"""Numbers that were on file in clear are sealed in the same transaction, archived cases' too."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from requests_flow.models import Applicant
from tests import factories
from tests.conftest import let_tables_be_emptied

pytestmark = pytest.mark.postgres
BEFORE = [("requests_flow", "0015_parts_and_restrictions")]
AFTER = [("requests_flow", "0016_identity_at_rest")]
NUMBER = "33020319900101123X"


@pytest.fixture
def forwards(transactional_db):
    """Whatever a test did to the tables, the next one finds those of today."""
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    let_tables_be_emptied()


@pytest.mark.usefixtures("forwards")
def test_an_archived_number_of_before_is_sealed():
    applicant = factories.archived(factories.Office(), identity_number=NUMBER).applicant
    MigrationExecutor(connection).migrate(BEFORE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT identity_number FROM requests_flow_applicant")
        assert cursor.fetchall() == [(NUMBER,)]

    MigrationExecutor(connection).migrate(AFTER)

    again = Applicant.objects.get(pk=applicant.pk)
    assert again.identity_number == NUMBER
    assert NUMBER not in again.identity_sealed
