"""What should happen, in plain Python: written from the law and the house's promises, not from its code.

It knows nothing of Django, of digests or of SQL. What an approval is bound to is here the tuple of
everything that it should be bound to.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

REVIEWS, SIGNS, CHECKS = "review_in_law", "sign", "check_secrecy"
HANDLES, DELIVERS, FILES = "handle", "deliver", "archive"
DUTIES: dict[str, frozenset[str]] = {
    "clerk": frozenset({"register", "review", HANDLES, DELIVERS, FILES}),
    "colleague": frozenset({HANDLES, SIGNS}),  # two duties that may meet
    "checker": frozenset({CHECKS}),
    "adviser": frozenset({REVIEWS}),
    "other_adviser": frozenset({REVIEWS}),
    "outside": frozenset(),  # let in to single cases
    "signatory": frozenset({SIGNS}),
    "jack": frozenset({"register", "review", HANDLES, CHECKS, REVIEWS, SIGNS, DELIVERS, FILES}),
    "stranger": frozenset(),  # every duty there is, in another unit
}
PEOPLE = sorted(DUTIES)
HANDS_ON = frozenset({"register", "review", HANDLES, CHECKS, SIGNS})
DUTY_AT = {
    "handle": HANDLES,
    "compose": HANDLES,
    "check_secrecy": CHECKS,
    "review_in_law": REVIEWS,
    "take_over": HANDLES,
    "check_secrecy_again": CHECKS,
    "sign": SIGNS,
    "issue": DELIVERS,
    "deliver": DELIVERS,
    "file_away": FILES,
}
DEEDS_AT = {
    "handle": ("choose",),
    "compose": ("write", "reopen"),
    "check_secrecy": ("pass_secrecy", "stop_secrecy"),
    "review_in_law": ("approve", "return", "amend"),
    "take_over": ("take", "decline"),
    "check_secrecy_again": ("pass_secrecy", "stop_secrecy"),
    "sign": ("sign", "return_unsigned"),
    "issue": ("issue",),
    "deliver": ("send", "void"),
    "file_away": ("file",),
}
DEEDS = sorted({deed for deeds in DEEDS_AT.values() for deed in deeds})
OWNED = frozenset({"handle", "compose", "take_over"})  # these wait for whoever handles the case

Bound = tuple[Any, ...]


@dataclass
class Draft:
    """One version. `bound`: all that an approval of it is an approval of."""

    case: str
    version: int
    author: str
    text: str
    files: int
    bound: Bound
    checked_by: str = ""
    passes: bool = False
    reviewer: str = ""
    verdict: str = ""
    amended: tuple[str, Bound] | None = None  # the text, and what its approval would be bound to
    signer: str = ""
    is_returned_unsigned: bool = False
    is_superseded: bool = False

    @property
    def hands_out(self) -> bool:
        return self.files > 0

    @property
    def is_approved(self) -> bool:
        return self.verdict == "approved"

    @property
    def is_secret_checked(self) -> bool:
        return not self.hands_out or self.passes


@dataclass
class Letter:
    """A reply with a number. `name`: to whom it is addressed."""

    case: str
    version: int
    number: int
    name: str
    is_voided: bool = False
    is_sent: bool = False


@dataclass
class CaseModel:
    key: str
    node: str = "compose"
    name: str = "张三丰"
    found: int = 0
    hands: set[str] = field(default_factory=lambda: {"clerk"})
    grant_until: int = -1  # the last day on which the outside adviser is let in
    drafts: list[Draft] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)

    @property
    def last(self) -> Draft | None:
        return self.drafts[-1] if self.drafts else None

    @property
    def reply(self) -> Letter | None:
        return next((one for one in self.letters if not one.is_voided), None)

    @property
    def is_archived(self) -> bool:
        return self.node == "end"


@dataclass
class House:
    """All cases, and what is the same for all of them."""

    cases: dict[str, CaseModel] = field(default_factory=dict)
    phone: str = "0574-00000000"
    form: str = ""  # the version of the letter's form
    day: int = 0
    numbered: int = 0

    def bound(self, case: CaseModel, text: str, files: int) -> Bound:
        return (case.key, text, files, case.name, self.phone, self.form, case.found)

    def is_changed(self, case: CaseModel, draft: Draft) -> bool:
        """Whether what was handed in is not what would leave now."""
        return draft.is_superseded or draft.bound != self.bound(case, draft.text, draft.files)

    # Who may --------------------------------------------------------------------------------

    def holds(self, who: str, case: CaseModel, duty: str) -> bool:
        is_let_in = who == "outside" and duty == REVIEWS and case.grant_until >= self.day
        return duty in DUTIES[who] or is_let_in

    def may_review(self, who: str, case: CaseModel) -> bool:
        """A reviewer has no hand in the case, and no other duty by which it might come."""
        is_apart = who not in case.hands and not (DUTIES[who] & HANDS_ON)
        return self.holds(who, case, REVIEWS) and is_apart and not self.has_checked(who, case)

    def has_checked(self, who: str, case: CaseModel) -> bool:
        """The secrecy of any version of it."""
        return any(one.checked_by == who for one in case.drafts)

    def may_check(self, who: str, case: CaseModel) -> bool:
        is_apart = who not in case.hands and not self.has_reviewed(who, case)
        return self.holds(who, case, CHECKS) and is_apart

    def has_reviewed(self, who: str, case: CaseModel) -> bool:
        """Any version of it."""
        return any(one.reviewer == who for one in case.drafts)

    def may_sign(self, who: str, case: CaseModel, draft: Draft) -> bool:
        is_apart = who not in case.hands and not self.has_reviewed(who, case)
        return self.holds(who, case, SIGNS) and is_apart

    # What is allowed of any draft, by any door ------------------------------------------------

    def can_approve(self, who: str, case: CaseModel, draft: Draft) -> bool:
        return (
            self.may_review(who, case)
            and draft is case.last
            and not draft.verdict
            and draft.is_secret_checked
            and not self.is_changed(case, draft)
        )

    def can_sign(self, who: str, case: CaseModel, draft: Draft) -> bool:
        return (
            draft is case.last
            and draft.is_approved
            and not draft.signer
            and not draft.is_returned_unsigned
            and self.may_sign(who, case, draft)
            and not self.is_changed(case, draft)
        )

    def can_issue(self, case: CaseModel) -> bool:
        draft = case.last
        return (
            case.reply is None
            and draft is not None
            and draft.is_approved
            and bool(draft.signer)
            and all(letter.version != draft.version for letter in case.letters)
            and not self.is_changed(case, draft)
        )

    # The steps ----------------------------------------------------------------------------------

    def walk(self, who: str, case: CaseModel, deed: str, text: str = "", files: int = 0) -> bool:
        """Take a step; whether it was let through. If not, nothing has changed."""
        node = case.node
        if deed not in DEEDS_AT.get(node, ()) or not self.holds(who, case, DUTY_AT[node]):
            return False
        if node in OWNED and who != "clerk":
            return False
        return getattr(self, f"_{deed}")(who, case, text, files)

    def _choose(self, who: str, case: CaseModel, _text: str, _files: int) -> bool:
        case.hands.add(who)
        case.told["outcome_chosen"] += 1
        case.node = "compose"
        return True

    def _reopen(self, _who: str, case: CaseModel, _text: str, _files: int) -> bool:
        case.told["outcome_reopened"] += 1
        case.node = "handle"
        return True

    def _hand_in(self, who: str, case: CaseModel, text: str, files: int) -> Draft:
        draft = Draft(
            case=case.key,
            version=len(case.drafts) + 1,
            author=who,
            text=text,
            files=files,
            bound=self.bound(case, text, files),
        )
        case.drafts.append(draft)
        case.hands.add(who)
        case.told["drafted"] += 1
        return draft

    def _write(self, who: str, case: CaseModel, text: str, files: int) -> bool:
        draft = self._hand_in(who, case, text, files)
        case.node = "check_secrecy" if draft.hands_out else "review_in_law"
        return True

    def _pass_secrecy(self, who: str, case: CaseModel, _text: str, _files: int) -> bool:
        return self._checked(who, case, passes=True)

    def _stop_secrecy(self, who: str, case: CaseModel, _text: str, _files: int) -> bool:
        return self._checked(who, case, passes=False)

    def _checked(self, who: str, case: CaseModel, *, passes: bool) -> bool:
        if not self.may_check(who, case):
            return False
        draft, is_again = case.last, case.node == "check_secrecy_again"
        draft.checked_by, draft.passes = who, passes
        case.told["secrecy_checked"] += 1
        if not passes:
            case.node = "compose"
        elif is_again and self._carry(case, draft):
            case.node = "sign"
        else:
            case.node = "review_in_law"
        return True

    def _approve(self, who: str, case: CaseModel, _text: str, _files: int) -> bool:
        if not self.can_approve(who, case, case.last):
            return False
        self._opine(who, case, "approved")
        case.node = "sign"
        return True

    def _return(self, who: str, case: CaseModel, _text: str, _files: int) -> bool:
        if not self.may_review(who, case):
            return False
        self._opine(who, case, "returned")
        case.node = "compose"
        return True

    def _amend(self, who: str, case: CaseModel, text: str, _files: int) -> bool:
        draft = case.last
        if not self.may_review(who, case) or text == draft.text:
            return False
        self._opine(who, case, "returned")
        draft.amended = (text, self.bound(case, text, draft.files))
        case.told["opinion_amended"] += 1
        case.node = "take_over"
        return True

    def _opine(self, who: str, case: CaseModel, verdict: str) -> None:
        case.last.reviewer, case.last.verdict = who, verdict
        case.told[f"opinion_{verdict}"] += 1

    def _take(self, who: str, case: CaseModel, _text: str, _files: int) -> bool:
        before = case.last
        draft = self._hand_in(who, case, before.amended[0], before.files)
        case.told["amendment_taken_over"] += 1
        if draft.hands_out:
            case.node = "check_secrecy_again"
        else:
            case.node = "sign" if self._carry(case, draft) else "review_in_law"
        return True

    def _carry(self, case: CaseModel, draft: Draft) -> bool:
        """The approval of an amended text stands for that very text, and for nothing else."""
        before = case.drafts[draft.version - 2]
        is_the_text = before.amended is not None and before.amended[1] == draft.bound
        if not is_the_text or before.reviewer in case.hands or self.is_changed(case, draft):
            return False
        draft.reviewer, draft.verdict = before.reviewer, "approved"
        case.told["approval_carried"] += 1
        return True

    def _decline(self, _who: str, case: CaseModel, _text: str, _files: int) -> bool:
        case.told["amendment_declined"] += 1
        case.node = "compose"
        return True

    def _sign(self, who: str, case: CaseModel, _text: str, _files: int) -> bool:
        draft = case.last
        if not self.may_sign(who, case, draft):
            return False
        if self.is_changed(case, draft):
            return self._supersede(case, draft)
        draft.signer = who
        case.told["signed"] += 1
        case.node = "issue"
        return True

    def _supersede(self, case: CaseModel, draft: Draft) -> bool:
        draft.is_superseded = True
        case.told["superseded"] += 1
        case.node = "compose"
        return True

    def _return_unsigned(self, _who: str, case: CaseModel, _text: str, _files: int) -> bool:
        case.last.is_returned_unsigned = True
        case.told["returned_unsigned"] += 1
        case.node = "compose"
        return True

    def _issue(self, _who: str, case: CaseModel, _text: str, _files: int) -> bool:
        draft = case.last
        if self.is_changed(case, draft):
            return self._supersede(case, draft)
        self.numbered += 1
        case.letters.append(Letter(case.key, draft.version, self.numbered, case.name))
        case.told["reply_issued"] += 1
        case.node = "deliver"
        return True

    def _send(self, _who: str, case: CaseModel, _text: str, _files: int) -> bool:
        if case.reply.name != case.name:
            return False
        case.reply.is_sent = True
        case.told["delivered"] += 1
        case.node = "file_away"
        return True

    def _void(self, _who: str, case: CaseModel, _text: str, _files: int) -> bool:
        case.reply.is_voided = True
        case.told["letter_voided"] += 1
        case.node = "compose"
        return True

    def _file(self, _who: str, case: CaseModel, _text: str, _files: int) -> bool:
        case.told["archived"] += 1
        case.node = "end"
        return True

    # Beside the flow ------------------------------------------------------------------------------

    def meddle(self, who: str, case: CaseModel, kind: str) -> bool:
        """Somebody puts something on file, and has a hand in the case from then on."""
        if case.is_archived:
            return False
        case.hands.add(who)
        if kind == "found":
            case.found += 1
        return True
