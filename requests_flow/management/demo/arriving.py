"""How a demo case comes in: the evidence of its channel, the application, its scan."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from requests_flow.actions.act import Act
from requests_flow.actions.documents import keep_document
from requests_flow.actions.registering import Application, Arrival
from requests_flow.models import Case, Document
from requests_flow.rules.receipt import Channel

from .journeys import Journey
from .papers import paper

FORMS = ("纸质，邮寄", "纸质，邮寄", "电子邮件", "电子邮件", "自行领取")


def arrival(journey: Journey, rng: Random) -> Arrival:
    """Days from which the rule derives the day of receipt that the plan wants (art. 31)."""
    day = journey.received_on
    sent_on = day - timedelta(days=rng.choice((0, 0, 0, 1, 2)))
    days = {
        Channel.COUNTER: {"submitted_on": day},
        Channel.REGISTERED_POST: {"submitted_on": day - timedelta(days=2), "signed_on": day},
        Channel.ORDINARY_POST: {"signed_on": day, "confirmed_on": day},
        Channel.ONLINE: {"submitted_on": sent_on, "confirmed_on": day},
        Channel.FAX: {"submitted_on": day, "confirmed_on": day},
    }[journey.channel]
    number = f"DEMO{rng.randrange(10**9):09d}CN"
    is_tracked = journey.channel is Channel.REGISTERED_POST
    return Arrival(channel=journey.channel, mail_number=number if is_tracked else "", **days)


def application(journey: Journey, rng: Random) -> Application:
    """What the clerk copies from the form (art. 29)."""
    who, story = journey.applicant, journey.story
    return Application(
        name=who.name,
        kind=who.kind,
        subject=story.subject,
        request_text=story.request,
        provision_form=rng.choice(FORMS),
        identity_kind=who.identity_kind,
        identity_number=who.identity_number,
        phone=who.phone,
        email=who.email,
        address=who.address,
        postcode=who.postcode,
        agent=who.agent,
    )


def keep_application(act: Act, case: Case, journey: Journey) -> None:
    """The form as it came, scanned."""
    body = f"申请人：{journey.applicant.name}\n所需政府信息：{journey.story.request}"
    keep_document(
        act,
        case=case,
        kind=Document.Kind.APPLICATION,
        data=paper("政府信息公开申请表", body),
        name="政府信息公开申请表.pdf",
    )
