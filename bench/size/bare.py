"""The least that a page of rows can cost: the same rows by key, in the same template, for nobody.

No filter, no count, no tab, no question who may see them. With the addresses of the house beside it,
so that the links in the rows can be written.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from requests_flow.models import Case
from requests_flow.urls import urlpatterns as of_the_house
from requests_flow.views.rows import rows_of
from requests_flow.views.worklist import with_all_for_rows


def bare(request: HttpRequest) -> HttpResponse:
    """`?keys=1,2,3` in the rows of the desk."""
    keys = [int(key) for key in request.GET["keys"].split(",")]
    cases = with_all_for_rows(Case.objects.filter(pk__in=keys))
    rows = rows_of(cases, request.user, today=timezone.localdate())
    return render(request, "requests_flow/desk.html", {"rows": rows, "tab": "closed"})


urlpatterns = [*of_the_house, path("bare/", bare)]
