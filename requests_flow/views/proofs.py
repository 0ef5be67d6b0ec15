"""What a form of sending brings along: the signed proof, an odd mail number, an envelope of before."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from requests_flow import labels
from requests_flow.actions.act import Act, Refusal
from requests_flow.actions.batch_printing import printed_last
from requests_flow.actions.documents import UploadRefusedHere, keep_document
from requests_flow.actions.enclosing import Shown
from requests_flow.models import Case, Document, Letter
from requests_flow.rules.envelope import check_code_of
from requests_flow.rules.postal import NumberFault, number_fault, tidy_number


def proof_of(act: Act, case: Case, files: Sequence[UploadedFile]) -> Document | None:
    """Put each file on the case as proof of delivery; the first is the one that is named.

    Raises a refusal of the field `proof`.
    """
    kept = []
    for file in files:
        try:
            kept.append(
                keep_document(
                    act, case=case, kind=Document.Kind.PROOF, data=file.read(), name=file.name
                )
            )
        except UploadRefusedHere as refused:
            refusal = Refusal(
                _("“%(name)s” was not taken: %(reason)s") % {"name": file.name, "reason": refused}
            )
            refusal.field = "proof"
            raise refusal from refused
    return kept[0] if kept else None


def number_warning(form: forms.Form) -> str:
    """What is odd about the number that was kept; empty if nothing is."""
    if form.cleaned_data.get("method") != "post":
        return ""
    fault = number_fault(tidy_number(form.cleaned_data["tracking_number"]))
    return str(labels.NUMBER_FAULTS[fault]) if fault is NumberFault.UNKNOWN else ""


def envelope_warning(letter: Letter, shown: Shown) -> str:
    """What is wrong with the envelope or label printed last; empty if it is still the right one."""
    printed = printed_last(letter)
    if printed is None or printed.data["envelope"] == shown.envelope.digest:
        return ""
    return _(
        "The envelope or label printed on %(day)s bears the code %(old)s. The address or the papers "
        "changed since: destroy it, and print another with the code %(new)s."
    ) % {
        "day": timezone.localtime(printed.at).strftime("%Y-%m-%d %H:%M"),
        "old": check_code_of(printed.data["envelope"]),
        "new": shown.envelope.check_code,
    }
