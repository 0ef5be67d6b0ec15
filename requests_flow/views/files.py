"""Letters, drafts and documents as files: only of cases that the person may see, never by path."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views import View

from requests_flow.actions import bundles
from requests_flow.letters import engine
from requests_flow.models import Case, vault
from requests_flow.rules.envelope import Party, goes_to
from requests_flow.units import access
from requests_flow.units.duties import Duty

from .middleware import Conflict

# Shown in the page; everything else is only ever saved.
SHOWN = frozenset({"application/pdf", "image/png", "image/jpeg"})
# A document is what somebody sent us: it may not run, frame or fetch anything.
LOCKED = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def disposition(name: str, *, is_shown: bool) -> str:
    """The header for a file of this name, whatever characters are in it (RFC 6266)."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", name).strip("_.") or "file"
    kind = "inline" if is_shown else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def as_file(data: bytes, *, media_type: str, name: str) -> HttpResponse:
    """`data` as a response that no browser takes for anything else."""
    is_shown = media_type in SHOWN
    response = HttpResponse(data, content_type=media_type)
    response.headers["Content-Disposition"] = disposition(name, is_shown=is_shown)
    response.headers["X-Content-Type-Options"] = "nosniff"
    if media_type != "application/pdf":  # browsers do not draw a PDF in a sandbox
        response.headers["Content-Security-Policy"] = LOCKED
    return response


def from_vault(digest: str) -> bytes:
    """The bytes kept under `digest`, or a sentence in place of a crash."""
    try:
        return vault.read(digest)
    except vault.Damaged as damaged:
        raise Conflict(
            _(
                "The stored file is missing or damaged, so it is not shown. "
                "Tell the administrator this number: %(digest)s"
            )
            % {"digest": digest[:12]}
        ) from damaged


class CaseFile(View):
    """Anything that belongs to a case and is a file."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int, **key: int) -> HttpResponse:
        """The file, or nothing that tells whether there is one."""
        case = get_object_or_404(Case.objects.visible_to(request.user), pk=pk)
        return self.answer(case, **key)

    def answer(self, case: Case, **key: int) -> HttpResponse:
        """The response for the file that `key` names within `case`."""
        raise NotImplementedError


class LetterFile(CaseFile):
    """A letter as it leaves: the very bytes, sealed if they were."""

    def answer(self, case: Case, *, letter_pk: int) -> HttpResponse:
        """From the vault, never rendered again."""
        letter = get_object_or_404(case.letters.select_related("seal"), pk=letter_pk)
        data = from_vault(letter.leaving_sha256)
        return as_file(data, media_type="application/pdf", name=f"{letter.number}.pdf")


class ServiceProof(CaseFile):
    """The proof of delivery (送达回证, L25) of a letter, to be signed by hand. Nothing is kept."""

    def answer(self, case: Case, *, letter_pk: int) -> HttpResponse:
        """Drawn anew each time; what is kept is the signed paper.

        The whole address stands on it: for who sends the letter, and sees that anyway.
        """
        if not access.may(self.request.user, Duty.DELIVER, case.unit):
            raise Http404
        letter = get_object_or_404(case.letters.standing(), pk=letter_pk)
        if goes_to(letter.code) is Party.NOBODY:
            raise Http404
        try:
            pdf = bundles.proof_of_service(bundles.bundle_of(letter))
        except engine.LetterStopped as stopped:
            raise Conflict(str(stopped)) from stopped
        return as_file(pdf, media_type="application/pdf", name=f"{letter.number}-送达回证.pdf")


class DraftFile(CaseFile):
    """A version of the reply as it would be printed, without number and date."""

    def answer(self, case: Case, *, version: int) -> HttpResponse:
        """Rendered from the context that the opinion and the signature are bound to."""
        draft = get_object_or_404(case.drafts, version=version)
        try:
            printed = engine.render(draft.letter_code, draft.context)
        except engine.LetterStopped as stopped:
            raise Conflict(str(stopped)) from stopped
        return as_file(
            printed.pdf, media_type="application/pdf", name=f"{case.number}-v{version}.pdf"
        )


class DocumentFile(CaseFile):
    """What came in or was found, under the name it was given."""

    def answer(self, case: Case, *, document_pk: int) -> HttpResponse:
        """As it was taken in; a proof of identity only to who may look behind the mask."""
        mine = case.documents.open_to(self.request.user)
        document = get_object_or_404(mine, pk=document_pk)
        data = from_vault(document.sha256)
        return as_file(data, media_type=document.media_type, name=document.name)


class DossierListing(CaseFile):
    """What the sealed folder of a case holds."""

    def answer(self, case: Case, **key: Any) -> HttpResponse:
        """Its folder, its size and its digest; the folder itself stays where it is."""
        dossier = getattr(case, "dossier", None)
        if dossier is None:
            raise Http404
        return JsonResponse(
            {
                "case": case.number,
                "folder": dossier.folder,
                "files": dossier.files,
                "payload_bytes": dossier.payload_bytes,
                "manifest_sha256": dossier.manifest_sha256,
                "retention": dossier.retention,
                "sealed_at": dossier.sealed_at.isoformat(),
            },
            json_dumps_params={"ensure_ascii": False, "indent": 1},
        )
