"""What a project would take off the shelf for the same question, on the same data.

viewflow's queue for the steps that a person may take; guardian's `get_objects_for_user` for the cases
that a person was given one by one. The rows in guardian's table are made for this and taken away again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from guardian.models import UserObjectPermission
from guardian.shortcuts import get_objects_for_user
from viewflow.workflow.models import Task

from requests_flow.flows import CaseFlow
from requests_flow.models import Case
from requests_flow.units.models import User

PAGE = 50


@contextmanager
def grants_of_guardian(user: User, wanted: int) -> Iterator[int]:
    """So many rows on single cases, within a transaction that is taken back; how many it got."""
    kind = ContentType.objects.get_for_model(Case)
    with transaction.atomic():
        permission = Permission.objects.create(
            codename="see_one_case", name="see one case", content_type=kind
        )
        keys = Case.objects.order_by("pk").values_list("pk", flat=True)[:wanted]
        made = UserObjectPermission.objects.bulk_create(
            (
                UserObjectPermission(
                    user=user, permission=permission, content_type=kind, object_pk=str(key)
                )
                for key in keys
            ),
            batch_size=5000,
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE guardian_userobjectpermission")
        yield len(made)
        transaction.set_rollback(True)


def queue(user: User) -> list[Any]:
    """A page of viewflow's own queue."""
    tasks = Task.objects.user_queue(user, flow_class=CaseFlow).order_by("pk")
    return list(tasks.select_related("process")[:PAGE])


def by_guardian(user: User) -> list[Any]:
    """A page of what guardian says."""
    cases = get_objects_for_user(user, "requests_flow.see_one_case")
    return list(cases.order_by("-closed_on", "-pk")[:PAGE])


def once(work: Callable[[], object]) -> tuple[float, int]:
    """Milliseconds and queries of one go: some of these take half a minute."""
    with CaptureQueriesContext(connection) as queries:
        began = time.perf_counter()
        work()
        wall = (time.perf_counter() - began) * 1000
    return wall, len(queries)


def measured(user: User, *, grants: int) -> dict[str, dict[str, float]]:
    """The rivals on this database, for `user` with so many rows of guardian's on single cases."""
    found = {}
    with grants_of_guardian(user, grants) as made:
        for name, work in (
            ("viewflow user_queue", queue),
            ("guardian get_objects_for_user", by_guardian),
        ):
            wall, queries = once(lambda work=work: work(user))
            found[f"{name}, {made} grants"] = {"median": wall, "p95": wall, "queries": queries}
    return found
