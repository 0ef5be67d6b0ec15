"""The letter in the adviser's words: while they are written, and once the opinion is given."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from legal_review.actions.amending import amended, drawn, labels_of, proposed
from legal_review.actions.reviewers import refuse_reviewer
from legal_review.forms.opinion import OpinionForm
from requests_flow.actions.act import Act, Refusal
from requests_flow.letters.engine import LetterStopped, MissingField
from requests_flow.models import Case, Draft
from requests_flow.views.files import CaseFile, as_file
from requests_flow.views.middleware import Conflict


class AmendedFile(CaseFile):
    """A version of the reply as it would be printed with the amendment. Nothing is kept."""

    http_method_names = ["get", "head", "post"]

    def answer(self, case: Case, *, version: int) -> HttpResponse:
        """As the opinion on this version has it."""
        draft = draft_of(case, version)
        opinion = getattr(draft, "opinion", None)
        if not hasattr(opinion, "amendment"):
            raise Http404
        return _printed(draft, lambda: proposed(draft, opinion))

    def post(self, request: HttpRequest, pk: int, version: int) -> HttpResponse:
        """With the words in the form, for those who review."""
        case = get_object_or_404(Case.objects.visible_to(request.user), pk=pk)
        draft = draft_of(case, version)
        try:
            refuse_reviewer(Act(by=request.user, at=timezone.now()), draft=draft)
        except Refusal:
            raise Http404 from None
        form = OpinionForm(request.POST, draft=draft, lines=())
        form.is_valid()  # only the words matter here
        today = timezone.localdate()
        return _printed(draft, lambda: amended(draft, fields=form.amended_fields(), on=today))


def draft_of(case: Case, version: int) -> Draft:
    """This version of the reply."""
    return get_object_or_404(case.drafts.select_related("case", "opinion"), version=version)


def _printed(draft: Draft, words: object) -> HttpResponse:
    try:
        printed = drawn(words())
    except MissingField as empty:
        names = " · ".join(labels_of(draft.outcome_code, empty.names))
        raise Conflict(_("Still missing for the letter:") + names) from empty
    except (Refusal, LetterStopped) as stopped:
        raise Conflict(str(stopped)) from stopped
    name = f"{draft.case.number}-v{draft.version}-amended.pdf"
    return as_file(printed.pdf, media_type="application/pdf", name=name)
