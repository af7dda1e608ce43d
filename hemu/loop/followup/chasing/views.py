"""The queue of what isn't settled in time or not performed, its calls, and the list as a spreadsheet."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from hemu.disputes.act_page import act_view
from hemu.disputes.tabs import Tab
from hemu.kernel import clock
from hemu.kernel.web import reads
from hemu.loop.followup import listing, sheets
from hemu.loop.followup.chasing import forms, queries
from hemu.loop.followup.chasing.models import Why
from hemu.loop.followup.chasing.queries import Filter
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import place_names
from hemu.orgs.signed_in import actor_of
from hemu.rulebook import codes

call = act_view(forms.CallForm)
finish = act_view(forms.FinishForm)


def _asked(request: HttpRequest, by: Actor) -> Filter:
    region = listing.region(request, by)
    return Filter(
        why=listing.number(request, "why", Why.values),
        region=region.span if region else None,
        late=request.GET.get("late") == "1",
        done=request.GET.get("done") == "1",
    )


@reads
def queue(request: HttpRequest) -> HttpResponse:
    """Who is to be called about what, what is due first."""
    by = actor_of(request)
    chosen = _asked(request, by)
    page = listing.page(request, queries.chases(by, chosen))
    rows = queries.with_disputes(list(page), by)
    names = place_names({row.region for row, _dispute in rows}, local=True)
    last = queries.last_calls([row for row, _dispute in rows])
    context = {
        "page": page,
        "rows": [(row, dispute, names[row.region], last.get(row.pk)) for row, dispute in rows],
        "reasons": listing.tabs(request, "why", Why.choices, _("全部原因")),
        "views": _views(request, chosen),
        "region": listing.region(request, by),
        "today": clock.today(),
        "ways": listing.ways(by, "chasing:queue"),
        "query": request.GET.urlencode(),
        "may_do": by.may(Permission.FOLLOW_UP),
        "done": chosen.done,
    }
    return render(request, "chasing/queue.html", context)


def _views(request: HttpRequest, chosen: Filter) -> list[Tab]:
    link = listing.link
    every = Tab(_("在催的"), link(request, late=None, done=None), None, not (chosen.late or chosen.done))
    late = Tab(_("该催未催"), link(request, late=1, done=None), None, chosen.late and not chosen.done)
    return [every, late, Tab(_("已了结"), link(request, done=1, late=None), None, chosen.done)]


@reads
def export(request: HttpRequest) -> HttpResponse:
    """The queue as it is seen."""
    by = actor_of(request)
    rows = queries.with_disputes(list(queries.chases(by, _asked(request, by))[: sheets.MOST_ROWS]), by)
    names = place_names({row.region for row, _dispute in rows}, local=True)
    last = queries.last_calls([row for row, _dispute in rows])
    heads = [
        _("编号"), _("类型"), _("地点"), _("主办单位"), _("原因"), _("列入时间"), _("已催办"), _("下次催办"),
        _("最近一次怎么说"), _("了结时间"), _("结果"),
    ]  # fmt: skip
    lines = (
        [
            dispute.ref, codes.label(codes.KINDS, dispute.kind), names[row.region], dispute.lead_unit_name,
            row.get_why_display(), sheets.moment(row.since), row.calls, row.next_on,
            last[row.pk].said if row.pk in last else "", sheets.moment(row.done_at),
            row.get_ended_display() or "",
        ]
        for row, dispute in rows
    )  # fmt: skip
    return sheets.response("unsettled", _("未化解未履行"), heads, lines, by=by)
