"""How tests of screens come in: by Django's client, as somebody, at a step of a case."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse
from viewflow.workflow.models import Task

from requests_flow.models import Case

REGISTER = "/cases/step/register/"


def as_(user) -> Client:
    """A browser in which `user` is signed in."""
    client = Client()
    client.force_login(user)
    return client


def errors(response) -> dict[str, str]:
    """What a refused form says, by field."""
    assert response.status_code == 422
    return {name: "".join(rows) for name, rows in response.context["form"].errors.items()}


def open_task(case: Case) -> Task:
    """The step that the case waits for."""
    return Task.objects.filter(process=case.process_id, status__in=["NEW", "ASSIGNED"]).get()


def node_of(case: Case) -> str:
    """Its name."""
    return open_task(case).flow_task.name


def step(case: Case, node: str) -> str:
    """The address of the step at which the case must stand now."""
    task = open_task(case)
    assert task.flow_task.name == node
    return reverse(f"flow:{node}:execute", args=[case.process_id, task.pk])
