"""查身份证号: sent as a form and never in an address, so that no history and no log keeps it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from requests_flow.actions.act import Act, Refusal
from requests_flow.actions.finding import find_by_identity
from requests_flow.models.ways import ways_of

from .rows import rows_of
from .worklist import with_all_for_rows

SHOWN = 50


class NumberForm(forms.Form):
    """One whole number."""

    number = forms.CharField(
        label=_("Number of the identity proof"),
        max_length=60,
        help_text=_("The whole number. That you searched is recorded, the number is not."),
        error_messages={"required": _("Type the whole number of the identity proof.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class FindIdentity(FormView):
    """The applications of one person, the newest first."""

    template_name = "requests_flow/find_identity.html"
    form_class = NumberForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Not there for who has no way to any case."""
        if not ways_of(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: NumberForm) -> HttpResponse:
        """The list on the same page; to load it anew asks before it sends anew."""
        act = Act(by=self.request.user, at=timezone.now())
        try:
            cases = find_by_identity(act, number=form.cleaned_data["number"])
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
            return self.form_invalid(form)
        page = list(with_all_for_rows(cases).order_by("-received_on", "-id")[: SHOWN + 1])
        rows = rows_of(page[:SHOWN], self.request.user, today=timezone.localdate())
        # What is shown again is an empty field: a page that is left open keeps no number.
        context = self.get_context_data(form=NumberForm(), rows=rows, is_cut=len(page) > SHOWN)
        return self.render_to_response({**context, "has_searched": True, "shown": SHOWN})

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """The page again, with what was typed."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The empty form."""
        return self.render_to_response(self.get_context_data())
