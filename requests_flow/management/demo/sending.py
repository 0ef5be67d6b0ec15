"""What becomes of a demo reply once it is printed: posted, handed over, returned, voided."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from requests_flow.actions import delivering, readdressing, results, voiding
from requests_flow.actions.act import Act
from requests_flow.actions.documents import keep_document
from requests_flow.actions.enclosing import Seen, shown_envelope
from requests_flow.actions.ways_out import likely_way
from requests_flow.models import Case, Dispatch, DispatchResult, Document, Letter
from requests_flow.rules.dispatch import SIGNED_AT_ONCE, Route
from requests_flow.units.duties import Duty

from .journeys import ARCHIVED
from .papers import paper

if TYPE_CHECKING:
    from .life import Life

Scene = tuple[str, float, Callable[[], None]]
# What becomes of each ninth reply, counted as they are numbered; all others simply arrive.
RETURNED, SPOILT, BY_HAND, OPEN = 1, 2, 3, 7
ROUND = 9


class Sending:
    """送达, of one case."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self.turn = -1

    def take_turn(self) -> None:
        """Its place among all replies of the demo decides what becomes of it."""
        if self.turn >= 0:
            return
        world = self.life.world
        self.turn = len(world.replies) % ROUND
        if self.life.journey.until == "file_away":  # every other one there waits to be sent again
            self.turn = OPEN if world.stand_at_the_archive % 2 else RETURNED
            world.stand_at_the_archive += 1

    @property
    def is_spoilt(self) -> bool:
        """Whether the first print must not leave."""
        goes_on = self.life.journey.until in (ARCHIVED, "file_away")
        return self.turn == SPOILT and goes_on and not self.life.journey.is_returned

    def scenes(self, pace: float) -> Iterator[Scene]:
        """It leaves, and most days later something comes of it."""
        yield "deliver", pace, self.deliver
        if self.turn == RETURNED:
            yield "", pace + 2, self.come_back
            yield "", pace + 3, self.send_again
        if self.turn != OPEN:
            yield "", pace + 4, self.arrive

    def void(self) -> None:
        """作废: seen at the last door, and written anew."""
        reason = "附件清单漏列一份材料，发出前发现，作废重制。"
        self.life.take(
            "deliver",
            Duty.DELIVER,
            lambda act, case: voiding.void(act, letter=case.reply, reason=reason),
        )

    def deliver(self) -> None:
        """送达, in the form that was asked for if the law allows it."""
        self.life.take("deliver", Duty.DELIVER, self.hand_out)

    def hand_out(self, act: Act, case: Case) -> Dispatch:
        letter = case.reply
        forced = {BY_HAND: Route.HAND, RETURNED: Route.POST, OPEN: Route.POST}
        route = forced.get(self.turn) or likely_way(case, letter)
        proof = None
        if route in SIGNED_AT_ONCE:
            body = f"文书：{letter.number}\n受送达人：{case.applicant.name}\n签收：本人"
            proof = self.keep(act, case, "送达回证", body)
        return delivering.deliver(
            act, letter=letter, sending=self.sending(act, route, proof), seen=all_of(letter)
        )

    def sending(self, act: Act, route: Route, proof: Document | None) -> delivering.Sending:
        number = f"DEMO{self.life.rng.randrange(10**9):09d}CN"
        return delivering.Sending(
            method=Dispatch.Method(route.value),
            sent_on=act.on,
            tracking_number=number if route is Route.POST else "",
            received_by="本人" if route in SIGNED_AT_ONCE else "",
            proof=proof,
        )

    def keep(self, act: Act, case: Case, title: str, body: str) -> Document:
        return keep_document(
            act, case=case, kind=Document.Kind.PROOF, data=paper(title, body), name=f"{title}.pdf"
        )

    def act(self) -> Act:
        return Act(by=self.life.who(Duty.DELIVER), at=self.life.at)

    def is_on_its_way(self) -> Dispatch | None:
        """The attempt by post of which nothing is known yet."""
        reply = self.life.case.reply
        last = reply and reply.last_dispatch
        is_open = last and last.method == Dispatch.Method.POST and not hasattr(last, "result")
        return last if is_open else None

    def come_back(self) -> None:
        """退件: nobody of that name at the door."""
        if dispatch := self.is_on_its_way():
            outcome = results.Outcome(
                kind=DispatchResult.Kind.RETURNED,
                happened_on=self.act().on,
                reason="查无此人，投递两次未妥投",
            )
            results.record_result(self.act(), dispatch=dispatch, outcome=outcome)

    def send_again(self) -> None:
        """再次送达, to the address that the applicant named on the telephone; some still wait."""
        letter = self.life.case.reply
        result = getattr(letter.last_dispatch, "result", None)
        waits = self.life.journey.until == "file_away"
        if result is None or result.kind != DispatchResult.Kind.RETURNED or waits:
            return
        act, case = self.act(), self.life.case
        readdressing.correct_contact(
            act,
            case=case,
            contact=readdressing.Contact(
                address=f"{case.applicant.address}（物业代收点）", postcode=case.applicant.postcode
            ),
            reason="电话联系申请人，申请人确认改寄至小区物业代收点。",
            is_ours=False,
        )
        letter = Letter.objects.get(pk=letter.pk)
        delivering.send(
            act, letter=letter, sending=self.sending(act, Route.POST, None), seen=all_of(letter)
        )

    def arrive(self) -> None:
        """妥投: the tracking page is kept as proof."""
        if dispatch := self.is_on_its_way():
            act, case = self.act(), self.life.case
            body = (
                f"邮件号：{dispatch.tracking_number}\n收件人：{dispatch.addressee}\n状态：本人签收"
            )
            outcome = results.Outcome(
                kind=DispatchResult.Kind.DELIVERED,
                happened_on=act.on,
                received_by="本人",
                proof=self.keep(act, case, "邮件投递记录", body),
            )
            results.record_result(act, dispatch=dispatch, outcome=outcome)


def all_of(letter: Letter) -> Seen:
    """Every piece of the envelope in the hand."""
    shown = shown_envelope(letter)
    return Seen.of([tick for tick, _name in shown.ticks], shown.envelope.digest)
