"""The pages of campaigns: the list, ordering one, progress, targets, the list to download."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hemu.disputes.forms import put_refusal
from hemu.disputes.tabs import Tab
from hemu.kernel import clock
from hemu.kernel.errors import Refused
from hemu.kernel.places import Span, parse_code
from hemu.kernel.sheets.writing import TYPE
from hemu.kernel.web import reads, writes
from hemu.loop.screening.campaigns import actions, entries, naming, occasions, pasting, proposing, queries
from hemu.loop.screening.campaigns.forms import CampaignForm, PasteForm, RemoveForm, filled, fresh
from hemu.loop.screening.campaigns.models import Campaign, TargetKind
from hemu.loop.screening.campaigns.queries import Line, Part
from hemu.loop.screening.campaigns.sheets import workbook
from hemu.loop.screening.models import ObjectKind
from hemu.orgs.actor import Actor
from hemu.orgs.models import Region
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import place_name, place_names
from hemu.orgs.signed_in import actor_of

ROWS, MOST = 50, 5000
SHOWN_OCCASIONS = 6
_OBJECTS = {
    TargetKind.BUILDING_SITE: ObjectKind.BUILDING_SITE,
    TargetKind.MINE: ObjectKind.MINE,
    TargetKind.HOUSEHOLD: ObjectKind.HOUSEHOLD,
}


@reads
def campaigns(request: HttpRequest) -> HttpResponse:
    """The campaigns that concern the actor, with how far each has come there, and the key dates to come."""
    by = actor_of(request)
    asked = request.GET.get("when", "")
    when = asked if asked in queries.WHEN else ""
    page = Paginator(queries.campaigns(by, when)[:MOST], 20).get_page(request.GET.get("page"))
    names = place_names({row.region for row in page}, local=True)
    labels = {"": _("全部"), "now": _("进行中"), "coming": _("未开始"), "over": _("已结束")}
    context = {
        "page": page,
        "rows": [(row, queries.progress(row, by), names[row.region]) for row in page],
        "tabs": [Tab(label, f"?when={key}", None, key == when) for key, label in labels.items()],
        "today": clock.today(),
        "may_lead": actions.may_lead(by),
        "occasions": occasions.coming(clock.today())[:SHOWN_OCCASIONS],
    }
    return render(request, "campaigns/campaigns.html", context)


@writes
def new(request: HttpRequest) -> HttpResponse:
    """Order a campaign, from a key date or by hand."""
    by = actor_of(request)
    if not actions.may_lead(by):
        by.require(Permission.REVIEW_VISITS)
    if request.method != "POST":
        code = request.GET.get("occasion", "")
        chosen = next((one for one in occasions.coming(clock.today()) if one.code == code), None)
        return _form(request, fresh(by, chosen))
    form = CampaignForm(request.POST, by=by)
    if form.is_valid():
        try:
            row = actions.order_campaign(form.campaign(), by=by, campaign_id=form.cleaned_data["campaign_id"])
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, _("已部署。请接着列出要走访的对象。"))
            return redirect("campaigns:add", row.county, row.id)
    return _form(request, form, status=422)


def _form(
    request: HttpRequest, form: CampaignForm, row: Campaign | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "campaign": row, "occasions": occasions.coming(clock.today())[:SHOWN_OCCASIONS]}
    return render(request, "campaigns/form.html", context, status=status)


@writes
def change(request: HttpRequest, county: int, campaign_id: int) -> HttpResponse:
    """Change a campaign's name, days, entries and note."""
    by = actor_of(request)
    row = queries.campaign(county, campaign_id, by=by)
    form = filled(row, by, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.change_campaign(row, form.campaign(), by=by)
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, _("已保存。"))
            return redirect("campaigns:campaign", county, campaign_id)
    return _form(request, form, row, status=422 if form.is_bound else 200)


def _within(request: HttpRequest) -> Region | None:
    try:
        return Region.objects.filter(pk=parse_code(request.GET.get("region", ""))).first()
    except ValueError:
        return None


def _span(region: Region | None) -> Span | None:
    return region.span if region else None


@reads
def campaign(request: HttpRequest, county: int, campaign_id: int) -> HttpResponse:
    """How far a campaign has come: in all, by area, by kind, and which places nobody has entered."""
    by = actor_of(request)
    row = queries.campaign(county, campaign_id, by=by)
    region = _within(request)
    lines = queries.lines(row, by, _span(region))
    areas = queries.by_area(queries.areas(row, by, _span(region)), lines)
    list_url = reverse("campaigns:targets", args=[county, campaign_id])
    context = {
        "campaign": row,
        "where": place_name(row.region),
        "region": region,
        "total": queries.whole(lines),
        "put": queries.put_in(row, by),
        "areas": areas,
        "chart": _chart(areas, list_url),
        "kinds": queries.by_kind(lines),
        "entries": queries.by_entry(row, lines),
        "list_url": list_url,
        "code": region.shown_code if region else "",
        "may_change": actions.may_change(row, by),
        "may_list": actions.may_list(row, by),
        "days": _days(row),
    }
    return render(request, "campaigns/campaign.html", context)


def _days(row: Campaign) -> str:
    today = clock.today()
    if today < row.since:
        return _("还有 %(n)s 天开始") % {"n": (row.since - today).days}
    if today > row.until:
        return _("已结束")
    return _("还剩 %(n)s 天") % {"n": (row.until - today).days + 1}


def _chart(areas: list[Part], url: str) -> dict[str, Any] | None:
    """Visited and missing by area, as bars that open their lists."""
    shown = [part for part in areas if part.region and part.every]
    if not shown:
        return None
    return {
        "categories": [part.label for part in shown],
        "series": [
            {"name": _("已走访"), "values": [part.visited for part in shown], "colour": "bamboo"},
            {"name": _("待审核"), "values": [part.waiting for part in shown], "colour": "slate"},
            {"name": _("未走访"), "values": [part.missing for part in shown], "colour": "straw"},
        ],
        "links": [f"{url}?region={part.region.shown_code}" for part in shown if part.region],
    }


def _chosen(request: HttpRequest, lines: list[Line]) -> list[Line]:
    """The lines that the address asks for."""
    state, kind, entry = (request.GET.get(name, "") for name in ("state", "kind", "entry"))
    if state in queries.STATES:
        lines = [line for line in lines if line.state == state]
    if kind.isdigit():
        lines = [line for line in lines if str(line.target.kind) == kind]
    if entry:
        lines = [line for line in lines if line.target.entry == entry]
    return lines


@reads
def targets(request: HttpRequest, county: int, campaign_id: int) -> HttpResponse:
    """The targets, with the visit that reached each; `state` and the rest of the address choose."""
    by = actor_of(request)
    row = queries.campaign(county, campaign_id, by=by)
    region = _within(request)
    page = Paginator(_chosen(request, queries.lines(row, by, _span(region))), ROWS).get_page(
        request.GET.get("page")
    )
    names = place_names({line.target.region for line in page}, local=True)
    context = {
        "campaign": row,
        "region": region,
        "page": page,
        "rows": [(line, names[line.target.region], _visit_url(row, line)) for line in page],
        "tabs": _states(request),
        "entry": entries.label(request.GET["entry"]) if request.GET.get("entry") else "",
        "query": request.GET.urlencode(),
        "may_remove": actions.may_lead(by),
        "may_visit": by.may(Permission.REGISTER),
    }
    return render(request, "campaigns/targets.html", context)


def _states(request: HttpRequest) -> list[Tab]:
    found = []
    for key, label in {
        "": _("全部"),
        "missing": _("未走访"),
        "waiting": _("待审核"),
        "visited": _("已走访"),
    }.items():
        query = request.GET.copy()
        query.pop("page", None)
        query["state"] = key
        found.append(Tab(label, f"?{query.urlencode()}", None, request.GET.get("state", "") == key))
    return found


def _visit_url(row: Campaign, line: Line) -> str:
    """The form of a visit to this target, already filled in."""
    target = line.target
    kind = _OBJECTS.get(TargetKind(target.kind), ObjectKind.OTHER)
    known = {
        "target": naming.key_of(target), "campaign": row.name, "object_name": target.name,
        "object_kind": int(kind), "region": target.region, "place": target.place, "reason": row.kind + 1,
    }  # fmt: skip
    return f"{reverse('screening:new-visit')}?{urlencode(known)}"


@writes
def add(request: HttpRequest, county: int, campaign_id: int) -> HttpResponse:
    """Add targets: pasted, or picked among those that are proposed."""
    by = actor_of(request)
    row = queries.campaign(county, campaign_id, by=by)
    if not actions.may_list(row, by):
        by.require(Permission.REGISTER)
    form = PasteForm(request.POST if request.POST.get("how") == "paste" else None)
    read = pasting.read(form.cleaned_data["targets"], row, by) if form.is_bound and form.is_valid() else []
    proposed = proposing.proposals(row, by)
    picked = set(request.POST.getlist("picked"))
    new_targets = [one.target for one in read if one.target]
    new_targets += [one.target for one in proposed if one.key in picked]
    wrong = [one for one in read if one.wrong]
    if request.method == "POST" and new_targets and (not wrong or request.POST.get("good_only")):
        try:
            n = actions.add_targets(row, new_targets, by=by)
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, _("新列入 %(n)s 个对象，已在清单里的不重复。") % {"n": n})
            return redirect("campaigns:targets", county, campaign_id)
    context = {
        "campaign": row, "form": form, "read": read, "wrong": wrong, "good": len(read) - len(wrong),
        "proposed": proposed, "columns": pasting.COLUMNS,
    }  # fmt: skip
    return render(request, "campaigns/add.html", context, status=422 if request.method == "POST" else 200)


@writes
def remove(request: HttpRequest, county: int, target_id: int) -> HttpResponse:
    """Take a target off the list, saying why."""
    by = actor_of(request)
    row = queries.target(county, target_id, by=by)
    of = queries.campaign(row.campaign_county, row.campaign_id, by=by)
    form = RemoveForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.remove_target(row, form.cleaned_data["why"], by=by)
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, _("已移出清单，理由留存。"))
            return redirect("campaigns:targets", of.county, of.id)
    context = {"campaign": of, "target": row, "where": place_name(row.region), "form": form}
    return render(request, "campaigns/remove.html", context, status=422 if form.is_bound else 200)


@reads
def sheet(request: HttpRequest, county: int, campaign_id: int) -> HttpResponse:
    """The list as a workbook, with the filters of the page."""
    by: Actor = actor_of(request)
    row = queries.campaign(county, campaign_id, by=by)
    lines = _chosen(request, queries.lines(row, by, _span(_within(request))))
    answer = HttpResponse(workbook(row, lines, by=by), content_type=TYPE)
    answer["Content-Disposition"] = 'attachment; filename="targets.xlsx"'
    return answer
