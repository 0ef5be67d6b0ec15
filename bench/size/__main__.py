"""What an office costs as it grows: `python -m bench.size [--sizes 1000,100000] [--server URL] …`.

Ratios in one run are what counts: the databases of all sizes are open at once and take turns, page by
page, and so do a page and the bare view of its rows. Without `--server` on SQLite. With `--keep` the
databases stay, and the next run fills nothing. A million cases take some ten gigabytes.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from .databases import Database
from .table import Times, lines


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.size", description=__doc__)
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--server", default="", help="postgres://user@host:port; empty: SQLite")
    parser.add_argument("--folder", type=Path, help="where SQLite's files are kept")
    parser.add_argument("--open", type=int, default=900, help="open cases, at any size")
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument(
        "--grants", type=int, default=50_000, help="guardian's rows, for its rivals"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--explain", action="store_true", help="plans of each page's slowest query")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="yishen-size-") as folder:
        home = options.folder or Path(folder)
        sizes = [int(size) for size in options.sizes.split(",")]
        databases = [Database(size, server=options.server, folder=home) for size in sizes]
        measure(databases, options)


def measure(databases: list[Database], options: argparse.Namespace) -> None:
    """All databases, round by round."""
    for database in databases:
        database.start(open_=options.open, seed=options.seed)
        print(database.facts["circumstances"], flush=True)
    times: Times = {database.cases: {} for database in databases}
    for _ in range(options.rounds):
        for database in databases:
            for name, wall in database.ask("turn").items():
                times[database.cases].setdefault(name, []).append(wall)
    rivals = {}
    if options.grants:
        rivals = {one.cases: one.ask(f"rivals {options.grants}") for one in databases}
    print("\n".join(lines(times, {one.cases: one.facts for one in databases}, rivals)), flush=True)
    if options.explain:
        print(databases[-1].ask("explain"))
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    for database in databases:
        database.stop(is_kept=options.keep)


if __name__ == "__main__":
    main()
