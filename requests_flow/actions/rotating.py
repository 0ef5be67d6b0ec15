"""Numbers of identity proofs, sealed anew under the newest key. Can be broken off and begun again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr

from requests_flow.models import Applicant, at_rest

from .act import Act
from .recording import record

SOME = 500


@dataclass(frozen=True, slots=True)
class Rotated:
    """One part of the work: how many rows are done, and the keys of those that no key opens."""

    done: int
    unreadable: tuple[int, ...]


def outstanding() -> QuerySet[Applicant]:
    """The rows that are not under both newest keys."""
    is_newest = Q(identity_sealed__startswith=at_rest.newest_seal()) & Q(
        identity_index__startswith=at_rest.newest_index()
    )
    return Applicant.objects.exclude(identity_sealed=None).exclude(is_newest)


def keys_in_use() -> dict[str, int]:
    """How many numbers are under which key of the data, by its name."""
    rows = Applicant.objects.exclude(identity_sealed=None)
    return dict(
        rows.annotate(key=Substr("identity_sealed", 3, 8))
        .values_list("key")
        .annotate(count=Count("pk"))
        .order_by("key")
    )


def rotate_data_keys(act: Act) -> Iterator[Rotated]:
    """Seal and index every outstanding row anew, each part in a transaction of its own.

    A row that no key opens stays as it is. Archived cases are done too: only this may change in them.
    """
    after, is_first = 0, True
    while True:
        with transaction.atomic():
            rows = list(outstanding().filter(pk__gt=after).order_by("pk")[:SOME])
            if not rows:
                return
            if is_first:
                _say_so(act)
            part = _rotate(rows)
        after, is_first = rows[-1].pk, False
        yield part


def _say_so(act: Act) -> None:
    record(
        act,
        case=None,
        verb="data_keys_rotated",
        rows=outstanding().count(),
        data_key=next(iter(at_rest.data_keys())),
        index_key=next(iter(at_rest.index_keys())),
    )


def _rotate(rows: list[Applicant]) -> Rotated:
    done, unreadable = 0, []
    for row in rows:
        before = row.identity_sealed
        try:
            row.identity_number = row.identity_number
        except at_rest.Unreadable:
            unreadable.append(row.pk)
            continue
        # Not over what somebody else has sealed meanwhile.
        done += Applicant.objects.filter(pk=row.pk, identity_sealed=before).update(
            identity_sealed=row.identity_sealed, identity_index=row.identity_index
        )
    return Rotated(done, tuple(unreadable))
