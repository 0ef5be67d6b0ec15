"""Reads the forms of a page as a browser does: every field with the value it would send."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any


@dataclass
class Form:
    """One form of a page."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    disabled: set[tuple[str, str]] = field(default_factory=set)

    def filled(self, **values: Any) -> dict[str, Any]:
        """What is sent when a person fills in `values`; a name that is not on the page fails."""
        unknown = set(values) - self.names
        assert not unknown, f"the page has no field {unknown}; it has {sorted(self.names)}"
        for name, value in values.items():
            assert (name, str(value)) not in self.disabled, f"{name}={value} is not open"
        return {**self.fields, **values}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.textarea = self.select = ""
        self.words: list[str] = []
        self.first_option: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = Form(values.get("action", ""), values.get("method", "get").lower())
            self.forms.append(self.form)
        elif self.form is not None and tag in {"input", "textarea", "select", "button", "option"}:
            getattr(self, f"_{tag}")(values)

    def _note(self, name: str, values: dict[str, str]) -> None:
        self.form.names.add(name)
        if "disabled" in values:
            self.form.disabled.add((name, values.get("value", "")))

    def _input(self, values: dict[str, str]) -> None:
        name, kind = values.get("name", ""), values.get("type", "text")
        if not name:
            return
        self._note(name, values)
        if kind in {"file", "submit", "button", "reset"} or "disabled" in values:
            return
        if kind in {"checkbox", "radio"}:
            if "checked" in values:
                self.form.fields.setdefault(name, []).append(values.get("value", "on"))
            return
        self.form.fields.setdefault(name, []).append(values.get("value", ""))

    def _button(self, values: dict[str, str]) -> None:
        if values.get("name"):
            self._note(values["name"], values)

    def _textarea(self, values: dict[str, str]) -> None:
        self._note(values["name"], values)
        self.textarea, self.words = values["name"], []

    def _select(self, values: dict[str, str]) -> None:
        self._note(values["name"], values)
        self.select, self.first_option = values["name"], None

    def _option(self, values: dict[str, str]) -> None:
        value = values.get("value", "")
        if self.first_option is None:
            self.first_option = value
        if "selected" in values:
            self.form.fields.setdefault(self.select, []).append(value)

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if self.form is None:
            return
        if tag == "textarea":
            words = "".join(self.words).removeprefix("\n")
            self.form.fields.setdefault(self.textarea, []).append(words)
            self.textarea = ""
        elif tag == "select":
            if self.select not in self.form.fields and self.first_option is not None:
                self.form.fields[self.select] = [self.first_option]
            self.select = ""
        elif tag == "form":
            self.form = None


def forms_of(html: str) -> list[Form]:
    """Every form of the page, in its order."""
    reader = _Reader()
    reader.feed(html)
    return reader.forms
