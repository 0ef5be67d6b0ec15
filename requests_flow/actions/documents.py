"""Takes files into a case."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from requests_flow import labels
from requests_flow.models import Case, Document
from requests_flow.rules import uploads
from requests_flow.rules.applicants import without_numbers

from .act import Act, Refusal
from .keeping import keep
from .recording import record


class UploadRefusedHere(Refusal):
    """The file is not what it says, or may not be taken in."""


@transaction.atomic
def keep_document(act: Act, *, case: Case, kind: Document.Kind, data: bytes, name: str) -> Document:
    """Check a file for what it is, keep its bytes, and put it on the case.

    Raises UploadRefusedHere or NotKept, with the reason as a sentence.
    """
    try:
        seen = uploads.inspect(data, name)
    except uploads.UploadRefused as refused:
        sentence = labels.UPLOAD_REFUSALS.get(refused.code, _("This file cannot be taken in."))
        raise UploadRefusedHere(sentence) from refused
    document = Document.objects.create(
        case=case,
        kind=kind,
        # Names of files are shown, sent and kept where the content is not.
        name=without_numbers(uploads.clean_name(name)),
        media_type=seen.media_type,
        size=len(data),
        pages=seen.pages,
        sha256=keep(data),
        added_by=act.by,
        added_at=act.at,
    )
    record(act, case=case, verb="document_added", document=document.pk, sha256=document.sha256)
    return document
