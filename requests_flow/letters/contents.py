"""What a letter's file says of itself, read out of its very bytes.

The data inside every letter that leaves (`decision.json`) name its kind, number and day; those of
today also its case, a digest of the addressee, and the digests of what goes with it. So a file that
was swapped in the vault, or a row that points to another case's file, is found by its content too.
A letter's signature or seal is added behind the same bytes and changes nothing of this.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any

import pikepdf

from requests_flow.rules.envelope import Said

from .decision import FORMAT, FORMATS

NAME = "decision.json"
_LONGEST = 100_000  # bytes; ours have a few hundred


def said_in(pdf: bytes) -> Said | None:
    """What this file says it is; None if it is no letter of ours, or cannot be read."""
    data = _data_in(pdf)
    if data is None or data.get("format") not in FORMATS:
        return None
    given = {name: data.get(key) for name, key in _KEYS.items()}
    if any(not isinstance(value, str) for value in given.values() if value is not None):
        return None
    if given["code"] is None or given["number"] is None or given["dated_on"] is None:
        return None
    if data["format"] == FORMAT and (given["case_number"] is None or given["addressee"] is None):
        return None
    return Said(**given, attachments=_enclosed(data))


_KEYS = {
    "code": "letter",
    "number": "number",
    "case_number": "case_number",
    "dated_on": "date",
    "addressee": "addressee_sha256",
}


def _enclosed(data: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Their digests. A reply of today that names none goes alone; others do not say."""
    enclosed = data.get("enclosed")
    if isinstance(enclosed, list):
        return tuple(map(str, enclosed))
    return () if data["format"] == FORMAT and "outcome" in data else None


def _data_in(pdf: bytes) -> dict[str, Any] | None:
    try:
        # The file is kept open while its attachments are touched, or pikepdf would crash.
        with pikepdf.open(io.BytesIO(pdf)) as file:
            if NAME not in file.attachments:
                return None
            kept = file.attachments[NAME].get_file().read_bytes()
    except (pikepdf.PdfError, ValueError, KeyError, AttributeError, TypeError):
        return None
    if len(kept) > _LONGEST:
        return None
    try:
        data = json.loads(kept)
    except ValueError:
        return None
    return data if isinstance(data, dict) else None
