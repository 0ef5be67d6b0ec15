"""What somebody writes into a letter is printed as text: nothing is fetched, embedded or linked."""

from __future__ import annotations

import dataclasses
import io
import itertools
import re
import urllib.request
from collections import Counter

import pikepdf
import pytest
import tinyhtml5

from requests_flow.letters import bounds, engine, press
from requests_flow.letters import context as wording
from requests_flow.letters.catalogue import LETTERS
from requests_flow.letters.errors import MissingField, ReachesOutside
from requests_flow.letters.fonts import PROJECT
from requests_flow.letters.sealed import SAFE_LINKS
from requests_flow.letters.specimens import specimen
from requests_flow.rules.catalogue import OUTCOMES

from .hostile import KINDS, SECRET, listening, payloads

# What is no text, and the day, which must be one.
SWITCHES = frozenset({"is_preview", "is_specimen", "dated_on"})
FIELDS = [(code, name) for code, form in LETTERS.items() for name in sorted(form.fields - SWITCHES)]
# What setting adds by itself: kept together, an address, a line.
OURS = {("span", "class"), ("br",), ("div",), ("p",), ("p", "class")}
# In these a few words stand, and more is refused: they get one payload at a time.
SHORT = frozenset(bounds.IN_ONE_PIECE)


@pytest.fixture(scope="module")
def trap(tmp_path_factory):
    """The server, what it heard, and every payload."""
    file = tmp_path_factory.mktemp("secret") / "canary.txt"
    file.write_text(SECRET, encoding="utf-8")
    with listening(file) as (url, asked):
        yield asked, payloads(url, file)


def filled(code, texts, *, short="甲"):
    """The specimen with every one of `texts` in every field; where there is none, there are.

    Behind a single text stand all of them; in a list they are spread over its texts.
    """
    form = LETTERS[code]
    context = dict.fromkeys(form.fields - SWITCHES, "") | specimen(code)
    context |= {name: ["甲"] for name in ("attachments", "slip_notes") if context.get(name) == ""}
    if context.get("boxes") == "":
        context["boxes"] = [["甲", "乙", "丙"]]
    for name in form.fields - SWITCHES - {"widths"}:
        value = context[name]
        if name in SHORT:
            context[name] = f"{value}{short}"
        elif isinstance(value, str):
            context[name] = " ".join([value, *texts])
        else:
            context[name] = spread(value, itertools.cycle(shared(texts, leaves(value))))
    if "widths" in form.fields:  # numbers of ours; whoever put a text there is stopped
        context["widths"] = specimen(code)["widths"]
    return context | {"is_specimen": False}


def leaves(value):
    """How many texts lie in it."""
    return sum(map(leaves, value)) if isinstance(value, list | tuple) else 1


def shared(texts, count):
    """`count` parts of nearly one size."""
    return [" ".join(texts[at::count]) for at in range(count)]


def spread(value, parts):
    if isinstance(value, list | tuple):
        return [spread(one, parts) for one in value]
    return f"{value} {next(parts)}"


def elements(html):
    """How often each element stands in it, with the names of its attributes."""
    tree = tinyhtml5.parse(html, namespace_html_elements=False)
    return Counter((one.tag, *one.attrib) for one in tree.iter() if isinstance(one.tag, str))


def squeezed(text):
    return re.sub(r"[\s\u2060]", "", text)


def text_of(pdf, read):
    pages = read(pdf)
    found = []
    for number in range(len(pages)):
        page = pages.document[number].get_textpage()
        found.append(page.get_text_range())
        page.close()
    return squeezed("".join(found)).replace("\ufffe", "-")  # at the end of a line


def unsafe_parts(pdf):
    """What a file could do beside being read: names of attachments, targets, actions."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        files = set(opened.attachments) - {"decision.json"}
        root = {name for name in ("/OpenAction", "/AA", "/AcroForm") if name in opened.Root}
        links = set()
        for page in opened.pages:
            for note in page.get("/Annots", []):
                target = str(note.get("/A", {}).get("/URI", note.get("/Subtype")))
                if target.partition(":")[0].lower() not in SAFE_LINKS:
                    links.add(target)
        return files | root | links


def test_the_trap_works(trap):
    asked, texts = trap
    address = re.search(r'src="(http[^"]+/img.png)"', texts["img"])[1]
    assert SECRET in urllib.request.urlopen(address).read().decode()  # noqa: S310 - our own server
    assert asked.pop() == "/img.png"
    assert len(KINDS) >= 31
    assert {code for code, _ in FIELDS} == set(LETTERS)


@pytest.mark.parametrize("code", sorted(LETTERS))
def test_nothing_written_becomes_an_element(code, trap):
    """Every payload in every field of the letter adds nothing but what our setting adds."""
    plain = elements(engine.to_html(LETTERS[code], filled(code, ["甲"])))
    texts = list(trap[1].values())
    for at in range(0, len(texts), 8):
        short = "".join(texts[at : at + 8])
        found = elements(engine.to_html(LETTERS[code], filled(code, texts[at:][:8], short=short)))
        assert set(found) - set(plain) - OURS == set()
        assert {
            one: found[one] for one in plain if one not in OURS and found[one] > plain[one]
        } == {}


@pytest.mark.parametrize("code", sorted(LETTERS))
def test_every_payload_in_every_field_is_printed_and_fetches_nothing(code, trap, read):
    asked, texts = trap
    letter = engine.render(code, filled(code, list(texts.values())))
    shown = text_of(letter.pdf, read)

    assert asked == []
    assert SECRET.encode() not in letter.pdf
    assert unsafe_parts(letter.pdf) == set()
    for text in texts.values():
        assert squeezed(text) in shown


def packed(texts, longest):
    """As few lines as hold them all."""
    lines = [""]
    for text in sorted(texts, key=len):
        assert len(text) < longest
        if len(lines[-1]) + len(text) >= longest:
            lines.append("")
        lines[-1] += f" {text}"
    return lines


def test_every_payload_in_head_signature_and_imprint_fetches_nothing(trap):
    """What stands in one piece."""
    asked, texts = trap
    for text in packed(texts.values(), min(bounds.IN_ONE_PIECE.values()) - 20):
        letter = engine.render("L01", filled("L01", ["甲"], short=text) | {"paragraphs": ["甲"]})
        assert asked == []
        assert SECRET.encode() not in letter.pdf
        assert unsafe_parts(letter.pdf) == set()


@pytest.mark.parametrize("code", ["L25", "L26", "L27"])
def test_the_width_of_a_column_leads_nowhere(code, trap):
    """It stands in a style, where no escaping helps; it is ours, and the printer is sealed."""
    asked, texts = trap
    widths = specimen(code)["widths"]
    with pytest.raises(ReachesOutside):
        engine.render(
            code, filled(code, ["甲"]) | {"widths": [texts["out of the attribute"]] * len(widths)}
        )
    assert asked == []


@pytest.mark.parametrize("code", sorted(LETTERS))
def test_the_day_is_a_day(code, trap):
    texts = list(trap[1].values())
    context = filled(code, ["甲"]) | {"dated_on": " ".join(texts)}
    plain = elements(engine.to_html(LETTERS[code], filled(code, ["甲"])))
    assert set(elements(engine.to_html(LETTERS[code], context))) <= set(plain) | OURS
    if not LETTERS[code].is_internal:  # those are dated by hand
        with pytest.raises(MissingField) as stopped:
            engine.render(code, context)
        assert stopped.value.names == ["dated_on"]


@pytest.mark.parametrize("kind", KINDS)
def test_what_escaping_would_let_through_is_stopped_by_the_printer(kind, trap):
    """As if a template had forgotten to escape."""
    asked, texts = trap
    html = f'<!doctype html><html lang="zh-CN"><title>甲</title><body><p>甲</p>{texts[kind]}</body>'
    try:
        letter = press.print_here(press.Sheet("L12", html, ""))
    except ReachesOutside:
        letter = None

    assert asked == []
    if letter is not None:
        assert SECRET.encode() not in letter.pdf
        assert unsafe_parts(letter.pdf) == set()


@pytest.mark.parametrize("outcome_code", sorted(wording.DRAFT_FIELDS))
def test_what_the_office_and_the_applicant_wrote_stays_text(outcome_code, trap, unit, case):
    """The way to the letter: names, the request, the fields of each outcome, names of files."""
    outcome = OUTCOMES[outcome_code]
    names = [field.name for field in wording.DRAFT_FIELDS[outcome_code]]

    def composed(text):
        return wording.reply_context(
            outcome,
            unit=dataclasses.replace(unit, **dict.fromkeys(dataclasses.asdict(unit), text)),
            case=dataclasses.replace(case, applicant_name=text, request_text=text, history=(text,)),
            fields=dict.fromkeys(names, text),
            remedy=text,
            attachments=({"name": text, "pages": 2},),
        )

    plain = elements(engine.to_html(LETTERS[outcome.letter], composed("甲")))
    for text in trap[1].values():
        found = elements(engine.to_html(LETTERS[outcome.letter], composed(text)))
        assert set(found) - set(plain) - OURS == set()


def test_no_template_and_no_room_marks_a_text_as_safe():
    """One place knows how to escape: the filter that sets text."""
    templates = "".join(
        path.read_text(encoding="utf-8")
        for path in (PROJECT / "templates" / "letters").glob("*.html")
    )
    assert not re.search(r"\|\s*safe|autoescape|safeseq|{%\s*(load|debug|include)", templates)
    marking = [
        path.name
        for path in (PROJECT / "requests_flow" / "letters").rglob("*.py")
        if "mark_safe(" in path.read_text(encoding="utf-8")
    ]
    assert marking == ["typography.py"]
