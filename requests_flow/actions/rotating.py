"""What is kept sealed, sealed anew under the newest key. Can be broken off and begun again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr

from requests_flow.models import Applicant, Phone, at_rest
from requests_flow.models.phone import opened_key, sealed_key

from .act import Act
from .recording import record

SOME = 500


@dataclass(frozen=True, slots=True)
class Rotated:
    """One part of the work: how many rows are done, and those that no key opens.

    Applicants by their key in `unreadable`, people whose phone it is in `unreadable_phones`.
    """

    done: int
    unreadable: tuple[int, ...] = ()
    unreadable_phones: tuple[int, ...] = ()


def outstanding() -> QuerySet[Applicant]:
    """The rows that are not under both newest keys."""
    is_newest = Q(identity_sealed__startswith=at_rest.newest_seal()) & Q(
        identity_index__startswith=at_rest.newest_index()
    )
    return Applicant.objects.exclude(identity_sealed=None).exclude(is_newest)


def outstanding_phones() -> QuerySet[Phone]:
    """The phones whose key is not under the newest key of the data."""
    return Phone.objects.exclude(key__startswith=at_rest.newest_seal())


def left_to_do() -> int:
    """How many rows are not under the newest keys."""
    return outstanding().count() + outstanding_phones().count()


def keys_in_use() -> dict[str, int]:
    """How many numbers and phones are under which key of the data, by its name."""
    found: Counter[str] = Counter()
    numbers = Applicant.objects.exclude(identity_sealed=None)
    for rows, column in ((numbers, "identity_sealed"), (Phone.objects.all(), "key")):
        by_key = rows.annotate(of=Substr(column, 3, 8)).values("of").order_by("of")
        for row in by_key.annotate(rows=Count("pk")):
            found[row["of"]] += row["rows"]
    return dict(found)


def rotate_data_keys(act: Act) -> Iterator[Rotated]:
    """Seal and index every outstanding row anew, each part in a transaction of its own.

    A row that no key opens stays as it is. Archived cases are done too: only this may change in them.
    """
    is_first = True
    for outstanding_rows, rotate in ((outstanding, _rotate), (outstanding_phones, _rotate_phones)):
        after = 0
        while True:
            with transaction.atomic():
                found = outstanding_rows().filter(pk__gt=after).order_by("pk")
                rows = list(found.select_for_update()[:SOME])
                if not rows:
                    break
                if is_first:
                    _say_so(act)
                part = rotate(rows)
            after, is_first = rows[-1].pk, False
            yield part


def _say_so(act: Act) -> None:
    record(
        act,
        case=None,
        verb="data_keys_rotated",
        rows=left_to_do(),
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


def _rotate_phones(rows: list[Phone]) -> Rotated:
    """Under the lock that checking a code takes as well, which writes the whole row back."""
    done, unreadable = 0, []
    for row in rows:
        try:
            key = opened_key(row.key, owner=row.user_id)
        except at_rest.Unreadable:
            unreadable.append(row.user_id)
            continue
        sealed = sealed_key(key, owner=row.user_id)
        done += Phone.objects.filter(pk=row.pk, key=row.key).update(key=sealed)
    return Rotated(done, unreadable_phones=tuple(unreadable))
