"""What a draft gives away: every file that goes with it, and what the letter itself says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import translation

from requests_flow.letters.context import DRAFT_FIELDS
from requests_flow.models import Draft

ENCLOSED, IN_LETTER = "随答复提供的文件", "答复书正文"
NAME_LENGTH = 240
# The code of an outcome, which the letter prints as an article; whatever else is written is free text
# that reaches the applicant, how it is handed out as well.
_SAYS_NOTHING = frozenset({"ground"})
# One document a line: each is something handed out by itself.
_LISTS = frozenset({"documents"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One thing that is handed out. `key` is its own within the draft.

    `document` and `sha256` are of a file; what the letter says has neither, but `text`. `name` and
    `source` are as the paper of the check prints them, whatever language is read on screen.
    """

    key: str
    name: str
    source: str
    text: str = ""
    document: int | None = None
    sha256: str = ""

    @property
    def is_file(self) -> bool:
        """Whether it is a file, and not a part of the letter."""
        return bool(self.sha256)


def handed_out(draft: Draft) -> tuple[Thing, ...]:
    """Everything in `draft` that somebody has to look at before it leaves (一事一审、逐项审查)."""
    return (*_files(draft), *_words(draft))


def _files(draft: Draft) -> Iterator[Thing]:
    for at, row in enumerate(draft.attachments):
        yield Thing(
            key=f"file{at}",
            name=row["name"][:NAME_LENGTH],
            source=ENCLOSED,
            document=row.get("document"),
            sha256=row["sha256"],
        )


def _words(draft: Draft) -> Iterator[Thing]:
    for field in DRAFT_FIELDS.get(draft.outcome_code, ()):
        said = str(draft.fields.get(field.name) or "").strip()
        if not said or field.name in _SAYS_NOTHING:
            continue
        if field.name in _LISTS:
            for at, line in enumerate(filter(None, map(str.strip, said.splitlines()))):
                yield Thing(
                    key=f"{field.name}{at}", name=line[:NAME_LENGTH], source=IN_LETTER, text=line
                )
            continue
        with translation.override("zh-hans"):
            label = str(field.label)
        yield Thing(key=field.name, name=f"答复书所写：{label}", source=IN_LETTER, text=said)
