"""Keeps what a case is found by: a copy of its words, written here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from requests_flow.models import Case
from requests_flow.models.case_words import CaseWords, words_of_case


@transaction.atomic
def index_words(case: Case) -> None:
    """Write down what `case` says by now; called by whatever gives it a number or other words."""
    rows = Case.objects.prefetch_related("letters", "grants", "review_grants")
    fresh = rows.select_related("correction").get(pk=case.pk)
    CaseWords.objects.update_or_create(case=fresh, defaults={"words": words_of_case(fresh)})


def index_again(cases: Iterable[Case]) -> int:
    """Write those that are missing or say something else; how many these were."""
    changed = 0
    for case in cases:
        kept = CaseWords.objects.filter(case=case).values_list("words", flat=True).first()
        if kept != words_of_case(case):
            index_words(case)
            changed += 1
    return changed
