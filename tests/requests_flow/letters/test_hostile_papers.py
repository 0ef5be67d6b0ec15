"""Envelopes, labels and lists for the post: names, addresses and file names stay text there too."""

from __future__ import annotations

from datetime import datetime

import pytest

from requests_flow.letters import envelopes, post_list
from requests_flow.letters.engine import DoesNotFit, _templates

from .hostile import SECRET, listening, payloads
from .test_hostile_payloads import OURS, elements, squeezed, text_of, unsafe_parts

AT = datetime(2026, 11, 23, 10, 0)
PARTS = (
    "addressee",
    "address",
    "sender",
    "sender_address",
    "postcode",
    "sender_postcode",
    "number",
)


@pytest.fixture(scope="module")
def trap(tmp_path_factory):
    file = tmp_path_factory.mktemp("secret") / "canary.txt"
    file.write_text(SECRET, encoding="utf-8")
    with listening(file) as (url, asked):
        yield asked, payloads(url, file)


def label(**parts):
    plain = dict.fromkeys(PARTS, "甲") | {"postcode": "315000", "sender_postcode": "315010"}
    return envelopes.Label(check_code="AB12", **(plain | parts))


def whatever_fits(labels, form):
    """Print those that fit; what does not is refused by its number, all of them at once."""
    try:
        return envelopes.print_envelopes(labels, form=form)
    except DoesNotFit as stopped:
        left = [one for one in labels if one.number not in stopped.parts]
        assert len(left) < len(labels)
        return whatever_fits(left, form) if left else None


@pytest.mark.parametrize("form", [envelopes.Form.C4, envelopes.Form.SHEET_8])
def test_every_payload_in_every_part_of_a_label_fetches_nothing(form, trap):
    asked, texts = trap
    labels = [
        label(**dict.fromkeys(("addressee", "address", "sender", "sender_address"), text))
        for text in texts.values()
    ]
    labels = [
        envelopes.Label(**{name: getattr(one, name) for name in PARTS} | {
            "number": f"{at}号", "check_code": "AB12"})
        for at, one in enumerate(labels)
    ]  # fmt: skip
    printed = whatever_fits(labels, form)

    assert asked == []
    assert printed is not None
    assert SECRET.encode() not in printed.pdf
    assert unsafe_parts(printed.pdf) == set()


def test_nothing_on_a_label_or_an_envelope_becomes_an_element(trap):
    def html(name, text):
        row = envelopes._row(0, label(**dict.fromkeys(PARTS, text)), 0) | {"left": "1", "top": "1"}
        values = {"form": "c4", "labels": [row], "sheets": [[row]]}
        return _templates().get_template(f"letters/{name}.html").render(_context(values))

    everything = " ".join(trap[1].values())
    for name in ("envelope", "labels"):
        plain, found = elements(html(name, "甲")), elements(html(name, everything))
        assert set(found) - set(plain) - OURS == set()


def _context(values):
    from django.template import Context

    return Context(values, autoescape=True, use_l10n=False, use_tz=False)


def test_every_payload_in_the_lists_for_the_post_fetches_nothing(trap, read):
    asked, texts = trap
    lines = [
        post_list.Line(
            number=text, addressee=text, address=text, postcode=text[:12], pages=1, pieces=1,
            check_code="AB12",
        )
        for text in texts.values()
    ]  # fmt: skip
    extras = [
        post_list.Extra(number="甲", name=text, pages=None, sha256="0" * 64)
        for text in texts.values()
    ]
    for printed in (
        post_list.print_post_list(lines, units=["甲"], printed_at=AT, printed_by="甲"),
        post_list.print_extras(extras),
    ):
        assert asked == []
        assert SECRET.encode() not in printed.pdf
        assert unsafe_parts(printed.pdf) == set()
    shown = text_of(printed.pdf, read)
    assert all(squeezed(text) in shown for text in texts.values())
