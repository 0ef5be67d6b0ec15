"""A delegation is ended while the deputy signs: one of the two is first, and both agree on which."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine

from requests_flow.actions import delegating, signing
from requests_flow.actions.act import Act
from requests_flow.flows import CaseFlow
from requests_flow.models import Case, Signature, SigningDelegation
from requests_flow.views.walking import NotYourStep, open_task, take_step
from tests import factories
from tests.factories import at
from tests.postgres.threads import at_once
from tests.requests_flow.delegated import delegated

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(at(), tick=True):
        yield


@pytest.mark.parametrize("round_", range(4))
def test_signed_before_it_ended_or_not_at_all(round_: int) -> None:
    office, deputy = factories.Office(), factories.make_person()
    case, row = factories.approved(office), delegated(office, deputy)
    task = open_task(case)
    if round_ % 2:
        task.flow_task.activation_class(task).assign(deputy)

    def sign() -> str:
        act = Act(by=deputy, at=at())
        try:
            take_step(
                act,
                node=CaseFlow.sign,
                case=Case.objects.get(pk=case.pk),
                perform=lambda case: signing.sign(act, draft=case.latest_draft),
            )
        except (signing.NotSignatory, NotYourStep):
            return "refused"
        return "signed"

    def end() -> str:
        delegating.end_delegation(
            Act(by=office.signatory, at=at()), delegation=SigningDelegation.objects.get(pk=row.pk)
        )
        return "ended"

    said: list[Any] = at_once([sign, end])

    assert said[1] == "ended", said
    assert said[0] in ("signed", "refused"), said
    assert Signature.objects.count() == (said[0] == "signed")
    task = open_task(case)
    if said[0] == "signed":
        assert task.flow_task.name == "issue"
        return
    assert task.flow_task.name == "sign"
    assert task.owner is None
