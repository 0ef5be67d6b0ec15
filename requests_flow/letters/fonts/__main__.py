"""`python -m requests_flow.letters.fonts [DEST] [--debs DIR]`: make the fonts without Django."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path

from . import font_dir
from .prepare import PreparationFailed, prepare


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="fonts", description=__doc__)
    parser.add_argument("dest", nargs="?", type=Path, default=font_dir())
    parser.add_argument("--debs", type=Path, help="take the Debian packages from here")
    options = parser.parse_args(arguments)
    try:
        prepare(options.dest, debs=options.debs, say=partial(print, flush=True))
    except PreparationFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
