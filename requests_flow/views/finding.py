"""查找: words go into an address, the number of an identity card into none.

It is sent as a form all the way, so that no history and no log keeps it.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import FormView

from requests_flow.actions.act import Act, Refusal
from requests_flow.actions.finding import find_by_identity
from requests_flow.models.ways import ways_of
from requests_flow.rules.applicants import identity_in
from requests_flow.units.duties import ADMINISTRATION

from .rows import rows_of
from .worklist import duties_held, with_all_for_rows

SHOWN = 50
WORDS = 120  # more than that no list is asked for


class Search(View):
    """The field at the top of every page."""

    http_method_names = ["get", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Not there for who has no desk."""
        if duties_held(request.user) & ADMINISTRATION:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Whoever had to sign in on the way comes here without what they typed."""
        return HttpResponseRedirect(reverse("desk"))

    def post(self, request: HttpRequest) -> HttpResponse:
        """On to the list of what was found; a number is sent on as it came, in the body."""
        typed = request.POST.get("q", "").strip()
        if identity_in(typed):
            # 307: the browser sends the same form once more.
            return HttpResponseRedirect(reverse("find_identity"), preserve_request=True)
        query = f"?{urlencode({'q': typed[:WORDS]})}" if typed else ""
        return HttpResponseRedirect(reverse("desk") + query, status=303)


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

    def get_form_kwargs(self) -> dict[str, Any]:
        """What was typed into the field at the top has another name, and may stand among words."""
        kwargs = super().get_form_kwargs()
        typed = self.request.POST.get("q")
        if typed is not None and "number" not in self.request.POST:
            kwargs["data"] = {"number": identity_in(typed)}
        return kwargs

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
