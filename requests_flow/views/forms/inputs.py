"""Fields that several forms use: days, files, choices that can be refused with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requests_flow.actions.act import Act, Refusal
from requests_flow.actions.documents import UploadRefusedHere, keep_document
from requests_flow.models import Case, Document
from requests_flow.views.step import TokenForm

DAY_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日"]
ACCEPTED = ".pdf,.png,.jpg,.jpeg,.docx,.xlsx,.txt"


class DayField(forms.DateField):
    """A day, picked or typed."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        kwargs.setdefault("input_formats", DAY_FORMATS)
        super().__init__(**kwargs)


class WordsField(forms.CharField):
    """Several lines of text."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class Private(forms.TextInput):
    """What is typed here no browser keeps as a draft, and offers to nobody: `isKept` in yishen.js."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"data-private": "", "autocomplete": "off", **(attrs or {})})


class FilesField(forms.FileField):
    """Any number of files, each small enough. What is in them is checked when they are kept."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", FilesInput(attrs={"accept": ACCEPTED}))
        kwargs.setdefault(
            "help_text",
            gettext_lazy("PDF, picture, DOCX, XLSX or plain text; 20 MiB a file at most."),
        )
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Every file in its own right; each that is too large is named."""
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if not files:
            super().clean(None, initial)
            return []
        limit = settings.YISHEN_UPLOAD_LIMIT
        refused = [file.name for file in files if file.size is not None and file.size > limit]
        if refused:
            raise ValidationError(
                [
                    _(
                        "“%(name)s” is larger than 20 MiB and was not taken. Split it or scan it anew."
                    )
                    % {"name": name}
                    for name in refused
                ]
            )
        return [super(FilesField, self).clean(file, initial) for file in files]


def keep_files(
    act: Act, *, case: Case, kind: Document.Kind, files: Iterable[UploadedFile], field: str
) -> None:
    """Put each file on the case; a refusal names the file and the field it came through."""
    for file in files:
        try:
            keep_document(act, case=case, kind=kind, data=file.read(), name=file.name)
        except UploadRefusedHere as refused:
            refusal = Refusal(
                _("“%(name)s” was not taken: %(reason)s") % {"name": file.name, "reason": refused}
            )
            refusal.field = field
            raise refusal from refused


class Choices(forms.RadioSelect):
    """Radios; a choice that is not open is shown disabled, with the reason in its words."""

    def __init__(self, attrs: Any = None, choices: Any = ()) -> None:
        super().__init__(attrs, choices)
        self.refused: dict[str, str] = {}

    def __deepcopy__(self, memo: Any) -> Choices:
        copied = super().__deepcopy__(memo)
        copied.refused = dict(self.refused)  # else one form's refusals would close all forms
        return copied

    def create_option(self, name: str, value: Any, label: Any, *rest: Any, **kw: Any) -> dict:
        """The option, with its refusal if there is one."""
        option = super().create_option(name, value, label, *rest, **kw)
        if reason := self.refused.get(str(value)):
            option["attrs"]["disabled"] = True
            option["label"] = _("%(choice)s — not open: %(reason)s") % {
                "choice": label,
                "reason": reason,
            }
        return option


class ChoiceOfOne(forms.ChoiceField):
    """One of a few. `refuse` closes a choice, on the page and for whoever sends it anyway."""

    widget = Choices

    def refuse(self, value: str, reason: object) -> None:
        """Close one choice."""
        self.widget.refused[value] = str(reason)

    def validate(self, value: Any) -> None:
        """A closed choice is answered with its reason."""
        super().validate(value)
        if reason := self.widget.refused.get(str(value)):
            raise ValidationError(reason)


class ChoiceForm(TokenForm):
    """A form whose `result` decides which of its fields must be filled in."""

    # field -> the choices that need it
    needed_for: dict[str, tuple[str, ...]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound:
            chosen = self.data.get(self.add_prefix("result"))
            for name, choices in self.needed_for.items():
                self.fields[name].required = chosen in choices
