"""用印: the picture of a seal, and what a signatory says about it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requests_flow.actions.sealing import NARROWEST, WIDEST
from requests_flow.letters.seals.picture import LARGEST_FILE, PictureRefused, cleaned
from requests_flow.views.step import TokenForm

from .inputs import DayField


class PictureField(forms.FileField):
    """A file whose pixels can be a seal; what else it holds is left behind."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": "image/png"}))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> bytes:
        """The picture as it will be kept, or the reason against it."""
        file: UploadedFile = super().clean(data, initial)
        try:
            return cleaned(file.read(LARGEST_FILE + 1))
        except PictureRefused as refused:
            raise ValidationError(str(refused)) from refused


class SealForm(TokenForm):
    """A picture, how wide it is, what for, and from when to when."""

    picture = PictureField(
        label=gettext_lazy("Picture of the seal"),
        help_text=gettext_lazy(
            "A PNG of the seal alone on a transparent ground, cut close, 300 to 4000 pixels a side, "
            "2 MiB at most. 500 pixels or more print sharply."
        ),
    )
    width_mm = forms.DecimalField(
        label=gettext_lazy("Width on paper, in millimetres"),
        min_value=NARROWEST,
        max_value=WIDEST,
        max_digits=4,
        decimal_places=1,
        initial="42.0",
        help_text=gettext_lazy("As wide as the seal of metal or rubber: 42 for most departments."),
    )
    covers_notices = forms.BooleanField(
        label=gettext_lazy("Also for letters of procedure"),
        required=False,
        help_text=gettext_lazy(
            "Receipts, demands to correct, extensions: nobody signs these one by one. Ticked, they "
            "are sealed on your word; if not, by hand."
        ),
    )
    valid_from = DayField(label=gettext_lazy("In use from"))
    valid_until = DayField(label=gettext_lazy("In use until"), required=False)

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        data = super().clean() or {}
        begins, ends = data.get("valid_from"), data.get("valid_until")
        if begins and ends and ends < begins:
            self.add_error("valid_until", _("That is before it begins."))
        return data
