"""批量打印: letters chosen in the queue, or their envelopes, as one PDF.

Sent and not fetched (POST): each letter printed is written down, and an address that prints would
be followed by every link checker. A key of anybody else's among those chosen, and there is nothing.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from requests_flow.actions.act import Act
from requests_flow.actions.batch_printing import print_labels, print_letters
from requests_flow.actions.bundles import LettersNotPrinted
from requests_flow.letters.engine import LetterStopped
from requests_flow.letters.envelopes import Form
from requests_flow.models import Case, Letter
from requests_flow.rules.envelope import STAYS_IN_THE_HOUSE
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import User

from .deliver_queue import Queue
from .files import as_file
from .forms.printing import LabelsForm, LettersForm
from .worklist import holds

MOST_KEYS = 500  # more than any list shows: somebody tries


def printable(user: User) -> QuerySet[Letter]:
    """The letters that `user` sends: they stand, and their case is not sealed yet."""
    cases = Case.objects.visible_to(user).filter(
        unit__in=access.units_for(user, Duty.DELIVER), archived_at=None
    )
    return (
        Letter.objects.standing()
        .filter(case__in=cases)
        .exclude(code__in=STAYS_IN_THE_HOUSE)
        .select_related("case__unit", "case__applicant", "draft")
    )


def chosen(user: User, keys: list[str]) -> list[Letter]:
    """The letters of these keys. Raises Http404 unless each is one that `user` sends."""
    wanted = set(keys)
    if len(wanted) > MOST_KEYS or not all(
        key.isascii() and key.isdecimal() and len(key) < 18 for key in wanted
    ):
        raise Http404
    letters = list(printable(user).filter(pk__in=wanted))
    if len(letters) != len(wanted):
        raise Http404
    return letters


class _Printing(Queue):
    """Prints what was chosen in the queue, or shows the queue again with the reason."""

    http_method_names = ["post"]
    form_class: type[LettersForm | LabelsForm]
    file_name: str

    def print(self, act: Act, form: Any, letters: list[Letter]) -> bytes:
        """The PDF of what was chosen."""
        raise NotImplementedError

    def post(self, request: HttpRequest) -> HttpResponse:
        """The file; or the queue as it was, with what has to be put right."""
        if not holds(request.user, Duty.DELIVER):
            raise Http404
        letters = chosen(request.user, request.POST.getlist("letter"))
        form = self.form_class(request.POST)
        if form.is_valid():
            act = Act(by=request.user, at=timezone.now())
            try:
                pdf = self.print(act, form, letters)
            except LettersNotPrinted as refused:
                for sentence in refused.sentences:
                    form.add_error(None, sentence)
            except LetterStopped as stopped:
                form.add_error(None, str(stopped))
            else:
                name = f"{act.on.isoformat()} {self.file_name}.pdf"
                return as_file(pdf, media_type="application/pdf", name=name)
        picked = {letter.pk for letter in letters}
        context = self.get_context_data(refused=form, picked=picked)
        context[f"{form.prefix}_form"] = form
        return self.render_to_response(context, status=422)


class PrintLetters(_Printing):
    """The letters, behind a list of them."""

    form_class = LettersForm
    file_name = "文书"

    def print(self, act: Act, form: LettersForm, letters: list[Letter]) -> bytes:
        """Letters, and what goes with them."""
        return print_letters(act, letters=letters, wanted=form.wanted())


class PrintLabels(_Printing):
    """Their envelopes or labels."""

    form_class = LabelsForm
    file_name = "信封标签"

    def print(self, act: Act, form: LabelsForm, letters: list[Letter]) -> bytes:
        """Addresses alone."""
        data = form.cleaned_data
        return print_labels(act, letters=letters, form=Form(data["form"]), first=data["first"])
