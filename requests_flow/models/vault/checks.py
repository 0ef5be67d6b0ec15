"""Whether the store can be used as it is set: asked by `manage.py check`, with `--deploy` the bucket too."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Caution
from django.core.exceptions import ImproperlyConfigured

from . import name_of_store
from .place import place, wrong_settings
from .port import Unreachable

_HINT = "docs/decisions/0013-storage.md says what each setting means."
_PROBE = "probe/"


@register()
def the_store_is_set_up(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A setting that contradicts itself would be met by the first file that comes."""
    try:
        wrong = list(wrong_settings()) if name_of_store() == "s3" else []
    except ImproperlyConfigured as error:
        wrong = [str(error)]
    return [Error(said, hint=_HINT, id="yishen.E011") for said in wrong]


@register(Tags.security, deploy=True)
def the_bucket_can_be_used(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Writes an object, reads it, asks for it as a stranger would, and takes it away again."""
    if the_store_is_set_up(None) or name_of_store() != "s3":
        return []
    from . import bucket

    key, data = _PROBE + secrets.token_hex(16), secrets.token_bytes(32)
    found: list[CheckMessage] = []
    try:
        bucket.put(key, data)
        if bucket.read(key) != data:
            found.append(_error("What was put is not what is read.", "yishen.E012"))
        for said in bucket.open_to_strangers(key):
            found.append(_error(f"Anybody may {said}.", "yishen.E013"))
        if not bucket.keeps_versions():
            found.append(_without_versions())
        if there := bucket.look(key):
            bucket.delete(there)
    except Unreachable as failed:
        found.append(_error(f"The bucket {place().bucket} cannot be used. {failed}", "yishen.E012"))
    return found


def _error(said: str, number: str) -> CheckMessage:
    return Error(said, hint=_HINT, id=number)


def _without_versions() -> CheckMessage:
    hint = (
        "Turn versions on, and object lock if the bucket can have it: what is overwritten or "
        "deleted by mistake, or by whoever got hold of the key, then stays behind."
    )
    return Caution("The bucket keeps no versions.", hint=hint, id="yishen.W007")
