"""Hears the printer say that a character has no glyph; it says so in its log and nowhere else."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

_LOGGER = logging.getLogger("weasyprint")
_NOTDEF = re.compile(r"\.notdef glyph rendered .*\(U\+([0-9A-F]+)\)", re.DOTALL)


class _Listener(logging.Filter):
    """Keeps each such character once, and the lines about it out of the log.

    The printer writes one for each time it stands in the text; what is to be said of it, the
    letter's own error says.
    """

    def __init__(self) -> None:
        super().__init__()
        self.characters: dict[str, None] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        match = _NOTDEF.search(record.getMessage())
        if match is None:
            return True
        character = chr(int(match.group(1), 16))
        # Next to a character without a glyph, the space is reported too.
        if not character.isspace():
            self.characters[character] = None
        return False


@contextmanager
def missing_glyphs() -> Iterator[dict[str, None]]:
    """Listen while printing. However quiet the site's logging is, this is heard."""
    listener, level = _Listener(), _LOGGER.level
    threshold, is_disabled = _LOGGER.manager.disable, _LOGGER.disabled
    _LOGGER.addFilter(listener)
    _LOGGER.setLevel(logging.WARNING)
    _LOGGER.disabled = False
    logging.disable(logging.NOTSET)
    try:
        yield listener.characters
    finally:
        logging.disable(threshold)
        _LOGGER.disabled = is_disabled
        _LOGGER.setLevel(level)
        _LOGGER.removeFilter(listener)
