"""Files that no row names: left by a crash between the file and the commit, and cleared away later.

A file is older than a day before it may go, and every `put` of the same bytes makes it young again:
whoever is still to commit a row has that long.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.apps import apps
from django.db import models, transaction

from requests_flow.models import vault

from .act import Act
from .recording import record

logger = logging.getLogger(__name__)

AFTER = timedelta(hours=24)

# Every column that names files of the vault, by app, model and field. A JSON column is read through
# and through. tests/requests_flow/test_sweeping.py holds that no column with a digest is missing.
NAMED_IN = (
    "requests_flow.Document.sha256",
    "requests_flow.Draft.attachments",
    "requests_flow.Entry.data",
    "requests_flow.Letter.sha256",
    "requests_flow.Dispatch.envelope",
    "requests_flow.Seal.plain_sha256",
    "requests_flow.Seal.sha256",
    "requests_flow.SealImage.sha256",
    "requests_flow.SecrecyItem.sha256",
)
_DIGEST = re.compile(r"[0-9a-f]{64}")


def orphans(act: Act) -> list[vault.Stored]:
    """The files that would go: older than a day, and named in no row."""
    old = vault.files_put_before(act.at - AFTER)
    # The rows are read after the files: what was committed meanwhile is seen.
    named = digests_named(one.digest for one in old)
    return [one for one in old if one.digest not in named]


@transaction.atomic
def sweep_vault(act: Act) -> list[vault.Stored]:
    """Take the orphans away, and say in the book which; return those that are gone."""
    gone = list(_removed(act))
    if gone:
        # Not in full: the book would be a row that names them.
        record(act, case=None, verb="vault_swept", files=[one.digest[:16] for one in gone])
    return gone


def _removed(act: Act) -> Iterator[vault.Stored]:
    """Those that went. A store that fails on the way does not take back what is gone: the book says it."""
    for count, one in enumerate(orphans(act)):
        try:
            if vault.remove(one, put_before=act.at - AFTER):
                yield one
        except vault.Unreachable as failed:
            if count == 0:
                raise
            logger.warning("The sweep stopped early: %s", failed)
            return


def digests_named(wanted: Iterable[str]) -> set[str]:
    """Those of `wanted` that some row names."""
    asked = set(wanted)
    found: set[str] = set()
    for label in NAMED_IN:
        model, field = _column(label)
        if isinstance(field, models.JSONField):
            found.update(_inside(model, field.name))
            continue
        for some in _in_parts(sorted(asked)):
            rows = model._default_manager.filter(**{f"{field.name}__in": some})
            found.update(rows.values_list(field.name, flat=True))
    return asked & found


def _in_parts(names: list[str], size: int = 500) -> Iterator[list[str]]:
    for start in range(0, len(names), size):
        yield names[start : start + size]


def _column(label: str) -> tuple[type[models.Model], models.Field]:
    app, name, field = label.split(".")
    model = apps.get_model(app, name)
    return model, model._meta.get_field(field)


def _inside(model: type[models.Model], field: str) -> Iterator[str]:
    """Every digest in the JSON of a column, wherever it stands."""
    for value in model._default_manager.values_list(field, flat=True).iterator(chunk_size=2000):
        yield from _DIGEST.findall(json.dumps(value))
