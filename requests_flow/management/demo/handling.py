"""How a demo case is handled: searched, asked about, put off, decided."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from requests_flow.actions import extending, handling
from requests_flow.actions.act import Act
from requests_flow.actions.documents import keep_document
from requests_flow.models import Case, Consultation, Document
from requests_flow.units.duties import Duty

from .papers import paper

if TYPE_CHECKING:
    from .life import Life


class Handling:
    """办理, of one case."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self.journey = life.journey
        self.consultation: Consultation

    def scenes(self, pace: int) -> Iterator[tuple[str, float, Callable[[], None]]]:
        """What is done beside the node, and the node itself."""
        story = self.journey.story
        if story.result:
            yield "", pace * 0.3, self.search
        if self.journey.consulted:
            yield "", pace * 0.35, self.consult
            yield "", pace * 0.35 + 2, self.record_delivery
            if self.journey.consulted == "pending":
                yield self.journey.until, 0, self.search  # waits here, whatever the until is
                return
            yield from self.answer_of_the_other(pace)
        if not self.life.is_concluded:
            yield "", pace * 0.45, self.file
        if self.journey.is_extended:
            yield "", pace * 0.7, self.extend
            self.life.diary.wait(min(12, 4 + pace // 2))
        if story.documents:
            yield "", pace * 0.5, self.keep_papers
        yield "handle", pace * 0.5, self.decide

    def answer_of_the_other(self, pace: int) -> Iterator[tuple[str, float, Callable[[], None]]]:
        """They answer, or let their 15 working days go by (art. 32)."""
        days = 19 if self.journey.consulted == "silent" else 3 + self.life.rng.randrange(9)
        self.life.diary.wait(days)
        if self.journey.consulted == "answered":
            yield "", pace * 0.35, self.record_answer

    def handler(self) -> Act:
        """Who has the task acts beside it."""
        case = Case.objects.select_related("handler").get(pk=self.life.case.pk)
        return Act(by=case.handler or self.life.who(Duty.HANDLE), at=self.life.at)

    def search(self) -> None:
        """检索 (art. 36(4))."""
        act, story, unit = self.handler(), self.journey.story, self.life.unit
        year = self.journey.received_on.year
        handling.record_search(
            act,
            case=self.life.case,
            places=f"{unit.short_name}协同办公系统（{year - 6}年至{year}年）、"
            "档案室纸质目录、业务科室台账",
            keywords=story.keywords,
            people_asked="经办科室负责人、档案管理员",
            result=story.result,
        )

    def consult(self) -> None:
        """征求第三方意见 (art. 32)."""
        act, story = self.handler(), self.journey.story
        self.consultation = handling.consult(
            act,
            case=self.life.case,
            kind=Consultation.Kind.THIRD_PARTY,
            name=story.third_party,
            question=f"申请人申请公开“{story.subject}”，内容涉及贵方。是否同意公开，请书面说明理由。",
            sent_on=act.on,
        )

    def record_delivery(self) -> None:
        self._record(answered=False)

    def record_answer(self) -> None:
        self._record(answered=True)

    def _record(self, *, answered: bool) -> None:
        act = self.handler()
        self.consultation.refresh_from_db()
        handling.record_consultation(
            act,
            consultation=self.consultation,
            delivered_on=self.consultation.delivered_on or act.on,
            answered_on=act.on if answered else None,
            opinion=self.journey.story.third_party_says if answered else "",
            agrees=False if answered else None,
        )

    def file(self) -> None:
        self.put_on_file(self.handler(), self.life.case)

    def put_on_file(self, act: Act, case: Case) -> None:
        """Each fact that the outcome needs, in words."""
        texts = self.journey.story.facts(form=case.provision_form or "纸质", earlier=self.earlier())
        for fact, text in texts.items():
            handling.record_fact(act, case=case, fact=fact, text=text)

    def earlier(self) -> str:
        """Number and day of the reply that the applicant had before (art. 36(6))."""
        place = self.journey.repeats
        return "" if place is None else "，".join(self.life.world.replies[place])

    def extend(self) -> None:
        """延期, by the head of the disclosure office (art. 33(2))."""
        act = Act(by=self.life.who(Duty.EXTEND), at=self.life.at)
        reason = "申请涉及的材料数量较多，需要逐件检索、核对"
        extending.extend(act, case=self.life.case, days=20, reason=reason)

    def keep_papers(self) -> None:
        """The papers found, ready to be handed out."""
        act, unit = self.handler(), self.life.unit
        year = self.journey.received_on.year - 1
        body = (
            f"形成单位：{unit.name}\n形成时间：{year}年\n正文：本页代替随答复提供的原件，内容从略。"
        )
        for name in self.journey.story.documents:
            title = name.strip("《》")
            keep_document(
                act,
                case=self.life.case,
                kind=Document.Kind.ATTACHMENT,
                data=paper(title, body),
                name=f"{title}.pdf",
            )

    def decide(self) -> None:
        """How the case is to end."""
        code = self.journey.story.outcome
        self.life.take(
            "handle",
            Duty.HANDLE,
            lambda act, case: handling.choose_outcome(act, case=case, outcome_code=code),
        )
