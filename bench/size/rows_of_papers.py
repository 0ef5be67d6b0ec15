"""The rows of what was written: documents, searches, drafts and their checks, letters, dossiers.

Their digests agree with each other and with nothing else: the files are not in the vault, and pages
that read bytes say so.
"""

from __future__ import annotations

import itertools
import json
from collections import defaultdict
from datetime import timedelta
from typing import Any

from archive.models import Dossier
from legal_review.models import Opinion
from requests_flow.models import (
    Counter,
    Dispatch,
    DispatchResult,
    Document,
    Draft,
    Letter,
    SearchRecord,
    SecrecyCheck,
    Signature,
)
from requests_flow.rules.catalogue import OUTCOMES
from requests_flow.rules.numbering import letter_number
from requests_flow.rules.postal import check_digit

from .lives import Life
from .writing import Row, Table, moment

COLUMNS: dict[Any, str] = {
    Document: "case_id kind name media_type size pages sha256 added_by_id added_at",
    SearchRecord: "case_id places keywords result searched_on searched_by_id",
    Draft: "case_id version outcome_code letter_code fields context hands_out template_version digest"
    " author_id authored_at submitted_at",
    SecrecyCheck: "draft_id digest passes note checked_by_id checked_at",
    Opinion: "draft_id digest verdict comments reviewer_id given_on given_at",
    Signature: "draft_id digest signed_by_id signed_on signed_at",
    Letter: "case_id code draft_id is_reply series year sequence number dated_on context"
    " template_version content_digest sha256 pages issued_by_id issued_at",
    Dispatch: "letter_id attempt method carrier tracking_number sent_on addressee address postcode"
    " sent_by_id recorded_at",
    DispatchResult: "dispatch_id kind happened_on received_by recorded_by_id recorded_at",
    Dossier: "case_id folder manifest_sha256 files payload_bytes retention sealed_by_id sealed_at",
}


class PaperRows:
    """All papers of a case."""

    def __init__(self) -> None:
        self.tables = {
            model: Table(model, "id", *columns.split()) for model, columns in COLUMNS.items()
        }
        self.keys = {model: itertools.count(table.first) for model, table in self.tables.items()}
        self.waiting: dict[Any, list[Row]] = {model: [] for model in COLUMNS}
        self.counters: defaultdict[tuple[str, int], int] = defaultdict(int)

    def write(self, lives: list[Life]) -> None:
        """The papers of these cases."""
        for life in lives:
            self._found(life)
            self._letter(life, "L01", None, "received")
            draft = self._drafts(life)
            if draft is not None and life.is_past("issue"):
                letter = self._letter(life, OUTCOMES[life.outcome].letter, draft, "issue")
                self._leave(life, letter)
            if not life.at and life.closed:
                self._dossier(life)
        for model, rows in self.waiting.items():
            self.tables[model].write(rows)
            rows.clear()

    def write_counters(self) -> None:
        """The last number of every series, so that the next letter gets the next."""
        Counter.objects.bulk_create(
            Counter(series=series, year=year, last=last)
            for (series, year), last in self.counters.items()
        )

    def _add(self, model: Any, *values: Any) -> int:
        key = next(self.keys[model])
        self.waiting[model].append((key, *values))
        return key

    def _number(self, series: str, year: int) -> int:
        self.counters[series, year] += 1
        return self.counters[series, year]

    def _found(self, life: Life) -> None:
        number = life.number.rpartition("-")[2]
        series = f"case:{life.organ.prefix}"
        self.counters[series, life.received.year] = int(number)
        if life.pk % 2:
            at, size, sign = moment(life.received), 20_000 + life.pk % 9973, f"{life.pk:064x}"
            row = ("application", "申请表.pdf", "application/pdf", size, 2, sign, life.clerk, at)
            self._add(Document, life.pk, *row)
        if life.is_past("handle") and life.pk % 10 < 6:
            words = life.asked.subject[-8:]
            place, day = "综合档案系统、业务科室", life.day("handle").isoformat()
            self._add(SearchRecord, life.pk, place, words, "见附件清单。", day, life.handler)

    def _drafts(self, life: Life) -> int | None:
        """The versions, each but the last returned; the key of the last."""
        draft = None
        for version in range(1, life.drafted + 1):
            digest, at = f"{life.pk:060x}{version:04x}", moment(life.day("compose"), 11 + version)
            letter = OUTCOMES[life.outcome].letter
            draft = self._add(
                Draft, life.pk, version, life.outcome, letter, '{"note": "见正文"}', _context(life),
                int(life.hands_out), f"{letter}-fill", digest, life.handler, at, at,
            )  # fmt: skip
            is_last = version == life.drafted
            if life.is_past("check_secrecy"):
                seen = (life.organ.checker, moment(life.day("check_secrecy"), 13 + version))
                self._add(SecrecyCheck, draft, digest, 1, "逐页看过，未标密。", *seen)
            if life.is_past("review_in_law") or not is_last:
                self._checked(life, draft, digest, is_last=is_last)
            if is_last and life.is_past("sign"):
                day = life.day("sign")
                row = (life.organ.signatory, day.isoformat(), moment(day, 17))
                self._add(Signature, draft, digest, *row)
        return draft

    def _checked(self, life: Life, draft: int, digest: str, *, is_last: bool) -> None:
        day = life.day("review_in_law")
        said = ("approved", "") if is_last else ("returned", "请补充不予公开的理由。")
        row = (*said, life.organ.adviser, day.isoformat(), moment(day, 16))
        self._add(Opinion, draft, digest, *row)

    def _letter(self, life: Life, code: str, draft: int | None, node: str) -> int:
        day = life.received if draft is None else life.closed or life.day(node)
        kind, mark = ("reply", "") if draft else ("L01", "登")
        series = f"{life.organ.prefix}:{kind}"
        sequence = self._number(series, day.year)
        number = letter_number(life.organ.prefix + mark, day.year, sequence)
        life.letters.append(number)
        digest = f"{life.pk:060x}{life.drafted if draft else 0:04x}"
        return self._add(
            Letter, life.pk, code, draft, int(draft is not None), series, day.year, sequence, number,
            day.isoformat(), _context(life), f"{code}-fill", digest, digest, 1, life.clerk,
            moment(day),
        )  # fmt: skip

    def _leave(self, life: Life, letter: int) -> None:
        if not life.is_past("deliver") or life.closed is None:
            return
        eight, day = f"{letter % 10**8:08d}", life.closed
        dispatch = self._add(
            Dispatch, letter, 1, "post", "ems", f"EX{eight}{check_digit(eight)}CN", day.isoformat(),
            life.asked.name, "宁波市海曙区某路1号", "315000", life.clerk, moment(day, 15),
        )  # fmt: skip
        if not life.at:
            came = day + timedelta(days=3)
            row = ("delivered", came.isoformat(), "本人", life.clerk, moment(came, 15))
            self._add(DispatchResult, dispatch, *row)

    def _dossier(self, life: Life) -> None:
        folder = f"fill/{life.received.year}-{life.pk:07d}"
        row = (f"{life.pk:064x}", 12, 150_000, "D30", life.clerk, moment(life.closed, 16))
        self._add(Dossier, life.pk, folder, *row)


def _context(life: Life) -> str:
    """A letter in short: what pages show of one, not all that was printed."""
    return json.dumps(
        {
            "title": f"{life.organ.name}政府信息公开申请答复书",
            "unit_name": life.organ.name,
            "recipient": life.asked.name,
            "subject": life.asked.subject,
            "paragraphs": [life.asked.text, "经审查，现答复如下：您申请的信息见附件。"],
            "remedy": "如对本答复不服，可以在收到之日起60日内申请行政复议，或者在6个月内提起行政诉讼。",
        },
        ensure_ascii=False,
    )
