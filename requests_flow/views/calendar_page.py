"""日历: the year at a glance, and one notice with what it would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from requests_flow.actions import holidays
from requests_flow.actions.act import Refusal
from requests_flow.models import Case, Entry, HolidayNotice
from requests_flow.models.calendar_preview import Move, Preview, preview
from requests_flow.models.holiday import approved_arrangements
from requests_flow.models.reading import calendar, calendar_of
from requests_flow.models.unpublished import unpublished
from requests_flow.rules.holiday_names import stretches_of
from requests_flow.rules.working_days import CalendarError
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import Unit, User

from .calendar_words import HOLIDAYS, TONES, say_day, say_effect, say_refusal, say_stretch
from .calendar_year import arrangements_in_force, differences, months_of
from .forms.calendar import DecideForm
from .middleware import Conflict
from .step import OnceMixin

MOST_ROWS = 200


class CalendarPage(TemplateView):
    """Twelve months, where they come from, and what waits for a decision. Open to all."""

    template_name = "requests_flow/calendar.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The year asked for, or this one."""
        today, known = timezone.localdate(), arrangements_in_force()
        years = range(min(known), max(today.year + 1, *known) + 1)
        year = _year_asked(self.request, years, default=today.year)
        days = calendar()
        months = months_of(year, days, today=today)
        notices = list(
            HolidayNotice.objects.select_related("proposed_by", "decided_by").defer("text")
        )
        of_year = [notice for notice in notices if notice.year == year]
        approved = [one for one in of_year if one.decision == HolidayNotice.Decision.APPROVED]
        arrangement = known.get(year)
        return super().get_context_data(
            year=year,
            tabs=_tabs(years, year, known),
            months=months,
            working_days=sum(month.working_days for month in months),
            arrangement=arrangement,
            notice=approved[0] if approved else None,  # the newest stands first
            stretches=_named(arrangement),
            worked=[say_day(day) for day in sorted(arrangement.worked)] if arrangement else [],
            gap=next((gap for gap in unpublished(today) if gap.year == year), None),
            waiting=[notice for notice in notices if notice.is_open],
            is_proposed=any(notice.is_open for notice in of_year),
            decided=[_with_tone(one) for one in of_year if not one.is_open],
            may_keep=access.keeps_calendar(self.request.user),
            is_provisional=arrangement is None,
            may_december_change=days.may_still_change(date(year, 12, 31)),
            **kwargs,
        )


def _year_asked(request: HttpRequest, years: range, *, default: int) -> int:
    asked = request.GET.get("year", "")
    is_year = asked.isascii() and asked.isdigit() and len(asked) == len("2026")
    return int(asked) if is_year and int(asked) in years else default


def _tabs(years: Iterable[int], current: int, known: Any) -> list[dict[str, Any]]:
    return [
        {
            "label": str(year) if year in known else _("%(year)d, not entered") % {"year": year},
            "url": f"?year={year}",
            "is_current": year == current,
        }
        for year in reversed(years)
    ]


def _named(arrangement: Any) -> list[dict[str, Any]]:
    return [
        {
            "name": HOLIDAYS[stretch.name],
            "when": say_stretch(stretch.first, stretch.last),
            "days": stretch.days,
        }
        for stretch in (stretches_of(arrangement) if arrangement else ())
    ]


def _with_tone(notice: HolidayNotice) -> dict[str, Any]:
    return {"notice": notice, "tone": TONES[HolidayNotice.Decision(notice.decision)]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A preview as this person may see it: their cases by number, the others counted."""

    rows: list[Move]
    unseen: list[tuple[str, int, int]]  # unit, how many move, how many become late
    left_off: int


def shown_to(user: User, found: Preview) -> Shown:
    """Late ones first, then by the new day; a case without a link is only counted."""
    visible = set(
        Case.objects.visible_to(user).filter(archived_at=None).values_list("pk", flat=True)
    )
    rows = [move for move in found.moved if move.case.pk in visible]
    rows.sort(key=lambda move: (not move.becomes_late, move.new_due or date.max, move.case.pk))
    others = [move for move in found.moved if move.case.pk not in visible]
    moved = Counter(move.case.unit.short_name for move in others)
    late = Counter(move.case.unit.short_name for move in others if move.becomes_late)
    return Shown(
        rows=rows[:MOST_ROWS],
        unseen=[(unit, n, late[unit]) for unit, n in moved.most_common()],
        left_off=max(len(rows) - MOST_ROWS, 0),
    )


class NoticePage(OnceMixin, FormView):
    """What a proposal would change; approved by a second person, or turned down."""

    template_name = "requests_flow/calendar_notice.html"
    form_class = DecideForm
    notice: HolidayNotice

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """For those who keep the calendar; for others there is nothing here."""
        if not access.keeps_calendar(request.user):
            raise Http404
        self.notice = get_object_or_404(
            HolidayNotice.objects.select_related("proposed_by", "decided_by"), pk=kwargs["pk"]
        )
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Decide once; 409 where somebody else decided first."""
        if first := self.first_result():
            return first
        try:
            with transaction.atomic():
                sentence = self._decide(form)
                answer = self.done(form, f"{reverse('calendar')}?year={self.notice.year}")
        except holidays.AlreadyDecided as late:
            raise Conflict(str(late)) from late
        except holidays.DutyMissing as missing:
            raise Http404 from missing
        except Refusal as refusal:
            return self.refuse(form, refusal)
        except IntegrityError:
            if first := self.first_result():
                return first
            raise
        messages.success(self.request, sentence)
        return answer

    def _decide(self, form: forms.Form) -> str:
        if form.cleaned_data["decision"] == DecideForm.APPROVE:
            found = holidays.approve(self.act(), notice=self.notice)
            effect = say_effect(found.count, len(found.late))
            return _("Approved; all deadlines are counted by it now. %(effect)s") % {
                "effect": effect
            }
        holidays.refuse(self.act(), notice=self.notice, reason=form.cleaned_data["reason"])
        return _("The proposal is turned down; nothing changes.")

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """The page again, with what was typed."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The notice; while it is open, what it would change today."""
        notice = self.notice
        arrangement = notice.arrangement()
        is_own = notice.proposed_by_id == self.request.user.pk
        return super().get_context_data(
            notice=notice,
            tone=TONES[HolidayNotice.Decision(notice.decision)],
            stretches=_named(arrangement),
            worked=[say_day(day) for day in sorted(arrangement.worked)],
            is_own=is_own,
            others=_who_else(self.request.user) if notice.is_open and is_own else [],
            **(self._prospect() if notice.is_open else _as_it_was(notice)),
            **kwargs,
        )

    def _prospect(self) -> dict[str, Any]:
        arrangement, known = self.notice.arrangement(), approved_arrangements()
        try:
            found = preview(arrangement, today=timezone.localdate())
        except CalendarError as error:
            return {"contradiction": say_refusal(error)}
        return {
            "preview": found,
            "effect": say_effect(found.count, len(found.late)),
            "settled": sum(one.was_provisional and not one.is_provisional for one in found.moved),
            "shown": shown_to(self.request.user, found),
            "differences": differences(
                self.notice.year, calendar_of(known), calendar_of((*known, arrangement))
            ),
            "replaced": arrangements_in_force().get(self.notice.year),
        }


def _who_else(user: User) -> list[User]:
    """Who could approve in this person's place."""
    tops = Unit.objects.filter(parent=None, closed_on=None)
    keepers = {one.pk: one for top in tops for one in access.people_with(Duty.KEEP_CALENDAR, top)}
    return [one for one in keepers.values() if one.pk != user.pk]


def _as_it_was(notice: HolidayNotice) -> dict[str, Any]:
    """What was recorded when it was decided."""
    entries = Entry.objects.filter(case=None, verb="calendar_approved", data__notice=notice.pk)
    data = entries.values_list("data", flat=True).first()
    if not data:
        return {}
    return {"effect_then": say_effect(data.get("moved", 0), len(data.get("late", [])))}
