"""One engine in a process of its own, asked over its standard input: `python -m bench.letters.engines NAME`.

Each gets the contexts as JSON in the first line, then lines `pages rounds`; it answers each with
its median wall and least processor time in milliseconds. So the engines can take turns, warm,
each with its own fonts.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .material import FILLER, clocked, html_of, style_with

Contexts = dict[int, dict[str, Any]]
Printer = Callable[[int], object]

NOTO = {
    "": '"Noto Serif CJK SC"',
    "HeiTi": '"Noto Sans CJK SC"',
    "Song": '"Noto Sans CJK SC"',
}
OURS = {
    "": '"GwFang", "GwSerif", "GwSerifX"',
    "XiaoBiaoSong": '"GwTitle", "GwTitleX"',
    "HeiTi": '"GwHei"',
    "Song": '"GwSong"',
}


def ours(contexts: Contexts) -> Printer:
    """The whole way of a letter: template, PDF/A, tags, decision, digest."""
    from requests_flow.letters import engine

    return lambda pages: engine.render("L12", contexts[pages])


def plain(contexts: Contexts) -> Printer:
    """The same HTML and style by WeasyPrint as it comes, no archive form, with Debian's Noto."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    style = weasyprint.CSS(string=style_with(NOTO))
    htmls = {pages: html_of(context) for pages, context in contexts.items()}
    return lambda pages: weasyprint.HTML(string=htmls[pages]).write_pdf(
        stylesheets=[style], font_config=fonts
    )


def chromium(contexts: Contexts) -> Printer:
    """A warm Chromium, one page of it, with our faces: the same HTML, the style in its head."""
    from playwright.sync_api import sync_playwright

    style = f"<style>{style_with(OURS)}</style></head>"
    htmls = {
        pages: html_of(context).replace("</head>", style, 1) for pages, context in contexts.items()
    }
    browser = (
        sync_playwright()
        .start()
        .chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-background-networking"],
        )
    )
    page = browser.new_page()

    def once(pages: int) -> bytes:
        page.set_content(htmls[pages])
        return page.pdf(prefer_css_page_size=True)

    return once


def typst(contexts: Contexts) -> Printer:
    """The same paragraphs and faces by Typst, other numbers in them each time: it keeps results."""
    import typst as engine

    from requests_flow.letters.fonts import font_dir

    faces = tempfile.mkdtemp()
    for family in ("GwFang", "GwSerifX", "GwTitle"):
        (Path(faces) / f"{family}.otf").symlink_to(font_dir() / "faces" / f"{family}.otf")
    compiler = engine.Compiler(font_paths=[faces], ignore_system_fonts=True)
    head = (
        '#set page(paper: "a4", margin: (top: 37mm, bottom: 34mm, left: 28mm, right: 26mm),'
        ' numbering: "— 1 —")\n'
        '#set text(font: ("GwFang", "GwSerifX"), size: 16pt, lang: "zh")\n'
        "#set par(justify: true, first-line-indent: (amount: 2em, all: true))\n"
        '#align(center, text(font: "GwTitle", size: 22pt)[政府信息不予公开告知书])\n\n'
    )
    count = 0

    def once(pages: int) -> bytes:
        nonlocal count
        count += 1
        body = "\n\n".join(
            (FILLER * 4).replace("12", f"{count}{at}")
            for at in range(len(contexts[pages]["paragraphs"]))
        )
        return engine_bytes(compiler, head + body)

    return once


def engine_bytes(compiler: Any, source: str) -> bytes:
    return bytes(compiler.compile(input=source.encode(), format="pdf"))


ENGINES: dict[str, Callable[[Contexts], Printer]] = {
    "ours": ours, "plain": plain, "chromium": chromium, "typst": typst,
}  # fmt: skip


def main() -> None:
    """Answer one line after another."""
    import django

    django.setup()
    contexts = {int(pages): one for pages, one in json.loads(sys.stdin.readline()).items()}
    once = ENGINES[sys.argv[1]](contexts)
    for pages in contexts:
        once(pages)
    answers = sys.stdout
    for line in sys.stdin:
        pages, rounds = map(int, line.split())
        print(
            json.dumps(clocked(lambda pages=pages: once(pages), rounds)), file=answers, flush=True
        )


if __name__ == "__main__":
    main()
