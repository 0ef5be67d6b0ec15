"""Letters that are quick to print, for tests in which it does not matter how they look."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from typing import Any

import pikepdf
import pytest

from requests_flow.letters import engine
from requests_flow.letters.catalogue import letter_form
from requests_flow.letters.decision import decision_of


def print_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each kind of letter is laid out once; what a file says of itself is its own every time."""
    printed: dict[str, Any] = {}
    render = engine.render

    def quick(code: str, context: dict[str, Any]) -> Any:
        if code not in printed:
            printed[code] = render(code, context)
        letter = printed[code]
        form = letter_form(code)
        facts = context.get("decision") or {}
        words = {name: value for name, value in context.items() if name != "decision"}
        decision = decision_of(form, words, facts, letter.template_version)
        if decision is None:
            return letter
        pdf = _saying(letter.pdf, decision.text)
        return replace(letter, pdf=pdf, sha256=hashlib.sha256(pdf).hexdigest())

    monkeypatch.setattr(engine, "render", quick)


def _saying(pdf: bytes, text: str) -> bytes:
    """The same pages with other data inside."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as file:
        if "decision.json" in file.attachments:
            del file.attachments["decision.json"]
        spec = pikepdf.AttachedFileSpec(file, text.encode(), filename="decision.json")
        file.attachments["decision.json"] = spec
        file.save(out, deterministic_id=True)
    return out.getvalue()
