"""重点纠纷台账: the ledger with filters, its spreadsheet, proposals, and one key dispute."""

from __future__ import annotations

from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemu.disputes import queries as disputes
from hemu.disputes.act_page import act_view
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Colour, State
from hemu.disputes.tabs import Tab
from hemu.kernel import clock
from hemu.kernel.places import parse_code
from hemu.kernel.sheets.writing import TYPE
from hemu.kernel.web import reads
from hemu.loop.assessment import sheets
from hemu.loop.assessment.key import forms, queries
from hemu.loop.assessment.key.models import Grade, KeyDispute, Responsible
from hemu.loop.assessment.sheets import moment
from hemu.orgs.actor import Actor
from hemu.orgs.models import Region
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import place_names
from hemu.orgs.signed_in import actor_of

ROWS, MOST = 50, 2000
VIEWS = {
    "now": gettext_lazy("现有"),
    "mine": gettext_lazy("本单位包保的"),
    "late": gettext_lazy("动态超期的"),
    "proposed": gettext_lazy("建议列入的"),
    "removed": gettext_lazy("已移出的"),
}

enter = act_view(forms.EnterForm)
change = act_view(forms.ChangeForm)
name_responsible = act_view(forms.NameForm)
plan = act_view(forms.MeasureForm)
carry_out = act_view(forms.CarryOutForm)
update = act_view(forms.UpdateForm)
remove = act_view(forms.RemoveForm)


def _region(text: str) -> Region | None:
    try:
        return Region.objects.filter(pk=parse_code(text)).first()
    except ValueError:
        return None


def _chosen(request: HttpRequest) -> tuple[forms.FilterForm, queries.Chosen, Region | None]:
    view = request.GET.get("view", "")
    form = forms.FilterForm(request.GET)
    form.is_valid()
    given, region = form.cleaned_data, _region(request.GET.get("region", ""))
    chosen = queries.Chosen(
        view if view in VIEWS else "now",
        given.get("q", ""),
        region.span if region else None,
        given.get("category"),
        given.get("grade"),
        given.get("colour"),
    )
    return form, chosen, region


def _query(request: HttpRequest, **change: str) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in change.items():
        query[name] = value
    return query.urlencode()


@reads
def ledger(request: HttpRequest) -> HttpResponse:
    """The key disputes of the actor's scope, or those that the rules propose."""
    by = actor_of(request)
    by.require(Permission.VIEW)
    form, chosen, region = _chosen(request)
    context = {
        "form": form,
        "view": chosen.view,
        "region": region,
        "query": _query(request),
        "narrowed": bool(
            chosen.text.strip() or chosen.category or chosen.grade or chosen.colour or chosen.region
        ),
        "tabs": [
            Tab(word, f"?{_query(request, view=key)}", None, key == chosen.view)
            for key, word in VIEWS.items()
        ],
        "levels": [(int(level), level.label) for level in Grade],
    }
    if chosen.view == "proposed":
        return render(request, "key/proposed.html", {**context, **_proposed(request, by)})
    page = Paginator(queries.ledger(by, chosen)[:MOST], ROWS).get_page(request.GET.get("page"))
    held = queries.answering(list(page))
    names = place_names({row.dispute.region for row in page}, local=True)
    rows = [(row, names[row.dispute.region], _levels(held[row.id])) for row in page]
    return render(request, "key/ledger.html", {**context, "page": page, "rows": rows})


def _levels(held: dict[int, Responsible]) -> list[tuple[str, Responsible | None]]:
    """Each level in words, with who answers there."""
    return [(str(level.label), held.get(level)) for level in Grade]


def _proposed(request: HttpRequest, by: Actor) -> dict[str, object]:
    found = queries.proposals(by)
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    names = place_names({one.dispute.region for one in page}, local=True)
    may = by.may(Permission.WARN)
    return {"page": page, "rows": [(one, names[one.dispute.region]) for one in page], "may": may}


@reads
def sheet(request: HttpRequest) -> HttpResponse:
    """The ledger as it is narrowed, as a spreadsheet."""
    by = actor_of(request)
    by.require(Permission.VIEW)
    _form, chosen, _region_chosen = _chosen(request)
    rows = list(queries.ledger(by, chosen)[:MOST])
    held = queries.answering(rows)
    names = place_names({row.dispute.region for row in rows})
    heads = (
        _("编号"), _("纠纷名称"), _("等级"), _("状态"), _("地点"), _("分类"), _("分级"), _("列入理由"),
        _("列入时间"), _("列入单位"), *(str(level.label) for level in Grade), _("最近动态"),
        _("下次更新时限"), _("移出时间"), _("移出理由"),
    )  # fmt: skip
    lines = [_cells(row, names[row.dispute.region], held[row.id]) for row in rows]
    content = sheets.written(_("重点纠纷台账"), heads, lines, by=by)
    name = quote(f"{_('重点纠纷台账')} {clock.today()}.xlsx")
    return HttpResponse(
        content, content_type=TYPE, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    )


def _cells(row: KeyDispute, where: str, held: dict[int, Responsible]) -> list[object]:
    named = [f"{one.unit_name} {one.person_name}" if one else "" for _level, one in _levels(held)]
    return [
        row.dispute.ref, row.dispute.title, Colour(row.dispute.colour).label, State(row.dispute.state).label,
        where, row.get_category_display(), row.get_grade_display(), row.reason, moment(row.entered_at),
        row.entered_unit, *named, moment(row.updated_at), moment(row.due_at), moment(row.removed_at),
        row.removal,
    ]  # fmt: skip


@reads
def key_dispute(request: HttpRequest, county: int, dispute_id: int) -> HttpResponse:
    """One key dispute: who answers for it, what is done, how it goes."""
    by = actor_of(request)
    by.require(Permission.VIEW)
    dispute = disputes.get(county, dispute_id, by=by)
    row = queries.require(dispute)
    here = row.removed_at is None
    held = {one.level: one for one in queries.responsible(row)}
    context = {
        "dispute": dispute,
        "row": row,
        "where": place_names([dispute.region], local=True)[dispute.region],
        "levels": _levels(held),
        "missing": here and len(held) < len(Grade),
        "measures": queries.measures(row),
        "updates": queries.updates(row),
        "may_lead": here and queries.may(dispute, Act.KEY, by),
        "may_work": here and queries.may(dispute, Act.KEY_WORK, by),
    }
    return render(request, "key/key.html", context)
