"""Units: list, one, new, amended, closed; and their areas."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hemu.kernel import clock
from hemu.kernel.errors import Missing, Refused
from hemu.kernel.web import reads, writes
from hemu.orgs import queries
from hemu.orgs.actions import units as acts
from hemu.orgs.actor import Actor
from hemu.orgs.forms.units import AreaForm, ReasonForm, UnitForm
from hemu.orgs.models import Post, Subject, Team, Unit, UnitArea, UnitKind
from hemu.orgs.permissions import Permission
from hemu.orgs.views.common import (
    Chip,
    actor_of,
    chip_of,
    form_page,
    manager_of,
    may_manage,
    page_of,
    records_of,
    region_asked,
    tried,
    unit_of,
)

SORTS = {
    "name": ("pinyin", "id"),
    "-name": ("-pinyin", "-id"),
    "people": ("people", "pinyin", "id"),
    "-people": ("-people", "pinyin", "id"),
    "region": ("region_id", "kind", "id"),
    "-region": ("-region_id", "kind", "id"),
}


def filtered(request: HttpRequest, actor: Actor) -> QuerySet[Unit]:
    """The units that the list's filters leave; the export shows the same."""
    found = queries.search_units(actor, request.GET.get("q", ""))
    if request.GET.get("kind", "").isdigit():
        found = found.filter(kind=int(request.GET["kind"]))
    found = found.filter(is_active=request.GET.get("state") != "closed")
    if (inside := region_asked(request)) is not None:
        found = found.filter(region_id__gte=inside.lo, region_id__lt=inside.hi)
    today = clock.today()
    held = Q(posts__since__lte=today) & (Q(posts__until__isnull=True) | Q(posts__until__gt=today))
    found = found.annotate(people=Count("posts__person", filter=held, distinct=True))
    order = SORTS.get(request.GET.get("sort", ""), SORTS["region"])
    return found.select_related("region", "parent").order_by(*order)


@reads
def units(request: HttpRequest) -> HttpResponse:
    """Units of the scope, filtered."""
    actor = actor_of(request)
    found = filtered(request, actor)
    context = {
        "page": page_of(request, found),
        "kinds": UnitKind.choices,
        "kind": request.GET.get("kind", ""),
        "closed": request.GET.get("state") == "closed",
        "q": request.GET.get("q", ""),
        "in_region": region_asked(request),
        "may_manage": actor.may(Permission.MANAGE_ORGS),
        "query": request.GET.urlencode(),
        "chips": _chips(request),
    }
    return render(request, "orgs/units.html", context)


@reads
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """One unit: where it is, what it covers, who works there, what changed."""
    actor = actor_of(request)
    found = unit_of(actor, unit_id)
    areas = list(UnitArea.objects.current().filter(unit=found).order_by("lo", "id"))
    names = queries.place_names(area.lo for area in areas)
    posts = Post.objects.current().filter(unit=found).select_related("person")
    teams = Team.objects.current().filter(unit=found).annotate(people=Count("members"))
    context = {
        "unit": found,
        "described": _described(found),
        "areas": [(area, names[area.lo]) for area in areas],
        "posts": _with_places(list(posts.order_by("role", "person__pinyin", "id"))),
        "teams": teams.order_by("kind", "id"),
        "below": found.children.filter(is_active=True).order_by("kind", "pinyin", "id"),
        "records": records_of(Subject.UNIT, found.pk),
        "may_manage": may_manage(actor, found.region.span),
    }
    return render(request, "orgs/unit.html", context)


def _described(found: Unit) -> list[tuple[str, str]]:
    above = found.parent.name if found.parent else ""
    pairs = [
        (_("所在区划"), found.region.full_name),
        (_("上级单位"), above),
        (_("办公电话"), found.phone),
        (_("地址"), found.address),
        (_("停用日期"), found.closed_on.isoformat() if found.closed_on else ""),
    ]
    return [(name, value) for name, value in pairs if value]


def _chips(request: HttpRequest) -> list[Chip]:
    """The filters in force."""
    found = [chip_of(request, "q", _("名称"), request.GET.get("q", ""))]
    kinds = {str(value): str(label) for value, label in UnitKind.choices}
    found.append(chip_of(request, "kind", _("单位类别"), kinds.get(request.GET.get("kind", ""), "")))
    inside = region_asked(request)
    found.append(chip_of(request, "region", _("所在区划"), inside.local_name if inside else ""))
    return [chip for chip in found if chip is not None]


def _with_places(posts: list[Post]) -> list[tuple[Post, str]]:
    names = queries.place_names((post.lo for post in posts if post.lo is not None), local=True)
    return [(post, names.get(post.lo, "") if post.lo is not None else "") for post in posts]


@writes
def new_unit(request: HttpRequest) -> HttpResponse:
    """A form for a new unit."""
    actor = manager_of(request)
    code = request.GET.get("region", "")
    initial = {"region": int(code)} if code.isdigit() and actor.covers(int(code)) else None
    form = UnitForm(request.POST or None, actor=actor, initial=initial)
    if form.is_valid():
        made = tried(form, lambda: acts.create_unit(form.data_of(), by=actor))
        if made is not None:
            messages.success(request, _("已新增“%(name)s”，现在可以添加人员。") % {"name": made.name})
            return redirect("orgs:unit", unit_id=made.pk)
    return form_page(request, form, _("新增单位"), back=("orgs:units",))


@writes
def edit_unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """A form to amend a unit."""
    actor = manager_of(request)
    found = unit_of(actor, unit_id)
    form = UnitForm(request.POST or None, actor=actor, unit=found)
    if form.is_valid() and tried(form, lambda: acts.amend_unit(found, form.data_of(), by=actor)):
        messages.success(request, _("已保存。"))
        return redirect("orgs:unit", unit_id=found.pk)
    return form_page(request, form, _("修改单位"), about=found.name, back=("orgs:unit", found.pk))


@writes
def close_unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Ask why, then close a unit."""
    actor = manager_of(request)
    found = unit_of(actor, unit_id)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and tried(form, lambda: acts.close_unit(found, by=actor, **form.cleaned_data)):
        messages.success(request, _("“%(name)s”已停用，其中的岗位已撤销。") % {"name": found.name})
        return redirect("orgs:unit", unit_id=found.pk)
    return form_page(
        request,
        form,
        _("停用单位"),
        about=found.name,
        back=("orgs:unit", found.pk),
        note=_("停用后不再接收纠纷，辖区和全部岗位从今天起撤销；历史记录仍显示原名称。"),
        button=_("停用"),
    )


@writes
@require_POST
def reopen_unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Bring a closed unit back."""
    actor = manager_of(request)
    found = acts.reopen_unit(unit_of(actor, unit_id), by=actor)
    messages.success(request, _("“%(name)s”已恢复，请重新安排人员。") % {"name": found.name})
    return redirect("orgs:unit", unit_id=found.pk)


@writes
def add_area(request: HttpRequest, unit_id: int) -> HttpResponse:
    """A form for one more area."""
    actor = manager_of(request)
    found = unit_of(actor, unit_id)
    form = AreaForm(request.POST or None, actor=actor)
    if form.is_valid() and tried(form, lambda: acts.add_area(found, form.cleaned_data["region"], by=actor)):
        messages.success(request, _("已增加辖区。"))
        return redirect("orgs:unit", unit_id=found.pk)
    return form_page(request, form, _("增加辖区"), about=found.name, back=("orgs:unit", found.pk))


@writes
@require_POST
def end_area(request: HttpRequest, unit_id: int, area_id: int) -> HttpResponse:
    """A unit covers an area no longer."""
    actor = manager_of(request)
    found = unit_of(actor, unit_id)
    area = UnitArea.objects.filter(pk=area_id, unit=found).select_related("unit__region").first()
    if area is None:
        raise Missing(_("没有这个辖区。"))
    try:
        acts.end_area(area, by=actor)
        messages.success(request, _("已撤销该辖区。"))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("orgs:unit", unit_id=found.pk)
