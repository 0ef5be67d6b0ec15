"""What the matrix is asked about: a case in every situation, and things of the unit beside them.

All cases are of one unit, handled by one person of it; each is named by the letter of its situation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import models

from legal_review.actions.amending import Grounds, approve_amended
from legal_review.actions.opining import give_opinion
from requests_flow.actions import absences, handling, phrasing
from requests_flow.actions.act import Act
from requests_flow.actions.documents import keep_document
from requests_flow.actions.phrase_checks import Words
from requests_flow.flows import CaseFlow
from requests_flow.models import Case, Consultation, Restriction, ReviewGrant
from requests_flow.views.walking import take_step
from tests import factories
from tests.browser.stage import amended, awaiting_correction, to_assign
from tests.factories import TODAY, Office, at
from tests.requests_flow import handing_out
from tests.requests_flow.sealed_office import give_picture

DAY = date(2026, 11, 4)
SITUATIONS = {
    "w": "just registered",
    "b": "waits for a correction",
    "g": "accepted, to be assigned",
    "h": "handled, no draft yet",
    "o": "handled, a draft was returned",
    "k": "waits for the secrecy check",
    "d": "a draft waits for the legal check",
    "t": "approved in other words, to be taken over",
    "p": "taken over, waits for the secrecy check again",
    "s": "waits for the signature",
    "e": "signed, waits for its number",
    "i": "issued, to be delivered",
    "c": "closed",
    "a": "archived",
    "r": "restricted, handled, a draft was returned",
    "n": "the same, and everybody is named on it",
    "x": "a draft waits, and nobody has a part in it",
}


def prepared(office: Office) -> Case:
    """Being handled, with a line in every list: a search, a document, somebody asked."""
    case = factories.accepted(office)
    act = Act(by=office.clerk, at=at(DAY))
    handling.record_search(act, case=case, places="库房", keywords="补偿", result="未查到")
    keep_document(act, case=case, kind="found", data="某批复".encode(), name="批复.txt")
    ask(office, case)
    handling.record_consultation(
        act,
        consultation=case.consultations.get(),
        delivered_on=DAY,
        answered_on=DAY,
        opinion="不同意公开",
        agrees=False,
    )
    return Case.objects.get(pk=case.pk)


def ask(office: Office, case: Case) -> None:
    """Somebody outside is asked, and the answer is waited for."""
    handling.consult(
        Act(by=office.clerk, at=at(DAY)),
        case=case,
        kind=Consultation.Kind.THIRD_PARTY,
        name="某建设公司",
        question="可否公开",
        sent_on=DAY,
    )


def drafted(office: Office) -> Case:
    """The same, and its draft waits for the legal check."""
    case = prepared(office)
    act = Act(by=office.clerk, at=at(DAY))
    take_step(
        act,
        node=CaseFlow.handle,
        case=case,
        perform=lambda case: handling.choose_outcome(act, case=case, outcome_code="D1a"),
    )
    return factories.hand_in(office, Case.objects.get(pk=case.pk), day=DAY)


def returned(office: Office) -> Case:
    """The same, and the adviser returned it; somebody is asked once more."""
    case = drafted(office)
    act, draft = Act(by=office.adviser, at=at(DAY)), case.latest_draft
    take_step(
        act,
        node=CaseFlow.review_in_law,
        case=case,
        perform=lambda case: give_opinion(
            act, draft=draft, verdict="returned", seen_digest=draft.digest, comments="请补查库房。"
        ),
    )
    ask(office, case)
    return Case.objects.get(pk=case.pk)


def secrecy_waits_again(office: Office) -> Case:
    """Something is handed out, approved in other words, and those are taken over."""
    case = handing_out.checked(office, handing_out.secrecy_waits(office, "批复.txt"))
    law, draft = Act(by=office.adviser, at=at()), case.latest_draft
    take_step(
        law,
        node=CaseFlow.review_in_law,
        case=case,
        perform=lambda case: approve_amended(
            law,
            draft=draft,
            seen_digest=draft.digest,
            fields={"documents": handing_out.LISTED, "manner": "纸质邮寄，另附电子版"},
            grounds=Grounds(comments="也给电子版。"),
        ),
    )
    act = Act(by=office.clerk, at=at())
    take_step(act, node=CaseFlow.take_over, case=case, perform=lambda case: taken(act, case))
    return Case.objects.get(pk=case.pk)


def taken(act: Act, case: Case) -> Any:
    """The amended words become the next version."""
    from legal_review.actions.taking_over import take_over

    return take_over(act, case=case)


STAGES = {
    "w": factories.open_case,
    "b": awaiting_correction,
    "g": to_assign,
    "h": prepared,
    "o": returned,
    "k": lambda office: handing_out.secrecy_waits(office, "批复.txt"),
    "d": drafted,
    "t": amended,
    "p": secrecy_waits_again,
    "r": returned,
    "n": returned,
    "x": drafted,
}
# These come from a draft by the rest of the way, after the parts in the case are given.
LATER = {"s": 1, "e": 2, "i": 3, "c": 4, "a": 5}


def walk_on(office: Office, case: Case, steps: int) -> Case:
    """From the draft: approved, signed, issued, delivered, archived; as many of them as said."""
    from archive.actions import sealing

    case = factories.approve(office, case, day=date(2026, 11, 5))
    if steps > 1:
        case = factories.sign(office, case, day=date(2026, 11, 6))
    if steps > 2:
        case = factories.issue(office, case, day=date(2026, 11, 6))
    if steps > 3:
        case = leave(office, case)
    if steps > 4:
        act = Act(by=office.clerk, at=at(date(2026, 11, 9)))
        take_step(
            act,
            node=CaseFlow.file_away,
            case=case,
            perform=lambda case: sealing.seal(act, case=case),
        )
    return Case.objects.get(pk=case.pk)


def leave(office: Office, case: Case) -> Case:
    from requests_flow.actions import delivering

    act = Act(by=office.clerk, at=at(date(2026, 11, 6)))
    take_step(
        act,
        node=CaseFlow.deliver,
        case=case,
        perform=lambda case: delivering.deliver(
            act,
            letter=case.reply,
            sending=factories.posted(date(2026, 11, 6)),
            seen=factories.all_ticked(case.reply),
        ),
    )
    return Case.objects.get(pk=case.pk)


@dataclass
class World:
    """One unit with its cases and what else it keeps."""

    office: Office = field(default_factory=Office)
    cases: dict[str, Case] = field(default_factory=dict)

    def lay(self, parts: Any) -> World:
        """Make every case; `parts(case, letter)` gives the parts while that may still be done."""
        for letter in SITUATIONS:
            make = STAGES.get(letter, drafted)
            case = make(self.office)
            if letter != "x":
                parts(case, letter)
            if letter in "rn":
                restrict(case, by=self.office.clerk)
            self.cases[letter] = (
                walk_on(self.office, case, LATER.get(letter, 0))
                if (letter in LATER)
                else Case.objects.get(pk=case.pk)
            )
        self._beside()
        return self

    def _beside(self) -> None:
        office = self.office
        act = Act(by=office.clerk, at=at(DAY))
        self.phrase = phrasing.add_phrase(
            act,
            unit=office.unit,
            outcome_code="C6",
            field="reason",
            words=Words(title="说明", text="本机关的说明", valid_from=DAY),
        ).phrase
        give_picture(office)


def restrict(case: Case, *, by: Any) -> None:
    Restriction.objects.create(case=case, kind="litigation", reason="在诉", set_by=by, set_at=at())


def let_in(case: Case, reviewer: Any, *, by: Any, until: date = TODAY) -> ReviewGrant:
    """An outside adviser, until that day."""
    return ReviewGrant.objects.create(
        case=case,
        reviewer=reviewer,
        firm="某所",
        valid_until=until,
        granted_by=by,
        granted_on=TODAY - timedelta(days=7),
        granted_at=at(TODAY - timedelta(days=7)),
    )


def absent(person: Any, *, by: Any) -> models.Model:
    """Somebody will be away for some days."""
    away = absences.Away(
        user=person,
        from_on=TODAY + timedelta(days=1),
        until_on=TODAY + timedelta(days=3),
        substitute=None,
    )
    return absences.enter_absence(Act(by=by, at=at()), away=away)
