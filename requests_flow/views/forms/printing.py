"""On what letters and their envelopes are printed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from requests_flow.actions.bundles import Proofs, Wanted
from requests_flow.letters.envelopes import SHEETS, Form

FORMS = {
    Form.DL: _("Envelope DL (220 × 110 mm)"),
    Form.C5: _("Envelope C5 (229 × 162 mm)"),
    Form.C4: _("Envelope C4 (324 × 229 mm)"),
    Form.SHEET_14: _("Labels, 14 on A4 (99.1 × 38.1 mm)"),
    Form.SHEET_8: _("Labels, 8 on A4 (99.1 × 67.7 mm)"),
}
PROOFS = {
    Proofs.HANDED_OVER: _("for those handed over"),
    Proofs.ALL: _("for all"),
    Proofs.NONE: _("for none"),
}


class LettersForm(forms.Form):
    """How the letters are printed."""

    prefix = "letters"
    with_attachments = forms.BooleanField(label=_("With attachments"), required=False, initial=True)
    single_sided = forms.BooleanField(label=_("One side of the paper only"), required=False)
    proofs = forms.ChoiceField(label=_("Proof of service (送达回证)"), choices=PROOFS.items())

    def wanted(self) -> Wanted:
        """What was chosen. Only of a valid form."""
        data = self.cleaned_data
        return Wanted(
            with_attachments=data["with_attachments"],
            double_sided=not data["single_sided"],
            proofs=Proofs(data["proofs"]),
        )


class LabelsForm(forms.Form):
    """On what the addresses are printed."""

    prefix = "labels"
    form = forms.ChoiceField(label=_("Envelope or sheet"), choices=FORMS.items())
    first = forms.IntegerField(
        label=_("Begin at label"),
        initial=1,
        min_value=1,
        max_value=max(sheet.count for sheet in SHEETS.values()),
        help_text=_("On a sheet that is partly used: the first free place, counted row by row."),
    )

    def clean(self) -> dict[str, Any]:
        """The place is one of that sheet."""
        data = super().clean() or {}
        sheet = SHEETS.get(Form(data["form"])) if data.get("form") else None
        if sheet and data.get("first", 1) > sheet.count:
            self.add_error("first", _("This sheet has %(count)s labels.") % {"count": sheet.count})
        return data
