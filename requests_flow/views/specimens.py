"""文书样张: what every letter looks like. No case and nobody real; for all who are signed in."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import TemplateView

from requests_flow.letters.catalogue import LETTERS
from requests_flow.letters.errors import LetterStopped
from requests_flow.letters.specimens import VARIANTS, print_specimen
from requests_flow.rules.catalogue import OUTCOMES

from .files import as_file
from .middleware import Conflict

# What each letter is for, with the article of the regulation. One line of the page each.
PURPOSES = {
    "L01": _("An application is registered (art. 31)."),
    "L02": _("The applicant is asked, once, to make the application clear (art. 30)."),
    "L03": _("The applicant of very many requests is asked for reasons (art. 35)."),
    "L04": _("The answer is put off, once, for as long as the law allows (art. 33(2))."),
    "L05": _("A third party is asked; silence decides nothing (art. 32)."),
    "L06": _("The applicant learns that others are asked and the clock rests (art. 33(3))."),
    "L07": _("The organ that made it with us is asked; silence is consent (art. 34)."),
    "L08": _("Another organ confirms what concerns it (art. 11(1))."),
    "L09": _("A fee for handling is asked (art. 42(1))."),
    "L10": _("The information is disclosed, or is public already (art. 36(1), (2))."),
    "L11": _("A part is disclosed and a part kept back (art. 37)."),
    "L12": _("Disclosure is refused (arts. 14 to 16)."),
    "L13": _("A special law governs access (art. 36(7))."),
    "L14": _("The search found nothing (art. 36(4))."),
    "L15": _("Another organ answers for it (art. 36(5))."),
    "L16": _("It would have to be made, or stays unclear (arts. 38, 30)."),
    "L17": _("It is a petition, complaint or report (art. 39(1))."),
    "L18": _("The same was answered before (art. 36(6))."),
    "L19": _("It is not handled (arts. 35, 39(2))."),
    "L20": _("The third party learns what is disclosed, and why (art. 32)."),
    "L21": _("The case is closed without an answer; stays on file (arts. 30, 42)."),
    "L21A": _("The same, told to the applicant."),
    "L22": _("The reasons hold, the answer comes on a later day (art. 35)."),
    "L23": _("A record about the applicant is put right, or not (art. 41)."),
    "L23A": _("The demand to correct goes to the organ that may (art. 41)."),
    "L24": _("Our own answer is taken back and given anew."),
    "L25": _("Proof that a letter was handed over."),
    "L26": _("Where was searched, for what, and what came of it (art. 36(4))."),
    "L27": _("Each item is checked for secrecy before it leaves (art. 17)."),
    "L28": _("The legal adviser's opinion on one draft."),
}


class Specimens(TemplateView):
    """The whole set in its order, each with its specimen."""

    template_name = "requests_flow/specimens.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One row for each letter."""
        rows = [
            {
                "form": form,
                "purpose": PURPOSES[form.code],
                "others": [
                    (at, OUTCOMES[outcome])
                    for at, outcome in VARIANTS.items()
                    if OUTCOMES[outcome].letter == form.code
                ],
                "is_reviewable": "remedy" in form.required,
            }
            for form in LETTERS.values()
        ]
        return super().get_context_data(rows=rows, **kwargs)


class Specimen(View):
    """One letter as PDF, marked as a specimen across its pages."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """Printed once and kept; or a sentence if this machine cannot print."""
        if code not in LETTERS and code not in VARIANTS:
            raise Http404
        try:
            printed = print_specimen(code)
        except LetterStopped as stopped:
            raise Conflict(str(stopped)) from stopped
        name = f"{code} {LETTERS[code.partition('-')[0]].name}.pdf"
        return as_file(printed.pdf, media_type="application/pdf", name=name)
