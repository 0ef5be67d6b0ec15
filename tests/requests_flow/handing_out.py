"""Replies that hand something out, for tests of the secrecy check and of what follows."""

from __future__ import annotations

from requests_flow.actions import drafting, handling, secrecy
from requests_flow.actions.act import Act
from requests_flow.actions.documents import keep_document
from requests_flow.flows import CaseFlow
from requests_flow.models import Case, Document
from requests_flow.rules.facts import Fact
from requests_flow.views.walking import take_step
from tests import factories
from tests.factories import at

LISTED = "甬海政〔2024〕12号批复，共1页\n会议纪要（摘录），共2页"


def secrecy_waits(office: factories.Office, *names: str, **more) -> Case:
    """A case at the secrecy check: it discloses two documents, and a file of each name (A2)."""
    case = factories.accepted(office, **more)
    act = Act(by=office.clerk, at=at())
    for fact in (Fact.DOCUMENTS_LISTED, Fact.FORM_OF_PROVISION):
        handling.record_fact(act, case=case, fact=fact, text="两份，纸质邮寄")
    files = [
        keep_document(
            act, case=case, kind=Document.Kind.ATTACHMENT, data=f"{name}全文".encode(), name=name
        )
        for name in names
    ]
    take_step(
        act,
        node=CaseFlow.handle,
        case=case,
        perform=lambda case: handling.choose_outcome(act, case=case, outcome_code="A2"),
    )
    return hand_in(office, case, *files)


def hand_in(office: factories.Office, case: Case, *files: Document) -> Case:
    """The next version, with these files."""
    act = Act(by=office.clerk, at=at())
    wording = drafting.Wording(
        fields={"documents": LISTED, "manner": "纸质邮寄"},
        attachments=tuple(file.pk for file in files),
    )
    take_step(
        act,
        node=CaseFlow.compose,
        case=case,
        perform=lambda case: drafting.hand_in_draft(act, case=case, wording=wording),
    )
    return Case.objects.get(pk=case.pk)


def checked(office: factories.Office, case: Case, verdict: str = "open") -> Case:
    """The same result for everything."""
    act = Act(by=office.checker, at=at())
    draft = case.latest_draft
    take_step(
        act,
        node=CaseFlow.check_secrecy,
        case=case,
        perform=lambda case: secrecy.check_secrecy(
            act, draft=draft, findings=factories.found(draft, verdict)
        ),
    )
    return Case.objects.get(pk=case.pk)
