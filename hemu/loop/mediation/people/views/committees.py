"""The register of committees: the list, one with its roster, and what the court is told."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.disputes.forms import put_refusal
from hemu.kernel.errors import Conflict, Missing, Refused
from hemu.kernel.places import COUNTY_UNIT
from hemu.kernel.web import reads, writes
from hemu.loop.mediation.models import Mediator
from hemu.loop.mediation.people import actions, guard, queries, roster, rules, sheets
from hemu.loop.mediation.people.actions.committees import SETUPS, TRADES
from hemu.loop.mediation.people.actions.court import last_report
from hemu.loop.mediation.people.forms import CommitteeForm, CourtForm, EndForm, MemberForm
from hemu.loop.mediation.people.models import CourtReport, Member
from hemu.loop.mediation.people.queries import Row
from hemu.loop.mediation.people.views.shared import ROWS, done, number, spreadsheet, tabs
from hemu.orgs.actor import Actor
from hemu.orgs.models import CommitteeKind, Post, Region, Unit, UnitKind
from hemu.orgs.permissions import Permission
from hemu.orgs.signed_in import actor_of
from hemu.rulebook import codes

MOST = 2000


def _listed(request: HttpRequest, by: Actor) -> list[Row]:
    query = request.GET
    units = queries.committees(
        by, text=query.get("q", "")[:40], kind=number(query.get("kind", "")), trade=query.get("trade", "")[:8]
    )
    rows = queries.rows_of(list(units[:MOST]))
    return [row for row in rows if row.faults] if query.get("view") == "faults" else rows


@reads
def register(request: HttpRequest) -> HttpResponse:
    """The committees of the area, with what is to be put right in each."""
    by = actor_of(request)
    page = Paginator(_listed(request, by), ROWS).get_page(request.GET.get("page"))
    context = {
        "tabs": tabs("committees"),
        "page": page,
        "rows": [(row, codes.label(TRADES, row.committee.trade) if row.committee else "") for row in page],
        "q": request.GET.get("q", ""),
        "kind": number(request.GET.get("kind", "")),
        "trade": request.GET.get("trade", ""),
        "view": request.GET.get("view", ""),
        "kinds": CommitteeKind.choices,
        "trades": codes.choices(TRADES),
        "tells": _told_by(by) is not None,
        "query": request.GET.urlencode(),
    }
    return render(request, "mediators/committees.html", context)


@reads
def export(request: HttpRequest) -> HttpResponse:
    """The same list as .xlsx, a line a member."""
    by = actor_of(request)
    return spreadsheet(sheets.committees(_listed(request, by), by=by), "committees")


_ACTS: dict[str, Any] = {"facts": CommitteeForm, "member": MemberForm, "end": EndForm}


@writes
def committee(request: HttpRequest, unit_id: int) -> HttpResponse:
    """One committee; a POST with ``do`` does the act of that name."""
    by = actor_of(request)
    unit = guard.seen_committee(unit_id, by)
    if request.method != "POST":
        return _page(request, unit, by)
    kind = _ACTS.get(request.POST.get("do", ""))
    if kind is None:
        raise Conflict(_("请选择要办的事。"))
    guard.require_keeper(unit, by)
    form = MemberForm(request.POST, unit=unit) if kind is MemberForm else kind(request.POST)
    if done(form, unit, by):
        messages.success(request, _("已记下。"))
        return redirect("mediators:committee", unit.pk)
    return _page(request, unit, by, form)


def _page(request: HttpRequest, unit: Unit, by: Actor, tried: Any = None) -> HttpResponse:
    row = queries.rows_of([unit])[0]
    forms: dict[str, Any] = {
        "facts": CommitteeForm.of(row.committee),
        "member": MemberForm(unit=unit),
        "end": EndForm(),
    }
    if tried is not None:
        forms[tried.name] = tried
    entered = {one.post_id: one for one in Mediator.objects.active().filter(post__unit=unit)}
    posts = (
        Post.objects.current()
        .filter(unit=unit, person__is_active=True)
        .select_related("person")
        .order_by("id")
    )
    held = row.committee
    context = {
        "row": row,
        "unit": unit,
        "setup": codes.label(SETUPS, held.setup) if held else "",
        "trade": codes.label(TRADES, held.trade) if held else "",
        "people": [(post, entered.get(post.pk)) for post in posts],
        "former": Member.objects.filter(committee_id=unit.pk)
        .exclude(until=None)
        .order_by("-until", "-id")[:30],
        "forms": forms,
        "tried": tried.name if tried is not None else "",
        "keeps": guard.keeps(unit, by),
        "most": rules.MOST,
        "fewest": rules.FEWEST,
    }
    return render(request, "mediators/committee.html", context, status=422 if tried is not None else 200)


def _told_by(by: Actor) -> Region | None:
    """The county whose court the actor tells; None for everybody but who keeps a whole county's register."""
    if by.county is None or not by.may(Permission.KEEP_MEDIATORS):
        return None
    region = Region.objects.filter(pk=by.county * COUNTY_UNIT).first()
    return region if region is not None and by.covers_span(region.span) else None


def _county(by: Actor) -> Region:
    region = _told_by(by)
    if region is None:
        raise Missing(_("调委会的情况由县（市、区）司法局统一向法院通报。"))
    return region


@writes
def court(request: HttpRequest) -> HttpResponse:
    """What the court was told, what changed since, and telling it."""
    by = actor_of(request)
    region = _county(by)
    county = region.code // COUNTY_UNIT
    form = CourtForm(request.POST if request.method == "POST" else None, initial={"court": _court_of(region)})
    if form.is_bound and form.is_valid():
        try:
            actions.report_to_court(county, form.cleaned_data["court"], by=by)
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, _("已生成通报，请下载后送法院。"))
            return redirect("mediators:court")
    last = last_report(county)
    context = {
        "region": region,
        "form": form,
        "last": last,
        "waiting": roster.changes(last.held if last else {}, roster.held(county)),
        "reports": CourtReport.objects.filter(county=county),
    }
    return render(request, "mediators/court.html", context, status=422 if form.is_bound else 200)


def _court_of(region: Region) -> str:
    unit = Unit.objects.active().filter(kind=UnitKind.COURT, region=region).order_by("id").first()
    return unit.name if unit else ""


@reads
def court_export(request: HttpRequest, report_id: int) -> HttpResponse:
    """One report as .xlsx."""
    by = actor_of(request)
    county = _county(by).code // COUNTY_UNIT
    report = CourtReport.objects.filter(county=county, pk=report_id).first()
    if report is None:
        raise Missing(_("没有找到这份通报。"))
    return spreadsheet(sheets.court_report(report, by=by), f"court-{report.number}")
