"""The same letter sooner: what WeasyPrint does again and again for letters like ours, done once.

Nothing here changes what is printed; `tests/.../test_quick.py` holds it. Everything is taken from
one version of WeasyPrint and installed for no other: if it is not installed, letters are the
same, only slower.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

TESTED_VERSIONS = frozenset({("70.0", "0.13.0")})  # of WeasyPrint and pydyf
_OLDEST_PANGO = 14802  # before, it does not tell the size of a face


def install() -> bool:
    """Teach WeasyPrint to be quick; False if these versions are not known."""
    import pydyf
    import weasyprint
    from weasyprint.text.ffi import pango

    if (weasyprint.__version__, pydyf.__version__) not in TESTED_VERSIONS:
        return False
    if pango.pango_version() < _OLDEST_PANGO:
        return False
    from . import boxes, faces, ink, lines, streams, styles

    for part in (faces, streams, styles, boxes, lines, ink):
        part.install()
    return True


@contextmanager
def undisturbed() -> Iterator[None]:
    """No search for garbage while a letter is made: it grows all the time and drops nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
