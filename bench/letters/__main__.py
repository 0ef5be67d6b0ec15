"""How long a letter takes: `python -m bench.letters [--noto DIR] [--chromium] [--typst]`.

Ratios in one run are what counts; seconds depend on the machine and on who else uses it. The
engines take turns, each warm in a process of its own. `--noto`: a directory with the collections
of Debian's fonts-noto-cjk, for plain WeasyPrint. `--typst` installs Typst from PyPI into a
directory that is gone afterwards.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from .material import PAGES, Figures, best, clocked, context_of
from .workers import memory, through_a_worker, two_against_one

WANTED = {"plain": 0.45, "chromium": 1.0}


@contextmanager
def engine(name: str, contexts: dict[int, Any], **environment: str) -> Iterator[Any]:
    """A function `(pages, rounds) -> figures` of an engine that stays warm."""
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "bench.letters.engines", name],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, **environment},
    )  # fmt: skip
    assert process.stdin
    assert process.stdout

    def ask(pages: int, rounds: int) -> Figures:
        process.stdin.write(f"{pages} {rounds}\n")
        process.stdin.flush()
        wall, processor = json.loads(process.stdout.readline())
        return wall, processor

    print(json.dumps(contexts), file=process.stdin, flush=True)
    try:
        yield ask
    finally:
        process.stdin.close()
        process.wait()


def fonts_conf(directory: Path, home: Path) -> str:
    """A configuration of fontconfig that knows these faces and no others."""
    path = home / f"{directory.name}.conf"
    path.write_text(
        f"<fontconfig><dir>{directory}</dir><cachedir>{home}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    return str(path)


def measured(
    contexts: dict[int, Any], rounds: int, options: argparse.Namespace
) -> dict[str, dict[int, Figures]]:
    """Engine -> pages -> figures. The engines take turns, round by round."""
    from requests_flow.letters.fonts import font_dir

    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        settings: dict[str, dict[str, str]] = {"ours": {}}
        if options.noto:
            settings["plain"] = {"FONTCONFIG_FILE": fonts_conf(options.noto, home)}
        if options.chromium:
            faces = fonts_conf(font_dir() / "faces", home)
            settings["chromium"] = {"FONTCONFIG_FILE": faces}
        if options.typst:
            install = ["-m", "pip", "install", "-q", "--target", str(home / "typst"), "typst"]
            subprocess.run([sys.executable, *install], check=True)
            settings["typst"] = {"PYTHONPATH": str(home / "typst")}
        engines = {
            name: stack.enter_context(engine(name, contexts, **environment))
            for name, environment in settings.items()
        }
        found: dict[str, dict[int, list[Figures]]] = {
            name: {pages: [] for pages in contexts} for name in engines
        }
        for _ in range(rounds):
            for pages in contexts:
                for name, ask in engines.items():
                    found[name][pages].append(ask(pages, 2 if pages > 9 else 6))
    return {
        name: {pages: best(figures) for pages, figures in by_pages.items()}
        for name, by_pages in found.items()
    }


def bare_page() -> Figures:
    """A page of the site that does next to nothing."""
    from django.test import Client
    from django.test.runner import DiscoverRunner
    from django.urls import reverse

    runner = DiscoverRunner(verbosity=0)
    databases = runner.setup_databases()
    client, login = Client(HTTP_HOST="127.0.0.1"), reverse("login")
    assert client.get(login).status_code == 200
    figures = clocked(lambda: client.get(login), 30)
    runner.teardown_databases(databases)
    return figures


def show(found: dict[str, dict[int, Figures]]) -> None:
    """The table: each engine, and ours as a part of it."""
    print(f"{'warm':<10}{'pages':>6}{'wall ms':>10}{'CPU ms':>9}{'ours to it, wall':>18}{'CPU':>7}")
    for name, by_pages in found.items():
        for pages, (wall, processor) in by_pages.items():
            to_wall = found["ours"][pages][0] / wall
            # Chromium works in processes of its own: only the wall tells.
            cpu = "" if name == "chromium" else f"{processor:.1f}"
            to_cpu = "" if name == "chromium" else f"{found['ours'][pages][1] / processor:.2f}"
            mark = f"  wanted: {WANTED[name]:.2f}" if name in WANTED else ""
            mark = "" if name == "chromium" and pages > 3 else mark
            print(f"{name:<10}{pages:>6}{wall:>10.1f}{cpu:>9}{to_wall:>18.2f}{to_cpu:>7}{mark}")


def main() -> None:
    """Print the figures."""
    import django

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--letters", type=int, default=500, help="for the memory")
    parser.add_argument("--noto", type=Path, help="a directory with the Noto CJK collections")
    parser.add_argument("--chromium", action="store_true")
    parser.add_argument("--typst", action="store_true")
    options = parser.parse_args()
    django.setup()
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors", flush=True)
    contexts = {pages: context_of(pages) for pages in PAGES}
    found = measured(contexts, options.rounds, options)
    show(found)
    print(f"a bare page of the site: {bare_page()[0]:.1f} ms")
    first, warm = through_a_worker(contexts, options.rounds)
    through = ", ".join(f"{pages} pages {wall:.0f}" for pages, wall in warm.items())
    print(f"through a worker, ms: first letter {first:.0f}; {through}", flush=True)
    wall, processor = two_against_one(contexts[3], 60, options.rounds)
    print(
        f"a batch on two processes: {wall:.2f} times one by the wall (wanted: 1.90), "
        f"{processor:.2f} by what a letter costs",
        flush=True,
    )
    held = memory(contexts, options.letters)
    print("memory of a worker, MB: " + ", ".join(f"{at}: {mb:.0f}" for at, mb in held.items()))
    print(f"load average {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
