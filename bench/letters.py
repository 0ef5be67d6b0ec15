"""How long a letter takes: `python -m bench.letters [--rounds N] [--letters N] [--noto DIR]`.

Ratios in one run are what counts; seconds depend on the machine and on who else uses it. Printed:
cold against warm, 1, 3 and 27 pages, the way through a process of its own, two processes against
one, memory over many letters, all beside a bare Django page. With `--noto DIR` (a directory with
the collections of Debian's fonts-noto-cjk) the same letters by plain WeasyPrint with those fonts.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "requests_flow.settings.test")

PAGES = (1, 3, 27)
FILLER = "根据工作安排对有关材料逐份核对并作出说明，涉及张赟、王喆二人，共12份材料。"


def context_of(pages: int) -> dict[str, Any]:
    """A refusal of so many pages, as long as fits."""
    from requests_flow.letters import engine
    from requests_flow.letters.specimens import specimen

    context = specimen("L12") | {"is_specimen": False}
    if pages == 1:
        return context | {"paragraphs": [FILLER], "remedy": "如不服本告知书，可以申请行政复议。"}
    text = FILLER * 4
    count = 2 * pages
    while engine.render("L12", context | {"paragraphs": [text] * count}).pages < pages:
        count += max(1, pages // 9)
    return context | {"paragraphs": [text] * count}


def clocked(work: Callable[[], object], rounds: int) -> tuple[float, float]:
    """The median on the wall and the least of this process's processor time, in milliseconds."""
    walls, processors = [], []
    for _ in range(rounds):
        wall, processor = time.perf_counter(), time.process_time()
        work()
        walls.append(time.perf_counter() - wall)
        processors.append(time.process_time() - processor)
    return median(walls) * 1000, min(processors) * 1000


def say(name: str, wall: float, processor: float | None, to: float) -> None:
    cpu = f"{processor:8.1f}" if processor is not None else " " * 8
    print(f"{name:<44}{wall:9.1f}{cpu}{wall / to:9.2f}", flush=True)


def in_this_process(contexts: dict[int, Any], rounds: int) -> dict[int, tuple[float, float]]:
    """Cold, then warm by pages, beside a bare page of the site."""
    from django.test import Client
    from django.test.runner import DiscoverRunner
    from django.urls import reverse

    from requests_flow.letters import engine

    runner = DiscoverRunner(verbosity=0)
    databases = runner.setup_databases()
    client, login = Client(HTTP_HOST="127.0.0.1"), reverse("login")
    assert client.get(login).status_code == 200
    bare = clocked(lambda: client.get(login), rounds * 3)
    runner.teardown_databases(databases)
    warm = {
        pages: clocked(lambda c=context: engine.render("L12", c), rounds)
        for pages, context in contexts.items()
    }
    one = warm[1][0]
    print(f"{'':<44}{'wall ms':>9}{'CPU ms':>8}{'to p1':>9}")
    say("bare Django page", *bare, one)
    for pages, figures in warm.items():
        say(f"letter, warm, {pages} pages", *figures, one)
    script = "import json,sys;from requests_flow.letters import engine;engine.render('L12',json.load(sys.stdin))"
    cold = clocked(lambda: _python(script, contexts[1]), 3)[0]
    say("letter, cold: a new process, 1 page", cold, None, one)
    return warm


def _python(script: str, context: dict[str, Any]) -> None:
    import json

    subprocess.run([sys.executable, "-c", script], input=json.dumps(context), text=True, check=True)


def in_workers(contexts: dict[int, Any], rounds: int, letters: int, one: float) -> None:
    """The way through a process, two against one, and what it holds after many letters."""
    from requests_flow.letters import engine
    from requests_flow.letters.catalogue import LETTERS
    from requests_flow.letters.press import Sheet
    from requests_flow.letters.workers import Workers

    def sheet(context: dict[str, Any]) -> Sheet:
        known = {name: value for name, value in context.items() if name != "decision"}
        return Sheet("L12", engine.to_html(LETTERS["L12"], known), "bench")

    sheets = {pages: sheet(context) for pages, context in contexts.items()}
    pool = Workers(1)
    say("first letter of a new worker", clocked(lambda: pool.print(sheets[1]), 1)[0], None, one)
    for pages, given in sheets.items():
        wall = clocked(lambda s=given: pool.print(s), rounds)[0]
        say(f"letter through a worker, {pages} pages", wall, None, one)
    batch = [sheets[3]] * 24
    alone = clocked(lambda: [pool.print(each) for each in batch], 1)[0]
    pair = Workers(2)
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(pair.print, batch[:4]))
        both = clocked(lambda: list(threads.map(pair.print, batch)), 1)[0]
    print(f"batch of {len(batch)} letters: two processes are {alone / both:.2f} times one")
    _memory(pool, sheets[3], letters)
    pool.stop()
    pair.stop()


def _memory(pool: Any, sheet: Any, letters: int) -> None:
    place = pool._places.get()
    pool._places.put(place)
    held = []
    for at in range(letters):
        pool.print(sheet)
        if at in (9, letters - 1):
            status = Path(f"/proc/{place.process.pid}/status").read_text(encoding="ascii")
            held.append(int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024)
    print(
        f"memory of a worker: {held[0]:.0f} MB after 10 letters, {held[-1]:.0f} MB after {letters}"
    )


def plain(contexts: dict[int, Any], rounds: int) -> dict[int, float]:
    """The same HTML and style by WeasyPrint as it comes, without our finishing and setting."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    from requests_flow.letters import engine
    from requests_flow.letters.catalogue import LETTERS
    from requests_flow.letters.press import STYLE_SHEETS

    fonts = FontConfiguration()
    text = "\n".join(path.read_text(encoding="utf-8") for path in STYLE_SHEETS)
    text = re.sub(r'font: ([^;"]*)"Gov XiaoBiaoSong"', r'font: bold \1"Noto Serif CJK SC"', text)
    text = re.sub(r'"Gov (HeiTi|Song)"', '"Noto Sans CJK SC"', text)
    style = weasyprint.CSS(string=re.sub(r'"Gov \w+"', '"Noto Serif CJK SC"', text))
    found = {}
    for pages, context in contexts.items():
        known = {name: value for name, value in context.items() if name != "decision"}
        html = engine.to_html(LETTERS["L12"], known)
        print_once = lambda h=html: weasyprint.HTML(string=h).write_pdf(  # noqa: E731
            stylesheets=[style], font_config=fonts
        )
        print_once()
        found[pages] = clocked(print_once, rounds)[1]
    return found


def with_noto(directory: Path, contexts: dict[int, Any], rounds: int) -> dict[int, float]:
    """`plain` in a process that knows the fonts of `directory` and no others."""
    import json

    with tempfile.TemporaryDirectory() as name:
        conf = Path(name) / "fonts.conf"
        conf.write_text(
            f"<fontconfig><dir>{directory}</dir><cachedir>{name}</cachedir></fontconfig>",
            encoding="utf-8",
        )
        script = (
            "import json,sys;from bench.letters import plain;"
            f"found=plain({{int(k):v for k,v in json.load(sys.stdin).items()}},{rounds});"
            "print(json.dumps(found))"
        )
        done = subprocess.run(
            [sys.executable, "-c", script],
            input=json.dumps(contexts), text=True, check=True, capture_output=True,
            env={**os.environ, "FONTCONFIG_FILE": str(conf)},
        )  # fmt: skip
    return {
        int(pages): processor
        for pages, processor in json.loads(done.stdout.splitlines()[-1]).items()
    }


def main() -> None:
    """Print the figures."""
    import django

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--letters", type=int, default=100, help="for the memory")
    parser.add_argument("--noto", type=Path, help="a directory with the Noto CJK collections")
    options = parser.parse_args()
    django.setup()
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    contexts = {pages: context_of(pages) for pages in PAGES}
    warm = in_this_process(contexts, options.rounds)
    in_workers(contexts, options.rounds, options.letters, warm[1][0])
    if options.noto:
        for pages, plainly in with_noto(options.noto, contexts, options.rounds).items():
            ratio = warm[pages][1] / plainly
            print(f"{pages} pages: {ratio:.2f} of the CPU time of plain WeasyPrint with Noto CJK")
    print(f"load average {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
