"""How a demo case is answered: drafted, checked, signed, issued, delivered, filed away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from archive.actions.sealing import seal
from legal_review.actions.opining import give_opinion
from legal_review.models import Opinion
from requests_flow.actions import composing, delivering, drafting, issuing, secrecy, signing
from requests_flow.actions.act import Act
from requests_flow.actions.authors import authors_of
from requests_flow.models import Case, Delivery, Document, Letter
from requests_flow.rules.catalogue import OUTCOMES
from requests_flow.rules.numbering import chinese_date
from requests_flow.units.duties import Duty

from .letter_fields import improved, letter_fields

if TYPE_CHECKING:
    from .life import Life

POINTS = ("authority", "procedure", "facts", "basis", "content", "remedies")
# What an adviser returned a draft for: the point of the list that failed, and the comment.
RETURNS = (
    ("content", "理由过于笼统，请结合本案申请内容逐项说明，不要只引用条文。"),
    ("facts", "检索范围与检索记录不完全一致，请核对后统一表述。"),
    ("content", "申请人提出了两项内容，答复只回应了其中一项，请补充。"),
    ("basis", "请核对事实与所引条款是否对应，并在理由中写明如何认定。"),
)
METHODS = {"电子邮件": Delivery.Method.ELECTRONIC, "自行领取": Delivery.Method.PICKUP}


class Leaving:
    """答复 and 归档, of one case."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self.journey = life.journey
        self.comments = ""

    def scenes(self, pace: int) -> Iterator[tuple[str, float, Callable[[], None]]]:
        """Draft, checks, signature, number, post, archive; once round again if returned."""
        yield from self.round(pace, 0.6)
        if self.journey.is_returned:
            self.life.was_returned = True
            yield from self.round(pace, 0.8)
        yield "sign", pace * 0.92, self.sign
        yield "issue", pace * 0.96, self.issue
        yield "deliver", pace, self.deliver
        yield "file_away", pace + self.life.rng.randrange(3, 20), self.file_away

    def round(self, pace: int, start: float) -> Iterator[tuple[str, float, Callable[[], None]]]:
        """One version of the reply and what is said about it."""
        yield "compose", pace * start, self.compose
        if OUTCOMES[self.journey.story.outcome].provides:
            yield "check_secrecy", pace * (start + 0.04), self.check_secrecy
        yield "review_in_law", pace * (start + 0.1), self.review_in_law

    def compose(self) -> None:
        """拟稿."""
        story = self.journey.story
        earlier = None
        if self.journey.repeats is not None:
            earlier = self.life.world.replies[self.journey.repeats]
        fields = letter_fields(story, form=self.life.case.provision_form, earlier=earlier)
        if self.comments:
            fields = improved(story, fields)
        papers = self.life.case.documents.filter(kind=Document.Kind.ATTACHMENT)
        wording = drafting.Wording(
            fields=fields,
            attachments=tuple(papers.values_list("pk", flat=True)),
            reply_to_return="已按审核意见逐条修改，补充了具体理由。" if self.comments else "",
        )
        self.life.take(
            "compose",
            Duty.HANDLE,
            lambda act, case: drafting.hand_in_draft(act, case=case, wording=wording),
        )

    def check_secrecy(self) -> None:
        """保密审查, by somebody who did not write."""
        note = "逐件审查，未发现国家秘密、工作秘密，可以提供。"
        self.life.take(
            "check_secrecy",
            Duty.CHECK_SECRECY,
            lambda act, case: secrecy.check_secrecy(
                act, draft=case.latest_draft, passes=True, note=note
            ),
            by=self.life.who(Duty.CHECK_SECRECY, not_in=authors_of(self.life.case)),
        )

    def review_in_law(self) -> None:
        """合法性审核: the first version of some replies goes back."""
        life = self.life
        is_return = self.journey.is_returned and not self.comments
        failed, comments = life.rng.choice(RETURNS) if is_return else ("", "")
        verdict = Opinion.Verdict.RETURNED if is_return else Opinion.Verdict.APPROVED
        self.comments = self.comments or comments

        def opine(act: Act, case: Case) -> None:
            draft = case.latest_draft
            give_opinion(
                act,
                draft=draft,
                verdict=verdict,
                seen_digest=draft.digest,
                comments=comments,
                checklist={point: point != failed for point in POINTS},
            )

        adviser = life.who(Duty.REVIEW_IN_LAW, not_in=authors_of(life.case))
        life.take("review_in_law", Duty.REVIEW_IN_LAW, opine, by=adviser)

    def sign(self) -> None:
        """签发."""
        self.life.take(
            "sign", Duty.SIGN, lambda act, case: signing.sign(act, draft=case.latest_draft)
        )

    def issue(self) -> None:
        """制发: the number is given."""
        self.life.take("issue", Duty.DELIVER, lambda act, case: issuing.issue_reply(act, case=case))
        letter = self.life.case.letters.get(is_reply=True)
        self.life.world.replies[self.life.place] = (letter.number, chinese_date(letter.dated_on))

    def deliver(self) -> None:
        """送达, in the form that was asked for if the law allows it."""
        letter = self.life.case.letters.get(is_reply=True)
        method = self.way_out(letter)
        is_posted = method == Delivery.Method.POST
        number = f"DEMO{self.life.rng.randrange(10**9):09d}CN" if is_posted else ""
        self.life.take(
            "deliver",
            Duty.DELIVER,
            lambda act, case: delivering.deliver(
                act,
                letter=letter,
                dispatch=delivering.Dispatch(method=method, sent_on=act.on, tracking_number=number),
            ),
        )

    def way_out(self, letter: Letter) -> Delivery.Method:
        """Online only with the address where a review is filed (行政复议法 art. 22(2))."""
        wanted = METHODS.get(self.life.case.provision_form, Delivery.Method.POST)
        url = composing.review_url_of(self.life.case.unit)
        if wanted == Delivery.Method.ELECTRONIC and not (url and url in letter.context["remedy"]):
            return Delivery.Method.POST
        return wanted

    def file_away(self) -> None:
        """归档: the dossier is sealed."""
        self.life.take("file_away", Duty.ARCHIVE, lambda act, case: seal(act, case=case))
