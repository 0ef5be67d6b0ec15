"""常用语: one phrase with its versions, and a new one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView

from requests_flow import labels
from requests_flow.actions import phrasing
from requests_flow.actions.act import Refusal
from requests_flow.actions.phrase_checks import Words
from requests_flow.letters.alignment import Kind, align, one_row
from requests_flow.letters.engine import LetterStopped
from requests_flow.models import Phrase, PhraseVersion
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import Unit

from .differing import Line, Section, Shown
from .forms.phrases import NewVersionForm, PhraseForm, RetireForm
from .middleware import Conflict
from .phrases import current, field_label, standings
from .step import OnceMixin


def words_of(data: dict[str, Any]) -> Words:
    """The form's words as the action takes them."""
    names = ("title", "text", "valid_from", "valid_until")
    return Words(**{name: data[name] for name in names})


class WritesPhrases(OnceMixin, FormView):
    """A form about wording: done once, refused beside its field, 409 for the loser of a race."""

    sentence: str

    def perform(self, form: forms.Form) -> PhraseVersion:
        """Call the action."""
        raise NotImplementedError

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Write the version; or show why not, with all that was typed."""
        if first := self.first_result():
            return first
        try:
            with transaction.atomic():
                row = self.perform(form)
                answer = self.done(form, reverse("phrase", args=[row.phrase_id]))
        except phrasing.DutyMissing as missing:
            raise Http404 from missing
        except phrasing.Overtaken as late:
            raise Conflict(str(late)) from late
        except (Refusal, LetterStopped) as refusal:
            if isinstance(refusal, LetterStopped):
                refusal.field = "text"  # what the letter stopped at is what was written here
            return self.refuse(form, refusal)
        messages.success(self.request, self.sentence)
        return answer

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """The page again, with what was typed."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class NewPhrase(WritesPhrases):
    """For the head of the disclosure office; for others there is nothing here."""

    template_name = "requests_flow/phrase_new.html"
    form_class = PhraseForm
    unit: Unit

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The organ in the address, or the only one."""
        own = access.units_for(request.user, Duty.REVIEW).filter(organ=None, closed_on=None)
        asked = request.GET.get("unit", "")
        if asked:
            own = own.filter(pk=int(asked) if asked.isascii() and asked.isdigit() else 0)
        if (unit := own.first()) is None:
            raise Http404
        self.unit = unit
        self.sentence = _("The wording is kept as version 1.")
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """From today on; for the field that was asked for."""
        return {"valid_from": timezone.localdate(), "place": self.request.GET.get("place", "")}

    def perform(self, form: forms.Form) -> PhraseVersion:
        """Add the phrase with its first version."""
        code, _dot, field = form.cleaned_data["place"].partition(".")
        return phrasing.add_phrase(
            self.act(),
            unit=self.unit,
            outcome_code=code,
            field=field,
            words=words_of(form.cleaned_data),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """For whom it is written."""
        return super().get_context_data(unit=self.unit, trail=_trail(self.unit), **kwargs)


def _trail(unit: Unit, title: str = "") -> list[dict[str, str]]:
    url = f"{reverse('phrases')}?unit={unit.pk}"
    return [
        {"label": _("Wording"), "url": reverse("phrases")},
        {"label": str(unit), "url": url},
        {"label": title or _("New wording")},
    ]


class PhrasePage(WritesPhrases):
    """A phrase, its versions, and what changed from one to the next."""

    template_name = "requests_flow/phrase.html"
    phrase: Phrase

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """For whoever has a duty in the organ; written to by the head alone."""
        visible = Phrase.objects.visible_to(request.user).select_related("unit")
        self.phrase = get_object_or_404(visible, pk=kwargs["pk"])
        self.may_edit = access.may(request.user, Duty.REVIEW, self.phrase.unit)
        if request.method == "POST" and not self.may_edit:
            raise Http404
        self.versions = list(self.phrase.versions.select_related("author").order_by("-version"))
        return super().dispatch(request, *args, **kwargs)

    @property
    def is_retiring(self) -> bool:
        """Whether the second button was pressed."""
        return "retire" in self.request.POST

    def get_form_class(self) -> type[forms.Form]:
        """The form that was sent."""
        return RetireForm if self.is_retiring else NewVersionForm

    def get_initial(self) -> dict[str, Any]:
        """The words of the last version, from today on."""
        last, today = self.versions[0], timezone.localdate()
        begins = max(today, last.valid_from)
        return {
            "title": last.title,
            "text": last.text,
            "valid_from": begins,
            "seen": last.version,
        }

    def perform(self, form: forms.Form) -> PhraseVersion:
        """Append a version: other words, or the same with an end."""
        data = form.cleaned_data
        if self.is_retiring:
            self.sentence = _("The wording ends; replies that were made with it keep it.")
            return phrasing.retire(
                self.act(), phrase=self.phrase, last_day=data["valid_until"], seen=data["seen"]
            )
        self.sentence = _("The new version is kept; replies made before keep the one they have.")
        return phrasing.add_version(
            self.act(), phrase=self.phrase, words=words_of(data), seen=data["seen"]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Every version with what it changed; the forms for who may write."""
        form, phrase = kwargs.pop("form", None), self.phrase
        sent = {type(form): form} if form else {}
        found = standings(self.versions, today=timezone.localdate())
        earlier = {row.version + 1: row for row in self.versions}
        shown = current(found)
        initial = self.get_initial()
        ending = {**initial, "valid_until": initial["valid_from"]}
        return super().get_context_data(
            form=sent.get(NewVersionForm) or NewVersionForm(initial=initial, auto_id="new_%s"),
            retire_form=sent.get(RetireForm) or RetireForm(initial=ending, auto_id="end_%s"),
            phrase=phrase,
            place=f"{phrase.outcome_code}.{phrase.field}",
            outcome=labels.OUTCOMES.get(phrase.outcome_code, ""),
            field=field_label(phrase),
            shown=shown,
            rows=[(one, _differences(earlier.get(one.row.version), one.row)) for one in found],
            is_over=found[0].state == "over",
            may_edit=self.may_edit,
            trail=_trail(phrase.unit, shown.row.title),
            **kwargs,
        )


def _differences(old: PhraseVersion | None, new: PhraseVersion) -> Shown | None:
    """What changed from the version before, word for word; None for the first."""
    if old is None:
        return None
    lines = [
        Line(kind=row.kind, label=label, old=row.old, new=row.new, runs=row.runs)
        for label, row in [
            (_("Name of the phrase"), one_row(old.title, new.title)),
            (_("In force from"), one_row(str(old.valid_from), str(new.valid_from))),
            (
                _("Last day on which it is offered"),
                one_row(str(old.valid_until or ""), str(new.valid_until or "")),
            ),
            *((_("Wording"), row) for row in align(_lines(old), _lines(new))),
        ]
        if row.kind is not Kind.SAME
    ]
    return Shown(len(lines), [Section("", lines)] if lines else [])


def _lines(row: PhraseVersion) -> list[str]:
    return row.text.split("\n")
