"""How a demo case is answered: drafted, checked, signed, issued, delivered, filed away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from archive.actions.sealing import seal
from legal_review.actions.pointing import hand_in_answered
from legal_review.actions.taking_over import carry, take_over
from requests_flow.actions import drafting, issuing, secrecy, signing
from requests_flow.actions.act import Act
from requests_flow.actions.authors import authors_of
from requests_flow.actions.handed_out import handed_out
from requests_flow.actions.secrecy_papers import print_check
from requests_flow.models import Case, Document
from requests_flow.rules.catalogue import OUTCOMES
from requests_flow.rules.numbering import chinese_date
from requests_flow.units.duties import Duty

from .affairs import deputy_for
from .letter_fields import improved, letter_fields
from .reviewing import RETURNS, amend, answers_to, opine
from .sending import Sending

if TYPE_CHECKING:
    from .life import Life


class Leaving:
    """答复 and 归档, of one case."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self.journey = life.journey
        self.comments = ""
        self.was_taken_over = False
        self.sending = Sending(life)

    def scenes(self, pace: int) -> Iterator[tuple[str, float, Callable[[], None]]]:
        """Draft, checks, signature, number, post, archive; once round again if returned."""
        yield from self.round(pace, 0.6)
        if self.journey.is_returned:
            self.life.was_returned = True
            yield from self.round(pace, 0.8)
        yield "sign", pace * 0.92, self.sign
        yield "issue", pace * 0.96, self.issue
        if self.sending.is_spoilt:
            yield "deliver", pace * 0.96, self.sending.void
            yield from self.round(pace, 0.86)
            yield "sign", pace * 0.97, self.sign
            yield "issue", pace * 0.97, self.issue
        yield from self.sending.scenes(pace)
        yield "file_away", pace + self.life.rng.randrange(3, 20), self.file_away

    def round(self, pace: int, start: float) -> Iterator[tuple[str, float, Callable[[], None]]]:
        """One version of the reply and what is said about it."""
        yield "compose", pace * start, self.compose
        if OUTCOMES[self.journey.story.outcome].provides:
            yield "check_secrecy", pace * (start + 0.04), self.check_secrecy
        yield "review_in_law", pace * (start + 0.1), self.review_in_law
        if self.journey.is_amended and not self.was_taken_over:
            yield "take_over", pace * (start + 0.14), self.take_over
            if OUTCOMES[self.journey.story.outcome].provides:
                yield "check_secrecy_again", pace * (start + 0.16), self.check_secrecy_again

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
            lambda act, case: hand_in_answered(
                act, case=case, wording=wording, answers=answers_to(case)
            ),
        )

    def check_secrecy_again(self) -> None:
        """Of the amended text."""
        self.check_secrecy("check_secrecy_again")

    def check_secrecy(self, node: str = "check_secrecy") -> None:
        """保密审查, by somebody who did not write."""
        finding = secrecy.Finding(verdict="open", reason="未标密，不涉及国家秘密、工作秘密。")

        def check(act: Act, case: Case) -> None:
            draft = case.latest_draft
            findings = {thing.key: finding for thing in handed_out(draft)}
            row = secrecy.check_secrecy(act, draft=draft, findings=findings)
            print_check(act, check=row)
            if node == "check_secrecy_again":
                carry(act, draft=case.latest_draft)  # the approval stands for the amended text

        self.life.take(
            node,
            Duty.CHECK_SECRECY,
            check,
            by=self.life.who(Duty.CHECK_SECRECY, not_in=authors_of(self.life.case)),
        )

    def review_in_law(self) -> None:
        """合法性审核: the first version of some replies goes back."""
        life = self.life
        is_return = self.journey.is_returned and not self.comments
        defect = life.rng.choice(RETURNS) if is_return else None
        self.comments = self.comments or (defect[1] if defect else "")
        adviser = life.who(Duty.REVIEW_IN_LAW, not_in=authors_of(life.case))
        is_amended = self.journey.is_amended and not self.was_taken_over

        def judge(act: Act, case: Case) -> None:
            if is_amended:
                amend(act, case, fields=improved(self.journey.story, case.latest_draft.fields))
            else:
                opine(act, case, defect=defect)

        life.take("review_in_law", Duty.REVIEW_IN_LAW, judge, by=adviser)

    def take_over(self) -> None:
        """The adviser's words become the next version, at one click."""
        self.was_taken_over = True
        self.life.take("take_over", Duty.HANDLE, lambda act, case: take_over(act, case=case))

    def sign(self) -> None:
        """签发, for some by a deputy."""
        life = self.life
        life.take(
            "sign",
            Duty.SIGN,
            lambda act, case: signing.sign(act, draft=case.latest_draft),
            by=deputy_for(life.unit, life.case, on=life.at.date()),
        )

    def issue(self) -> None:
        """制发: the number is given."""
        self.life.take("issue", Duty.DELIVER, lambda act, case: issuing.issue_reply(act, case=case))
        letter = self.life.case.reply
        self.sending.take_turn()
        self.life.world.replies[self.life.place] = (letter.number, chinese_date(letter.dated_on))

    def file_away(self) -> None:
        """归档: the dossier is sealed."""
        self.life.take("file_away", Duty.ARCHIVE, lambda act, case: seal(act, case=case))
