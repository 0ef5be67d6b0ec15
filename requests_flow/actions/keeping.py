"""Bytes go into the store, or the action stops with a sentence and no row."""

from __future__ import annotations

import logging

from django.utils.translation import gettext_lazy as _

from requests_flow.letters.errors import LetterStopped
from requests_flow.models import vault

from .act import Refusal

logger = logging.getLogger(__name__)


class NotKept(LetterStopped, Refusal):
    """The store does not answer, so nothing may name these bytes.

    For whoever takes in a file it is a refusal, for whoever issues a letter one that was stopped.
    """

    code = "not_kept"
    sentence = _(
        "The place where files are kept does not answer, so nothing was done. "
        "Try again in a few minutes, and tell the administrator if it stays so."
    )

    def __init__(self) -> None:
        Exception.__init__(self, self.code)  # the two disagree on what they are given
        self.data = {}


def keep(data: bytes) -> str:
    """The SHA-256 of `data`, which now lies in the store. Raises NotKept."""
    try:
        return vault.put(data)
    except vault.Unreachable as failed:
        logger.warning("A file was not kept: %s", failed.why)
        raise NotKept from failed
