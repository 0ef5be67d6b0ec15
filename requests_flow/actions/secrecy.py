"""保密审查: may what is to be handed out be handed out (art. 17, secrecy law art. 35).

Item by item, each with its own result and reason; the whole passes if each of them does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from requests_flow.models import Draft, SecrecyCheck, SecrecyItem
from requests_flow.units import access
from requests_flow.units.duties import Duty

from .act import Act, Refusal
from .authors import authors_of, gave_opinion
from .handed_out import Thing, handed_out
from .recording import record

Verdict = SecrecyItem.Verdict
PASSING = frozenset({Verdict.OPEN.value, Verdict.REDACTED.value})
# As the paper and the file name them, whatever language is read on screen.
CONCLUSIONS = {
    Verdict.OPEN.value: "可以公开",
    Verdict.REDACTED.value: "删除后公开",
    Verdict.CLOSED.value: "不得公开",
    Verdict.REFER.value: "报有关部门确定",
}
# Marks of state secrets (secrecy law art. 14): while one stands, nobody here discloses it.
SECRET_MARKS = ("绝密", "机密", "秘密")
# What was found on it; the first is nothing. A mark that was lifted is no mark any more.
MARKS = ("", "内部", "工作秘密", *SECRET_MARKS, "已解密")
REASON_LENGTH = 500


class CheckerDrafted(Refusal):
    """Who wrote the reply does not check its secrecy."""


class NotChecker(Refusal):
    """The person holds no duty to check secrecy for this unit."""


class DraftSuperseded(Refusal):
    """There is a newer version; the older one is not checked any more."""


class ItemUnchecked(Refusal):
    """Something that is handed out was not looked at, or something was that is not handed out."""


class ReasonMissing(Refusal):
    """Each result says why."""


class ReasonTooLong(Refusal):
    """It has to fit on the paper of the check."""


class AuthorityMissing(Refusal):
    """What is referred names who decides (art. 17(3))."""


class MarkedSecret(Refusal):
    """It bears the mark of a state secret; nobody here discloses that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the checker says of one thing. `authority`: to whom it is referred, for REFER only."""

    verdict: str
    reason: str
    mark: str = ""
    authority: str = ""

    @property
    def sentence(self) -> str:
        """The reason as it is kept and printed: with who decides, if somebody else does."""
        if self.verdict != Verdict.REFER:
            return self.reason.strip()
        return f"报{self.authority.strip()}确定：{self.reason.strip()}"


@transaction.atomic
def check_secrecy(
    act: Act, *, draft: Draft, findings: Mapping[str, Finding], note: str = ""
) -> SecrecyCheck:
    """Say of each thing that `draft` hands out whether it may leave; `findings` by `Thing.key`.

    Raises NotChecker, CheckerDrafted, DraftSuperseded, ItemUnchecked, ReasonMissing,
    AuthorityMissing or MarkedSecret; what is about one thing names its field.
    """
    draft = Draft.objects.select_related("case__unit").get(pk=draft.pk)
    _refuse_checker(act, draft)
    refuse_superseded(draft)
    things = handed_out(draft)
    if {thing.key for thing in things} != set(findings):
        raise ItemUnchecked(_("Each thing that is handed out needs a result of its own."))
    for thing in things:
        _refuse_finding(thing, findings[thing.key])
    passes = all(one.verdict in PASSING for one in findings.values())
    row = SecrecyCheck.objects.create(
        draft=draft,
        digest=draft.digest,
        passes=passes,
        note=_note(things, findings, note),
        checked_by=act.by,
        checked_at=act.at,
    )
    _keep_items(row, things, findings)
    record(
        act,
        case=draft.case,
        verb="secrecy_checked",
        duty=Duty.CHECK_SECRECY,
        draft=draft.pk,
        digest=draft.digest,
        passes=passes,
        items={thing.key: findings[thing.key].verdict for thing in things},
    )
    return row


def _refuse_checker(act: Act, draft: Draft) -> None:
    if not access.may(act.by, Duty.CHECK_SECRECY, draft.case.unit):
        raise NotChecker(_("You do not check secrecy for this unit."))
    if act.by.pk in authors_of(draft.case) or gave_opinion(act.by, draft.case):
        raise CheckerDrafted(_("You had a hand in this reply; somebody else checks its secrecy."))


def _refuse_finding(thing: Thing, finding: Finding) -> None:
    if finding.verdict not in CONCLUSIONS:
        raise _about(thing, "verdict", ItemUnchecked(_("Say whether it may be disclosed.")))
    if not finding.reason.strip():
        raise _about(thing, "reason", ReasonMissing(_("Say why.")))
    if finding.verdict == Verdict.REFER and not finding.authority.strip():
        sentence = _("Name the authority that decides, or the secrecy administration (art. 17).")
        raise _about(thing, "authority", AuthorityMissing(sentence))
    if len(finding.sentence) > REASON_LENGTH:
        raise _about(thing, "reason", ReasonTooLong(_("Say it in fewer words.")))
    if finding.mark in SECRET_MARKS and finding.verdict in PASSING:
        raise _about(
            thing,
            "verdict",
            MarkedSecret(
                _(
                    "It bears the mark of a state secret. It is not disclosed, or referred to whoever"
                    " decides; if the mark was lifted, say so as the mark found."
                )
            ),
        )


def _about(thing: Thing, part: str, refusal: Refusal) -> Refusal:
    refusal.field = f"{thing.key}-{part}"
    return refusal


def _note(things: Iterable[Thing], findings: Mapping[str, Finding], note: str) -> str:
    """What is said of the whole: the checker's own words, then what keeps it from leaving."""
    stopping = [
        f"{thing.name}：{CONCLUSIONS[findings[thing.key].verdict]}。{findings[thing.key].sentence}"
        for thing in things
        if findings[thing.key].verdict not in PASSING
    ]
    said = [note.strip()] if note.strip() else []
    return "\n".join([*said, *stopping]) or "逐项审查，均可以公开。"


def _keep_items(
    check: SecrecyCheck, things: Iterable[Thing], findings: Mapping[str, Finding]
) -> None:
    for thing in things:
        finding = findings[thing.key]
        SecrecyItem.objects.create(
            check_row=check,
            document_id=thing.document,
            name=thing.name,
            sha256=thing.sha256,
            mark=finding.mark,
            verdict=finding.verdict,
            reason=finding.sentence,
        )


def refuse_superseded(draft: Draft) -> None:
    """Raise DraftSuperseded unless `draft` is the case's last version."""
    if draft.case.drafts.filter(version__gt=draft.version).exists():
        raise DraftSuperseded(_("There is a newer version of this reply; look at that one."))
