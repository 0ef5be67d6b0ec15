"""What the server of the browser's tests holds: two offices, and a case at every step.

Runs inside the server's settings: `manage.py shell -c "from tests.browser.stage import lay; lay()"`.
"""

from __future__ import annotations

import json
from datetime import date

from legal_review.actions.opining import give_opinion
from requests_flow.actions import drafting, handling, holidays, reviewing
from requests_flow.actions.act import Act
from requests_flow.actions.documents import keep_document
from requests_flow.flows import CaseFlow
from requests_flow.models import Case, HolidayNotice
from requests_flow.rules.catalogue import Fact
from requests_flow.rules.working_days import Arrangement, shipped_arrangements
from requests_flow.units.duties import Duty
from requests_flow.units.models import User
from requests_flow.views.walking import open_task, take_step
from requests_flow.views.worklist import task_url
from tests import factories
from tests.factories import Office, at

DAY = date(2026, 11, 4)


def awaiting_correction(office: Office) -> Case:
    case = factories.open_case(office)
    act = Act(by=office.clerk, at=at(DAY))
    take_step(
        act,
        node=CaseFlow.review,
        case=case,
        perform=lambda case: reviewing.ask_correction(act, case=case, items="请写明地块名称。"),
    )
    return case


def to_assign(office: Office) -> Case:
    case = factories.open_case(office)
    act = Act(by=office.clerk, at=at(DAY))
    take_step(
        act,
        node=CaseFlow.review,
        case=case,
        perform=lambda case: reviewing.accept(act, case=case, note="内容明确，请查2024年卷。"),
    )
    return case


def with_all_on_file(office: Office) -> Case:
    """Being handled, with a line in every list of the page."""
    case = factories.accepted(
        office, subject="望春街道某地块征收补偿安置方案及其批复、附图和评估报告"
    )
    act = Act(by=office.clerk, at=at(DAY))
    handling.record_search(act, case=case, places="库房", keywords="补偿", result="未查到")
    handling.record_fact(act, case=case, fact=Fact.DOCUMENTS_LISTED, text="批复一份")
    handling.consult(
        act, case=case, kind="third_party", name="某建设公司", question="可否公开", sent_on=DAY
    )
    keep_document(act, case=case, kind="found", data="某批复".encode(), name="批复.txt")
    return case


def to_check_secrecy(office: Office) -> Case:
    case = factories.accepted(office)
    act = Act(by=office.clerk, at=at(DAY))
    for fact in (Fact.DOCUMENTS_LISTED, Fact.FORM_OF_PROVISION):
        handling.record_fact(act, case=case, fact=fact, text="有")
    wording = drafting.Wording(fields={"documents": "某批复，共4页", "manner": "纸质邮寄"})
    for node, perform in (
        (CaseFlow.handle, lambda case: handling.choose_outcome(act, case=case, outcome_code="A2")),
        (CaseFlow.compose, lambda case: drafting.hand_in_draft(act, case=case, wording=wording)),
    ):
        take_step(act, node=node, case=case, perform=perform)
    return case


def returned(office: Office) -> Case:
    case = factories.drafted(office)
    act, draft = Act(by=office.adviser, at=at(DAY)), case.latest_draft
    take_step(
        act,
        node=CaseFlow.review_in_law,
        case=case,
        perform=lambda case: give_opinion(
            act,
            draft=draft,
            verdict="returned",
            seen_digest=draft.digest,
            comments="请补查库房。",
        ),
    )
    return case


def proposed(keeper: User) -> HolidayNotice:
    """Two days more off in December, and two Saturdays worked: cases move both ways."""
    known = next(one for one in shipped_arrangements() if one.year == 2026)
    change = Arrangement(
        year=2026,
        source="国办发明电〔2026〕8号",
        off=known.off | {date(2026, 12, 24), date(2026, 12, 25)},
        worked=known.worked | {date(2026, 11, 7), date(2026, 11, 14)},
    )
    act = Act(by=keeper, at=at())
    return holidays.propose(act, arrangement=change, origin="text", text="国庆节：…\n" * 40)


STEPS = {
    "review": factories.open_case,
    "await_correction": awaiting_correction,
    "assign": to_assign,
    "handle": with_all_on_file,
    "compose": factories.searched,
    "compose_again": returned,
    "check_secrecy": to_check_secrecy,
    "review_in_law": factories.drafted,
    "sign": factories.approved,
    "issue": factories.signed,
    "deliver": factories.issued,
    "file_away": factories.delivered,
    "archived": factories.archived,
}


def lay() -> None:
    """Make it all, and say by which names and addresses the tests find it."""
    # `quiet` has people only: a journey through it meets nothing but its own case.
    busy, quiet, other = Office("区发改局"), Office("区教育局"), Office("区民政局")
    cases = {name: make(busy) for name, make in STEPS.items()}
    tasks = {name: open_task(case) for name, case in cases.items()}
    asked = cases["handle"].consultations.get()
    people = ("clerk", "checker", "adviser", "signatory")
    keepers = [factories.make_person(busy.unit, Duty.KEEP_CALENDAR) for _ in range(2)]
    said = {
        "people": {
            name: {role: getattr(office, role).username for role in people}
            for name, office in (("busy", busy), ("quiet", quiet), ("other", other))
        },
        "cases": {name: case.pk for name, case in cases.items()},
        "steps": {name: task_url(task) for name, task in tasks.items() if task},
        "consultation": asked.pk,
        "notice": proposed(keepers[0]).pk,
    }
    said["people"]["busy"] |= {"keeper": keepers[0].username, "second": keepers[1].username}
    print("STAGE " + json.dumps(said))
