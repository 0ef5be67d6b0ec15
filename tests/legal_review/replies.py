"""Replies of any outcome, walked through all checks, for tests of what was approved and what left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from legal_review.actions.opining import give_opinion
from requests_flow.actions import documents, drafting, handling, issuing, secrecy, signing
from requests_flow.actions.act import Act
from requests_flow.flows import CaseFlow
from requests_flow.letters.drafting import DRAFT_FIELDS
from requests_flow.models import Case, Document
from requests_flow.rules.facts import Fact
from requests_flow.views.walking import take_step
from tests import factories
from tests.factories import at
from tests.requests_flow.letters.conftest import WRITTEN

DAY = date(2026, 11, 6)
FIELDS = WRITTEN | {"ground": "C6"}


def step(person: Any, case: Case, node: str, perform: Callable[[Act, Case], Any]) -> Case:
    """`person` takes the step of that name on the day of these tests."""
    act = Act(by=person, at=at(DAY))
    take_step(act, node=getattr(CaseFlow, node), case=case, perform=lambda case: perform(act, case))
    return Case.objects.get(pk=case.pk)


def written(office: factories.Office, code: str = "D1a", *files: str) -> Case:
    """A case whose reply of that outcome, with those files, was handed in; to be checked next."""
    case, act = factories.accepted(office), Act(by=office.clerk, at=at(DAY))
    fields = {field.name: FIELDS[field.name] for field in DRAFT_FIELDS[code]}
    for fact in handling.facts_needed(*handling.outcomes_in(code, fields)):
        if fact is Fact.SEARCH_RECORDED:
            handling.record_search(act, case=case, places="档案室", keywords="征收", result="无")
        else:
            handling.record_fact(act, case=case, fact=fact, text="在案")
    kept = [on_file(office, case, name) for name in files]
    step(
        office.clerk,
        case,
        "handle",
        lambda act, case: handling.choose_outcome(act, case=case, outcome_code=code),
    )
    return hand_in(office, case, fields, kept)


def on_file(office: factories.Office, case: Case, name: str, kind: str = "attachment") -> Document:
    """A text put on file."""
    return documents.keep_document(
        Act(by=office.clerk, at=at(DAY)),
        case=case,
        kind=Document.Kind(kind),
        data=f"{name}的内容".encode(),
        name=name,
    )


def hand_in(
    office: factories.Office, case: Case, fields: dict[str, str], files: list[Document]
) -> Case:
    """The next version; what it hands out passes the secrecy check."""
    words = drafting.Wording(fields=fields, attachments=tuple(file.pk for file in files))
    case = step(
        office.clerk,
        case,
        "compose",
        lambda act, case: drafting.hand_in_draft(act, case=case, wording=words),
    )
    if not case.latest_draft.hands_out:
        return case
    return step(
        office.checker,
        case,
        "check_secrecy",
        lambda act, case: secrecy.check_secrecy(
            act, draft=case.latest_draft, findings=factories.found(case.latest_draft)
        ),
    )


def approve(office: factories.Office, case: Case) -> Case:
    """The legal adviser agrees."""

    def agree(act: Act, case: Case) -> None:
        draft = case.latest_draft
        give_opinion(act, draft=draft, verdict="approved", seen_digest=draft.digest)

    return step(office.adviser, case, "review_in_law", agree)


def sign(office: factories.Office, case: Case) -> Case:
    """The step of signing is taken, whatever comes of it."""
    return step(
        office.signatory,
        case,
        "sign",
        lambda act, case: signing.sign_or_hand_back(act, draft=case.latest_draft),
    )


def issue(office: factories.Office, case: Case) -> Case:
    """The step of issuing is taken, whatever comes of it."""
    return step(
        office.clerk, case, "issue", lambda act, case: issuing.issue_or_hand_back(act, case=case)
    )


def waiting(office: factories.Office, node: str, code: str = "D1a", *files: str) -> Case:
    """A case that waits at `node`: review_in_law, sign or issue."""
    case = written(office, code, *files)
    for at_node, go_on in (("review_in_law", approve), ("sign", sign)):
        if node == at_node:
            return case
        case = go_on(office, case)
    return case
