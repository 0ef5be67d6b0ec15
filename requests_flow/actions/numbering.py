"""Gives numbers without a gap: the counter's row is locked until the number's user is committed."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from requests_flow.models import Counter


@transaction.atomic
def next_number(*, series: str, year: int) -> int:
    """The next number of `series` in `year`; it is taken back if the transaction fails."""
    Counter.objects.get_or_create(series=series, year=year)
    Counter.objects.filter(series=series, year=year).update(last=F("last") + 1)
    return Counter.objects.get(series=series, year=year).last
