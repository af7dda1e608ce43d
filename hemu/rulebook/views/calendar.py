"""The working calendar of a year, and the office's own days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.errors import Missing, Refused
from hemu.kernel.web import reads, writes
from hemu.kernel.worktime import Period
from hemu.rulebook import actions, calendar
from hemu.rulebook.calendar import Day
from hemu.rulebook.forms import HolidayForm
from hemu.rulebook.models import Holiday
from hemu.rulebook.views.shared import context, manager_of

_EARLIEST, _LATEST = 1980, 2100


@dataclass(frozen=True, slots=True)
class Month:
    """A month on the page: `blanks` empty places before its first day (weeks begin on Monday)."""

    first: date
    blanks: range
    days: list[Day]
    worked: int


@reads
def this_year(request: HttpRequest) -> HttpResponse:
    """The calendar of the present year."""
    return redirect("rulebook:year", clock.today().year)


@writes
def year(request: HttpRequest, year: int) -> HttpResponse:
    """One year; a manager declares days of rest and of work here."""
    if not _EARLIEST <= year <= _LATEST:
        raise Missing(_("没有这一年的日历。"))
    form = HolidayForm(initial=_asked(request, year))
    if request.method == "POST":
        actor = manager_of(request)
        form = HolidayForm(request.POST)
        try:
            if "clear" in request.POST:
                actions.clear_holiday(date.fromisoformat(request.POST["clear"]), by=actor)
                messages.success(request, _("已恢复为公布的安排。"))
                return redirect("rulebook:year", year)
            if form.is_valid():
                row = actions.set_holiday(by=actor, **form.cleaned_data)
                messages.success(
                    request, _("%(day)s 已登记为“%(name)s”。") % {"day": row.day, "name": row.name}
                )
                return redirect("rulebook:year", row.day.year)
        except (Refused, ValueError) as refused:
            form.add_error(None, str(refused))
    return _page(request, year, form)


def _asked(request: HttpRequest, year: int) -> dict[str, date]:
    try:
        return {"day": date.fromisoformat(request.GET.get("day", ""))}
    except ValueError:
        return {}


def _months(days: list[Day]) -> list[Month]:
    months = []
    for number in range(1, 13):
        of_month = [day for day in days if day.day.month == number]
        first = of_month[0].day
        months.append(Month(first, range(first.weekday()), of_month, sum(day.is_workday for day in of_month)))
    return months


def _page(request: HttpRequest, year: int, form: HolidayForm) -> HttpResponse:
    days = calendar.year_days(year)
    worktime, first = calendar.worktime(), next(day.day for day in days if day.is_workday)
    found = context(
        request,
        "calendar",
        year=year,
        before=reverse("rulebook:year", args=[year - 1]) if year > _EARLIEST else "",
        after=reverse("rulebook:year", args=[year + 1]) if year < _LATEST else "",
        months=_months(days),
        stretches=_stretches(days),
        own=Holiday.objects.filter(day__year=year).order_by("day"),
        known=calendar.year_known(year),
        published=year in calendar.published_years(),
        worked=sum(day.is_workday for day in days),
        rested=sum(not day.is_workday for day in days),
        hours=[_clock_times(period) for period in worktime.periods(first)],
        form=form,
    )
    return render(request, "rulebook/calendar.html", found, status=422 if form.is_bound else 200)


def _clock_times(period: Period) -> str:
    return "–".join(f"{edge // 60:02d}:{edge % 60:02d}" for edge in period)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Named days in a row of rest, with the days worked instead."""

    name: str
    first: date
    last: date
    days: int
    worked_instead: list[date]


def _stretches(days: list[Day]) -> list[Stretch]:
    """The year's holidays: days of rest of one name that follow each other, and their make-up days."""
    found: list[list[Day]] = []
    for before, day in zip([None, *days], days, strict=False):
        if day.origin != "published" or day.is_workday:
            continue
        if before is not None and before.name == day.name and not before.is_workday:
            found[-1].append(day)
        else:
            found.append([day])
    return [
        Stretch(
            run[0].name,
            run[0].day,
            run[-1].day,
            len(run),
            [day.day for day in days if day.is_workday and day.name == run[0].name],
        )
        for run in found
    ]
