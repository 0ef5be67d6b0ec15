"""A bucket that speaks S3: the only file that knows boto3. Keys and bytes; nothing of ours.

Taken for granted, as S3 gives it and MinIO, Ceph, OSS, COS and OBS do: an object is there whole or
not at all; once a PUT was answered, every GET, HEAD and LIST after it sees it, and so with DELETE.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from boto3.session import Session
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from .place import Place, place
from .port import Unreachable

_LONGEST_TO_CONNECT = 5.0
_TRIES = 2  # the second may be the first again: every call here may be made twice


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An object as it lies there. `version` is "" in a bucket that keeps none."""

    key: str
    size: int
    put_at: datetime
    version: str = ""


def put(key: str, data: bytes) -> None:
    """Keep `data` under `key`, whatever was there before.

    The server compares what came with two digests, that of the signature and MD5, and keeps nothing
    that differs. Raises Unreachable; then nobody knows whether it is there.
    """
    md5 = base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()
    with _told("put"):
        answer = _client().put_object(Bucket=place().bucket, Key=key, Body=data, ContentMD5=md5)
        answer["ETag"]  # what has none was said by something on the way, not by the server


def read(key: str) -> bytes | None:
    """The bytes under `key`; None if the bucket says that there are none. Raises Unreachable."""
    with _told("get"):
        try:
            answer = _client().get_object(Bucket=place().bucket, Key=key)
        except ClientError as error:
            if _code(error) == "NoSuchKey":
                return None
            raise
        return answer["Body"].read()


def look(key: str) -> Found | None:
    """What lies under `key` now. Raises Unreachable."""
    with _told("head"):
        try:
            answer = _client().head_object(Bucket=place().bucket, Key=key)
        except ClientError as error:
            if _code(error) in ("404", "NoSuchKey", "NotFound"):
                return None
            raise
        return Found(
            key=key,
            size=answer["ContentLength"],
            put_at=answer["LastModified"],
            version=answer.get("VersionId") or "",
        )


def listed(prefix: str) -> Iterator[Found]:
    """Every object whose key begins so, in the order of their keys. Raises Unreachable."""
    with _told("list"):
        pages = _client().get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=place().bucket, Prefix=prefix):
            for row in page.get("Contents", ()):
                yield Found(key=row["Key"], size=row["Size"], put_at=row["LastModified"])


def delete(found: Found) -> None:
    """Take an object away: exactly the version that was found, where the bucket keeps versions."""
    version = {"VersionId": found.version} if found.version else {}
    with _told("delete"):
        _client().delete_object(Bucket=place().bucket, Key=found.key, **version)


def keeps_versions() -> bool:
    """Whether what is overwritten or deleted stays behind. Raises Unreachable."""
    with _told("versioning"):
        answer = _client().get_bucket_versioning(Bucket=place().bucket)
    return answer.get("Status") == "Enabled"


def open_to_strangers(key: str) -> list[str]:
    """What somebody without a key may do here, by words: asked without one. Raises Unreachable."""
    ways = {
        "list the bucket": ("list_objects_v2", {"MaxKeys": 1}),
        "read an object": ("get_object", {"Key": key}),
    }
    return [said for said, (name, given) in ways.items() if _is_open(name, given)]


def _is_open(name: str, given: dict[str, Any]) -> bool:
    with _told(f"{name} without a key"):
        try:
            getattr(_client(is_signed=False), name)(Bucket=place().bucket, **given)
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] in (401, 403):
                return False
            raise
    return True


@contextmanager
def _told(what: str) -> Iterator[None]:
    """Whatever goes wrong on the way becomes one kind of error, without keys or contents."""
    try:
        yield
    except ClientError as error:
        raise Unreachable(f"{what}: {_code(error)}") from error
    except KeyError as error:
        raise Unreachable(f"{what}: an answer without {error}") from error
    except BotoCoreError as error:
        raise Unreachable(f"{what}: {type(error).__name__}") from error


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", "unknown"))


def _client(*, is_signed: bool = True) -> Any:
    return _client_of(place(), is_signed, os.getpid())


@lru_cache(maxsize=8)
def _client_of(where: Place, is_signed: bool, process: int) -> Any:
    """One for each process: connections do not survive a fork."""
    config = Config(
        signature_version="s3v4" if is_signed else UNSIGNED,
        s3={"addressing_style": where.style, "payload_signing_enabled": True},
        connect_timeout=min(where.timeout, _LONGEST_TO_CONNECT),
        read_timeout=where.timeout,
        retries={"total_max_attempts": _TRIES, "mode": "standard"},
        # Not every server that speaks S3 knows the newer checksums; ours are in `put`.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    session = Session(
        aws_access_key_id=where.key,
        aws_secret_access_key=where.secret,
        region_name=where.region,
    )
    return session.client("s3", endpoint_url=where.endpoint, config=config, verify=where.ca or True)
