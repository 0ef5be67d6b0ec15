"""人员: everybody with an account, found by name, unit and duty; and a new account."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.generic import FormView, TemplateView

from requests_flow.actions.act import Refusal
from requests_flow.actions.departing import tasks_of
from requests_flow.actions.people import administers, take_on
from requests_flow.units import access
from requests_flow.units.duties import ADMINISTRATION, Duty
from requests_flow.units.models import Absence, Appointment, Unit, User

from .forms.people import PeopleFilter, TakeOnForm
from .step import OnceMixin

PAGE = 50


@dataclass(slots=True)
class Row:
    """One line: a person, what they hold today, whether they are away."""

    person: User
    held: dict[str, list[Unit]] = field(default_factory=dict)
    is_away: bool = False
    tasks: int = 0

    @property
    def duties(self) -> list[tuple[list[str], list[Unit]]]:
        """Those that are held on the same units stand together."""
        together: dict[tuple[Unit, ...], list[str]] = {}
        for label, units in self.held.items():
            together.setdefault(tuple(units), []).append(label)
        return [(labels, list(units)) for units, labels in together.items()]


class ForAdministrators:
    """404 for everybody but the three administrators; `needs` names the one who may do it."""

    request: HttpRequest
    needs: Duty | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Asked before anything else."""
        self.roles = roles_of(request.user)
        if not self.roles or (self.needs and self.needs not in self.roles):
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


def roles_of(user: User) -> frozenset[Duty]:
    """Which of the three administrators `user` is: one at most, unless somebody wrote rows by hand."""
    held = access.duties_held(user) & ADMINISTRATION
    return frozenset(duty for duty in held if administers(user, duty))


def rows_of(people: Iterable[User]) -> list[Row]:
    """The lines of one page, in a fixed number of queries."""
    rows = {person.pk: Row(person=person) for person in people}
    labels = {duty.codename: str(duty.label) for duty in Duty}
    held = access.standing().filter(user__in=rows).select_related("unit").order_by("duty", "unit")
    for one in held:
        rows[one.user_id].held.setdefault(labels[one.duty], []).append(one.unit)
    away = Absence.objects.on(access.day_of_asking()).filter(user__in=rows)
    for key in away.values_list("user", flat=True):
        rows[key].is_away = True
    waiting = tasks_of(row.person for row in rows.values())
    for key, n in waiting.order_by().values_list("owner").annotate(Count("pk")):
        rows[key].tasks = n
    return list(rows.values())


class People(ForAdministrators, TemplateView):
    """Who there is."""

    template_name = "requests_flow/people.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page of people."""
        wanted = PeopleFilter(self.request.GET or {})
        pages = Paginator(_found(wanted), PAGE)
        page = pages.get_page(self.request.GET.get("page"))
        return super().get_context_data(
            filter=wanted,
            rows=rows_of(page.object_list),
            shown=_("%(shown)d of %(all)d") % {"shown": len(page.object_list), "all": pages.count},
            previous_url=page.has_previous() and self._url(page.previous_page_number()),
            next_url=page.has_next() and self._url(page.next_page_number()),
            may_take_on=Duty.MANAGE_SYSTEM in self.roles,
            **kwargs,
        )

    def _url(self, page: int) -> str:
        query = self.request.GET.copy()
        query["page"] = str(page)
        return f"?{query.urlencode()}"


def _found(wanted: PeopleFilter) -> QuerySet[User]:
    held = access.standing().filter(user=OuterRef("pk"))
    state = wanted.wanted("state")
    people = User.objects.filter(is_active=state != "closed")
    if words := wanted.wanted("q"):
        people = people.filter(Q(full_name__icontains=words) | Q(username__icontains=words))
    if state == "none":
        people = people.filter(~Exists(held))
    if unit := wanted.wanted("unit"):
        held = held.filter(unit=unit)
    if duty := wanted.wanted("duty"):
        held = held.filter(duty=duty)
    if unit or duty:
        people = people.filter(Exists(held))
    return people.order_by("full_name", "pk")


@method_decorator(sensitive_variables("password"), name="form_valid")
class TakeOn(ForAdministrators, OnceMixin, FormView):
    """A new account; its password is shown in the answer to this form and nowhere else."""

    template_name = "requests_flow/people_new.html"
    form_class = TakeOnForm
    needs = Duty.MANAGE_SYSTEM

    def form_valid(self, form: TakeOnForm) -> HttpResponse:
        """Once for each form."""
        if first := self.first_result():
            return first
        data = form.cleaned_data
        try:
            with transaction.atomic():
                person, password = take_on(
                    self.act(), username=data["username"], full_name=data["full_name"]
                )
                self.done(form, reverse("person", args=[person.pk]))
        except Refusal as refusal:
            return self.refuse(form, refusal)
        return handed_out(self.request, person, password)

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """The page again, with what was typed."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


def handed_out(request: HttpRequest, person: User, password: str) -> HttpResponse:
    """The only page that ever shows it; every answer of the house says that it is not to be kept."""
    context = {"person": person, "password": password}
    return render(request, "requests_flow/people_password.html", context)


def history_of(person: User) -> tuple[list[Appointment], list[Appointment]]:
    """What stands or is to come, and what is over: the newest first."""
    today = timezone.localdate()
    rows = Appointment.objects.filter(user=person).select_related("unit", "given_by", "ended_by")
    found = list(rows.order_by("-pk")[:200])
    over = [row for row in found if is_over(row, today=today)]
    return [row for row in found if row not in over], over


def is_over(row: Appointment, *, today: Any) -> bool:
    """Ended, or its last day is over."""
    return bool(row.ended_at or (row.valid_until and row.valid_until < today))
