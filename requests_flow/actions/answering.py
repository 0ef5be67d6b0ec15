"""The day of the answer, read from the attempts to send it, and copied to the case."""

from __future__ import annotations

from requests_flow.models import Case, Letter
from requests_flow.rules.dispatch import Answer, Attempt, Came, Route, answer_of

from .act import Act
from .timekeeping import copy_due


def attempts_of(letter: Letter) -> list[Attempt]:
    """The attempts to send `letter`, in their order.

    One went elsewhere by our mistake if the address was corrected for that reason afterwards; so
    did those before it that went to the same address.
    """
    corrected = letter.case.entries.filter(verb="contact_corrected", data__is_ours=True)
    ours = {entry.data.get("dispatch") for entry in corrected}
    rows = list(letter.dispatches.select_related("result").order_by("attempt"))
    wrong = [row for row in rows if row.pk in ours]
    return [
        Attempt(
            route=Route(row.method),
            on=row.sent_on,
            came=Came(row.result.kind) if hasattr(row, "result") else None,
            is_ours=any(row.attempt <= one.attempt and row.address == one.address for one in wrong),
        )
        for row in rows
    ]


def copy_answer(act: Act, *, letter: Letter) -> Answer | None:
    """Write the day of the answer beside the case, and count its clock anew.

    Where no attempt counts (it came back by wire, or had gone elsewhere by our mistake), the case
    is not answered and its clock runs on.
    """
    answer = answer_of(attempts_of(letter))
    day = answer.answered_on if answer else None
    Case.objects.filter(pk=letter.case_id).update(answered_on=day, closed_on=day)
    copy_due(letter.case, today=act.on)
    return answer
