"""The screens' own door: a form is posted to the step's address, with more in it than it should have."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages.storage.base import BaseStorage
from django.db import transaction
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from legal_review.actions.checking import lines_of
from requests_flow.flows import CaseFlow
from requests_flow.views.middleware import Conflict
from requests_flow.views.nodes import guarded
from requests_flow.views.step import Step
from requests_flow.views.walking import open_task
from tests.legal_review.gate.model import DEEDS_AT
from tests.legal_review.gate.world import World, node_for

DOORS = ("approve", "return", "take", "decline", "sign", "return_unsigned", "issue", "void")
DONE, REFUSED = "done", "refused"


class Silent(BaseStorage):
    """What would be said on the next page."""

    def _get(self, *_args: Any, **_kwargs: Any) -> tuple[list, bool]:
        return [], True

    def _store(self, *_args: Any, **_kwargs: Any) -> list:
        return []


def draw_no_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refused form is not drawn again; what was done for it is taken back as ever."""

    def form_invalid(_step: Step, form: Any) -> HttpResponse:
        transaction.set_rollback(True)
        return HttpResponse(str(form.errors), status=422)

    monkeypatch.setattr(Step, "form_invalid", form_invalid)


def fields_of(world: World, key: str, deed: str) -> dict[str, Any]:
    """What the page would send, and the keys of other people beside it."""
    draft = world.case(key).latest_draft
    other = world.people["other_adviser"].pk
    false = dict.fromkeys(
        ("reviewer", "reviewer_id", "user", "by", "actor", "signed_by", "author", "owner"), other
    )
    if draft is None:
        return false
    fields: dict[str, Any] = {**false, "seen_digest": draft.digest}
    if deed in ("approve", "return"):
        lines = lines_of(draft, today=world.today)
        fields |= {f"note_{line.code}": "见卷" for line in lines}
        fields |= {"verdict": "approved" if deed == "approve" else "returned", "comments": "有误"}
    elif deed in ("sign", "return_unsigned"):
        fields |= {"decision": "sign" if deed == "sign" else "return", "reason": "语气不妥"}
    elif deed == "decline":
        fields["decline"] = "1"
    elif deed == "void":
        fields |= {"decision": "void", "reason": "附件清单漏列"}
    return fields


def post(world: World, who: str, key: str, deed: str, *, task: Any, token: str) -> str:
    """Send the form of a step; `task` is where the page was opened."""
    node = getattr(CaseFlow, node_for(deed, world.model.cases[key].node))
    fields = {**fields_of(world, key, deed), "form_token": token}
    request = RequestFactory().post("/", fields)
    request.user = world.people[who]
    request._messages = Silent(request)
    try:
        response = guarded(node, node.view)(
            request, process_pk=world.case(key).process_id, task_pk=task.pk
        )
    except (Http404, Conflict):
        return REFUSED
    assert response.status_code in (302, 422), response.status_code
    return DONE if response.status_code == 302 else REFUSED


def opened(world: World, key: str, deed: str) -> Any:
    """The step's task, if the case is there."""
    if world.model.cases[key].node not in [n for n, deeds in DEEDS_AT.items() if deed in deeds]:
        return None
    return open_task(world.case(key))
