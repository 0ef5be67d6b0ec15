"""单位: which there are, what their letters say of them; founded, changed, closed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from requests_flow import labels
from requests_flow.actions.act import Act, Refusal
from requests_flow.actions.keeping_units import (
    change_unit,
    close_unit,
    found_unit,
    hindrance,
    reopen_unit,
)
from requests_flow.units.duties import Duty
from requests_flow.units.models import Unit

from .forms.people import ReasonForm, UnitForm
from .middleware import Conflict
from .people import ForAdministrators
from .step import OnceMixin, TokenForm


class Units(ForAdministrators, TemplateView):
    """All of them, each below the one it belongs to."""

    template_name = "requests_flow/units.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """In the order of the tree: one query."""
        rows = list(Unit.objects.select_related("legal_unit", "organ").order_by("pk"))
        return super().get_context_data(
            rows=[(unit, depth, labels.ORGAN_KINDS.get(unit.kind)) for unit, depth in _tree(rows)],
            keeps=Duty.MANAGE_SYSTEM in self.roles,
            **kwargs,
        )


def _tree(rows: list[Unit]) -> list[tuple[Unit, int]]:
    below: dict[int | None, list[Unit]] = {}
    for unit in rows:
        below.setdefault(unit.parent_id, []).append(unit)
    found: list[tuple[Unit, int]] = []
    waiting = [(unit, 0) for unit in reversed(below.get(None, []))]
    while waiting:
        unit, depth = waiting.pop()
        found.append((unit, depth))
        waiting.extend((child, depth + 1) for child in reversed(below.pop(unit.pk, [])))
    return found


class _Change(ForAdministrators, OnceMixin, FormView):
    """A form about a unit, done once."""

    needs = Duty.MANAGE_SYSTEM
    unit: Unit | None = None
    said: Any = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Which unit, if the address names one."""
        super().setup(request, *args, **kwargs)
        if code := kwargs.get("code"):
            self.unit = Unit.objects.filter(code=code).first()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """404 for a unit that there is not, as for everybody else."""
        if kwargs.get("code") and self.unit is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def perform(self, act: Act, form: Any) -> None:
        """Call the action."""
        raise NotImplementedError

    def form_valid(self, form: TokenForm) -> HttpResponse:
        """Once for each form."""
        if first := self.first_result():
            return first
        try:
            with transaction.atomic():
                self.perform(self.act(), form)
                answer = self.done(form, reverse("units"))
        except Refusal as refusal:
            if refusal.field in form.fields or isinstance(form, UnitForm):
                return self.refuse(form, refusal)
            raise Conflict(str(refusal)) from refusal
        except IntegrityError:
            if first := self.first_result():
                return first
            raise
        messages.success(self.request, self.said)
        return answer

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """The page again, with what was typed."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The unit, and why it cannot be closed now."""
        context = super().get_context_data(unit=self.unit, **kwargs)
        if self.unit and not self.unit.closed_on:
            context["hindrance"] = hindrance(self.unit)
        return context


class NewUnit(_Change):
    """An organ, or a section of one."""

    template_name = "requests_flow/unit_form.html"
    form_class = UnitForm
    said = gettext_lazy("Founded. Now people are appointed there.")

    def perform(self, act: Act, form: UnitForm) -> None:
        """Found it."""
        found_unit(act, facts=form.facts())


class EditUnit(_Change):
    """Its data; what changed stands in the audit log."""

    template_name = "requests_flow/unit_form.html"
    form_class = UnitForm
    said = gettext_lazy("Kept.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """As it is."""
        return {**super().get_form_kwargs(), "instance": Unit.objects.get(pk=self.unit.pk)}

    def perform(self, act: Act, form: UnitForm) -> None:
        """Change what is different."""
        change_unit(act, unit=self.unit, facts=form.facts())


class CloseUnit(_Change):
    """Nothing is registered there any more; or again."""

    template_name = "requests_flow/unit_close.html"
    form_class = ReasonForm

    def perform(self, act: Act, form: ReasonForm) -> None:
        """Close it, or open it again if it is closed."""
        reason = form.cleaned_data["reason"]
        if form.cleaned_data["deed"] == "open":
            reopen_unit(act, unit=self.unit, reason=reason)
            self.said = _("Opened again.")
        else:
            close_unit(act, unit=self.unit, reason=reason)
            self.said = _("Closed.")

    def get_form(self, form_class: Any = None) -> Any:
        """With what is meant, so that of two people at once the second is told."""
        form = super().get_form(form_class)
        deeds = [("close", "close"), ("open", "open")]
        form.fields["deed"] = forms.ChoiceField(choices=deeds, widget=forms.HiddenInput)
        form.fields["deed"].initial = "open" if self.unit and self.unit.closed_on else "close"
        return form
