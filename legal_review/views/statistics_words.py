"""The figures of the legal check in words: columns with links to the cases that they count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from legal_review.models import Point
from legal_review.models.statistics import Span
from legal_review.rules.statistics import Figures, mean, median, percent, quantile
from requests_flow import labels
from requests_flow.units.models import Unit

NOTHING = "—"
TITLES = {
    "reviewed": gettext_lazy("Cases with drafts reviewed"),
    "first": gettext_lazy("Cases reviewed for the first time"),
    "first_approved": gettext_lazy("Cases approved at the first round"),
    "rounds_1": gettext_lazy("Cases of one round"),
    "rounds_2": gettext_lazy("Cases of two rounds"),
    "rounds_3": gettext_lazy("Cases of three rounds and more"),
    "amended": gettext_lazy("Cases agreed to with changes"),
    "taken": gettext_lazy("Cases whose amended text was taken over"),
    "declined": gettext_lazy("Cases whose amended text was declined"),
    "unsigned": gettext_lazy("Cases returned at the signature"),
}
KINDS = dict(Point.Kind.choices)


class Links:
    """Addresses of this page with another unit, or with the cases behind a number."""

    def __init__(self, query: QueryDict) -> None:
        self._query = query.copy()
        for name in ("show", "page", "export"):
            self._query.pop(name, None)

    def to(self, **changes: Any) -> str:
        """The same period with these changes."""
        query = self._query.copy()
        for name, value in changes.items():
            query[name] = str(value)
        return f"?{query.urlencode()}" + ("#cases" if "show" in changes else "")

    def unit(self, key: int) -> str:
        """The same period for one unit."""
        return self.to(unit=key)

    def cell(self, n: int, show: str, unit: int | None = None) -> dict[str, Any]:
        """A number and, where it counts anything, the way to its cases."""
        where = {"unit": unit} if unit else {}
        return {"n": n, "url": self.to(show=show, **where) if n else "", "title": list_title(show)}


def list_title(name: str) -> str:
    """What the cases behind the number of that name are."""
    kind = name.removeprefix("kind_")
    if kind in KINDS:
        return _("Cases with the defect: %(kind)s") % {"kind": KINDS[kind]}
    return str(TITLES[name])


def one_place(value: float | None) -> str:
    """A mean or a median as it is shown."""
    return NOTHING if value is None else f"{value:.1f}".removesuffix(".0")


def columns(part: Figures, links: Links, unit: int | None = None) -> dict[str, Any]:
    """The cells of one line."""
    share, slow = percent(part.first_approved, part.first), quantile(part.days, 90)
    top = part.kinds[0] if part.kinds else None
    counted = {
        "reviewed": part.drafts,
        "first": part.first,
        "first_approved": part.first_approved,
        "rounds_1": part.cases_with(1),
        "rounds_2": part.cases_with(2),
        "rounds_3": part.cases_with(3),
        "amended": part.amended,
        "taken": part.taken,
        "declined": part.declined,
        "unsigned": part.unsigned,
    }
    return {
        **{name: links.cell(n, name, unit) for name, n in counted.items()},
        "cases": part.cases,
        "mean": one_place(mean(part.rounds)),
        "median": one_place(median(part.days)),
        "p90": NOTHING if slow is None else slow,
        "share": NOTHING if share is None else f"{share}%",
        "top": top and {**links.cell(top[1], f"kind_{top[0]}", unit), "kind": KINDS[top[0]]},
    }


def kind_rows(
    whole: Figures,
    links: Links,
    *,
    outcomes: Mapping[str, Sequence[tuple[str, int]]],
    examples: Mapping[str, Sequence[Any]],
) -> list[dict[str, Any]]:
    """The kinds of defect, the most frequent first, each with its share of all points."""
    total = sum(whole.points.values())
    return [
        {
            "name": KINDS[kind],
            "n": n,
            "share": percent(n, total),
            "cases": links.cell(whole.point_cases[kind], f"kind_{kind}"),
            "outcomes": [
                {"code": code, "name": labels.OUTCOMES.get(code, ""), "n": times}
                for code, times in outcomes.get(kind, ())
            ],
            "examples": examples.get(kind, ()),
        }
        for kind, n in whole.kinds
    ]


def csv_lines(span: Span, rows: Iterable[tuple[Unit, Figures]]) -> Iterable[Sequence[object]]:
    """Every unit's figures, one line each; the kinds of defect are the last columns."""
    yield _csv_header()
    for unit, part in rows:
        slow = quantile(part.days, 90)
        yield [
            unit,
            span.first,
            span.last,
            part.drafts,
            part.cases,
            one_place(mean(part.rounds)),
            *(part.cases_with(n) for n in (1, 2, 3)),
            one_place(median(part.days)),
            NOTHING if slow is None else slow,
            part.first,
            part.first_approved,
            part.amended,
            part.taken,
            part.declined,
            part.unsigned,
            *(part.points[kind] for kind in KINDS),
        ]


def _csv_header() -> list[object]:
    return [
        _("Unit"),
        _("Counted from"),
        _("Counted until"),
        _("Drafts reviewed"),
        _("Cases"),
        _("Rounds, mean"),
        _("One round"),
        _("Two rounds"),
        _("Three and more"),
        _("Working days, median"),
        _("Working days of nine in ten"),
        _("Reviewed first"),
        _("Approved at the first round"),
        _("Agreed with changes"),
        _("Amended text taken over"),
        _("Amended text declined"),
        _("Returned unsigned"),
        *KINDS.values(),
    ]
