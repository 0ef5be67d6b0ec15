"""Two keys in one address belong together: what hangs on a case is never reached by another case.

Somebody with every duty in two units has a case in each; under the address of the one they ask for the
letters, documents, questions, grants and steps of the other, and find what is not there.
"""

from __future__ import annotations

import re

import pytest
import time_machine
from django.test import Client
from viewflow.workflow.models import Task

from requests_flow.models import CaseGrant
from requests_flow.models.case_grant import Part
from requests_flow.units.duties import ADMINISTRATION, Duty
from tests import factories
from tests.factories import TODAY, Office, at, by_hand
from tests.house import matrix_world
from tests.house.test_strangers import filled, routes
from tests.house.test_the_matrix import told

pytestmark = pytest.mark.django_db
OWN, OTHER = "own", "other"


def keys_of(case, route: str) -> dict[str, int]:
    """The keys of everything on the case."""
    node = re.search(r"<int:process_pk>/(\w+)/", route)
    tasks = Task.objects.filter(process=case.process_id, flow_task_type="HUMAN")
    at_node = tasks.filter(flow_task__endswith=f".{node[1]}") if node else tasks
    grants = case.review_grants if "/advisers/" in route else case.grants
    return {
        "pk": case.pk,
        "process_pk": case.process_id,
        "task_pk": (at_node.last() or tasks.last()).pk,
        "letter_pk": case.letters.last().pk,
        "document_pk": case.documents.last().pk,
        "consultation_pk": case.consultations.last().pk,
        "grant_pk": grants.last().pk,
        "version": 1,
    }


def lay(office: Office, person):
    """A case being handled, with everything on it."""
    case = matrix_world.returned(office)
    matrix_world.let_in(case, person, by=office.adviser)
    CaseGrant.objects.create(
        case=case,
        person=person,
        part=Part.CO_HANDLER,
        valid_from=TODAY,
        valid_until=TODAY,
        reason="帮忙",
        granted_by=office.clerk,
        granted_at=at(),
    )
    return case


def test_what_hangs_on_a_case_is_not_reached_by_another():
    with time_machine.travel(at(TODAY, 11), tick=True):
        offices = Office(), Office("区民政局")
        jack = factories.make_jack(offices[0].unit)
        for duty in set(Duty) - ADMINISTRATION:
            by_hand(jack, unit=offices[1].unit, duty=duty)
        own, other = (lay(office, factories.make_person()) for office in offices)
        client = Client()
        client.force_login(jack)
        lost = told(client.get("/cases/987654/"))
        asked, found = 0, []
        for route, _name in routes():
            keys = re.findall(r"<int:(\w+)>", route)
            if not route.startswith("cases/") or len(keys) < 2 or "version" in keys:
                continue
            mixed = {**keys_of(own, route), keys[-1]: keys_of(other, route)[keys[-1]]}
            for method in ("get", "post"):
                response = getattr(client, method)(filled(route, mixed))
                asked += 1
                if response.status_code != 405 and told(response) != lost:
                    found.append(f"{method} {route}: {response.status_code}")

    assert asked > 40
    assert found == []
