"""Which bucket it is, as the settings say, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

STYLES = ("path", "virtual")
_HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A bucket, and how to speak to it."""

    endpoint: str
    bucket: str
    region: str
    key: str
    secret: str = field(repr=False)
    style: str
    ca: str
    timeout: float


def place() -> Place:
    """What the settings say now."""
    return Place(
        endpoint=settings.YISHEN_S3_ENDPOINT,
        bucket=settings.YISHEN_S3_BUCKET,
        region=settings.YISHEN_S3_REGION,
        key=settings.YISHEN_S3_KEY,
        secret=settings.YISHEN_S3_SECRET,
        style=settings.YISHEN_S3_STYLE,
        ca=settings.YISHEN_S3_CA,
        timeout=settings.YISHEN_S3_TIMEOUT,
    )


def wrong_settings() -> Iterator[str]:
    """Why the bucket cannot be used as it is set, one sentence each."""
    now = place()
    for name in ("ENDPOINT", "BUCKET", "REGION", "KEY", "SECRET"):
        if not getattr(now, name.lower()):
            yield f"YISHEN_S3_{name} is not set."
    if now.style not in STYLES:
        yield f"YISHEN_S3_STYLE is “{now.style}”; it can be {' or '.join(STYLES)}."
    if now.ca and not Path(now.ca).is_file():
        yield "YISHEN_S3_CA is not a file."
    if not 0 < now.timeout <= 60:
        yield "YISHEN_S3_TIMEOUT is not between 0 and 60 seconds."
    address = urlsplit(now.endpoint)
    if now.endpoint and (address.scheme not in ("http", "https") or not address.hostname):
        yield "YISHEN_S3_ENDPOINT is no address that begins with https://."
    elif address.scheme == "http" and address.hostname not in _HERE:
        yield "YISHEN_S3_ENDPOINT is not https: letters would cross the network in the clear."
