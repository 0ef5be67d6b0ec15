"""What is on file of a reply that waits for its signature, and what of it is not as usual."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from requests_flow import labels
from requests_flow.actions.binding import PARTS, changes_since
from requests_flow.actions.composing import RemedyUnknown, remedy_for
from requests_flow.models import Case, Consultation, Draft, Restriction, SecrecyItem
from requests_flow.models.reading import law, law_of, read_case_clock
from requests_flow.rules.errors import RuleError
from requests_flow.rules.likeness import Wording, nearness
from requests_flow.rules.unusual import Oddity, Sheet, Unusual, unusual

# Earlier cases of the same place: so far back, so many read, so near in their words, so many counted.
YEARS, COMPARED, NEAR, COUNTED = 3, 300, 0.6, 5


@dataclass(frozen=True, slots=True)
class Told:
    """One thing to know, in words."""

    sentence: str
    article: str
    is_grave: bool


def unusual_things(case: Case, draft: Draft, *, today: date) -> list[Told]:
    """The sentences for whoever signs, the grave first."""
    return [
        Told(_sentence(one), one.article, one.is_grave)
        for one in unusual(sheet_of(case, draft, today=today))
    ]


def _sentence(one: Unusual) -> str:
    told = dict(one.told)
    if one.oddity is Oddity.AGAINST_THIRD_PARTY:
        told["names"] = _(", ").join(told["names"])
    if one.oddity is Oddity.CHANGED:
        told["parts"] = _(", ").join(str(PARTS.get(part, part)) for part in told["parts"])
    if one.oddity is Oddity.UNLIKE_OTHERS:
        told["outcome"] = labels.OUTCOMES.get(told["outcome"], told["outcome"])
    return str(labels.UNUSUAL[one.oddity]) % told


def sheet_of(case: Case, draft: Draft, *, today: date) -> Sheet:
    """Everything that the rule looks at; reads the files of the draft as well."""
    opinion, urgent = getattr(draft, "opinion", None), getattr(draft, "urgent", None)
    extension = getattr(case, "extension", None)
    return Sheet(
        outcome=draft.outcome_code,
        **_time(case, today),
        extended_by=extension.days if extension else 0,
        round=draft.version,
        objectors=_objectors(case),
        alike=_alike(case, today),
        remark=opinion.comments.strip() if opinion else "",
        is_amended=bool(opinion and opinion.carries_id),
        redacted=_redacted(draft),
        urgent_because=urgent.reason if urgent else "",
        changes=tuple(changes_since(draft, on=today)),
        is_law_changed=_is_law_changed(case, draft, today),
        has_remedy=_has_remedy(case, draft, today),
    )


def _time(case: Case, today: date) -> dict[str, Any]:
    try:
        reading = read_case_clock(case, today=today)
    except RuleError:
        return {"days_left": None, "is_readable": False}
    return {
        "days_left": reading.days_left,
        "is_late": reading.is_late,
        "is_provisional": reading.is_provisional,
    }


def _objectors(case: Case) -> tuple[str, ...]:
    asked = case.consultations.filter(kind=Consultation.Kind.THIRD_PARTY, agrees=False)
    return tuple(asked.values_list("name", flat=True))


def _alike(case: Case, today: date) -> tuple[str, ...]:
    """How the nearest earlier requests ended: counted over all of the place, whoever looks.

    Of restricted ones nothing is told to anybody: with one that is near, the count names its outcome.
    """
    closed = Restriction.objects.filter(lifted_at=None).values("case")
    earlier = (
        Case.objects.filter(unit=case.unit_id, section=case.section_id)
        .filter(answered_on__gte=today - timedelta(366 * YEARS))
        .exclude(pk=case.pk)
        .exclude(pk__in=closed)
    )
    own = Wording.of(case.request_text, case.subject)
    rows = earlier.order_by("-answered_on").values_list("request_text", "subject", "outcome_code")
    near = sorted(
        (
            (share, code)
            for words, subject, code in rows[:COMPARED]
            if code and (share := nearness(own, Wording.of(words, subject))) >= NEAR
        ),
        reverse=True,
    )
    return tuple(code for _share, code in near[:COUNTED])


def _redacted(draft: Draft) -> int:
    check = getattr(draft, "secrecy_check", None)
    return check.items.filter(verdict=SecrecyItem.Verdict.REDACTED).count() if check else 0


def _is_law_changed(case: Case, draft: Draft, today: date) -> bool:
    then, texts = timezone.localdate(draft.authored_at), law_of(case)
    return texts.on(then) != texts.on(today) or law().conventions_on(then) != law().conventions_on(
        today
    )


def _has_remedy(case: Case, draft: Draft, today: date) -> bool:
    try:
        remedy_for(case, draft.outcome_code, on=today)
    except (RemedyUnknown, RuleError):
        return False
    return True
