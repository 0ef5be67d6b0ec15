"""What was decided, as data: a small file inside the letter, for machines.

It repeats what the letter prints and adds no person: nobody of the office, and of the addressee
only a digest, by which a file in the wrong envelope is found (`contents.py`). A preview has none,
since nothing is decided yet.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from requests_flow.rules.catalogue import Outcome
from requests_flow.rules.envelope import addressee_digest

from .catalogue import LetterForm
from .errors import MissingField

FORMAT = "yishen-decision/2"
FORMATS = ("yishen-decision/1", FORMAT)  # the first had no addressee, and a notice no case number
_BEIJING = ZoneInfo("Asia/Shanghai")
_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_PLACE = re.compile(r"(第[^条]+条(?:之[一二三四五六七八九十]+)?)?(第[^款]+款)?(第[^项]+项)?")


@dataclass(frozen=True, slots=True)
class Decision:
    """`text`: the file. `moment`: its date, the day of the letter, never the clock's."""

    text: str
    moment: datetime


def enclosed_digests(attachments: Iterable[Any]) -> dict[str, Any]:
    """The digests of the files that go with the letter, in their order; nothing if one has none."""
    digests = [one.get("sha256") for one in attachments if isinstance(one, Mapping)]
    return {"enclosed": digests} if digests and all(digests) else {}


def decision_facts(outcome: Outcome, case_number: str, *grounds: str) -> dict[str, Any]:
    """What a reply keeps beside its words. `grounds`: further articles the letter rests on."""
    bases = [one for basis in (*grounds, outcome.basis) for one in single_bases(basis)]
    return {
        "case_number": case_number,
        "outcome": outcome.code,
        "bases": list(dict.fromkeys(bases)),
    }


def single_bases(basis: str) -> list[str]:
    """《法》第三十六条第（二）项、第（三）项 -> both in full, each with its law and its article."""
    found, law, article = [], "", ""
    for piece in filter(None, basis.split("、")):
        if piece.startswith("《"):
            title, _, piece = piece.partition("》")
            law, article = f"{title}》", ""
        match = _PLACE.fullmatch(piece)
        if match is None:
            found.append(law + piece)
            continue
        own, paragraph, item = match.groups()
        if own:
            article = own
        found.append(f"{law}{article}{paragraph or ''}{item or ''}")
    return found


def decision_of(
    form: LetterForm,
    context: Mapping[str, Any],
    decided: Mapping[str, Any],
    template_version: str,
) -> Decision | None:
    """The file that goes into this letter; none into a preview, a specimen or a form.

    Raises MissingField if the letter's day cannot be read.
    """
    if context.get("is_preview") or context.get("is_specimen"):
        return None
    match = _DATE.fullmatch(str(context.get("dated_on", "")))
    if match is None:
        if form.is_internal:  # a form that is dated by hand
            return None
        raise MissingField(form.code, {"dated_on"})
    day = datetime(*map(int, match.groups()), tzinfo=_BEIJING)
    facts = {
        "format": FORMAT,
        "letter": form.code,
        "name": form.name,
        "number": context["number"],
        "date": day.date().isoformat(),
        "organ": context["unit_name"],
        "template": template_version,
        **decided,
    }
    if addressee := context.get("addressee"):
        facts["addressee_sha256"] = addressee_digest(context["number"], addressee)
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    return Decision(text, day.astimezone(UTC))
