"""常用语: the letter with a phrase in it, marked as a specimen."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views import View

from requests_flow.letters import blanks
from requests_flow.letters.engine import LetterStopped
from requests_flow.letters.phrase_specimen import PHRASE_FIELDS, print_phrase
from requests_flow.models import PhraseVersion
from requests_flow.models.phrase import units_with_wording
from requests_flow.units import access
from requests_flow.units.duties import Duty

from .files import as_file
from .middleware import Conflict


class PreviewPhrase(View):
    """The reply with these words in their field, as it would be printed. Nothing is kept."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """For who may write somewhere: the PDF, or 422 with what is missing."""
        if not access.units_for(request.user, Duty.REVIEW).filter(organ=None).exists():
            raise Http404
        place = request.POST.get("place") or request.GET.get("place", "")
        code, _dot, field = place.partition(".")
        text = blanks.plain(request.POST.get("text", ""))
        if field not in PHRASE_FIELDS.get(code, {}):
            return _not_yet(_("Choose the field first; then the letter is drawn with it."))
        if not text:
            return _not_yet(_("Write the wording; then the letter is drawn with it."))
        try:
            return _as_pdf(print_phrase(code, field, text).pdf, "preview.pdf")
        except LetterStopped as stopped:
            return _not_yet(str(stopped))


def _not_yet(sentence: str) -> HttpResponse:
    return JsonResponse({"message": sentence, "missing": []}, status=422)


def _as_pdf(pdf: bytes, name: str) -> HttpResponse:
    return as_file(pdf, media_type="application/pdf", name=name)


class PhraseSpecimen(View):
    """A specimen of the reply with one version of a phrase in it."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int, version: int) -> HttpResponse:
        """Printed anew each time; a sentence if the letter stops at it today."""
        units = units_with_wording(request.user).values("pk")
        rows = PhraseVersion.objects.filter(phrase__unit__in=units).select_related("phrase")
        row = get_object_or_404(rows, phrase=pk, version=version)
        phrase = row.phrase
        try:
            printed = print_phrase(phrase.outcome_code, phrase.field, row.text)
        except LetterStopped as stopped:
            raise Conflict(str(stopped)) from stopped
        return _as_pdf(printed.pdf, f"{phrase.outcome_code}-{phrase.field}-v{version}.pdf")
