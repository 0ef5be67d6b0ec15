"""A database with deliveries of before keeps them as first attempts, with all that happened."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests import factories
from tests.conftest import let_tables_be_emptied

pytestmark = pytest.mark.postgres
BEFORE = [("requests_flow", "0008_leaving")]


@pytest.fixture
def forwards(transactional_db):
    """Whatever a test did to the tables, the next one finds those of today."""
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    let_tables_be_emptied()


@pytest.mark.usefixtures("forwards")
@pytest.mark.parametrize(
    ("method", "status"), [("post", "sent"), ("hand", "delivered"), ("pickup", "delivered")]
)
def test_a_delivery_of_before_becomes_the_first_attempt(method, status):
    case = factories.issued(factories.Office())
    reply = case.reply
    MigrationExecutor(connection).migrate(BEFORE)
    old = MigrationExecutor(connection).loader.project_state(BEFORE).apps
    old.get_model("requests_flow", "Delivery").objects.create(
        letter_id=reply.pk,
        method=method,
        tracking_number="EX000000001CN",
        sent_on=reply.dated_on,
        note="已投递",
        delivered_by_id=reply.issued_by_id,
        recorded_at=reply.issued_at,
    )
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())

    only = reply.dispatches.get()
    assert (only.attempt, only.tracking_number, only.note) == (1, "EX000000001CN", "已投递")
    assert only.addressee == case.applicant.name
    assert (only.sent_on, only.sent_by_id) == (reply.dated_on, reply.issued_by_id)
    assert reply.status == status  # what was handed over was signed for on that day
