"""What the server of the browser's tests holds: two offices, and a case at every step.

Runs inside the server's settings: `manage.py shell -c "from tests.browser.stage import lay; lay()"`.
"""

from __future__ import annotations

import json
from datetime import date

from legal_review.actions.amending import Grounds, approve_amended
from legal_review.actions.opining import give_opinion
from legal_review.actions.pointing import Remark
from legal_review.models import Point
from requests_flow.actions import drafting, handling, holidays, phrasing, reviewing
from requests_flow.actions.act import Act
from requests_flow.actions.documents import keep_document
from requests_flow.actions.phrase_checks import Words
from requests_flow.flows import CaseFlow
from requests_flow.models import Case, Consultation, HolidayNotice, Part, Phrase
from requests_flow.rules.catalogue import Fact
from requests_flow.rules.working_days import Arrangement, shipped_arrangements
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import User
from requests_flow.views.walking import open_task, take_step
from requests_flow.views.worklist import task_url
from tests import factories
from tests.factories import TODAY, Office, at
from tests.requests_flow.parted import asked, by, given, restricted
from tests.requests_flow.sealed_office import give_picture

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


def pointed(office: Office) -> Case:
    """Returned with a point on a paragraph and one on the whole letter."""
    case = factories.drafted(office)
    act, draft = Act(by=office.adviser, at=at(DAY)), case.latest_draft
    points = [
        Remark(kind=Point.Kind.EVIDENCE, text="请补查库房。", paragraph=1),
        Remark(kind=Point.Kind.WORDING, text="单位名称应与印章一致。"),
    ]
    take_step(
        act,
        node=CaseFlow.review_in_law,
        case=case,
        perform=lambda case: give_opinion(
            act, draft=draft, verdict="returned", seen_digest=draft.digest, points=points
        ),
    )
    return case


def amended(office: Office) -> Case:
    """Agreed in the adviser's own words; the drafter has not answered yet."""
    case = factories.drafted(office)
    act, draft = Act(by=office.adviser, at=at(DAY)), case.latest_draft
    take_step(
        act,
        node=CaseFlow.review_in_law,
        case=case,
        perform=lambda case: approve_amended(
            act,
            draft=draft,
            seen_digest=draft.digest,
            fields={"search_scope": "综合档案系统、业务科室和库房"},
            grounds=Grounds(comments="库房也查过，应当写明。"),
        ),
    )
    return case


def second_round(office: Office) -> Case:
    """Returned once, and handed in anew with another wording."""
    case = returned(office)
    act = Act(by=office.clerk, at=at())
    wording = drafting.Wording(
        fields={"search_scope": "综合档案系统、库房、业务科室"}, reply_to_return="已补查库房。"
    )
    take_step(
        act,
        node=CaseFlow.compose,
        case=case,
        perform=lambda case: drafting.hand_in_draft(act, case=case, wording=wording),
    )
    return case


def phrased(office: Office) -> Phrase:
    """A phrase in three versions, the last one still to come; another without any blank."""
    act = Act(by=office.clerk, at=at(DAY))
    text = "本机关办公系统、综合档案室和【科室】的业务台账"
    texts = [(text, DAY), (f"{text}，以及库房", TODAY), (f"{text}和馆藏目录", date(2026, 12, 1))]
    said = [Words(title="通常的检索范围", text=one, valid_from=day) for one, day in texts]
    place = {"unit": office.unit, "outcome_code": "D1a", "field": "search_scope"}
    phrase = phrasing.add_phrase(act, **place, words=said[0]).phrase
    for seen, words in enumerate(said[1:], start=1):
        phrasing.add_version(act, phrase=phrase, words=words, seen=seen)
    own = factories.D1A_FIELDS["search_scope"]
    phrasing.add_phrase(act, **place, words=Words(title="只查系统", text=own, valid_from=DAY))
    return phrase


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


def with_seals(office: Office, other: Office) -> User:
    """One unit with the picture of its seal, given twice, and somebody who signs for two."""
    give_picture(office)
    give_picture(office, covers_notices=True)
    head = factories.make_person(office.unit, Duty.SIGN)
    access.appoint(head, unit=other.unit, duty=Duty.SIGN)
    return head


def came_back(office: Office) -> Case:
    return factories.resulted(office, kind="returned", reason="查无此人，投递两次未妥投")


def kept_close(office: Office) -> Case:
    """Restricted, and waiting for a check by somebody who is not named on it."""
    case = factories.drafted(office)
    restricted(office, case)
    return case


def shared(office: Office, case: Case) -> tuple[User, User, Consultation]:
    """Somebody who helps, somebody who is asked a question, and the question."""
    act, until = by(office.clerk), date(2099, 12, 31)
    helper, person = factories.make_person(name="史助"), factories.make_person(name="文答")
    given(act, case, helper, Part.CO_HANDLER, valid_until=until)
    question = asked(office, case)
    given(act, case, person, Part.CONSULTED, consultation=question, valid_until=until)
    return helper, person, question


STEPS = {
    "review": factories.open_case,
    "await_correction": awaiting_correction,
    "assign": to_assign,
    "handle": with_all_on_file,
    "compose": factories.searched,
    "compose_again": returned,
    "compose_pointed": pointed,
    "take_over": amended,
    "check_secrecy": to_check_secrecy,
    "review_in_law": factories.drafted,
    "review_again": second_round,
    "sign": factories.approved,
    "issue": factories.signed,
    "deliver": factories.issued,
    "file_away": factories.delivered,
    "came_back": came_back,
    "archived": factories.archived,
    "restricted": kept_close,
}

ROLES = ("clerk", "checker", "adviser", "signatory")
# Who does nothing else; of those with a phone a code is asked once they have set it up.
ALONE = {
    "system": Duty.MANAGE_SYSTEM,
    "security": Duty.MANAGE_ACCESS,
    "auditor": Duty.AUDIT,
    "overseer": Duty.OVERSEE,
    "phone_zh": Duty.CHECK_SECRECY,
    "phone_en": Duty.CHECK_SECRECY,
}


def lay() -> None:
    """Make it all, and say by which names and addresses the tests find it."""
    # `quiet` has people only: a journey through it meets nothing but its own case.
    busy, quiet, other = Office("区发改局"), Office("区教育局"), Office("区民政局")
    waiting = Office("区住建局")  # five drafts, and nothing else
    offices = {"busy": busy, "quiet": quiet, "other": other, "waiting": waiting}
    for _ in range(5):
        factories.drafted(waiting)
    phrase = phrased(busy)  # before the replies, which are made with it
    cases = {name: make(busy) for name, make in STEPS.items()}
    tasks = {name: open_task(case) for name, case in cases.items()}
    third = cases["handle"].consultations.get()
    helper, person, question = shared(busy, cases["handle"])
    keepers = [factories.make_person(busy.unit, Duty.KEEP_CALENDAR) for _ in range(2)]
    said = {
        "people": {
            name: {role: getattr(office, role).username for role in ROLES}
            for name, office in offices.items()
        },
        "cases": {name: case.pk for name, case in cases.items()},
        "steps": {name: task_url(task) for name, task in tasks.items() if task},
        "consultation": third.pk,
        "question": question.pk,
        "phrase": phrase.pk,
        "letter": cases["came_back"].reply.pk,
        "receipt": cases["review"].letters.get().pk,
        "under_way": cases["file_away"].reply.pk,
        "notice": proposed(keepers[0]).pk,
        "unit": busy.unit.code,
    }
    said["people"]["busy"]["head"] = with_seals(busy, quiet).username
    said["people"]["busy"] |= {
        role: factories.make_person(busy.unit, duty).username for role, duty in ALONE.items()
    }
    said["colleague"] = quiet.clerk.pk
    said["appointment"] = quiet.clerk.appointments.first().pk
    said["people"]["busy"] |= {"keeper": keepers[0].username, "second": keepers[1].username}
    said["people"]["busy"] |= {"helper": helper.username, "asked": person.username}
    print("STAGE " + json.dumps(said))
