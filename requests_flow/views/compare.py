"""Two versions of a reply side by side: what changed, who wrote which, and what was said between."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from requests_flow.models import Case, Draft

from .differing import shown, version_of
from .returns import exchanges


class VersionField(forms.TypedChoiceField):
    """One of the versions that were handed in."""

    def __init__(self, **kwargs: Any) -> None:
        none = gettext_lazy("This reply has no such version. Choose one from the list.")
        super().__init__(coerce=int, error_messages={"invalid_choice": none}, **kwargs)


class CompareForm(forms.Form):
    """Which two; the last two if nothing is said."""

    use_required_attribute = False

    old = VersionField(label=gettext_lazy("Older version"))
    new = VersionField(label=gettext_lazy("Newer version"))

    def __init__(self, asked: Any, drafts: list[Draft]) -> None:
        last = [draft.version for draft in drafts[-2:]]
        given = {name: asked[name] for name in ("old", "new") if asked.get(name)}
        super().__init__({"old": last[0], "new": last[-1]} | given)
        choices = [(one.version, _("version %(n)s") % {"n": one.version}) for one in drafts]
        for field in self.fields.values():
            field.choices = choices


def versions_of(case: Case) -> list[Draft]:
    """Every version, the first first, with who wrote it and who said what about it."""
    related = (
        "author",
        "opinion__reviewer",
        "opinion__amendment",
        "secrecy_check__checked_by",
        "superseded__found_by",
    )
    return list(case.drafts.select_related(*related).order_by("version"))


class Compare(View):
    """For whoever sees the case. 422 for a version that there is not."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The comparison; or, before there are two versions, that there will be one."""
        visible = Case.objects.visible_to(request.user).select_related("unit", "applicant")
        case = get_object_or_404(visible, pk=pk)
        drafts = versions_of(case)
        context: dict[str, Any] = {
            "case": case,
            "drafts": drafts,
            "trail": [
                {"label": _("Desk"), "url": reverse("desk")},
                {"label": case.number, "url": case.get_absolute_url()},
                {"label": _("Compare versions")},
            ],
        }
        status = 200
        if drafts:
            context["form"] = form = CompareForm(request.GET, drafts)
            if form.is_valid():
                only = request.GET.get("only") == "1"
                context |= compared(case, drafts, only=only, **form.cleaned_data)
            else:
                status = 422
        return render(request, "requests_flow/compare.html", context, status=status)


def compared(case: Case, drafts: list[Draft], *, old: int, new: int, only: bool) -> dict[str, Any]:
    """Both versions, what is different, and what was said from the one to the other."""
    by_version = {draft.version: draft for draft in drafts}
    before, after = by_version[old], by_version[new]
    between = [draft for draft in drafts if min(old, new) <= draft.version <= max(old, new)]
    return {
        "before": before,
        "after": after,
        "sides": [(one, _("version %(n)s") % {"n": one.version}) for one in (before, after)],
        "only": only,
        "differences": shown(version_of(before), version_of(after), is_whole=not only),
        "exchanges": exchanges(between),
        "tabs": [
            {
                "label": _("The whole letter"),
                "url": address(case, old, new),
                "is_current": not only,
            },
            {
                "label": _("Only what changed"),
                "url": address(case, old, new, only=True),
                "is_current": only,
            },
        ],
    }


def address(case: Case, old: int, new: int, *, only: bool = False) -> str:
    """Where these two are compared."""
    query = {"old": old, "new": new} | ({"only": 1} if only else {})
    return f"{reverse('compare', args=[case.pk])}?{urlencode(query)}"
