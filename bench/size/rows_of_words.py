"""What cases are found by: the same words as the action writes, and the index over them."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection

from requests_flow.models.case_words import CaseWords, place_of, place_of_law, place_of_person
from requests_flow.rules.words import words_of

from .lives import Life
from .writing import Row, Table


class WordRows:
    """The words of cases whose letters are numbered; in `granted` ones `grantee` has a part."""

    def __init__(self, grantee: int, granted: Collection[int]) -> None:
        self.person, self.granted = place_of_person(grantee), granted
        self.table = Table(CaseWords, "case_id", "words")

    def write(self, lives: list[Life]) -> None:
        """The words of these cases."""
        self.table.write(map(self._row, lives))

    def index(self) -> None:
        """SQLite's index is kept by triggers, which were out of force."""
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                fts = f"{self.table.name}_fts"
                cursor.execute(f"INSERT INTO {fts}({fts}) VALUES ('rebuild')")  # noqa: S608

    def _row(self, life: Life) -> Row:
        asked, organ = life.asked, life.organ.pk
        texts = (life.number, *life.letters, asked.subject, life.corrected_text, asked.text)
        places = [place_of(organ), place_of_law(organ)]
        if life.pk in self.granted:
            places.append(self.person)
        return life.pk, words_of(texts, places=places)
