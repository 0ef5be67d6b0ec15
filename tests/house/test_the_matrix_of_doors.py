"""viewflow's own doors: every stock view is closed, and what stays open is locked and has a duty.

Elsewhere: a task belongs to its process (`test_strangers`), the first step done twice makes one case
(`views/test_step_register`), a race has one winner (`postgres/test_races`).
"""

from __future__ import annotations

import re
from contextlib import contextmanager

import pytest
from django.test import Client
from viewflow import this
from viewflow.workflow import flow, lock
from viewflow.workflow.exceptions import FlowLockFailed

from requests_flow import checks
from requests_flow.flows import CaseFlow
from requests_flow.models import Case, CaseProcess
from requests_flow.units.duties import Duty
from requests_flow.views.nodes import CLOSED, HumanNode
from tests import factories
from tests.house.test_strangers import routes
from tests.requests_flow.views.doors import step


def test_the_flow_has_one_door_for_each_human_step_and_no_other():
    steps = {node.name for node in CaseFlow.instance.nodes() if isinstance(node, HumanNode)}
    doors = {f"cases/step/<int:process_pk>/{name}/<int:task_pk>/" for name in steps}

    open_ones = {route for route, _name in routes() if route.startswith("cases/step/")}

    assert open_ones == doors | {"cases/step/register/"}


def test_no_node_shows_a_stock_view():
    for node in CaseFlow.instance.nodes():
        for name in CLOSED:
            assert getattr(node, name, None) is None, f"{node.name}.{name}"


@pytest.mark.django_db
def test_who_finds_the_case_locked_is_told_so(monkeypatch):
    office = factories.Office()
    case = factories.accepted(office)
    client = Client()
    client.force_login(office.clerk)

    @contextmanager
    def locked(process_pk):
        raise FlowLockFailed("somebody else")
        yield

    monkeypatch.setattr(CaseFlow, "lock", locked)
    for url in (
        step(case, "handle"),
        f"/cases/{case.pk}/claim/",
        f"/cases/{case.pk}/record/search/",
    ):
        response = client.post(url)
        assert response.status_code == 409, url
        assert response.templates[0].name == "409.html"
    assert Case.objects.get(pk=case.pk).outcome_code == ""


class Open(flow.Flow):
    """Wrong in every way that the checks look for; not among the flows that they find by themselves."""

    __module__ = "viewflow.wrong"
    process_class = CaseProcess
    start = flow.Start(lambda request: None).Next(this.anybody)
    anybody = flow.View(lambda request: None).Next(this.somewhere)
    somewhere = flow.View(lambda request: None).Permission(Duty.HANDLE).Next(this.end)
    end = flow.End()


class Locked(Open):
    __module__ = "viewflow.wrong"
    lock_impl = lock.select_for_update_lock


def found(monkeypatch, flow_class) -> list[tuple[str, str]]:
    """What the check says of this flow."""
    monkeypatch.setattr(checks, "_flows", lambda: [flow_class])
    return [(one.id, one.msg) for one in checks.flows_lock_and_nodes_have_duties(None)]


@pytest.mark.parametrize("flow_class", [Open, Locked], ids=["no lock", "a lock"])
def test_a_flow_without_lock_or_a_step_without_duty_stops_the_start(monkeypatch, flow_class):
    nodes = [
        name
        for code, said in found(monkeypatch, flow_class)
        if code == "yishen.E002"
        for name in re.findall(r"\.(\w+) has no duty", said)
    ]
    locks = [code for code, _said in found(monkeypatch, flow_class) if code == "yishen.E001"]

    assert sorted(nodes) == ["anybody", "somewhere"]
    assert locks == (["yishen.E001"] if flow_class is Open else [])


def test_the_flow_of_the_house_passes(monkeypatch):
    assert checks._flows() == [CaseFlow]
    assert found(monkeypatch, CaseFlow) == []
