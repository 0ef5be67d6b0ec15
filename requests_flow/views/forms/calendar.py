"""日历: a notice is read, looked at, proposed; and decided by somebody else."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requests_flow.models import HolidayNotice
from requests_flow.rules.errors import ErrorCode
from requests_flow.rules.holiday_checks import FIRST_YEAR, LAST_YEAR
from requests_flow.rules.holiday_draft import Doubt, DoubtCode, Draft, changing
from requests_flow.rules.holiday_files import read_ics, read_json
from requests_flow.rules.holiday_notice import read_notice
from requests_flow.rules.working_days import Arrangement, CalendarError
from requests_flow.views.calendar_words import say_doubt, say_refusal
from requests_flow.views.calendar_year import arrangements_in_force
from requests_flow.views.step import TokenForm

from .inputs import WordsField

LARGEST = 512 * 1024  # bytes or characters; a calendar of ten years has a tenth of it
LONGEST_SOURCE = 120
ENCODINGS = ("utf-8-sig", "gb18030")
ABOUT_THE_YEAR = {
    ErrorCode.HOLIDAY_YEAR_MISSING,
    ErrorCode.HOLIDAY_YEAR_UNCLEAR,
    ErrorCode.HOLIDAY_YEAR_DIFFERS,
}
Origin = HolidayNotice.Origin


def origin_of(content: str) -> Origin:
    """What it is, it says itself."""
    begin = content.lstrip("\ufeff \t\r\n")[:20].upper()
    if begin.startswith(("{", "[")):
        return Origin.JSON
    return Origin.ICS if begin.startswith("BEGIN:VCALENDAR") else Origin.TEXT


READERS = {Origin.JSON: read_json, Origin.ICS: read_ics, Origin.TEXT: read_notice}


def _decoded(file: UploadedFile) -> str:
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ValidationError(_("The file is too large to be a calendar of days off."))
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise ValidationError(_("The file is not text. Use a JSON or ICS file, or paste the notice."))


class Ticks(forms.MultipleChoiceField):
    """Sentences to tick; which ones there are is known only after reading."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: Any) -> bool:
        """What is ticked is held against the doubts afterwards."""
        return True


class ImportForm(TokenForm):
    """Pasted or from a file; read at once, and proposed when every doubt was looked at."""

    content = WordsField(
        label=gettext_lazy("Text of the notice"),
        rows=12,
        required=False,
        max_length=LARGEST,
        strip=False,
        help_text=gettext_lazy(
            "Open the notice on the site of the State Council, mark all of it and paste it here, "
            "title and number included."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Or from a file"),
        required=False,
        help_text=gettext_lazy(
            "A calendar (ICS) or JSON, our own or that of holiday-cn. It takes the place of the "
            "text above."
        ),
        widget=forms.FileInput(attrs={"accept": ".json,.ics,.txt"}),
    )
    year = forms.IntegerField(
        label=gettext_lazy("Year"),
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text=gettext_lazy("If the text does not say it, or speaks of several."),
    )
    source = forms.CharField(
        label=gettext_lazy("Number of the notice"),
        required=False,
        max_length=LONGEST_SOURCE,
        help_text=gettext_lazy(
            "As it is printed under the title, for example 国办发明电〔2025〕7号."
        ),
    )
    is_change = forms.BooleanField(
        label=gettext_lazy("It only changes single holidays; the rest of the year stays"),
        required=False,
        help_text=gettext_lazy(
            "As in 2019 and 2020. Without this, what is entered replaces the whole year."
        ),
    )
    confirmed = Ticks(
        label=gettext_lazy("Compare these with the printed notice, and tick what is right"),
        required=False,
    )

    draft: Draft | None = None
    arrangement: Arrangement | None = None
    origin = Origin.TEXT

    def __init__(self, *args: Any, is_proposing: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_proposing = is_proposing

    def clean_file(self) -> str:
        """The text of the file, if there is one."""
        file = self.cleaned_data.get("file")
        return _decoded(file) if file else ""

    def clean(self) -> dict[str, Any]:
        """Read it, and hold the doubts against what was ticked."""
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        if data["file"]:
            data["content"] = data["file"]
            self._put("content", data["file"])
        if not data["content"].strip():
            self.add_error("content", _("Paste the notice, or choose its file."))
            return data
        try:
            self._read(data)
        except CalendarError as error:
            field = "year" if error.code in ABOUT_THE_YEAR else "content"
            self.add_error(field, say_refusal(error))
            return data
        self._hold_doubts(data)
        return data

    def _read(self, data: dict[str, Any]) -> None:
        self.origin = origin_of(data["content"])
        draft = READERS[self.origin](data["content"], year=data.get("year"))
        present = arrangements_in_force().get(draft.arrangement.year)
        if data["is_change"]:
            if not present:
                sentence = _("No arrangement of %(year)d is in force that it could change.")
                self.add_error("is_change", sentence % {"year": draft.arrangement.year})
                return
            draft = changing(present, draft)
        source = data["source"].strip() or draft.arrangement.source
        if len(source) > LONGEST_SOURCE:
            self.add_error("source", _("Enter the number of the notice alone."))
        self.draft = draft
        self.arrangement = Arrangement(
            year=draft.arrangement.year,
            source=source,
            off=draft.arrangement.off,
            worked=draft.arrangement.worked,
        )

    def _hold_doubts(self, data: dict[str, Any]) -> None:
        if not self.draft or not self.arrangement:
            return
        # A missing number is not ticked away but entered.
        doubts = [one for one in self.draft.doubts if one.code is not DoubtCode.NUMBER_MISSING]
        doubts = {_key(doubt): say_doubt(doubt) for doubt in doubts}
        self.fields["confirmed"].choices = list(doubts.items())
        if self.is_proposing and not set(doubts) <= set(data["confirmed"]):
            self.add_error("confirmed", _("Look at each of these, and tick it if it is right."))
        if self.is_proposing and not self.arrangement.source:
            self.add_error("source", _("Enter the number of the notice."))

    def _put(self, name: str, value: str) -> None:
        self.data = self.data.copy()
        self.data[self.add_prefix(name)] = value


def _key(doubt: Doubt) -> str:
    return "|".join((doubt.code.value, doubt.about, doubt.printed, doubt.found))


class DecideForm(TokenForm):
    """Approve, or turn down with a reason."""

    APPROVE, REFUSE = "approve", "refuse"

    decision = forms.ChoiceField(
        choices=[(APPROVE, APPROVE), (REFUSE, REFUSE)], widget=forms.HiddenInput
    )
    reason = WordsField(
        label=gettext_lazy("Reason, if it is turned down"),
        rows=3,
        required=False,
        max_length=500,
        help_text=gettext_lazy("It is kept with the proposal."),
    )
