from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from requests_flow.rules.words import WordQuery, words_of

from .case import Case


class CaseWords(models.Model):
    """The words of a case as `rules.words` has them: its numbers, its subject, what is asked for.

    A copy, written by one action and compared with a fresh one by a house test. The applicant's name
    is not among them. The index over it is the database's own: see the migration.
    """

    case = models.OneToOneField(
        Case, models.PROTECT, primary_key=True, related_name="indexed_words"
    )
    words = models.TextField()

    class Meta:
        default_permissions = ()


@models.TextField.register_lookup
class Says(models.Lookup):
    """`words__says=WordQuery`: by the index of either database."""

    lookup_name = "says"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> tuple[str, list[Any]]:
        """The query goes through as it is."""
        return "%s", [value]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """The column `vector` is made from `words` by the database itself."""
        table, params = self._table(compiler, connection)
        return f"{table}.vector @@ to_tsquery('simple', %s)", [*params, self.rhs.as_tsquery()]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """The virtual table carries the case's key as its row."""
        table, params = self._table(compiler, connection)
        fts = "requests_flow_casewords_fts"
        sql = f"{table}.case_id IN (SELECT rowid FROM {fts} WHERE {fts} MATCH %s)"  # noqa: S608
        return sql, [*params, self.rhs.as_match()]

    def _table(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, params = self.process_lhs(compiler, connection)
        return column.rpartition(".")[0], list(params)


def place_of(unit: int) -> str:
    """The token of an organ that answers."""
    return f"u{unit}"


def place_of_law(unit: int) -> str:
    """The token of a unit whose advisers check."""
    return f"l{unit}"


def place_of_person(user: int) -> str:
    """The token of somebody who has a part in it: that part may be over, which `visible_to` knows."""
    return f"g{user}"


def _helpers(case: Case) -> set[int]:
    grants = [one for one in case.grants.all() if one.part == "co_handler"]
    helped = {one.person_id for one in grants if one.ended_at is None and one.person_id}
    return helped | {one.reviewer_id for one in case.review_grants.all() if one.ended_at is None}


def words_of_case(case: Case) -> str:
    """All that a case is found by: of one with its correction, letters and grants."""
    correction = getattr(case, "correction", None)
    texts = [
        case.number,
        case.imported_number,
        case.mail_number,
        *(letter.number for letter in case.letters.all()),
        case.subject,
        correction.corrected_text if correction else "",
        case.request_text,
    ]
    helpers = map(place_of_person, sorted(_helpers(case)))
    places = (place_of(case.unit_id), place_of_law(case.legal_unit_id), *helpers)
    return words_of(texts, places=places)


def cases_that_say(text: str, *, places: Iterable[str] = ()) -> models.QuerySet[Any] | None:
    """Keys of the cases that say all of `text`; None where nothing of it can be searched for."""
    query = WordQuery.of(text, places=places)
    if query is None:
        return None
    return CaseWords.objects.filter(words__says=query).values("case")
