"""The tree: walk it, search it, and see what became of a code; grids are made, split and merged here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.errors import Missing
from hemu.kernel.web import reads, writes
from hemu.orgs import queries
from hemu.orgs.actions import grids as acts
from hemu.orgs.actor import Actor
from hemu.orgs.forms.grids import GridForm, MergeForm, NameForm, SplitForm
from hemu.orgs.models import Level, Post, Region, RegionChange
from hemu.orgs.views.common import actor_of, form_page, manager_of, may_manage, page_of, tried

CHANGES_SHOWN = 20


def _region_of(actor: Actor, code: int) -> Region:
    found = queries.region(code)
    if not actor.covers_span(found.span):
        raise Missing(_("没有这个区划。"))
    return found


def _grid_of(request: HttpRequest, code: int) -> tuple[Actor, Region]:
    actor = manager_of(request)
    grid = _region_of(actor, code)
    if grid.level != Level.GRID:
        raise Missing(_("没有这个网格。"))
    return actor, grid


@reads
def tree(request: HttpRequest) -> HttpResponse:
    """Where the actor's own tree begins; with ``?q=``, the regions found by name or code."""
    actor = actor_of(request)
    text = request.GET.get("q", "").strip()
    if text:
        found = queries.search_regions(actor.spans, text)
        return render(request, "orgs/region_search.html", {"page": page_of(request, found), "q": text})
    roots = queries.roots(actor.spans)
    if len(roots) == 1:
        return _show(request, actor, roots[0])
    return render(request, "orgs/region_search.html", {"page": roots, "q": ""})


@reads
def region(request: HttpRequest, code: int) -> HttpResponse:
    """One region: what is below it, who works there, and its history."""
    actor = actor_of(request)
    return _show(request, actor, _region_of(actor, code))


def _show(request: HttpRequest, actor: Actor, here: Region) -> HttpResponse:
    below = queries.children(here).annotate(
        below=Count("children", filter=Q(children__until__isnull=True), distinct=True)
    )
    covering = list(queries.units_covering(here.code).order_by("width", "kind", "id"))
    seen = queries.managed_units(actor).filter(pk__in=[unit.pk for unit in covering]).order_by("pk")
    steps = [step for step in queries.path(here) if actor.covers_span(step.span)]
    context = {
        "here": here,
        "steps": steps,
        "page": page_of(request, below, size=100),
        "child_level": _child_level(below.first()),
        "units": covering,
        "visible": set(seen.values_list("pk", flat=True)),
        "holders": _holders(here),
        "forces": _forces(here),
        "changes": _changes(here),
        "successors": [] if here.is_current else queries.successors(here.code),
        "may_manage": may_manage(actor, here.span),
        "is_village": here.level == Level.VILLAGE,
        "is_grid": here.level == Level.GRID,
        "today": clock.today(),
    }
    return render(request, "orgs/region.html", context)


def _child_level(first: Region | None) -> str:
    return str(Level(first.level).label) if first else ""


def _forces(here: Region) -> list[tuple[str, SafeString]]:
    """Who works here, each number a link to the list that it counts."""
    found = queries.forces(here.span)
    if not found.units:
        return []
    lines = [
        (_("单位"), "orgs:units", {}, found.units),
        (_("人员"), "orgs:people", {}, found.people),
        *((force.label, "orgs:people", {"role": force.code}, force.count) for force in found.roles),
        *((force.label, "orgs:teams", {"kind": force.code}, force.count) for force in found.teams),
    ]
    return [(label, _counted(name, here, query, count)) for label, name, query, count in lines]


def _counted(name: str, here: Region, query: dict[str, int], count: int) -> SafeString:
    address = f"{reverse(name)}?{urlencode({'region': here.code, **query})}"
    return format_html('<a href="{}">{}</a>', address, f"{count:,}")


def _holders(here: Region) -> dict[int, list[Post]]:
    """Posts of single grids below (or at) `here`, by grid: who walks where."""
    if here.level < Level.VILLAGE:
        return {}
    posts = Post.objects.current().filter(lo__gte=here.lo, hi__lte=here.hi).select_related("person", "unit")
    found: dict[int, list[Post]] = {}
    for post in posts.order_by("role", "id"):
        if post.lo is not None:
            found.setdefault(post.lo, []).append(post)
    return found


@dataclass(frozen=True, slots=True)
class Happened:
    """One change of the tree: a split in three is one, with three new codes."""

    first: RegionChange
    olds: list[tuple[Region, str]]
    news: list[tuple[Region, str]]


def _changes(here: Region) -> list[Happened]:
    touching = Q(old=here) | Q(new=here) | Q(old__parent=here) | Q(new__parent=here)
    found = RegionChange.objects.filter(touching).select_related("old", "new").order_by("-on", "-id")
    batches: dict[int, list[RegionChange]] = {}
    for change in found[:CHANGES_SHOWN]:
        batches.setdefault(change.batch, []).insert(0, change)
    return [
        Happened(
            rows[0],
            _once((row.old, row.old_name) for row in rows),
            _once((row.new, row.new_name) for row in rows),
        )
        for rows in batches.values()
    ]


def _once(pairs: Iterable[tuple[Region | None, str]]) -> list[tuple[Region, str]]:
    return list({region.pk: (region, name) for region, name in pairs if region is not None}.values())


@writes
def new_grid(request: HttpRequest, code: int) -> HttpResponse:
    """A form for a new grid of a village."""
    actor = manager_of(request)
    village = _region_of(actor, code)
    form = GridForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        made = tried(
            form,
            lambda: acts.create_grid(
                village, data["name"], number=data["number"], reason=data["reason"], by=actor
            ),
        )
        if made is not None:
            return _done(request, village, _("已新设“%(name)s”。") % {"name": made.name})
    return _form(request, form, village, _("新设网格"), _("新设"))


@writes
def rename(request: HttpRequest, code: int) -> HttpResponse:
    """A form for another name of a grid."""
    actor, grid = _grid_of(request, code)
    form = NameForm(request.POST or None, initial={"name": grid.name})
    if form.is_valid():
        data = form.cleaned_data
        made = tried(form, lambda: acts.rename_grid(grid, data["name"], reason=data["reason"], by=actor))
        if made is not None:
            return _done(request, grid, _("已更名。"))
    return _form(request, form, grid, _("网格更名"))


@writes
def split(request: HttpRequest, code: int) -> HttpResponse:
    """A form to split a grid."""
    actor, grid = _grid_of(request, code)
    form = SplitForm(request.POST or None, posts=acts.posts_on(grid))
    if form.is_valid():
        data = form.cleaned_data
        parts = tried(
            form,
            lambda: acts.split_grid(
                grid, data["names"], reason=data["reason"], keepers=form.keepers(), by=actor
            ),
        )
        if parts is not None:
            return _done(request, grid.parent, _split_done(len(parts)))
    return _form(request, form, grid, _("拆分网格"), _("拆分"))


@writes
def merge(request: HttpRequest, code: int) -> HttpResponse:
    """A form to merge grids of a village."""
    actor = manager_of(request)
    village = _region_of(actor, code)
    present = [child for child in queries.children(village) if child.level == Level.GRID]
    form = MergeForm(request.POST or None, grids=present)
    if form.is_valid():
        data = form.cleaned_data
        chosen = [grid for grid in present if grid.pk in data["grids"]]
        whole = tried(form, lambda: acts.merge_grids(chosen, data["name"], reason=data["reason"], by=actor))
        if whole is not None:
            return _done(request, village, _merge_done(whole.name))
    return _form(request, form, village, _("合并网格"), _("合并"))


def _split_done(count: int) -> str:
    return _("已拆分为 %(n)s 个网格，原代码保留并指向新网格。") % {"n": count}


def _merge_done(name: str) -> str:
    return _("已合并为“%(name)s”，原代码保留并指向新网格。") % {"name": name}


def _done(request: HttpRequest, to: Region | None, text: str) -> HttpResponse:
    messages.success(request, text)
    return redirect("orgs:region", code=to.code) if to else redirect("orgs:tree")


def _form(request: HttpRequest, form: Any, here: Region, title: str, button: str = "") -> HttpResponse:
    note = _("原有记录仍按原代码保存；旧代码会指向新网格，历史不丢失。")
    return form_page(
        request, form, title, about=here.full_name, back=("orgs:region", here.code), note=note, button=button
    )
