"""保密审查表 (L27): every check on paper. It is numbered, kept with the case, and never sent."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from requests_flow.letters import engine
from requests_flow.letters.context import secrecy_context, with_number
from requests_flow.letters.frames import Context
from requests_flow.models import Case, Letter, SecrecyCheck
from requests_flow.rules.numbering import chinese_date

from .act import Act
from .composing import case_facts, unit_facts
from .handed_out import ENCLOSED, IN_LETTER
from .issuing import issue_paper
from .recording import record
from .secrecy import CONCLUSIONS

PASSED, STOPPED = "经逐项审查，可以公开。", "经逐项审查，不能按本稿提供，退回承办人。"
UNMARKED = "无"


def print_check(act: Act, *, check: SecrecyCheck) -> Letter | None:
    """Number, print and keep the paper of a check; if it cannot be printed, say so in the file.

    The check counts from when it is made, whatever a printer or a font lacks.
    """
    case = Case.objects.select_related("unit", "applicant").get(pk=check.draft.case_id)
    try:
        with transaction.atomic():
            return issue_paper(
                act,
                case=case,
                code="L27",
                written=lambda place: with_number(
                    paper_of(check, case=case), number=place.number, dated_on=act.on
                ),
                check=check.pk,
            )
    except engine.LetterStopped as stopped:
        record(act, case=case, verb="letter_stopped", code="L27", reason=str(stopped))
        return None


def paper_of(check: SecrecyCheck, *, case: Case) -> Context:
    """The paper without its number and date."""
    draft = check.draft
    items = [
        [
            item.name,
            ENCLOSED if item.sha256 else IN_LETTER,
            item.mark or UNMARKED,
            CONCLUSIONS[item.verdict],
            item.reason,
        ]
        for item in check.items.all()
    ]
    on = chinese_date(timezone.localdate(check.checked_at))
    fields = {
        "handler": f"{draft.author}拟稿，提请审查（答复稿校验码{check.digest[:16]}）。",
        "manner": draft.fields.get("manner") or case.provision_form or "随答复书提供",
        "checker": f"{PASSED if check.passes else STOPPED}{check.checked_by}，{on}。",
    }
    return secrecy_context(
        unit=unit_facts(case.unit), case=case_facts(case), items=items, fields=fields
    )


def kept_paper(check: SecrecyCheck) -> int | None:
    """The key of the kept paper of this check, if there is one."""
    rows = check.draft.case.entries.filter(verb="letter_issued", data__code="L27")
    told = rows.values_list("data", flat=True)
    return next((row["letter"] for row in told if row.get("check") == check.pk), None)
