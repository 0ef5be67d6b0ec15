"""Words that nobody can guess, in every text field of everything that hangs on a case."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models

from requests_flow.models import Case, vault
from tests.factories import TODAY, at

APPS = {"requests_flow", "legal_review", "archive", "viewflow"}
TEXTS = (models.CharField, models.TextField, models.JSONField)
WORD = re.compile(r"Zq[0-9A-Z]{5}x")
# Rows of their own for each person or unit, and what only says by whom something was sent twice.
NOT_OF_A_CASE = {"FormToken", "CaseProcess", "SigningDelegation", "SealImage"}
# Not shown as words: codes that the program compares, digests, and copies of what has a canary.
CODES = re.compile(
    r"(^|\.)(\w*sha256|\w*digest|hash|previous|fingerprint|\w*_code|code|verb|duty|template_version"
    r"|media_type|retention|series|clock_state|counted_by|review_result|identity_sealed"
    r"|identity_index|words|folder|attachments|phrases|checklist|changed|changes|fact"
    r"|flow_class|flow_task|flow_task_type|status|token|external_task_id|owner_permission"
    r"|owner_permission_obj_pk)$"
)


@dataclass(frozen=True, slots=True)
class Canary:
    """Where a word was put."""

    case: str
    field: str  # Model.field
    row: int


def paths() -> dict[type[models.Model], str]:
    """Every model that hangs on a case, with the lookup that leads there."""
    found: dict[type[models.Model], str] = {Case: ""}
    waiting = [Case]
    mine = [one for one in apps.get_models() if one._meta.app_label in APPS]
    while waiting:
        parent = waiting.pop(0)
        for model in mine:
            if model in found or model.__name__ in NOT_OF_A_CASE:
                continue
            for field in model._meta.fields:
                if field.related_model is parent and not field.null:
                    found[model] = f"{field.name}__{found[parent]}".removesuffix("__")
                    waiting.append(model)
                    break
        if parent is Case:
            for field in Case._meta.fields:
                model = field.related_model
                if model and model._meta.app_label in APPS and model not in found:
                    found[model] = "case"
                    waiting.append(model)
    return found


def text_fields(model: type[models.Model]) -> list[models.Field]:
    """Those that hold words of people."""
    return [
        field
        for field in model._meta.fields
        if isinstance(field, TEXTS)
        and not field.choices
        and not field.primary_key
        and not CODES.search(field.name)
    ]


def rows_of(model: type[models.Model], case: Case) -> models.QuerySet[Any]:
    """What of this model hangs on the case."""
    path = paths()[model]
    manager = model._default_manager
    return manager.filter(**{path: case.pk}) if path else manager.filter(pk=case.pk)


def without_guards() -> None:
    """Nothing of a case can be changed; here it is, so that the words get in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            if "fts" not in name:
                cursor.execute(f'DROP TRIGGER "{name}"')
        cursor.execute("PRAGMA ignore_check_constraints = ON")


class Planter:
    """Puts the words in, and remembers which is whose."""

    def __init__(self) -> None:
        self.canaries: dict[str, Canary] = {}
        self._numbers = itertools.count(1)

    def word(self, case: str, field: str, row: int) -> str:
        """A new one."""
        number = next(self._numbers) * 7919 % 36**5
        digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        said = "".join(digits[number // 36**place % 36] for place in range(5))
        self.canaries[f"Zq{said}x"] = Canary(case, field, row)
        return f"Zq{said}x"

    def plant(self, name: str, case: Case) -> None:
        """In every text field of every row, and in every file."""
        for model in paths():
            for row in rows_of(model, case):
                changes = {
                    field.attname: self._with_word(name, row, field) for field in text_fields(model)
                }
                changes |= self._files(name, row)
                if changes:
                    model._default_manager.filter(pk=row.pk).update(**changes)

    def _with_word(self, name: str, row: Any, field: models.Field) -> Any:
        word = self.word(name, f"{type(row).__name__}.{field.name}", row.pk)
        value = getattr(row, field.attname)
        if isinstance(field, models.JSONField):
            return said_in(value, word)
        room = (field.max_length or 10_000) - len(word)
        if isinstance(field, models.EmailField):
            return f"{word}@example.org"
        return f"{str(value or '')[: max(room, 0)]}{word}"

    def _files(self, name: str, row: Any) -> dict[str, str]:
        model = type(row).__name__
        if model not in ("Document", "Letter", "Seal"):
            return {}
        word = self.word(name, f"{model}.bytes", row.pk)
        return {"sha256": vault.put(f"%PDF-1.7 {word}".encode())}


def said_in(value: Any, word: str) -> Any:
    """The same data with the word after all that is prose."""
    if isinstance(value, dict):
        return {key: said_in(one, word) for key, one in value.items()}
    if isinstance(value, list):
        return [said_in(one, word) for one in value]
    is_prose = isinstance(value, str) and re.search(r"[\u4e00-\u9fff]", value)
    return f"{value}{word}" if is_prose else value


def missing(cases: list[Case]) -> list[type[models.Model]]:
    """Models of which none of these cases has a row."""
    return [model for model in paths() if not any(rows_of(model, case).exists() for case in cases)]


def ready(wanted: list[type[models.Model]]) -> list[type[models.Model]]:
    """Those of them that rest on none of the others."""
    return [
        model
        for model in wanted
        if not any(
            field.related_model in wanted and not field.null and field.related_model is not model
            for field in model._meta.fields
        )
    ]


def fill(case: Case, model: type[models.Model], person: Any, **given: Any) -> None:
    """A row of this model on the case, with some value in every column."""
    values: dict[str, Any] = {}
    for field in model._meta.fields:
        if field.name in given or (field.primary_key and not field.is_relation):
            continue
        if field.null and not isinstance(field, TEXTS) and field.name != "person":
            continue
        values[field.name] = some(field, case, person)
    model._default_manager.bulk_create([model(**{**values, **given})])


def some(field: models.Field, case: Case, person: Any) -> Any:
    """A value that fits the column."""
    if field.is_relation:
        target = field.related_model
        if target._meta.model_name == "user":
            return person
        if target._meta.model_name == "unit":
            return case.unit
        return rows_of(target, case).order_by("-pk").first()
    if field.choices:
        return field.flatchoices[0][0]
    if isinstance(field, models.JSONField):
        return {"文": "文字"}
    if isinstance(field, models.DateTimeField):
        return at()
    if isinstance(field, models.DateField):
        return TODAY
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, (models.CharField, models.TextField)):
        return f"文{case.pk}"
    return 1
