"""Beside the letter as it is written: what the file still lacks, and what changed so far."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from requests_flow import labels
from requests_flow.actions.act import Refusal
from requests_flow.actions.handling import facts_missing, outcomes_in
from requests_flow.letters.engine import LetterStopped
from requests_flow.models import Case
from requests_flow.rules.catalogue import OUTCOMES, Fact

from .differing import shown, version_of
from .forms.composing import ComposeForm, stopped, written
from .side import Preview

# Where a fact is put on file that is not a line somebody types.
PLACES = {Fact.SEARCH_RECORDED: "record_search", Fact.THIRD_PARTY_ASKED: "consult"}


class PreviewNotes(Preview):
    """A piece of the compose page, for what is in its form now. Nothing is kept."""

    def answer(self, request: HttpRequest, case: Case, form: ComposeForm) -> HttpResponse:
        """Without printing: the words are compared, not the paper."""
        context: dict[str, Any] = {"missing": missing(case, form), "last": case.latest_draft}
        context["next"] = request.GET.get("next", "")
        if context["last"]:
            try:
                now = written(case, form, on=timezone.localdate())
                context["differences"] = shown(version_of(context["last"]), now)
            except (Refusal, LetterStopped) as reason:
                told = stopped(reason, form)
                context["stopped"] = f"{told['message']} {_(', ').join(told['missing'])}"
        return render(request, "requests_flow/compose_notes.html", context)


def missing(case: Case, form: ComposeForm) -> list[dict[str, str]]:
    """What the file must hold before this reply can be handed in, and where it is put there."""
    if case.outcome_code not in OUTCOMES:
        return []
    codes = outcomes_in(case.outcome_code, form.wording().fields)
    return [
        {
            "name": str(labels.FACTS[fact]),
            "url": reverse(PLACES.get(fact, "record_fact"), args=[case.pk]),
            "fact": "" if fact in PLACES else fact.value,
        }
        for fact in sorted(facts_missing(case, *codes, today=timezone.localdate()))
    ]
