"""The pages of 访."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from hemu.disputes import queries as disputes
from hemu.disputes.act_page import ActForm, act_view, answer, open_form
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute, Source
from hemu.kernel import clock
from hemu.kernel.errors import Missing
from hemu.kernel.web import reads, writes
from hemu.loop.followup import answers, forms, listing, queries, sheets, slips
from hemu.loop.followup import concerned as people
from hemu.loop.followup.models import FollowUp
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.signed_in import actor_of
from hemu.rulebook import codes

plan = act_view(forms.PlanForm)
relapse = act_view(forms.RelapseForm)
close = act_view(forms.CloseForm)


@writes
def follow_up(request: HttpRequest, county: int, dispute_id: int) -> HttpResponse:
    """The form of a follow-up; a new dispute that was found leads on to registering it, filled in."""
    form = open_form(request, forms.FollowUpForm, county, dispute_id)
    response = answer(request, form)
    found = form.cleaned_data.get("new_dispute", "") if form.is_bound and response.status_code == 302 else ""
    if found.strip() and form.by.may(Permission.REGISTER) and form.by.covers(form.dispute.region):
        return redirect(_registration(form.dispute))
    return response


def _registration(dispute: Dispute) -> str:
    done = FollowUp.objects.of(dispute).exclude(new_dispute="").order_by("-number").first()
    if done is None:
        return dispute.get_absolute_url()
    origin = {
        "source": int(Source.FOLLOW_UP), "record_county": dispute.county, "record_id": done.pk,
        "aspect": "dispute",
    }  # fmt: skip
    return f"{reverse('screening:new')}?{urlencode(origin)}"


@reads
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for me: overdue first."""
    by = actor_of(request)
    by.require(Permission.VIEW)
    region = listing.region(request, by)
    context = {
        "queue": _asked(request, by),
        "query": request.GET.urlencode(),
        "may_do": by.may(Permission.FOLLOW_UP),
        "ways": listing.ways(by, "followup:queue"),
        "kinds": listing.tabs(
            request, "kind", (("targeted", _("重点回访")), ("depth", _("深入回访"))), _("全部")
        ),
        "region": region,
    }
    return render(request, "followup/queue.html", context)


def _asked(request: HttpRequest, by: Actor) -> queries.Queue:
    region = listing.region(request, by)
    kind = request.GET.get("kind", "")
    return queries.placed(queries.queue(by, kind=kind, region=region.span if region else None))


@reads
def export(request: HttpRequest) -> HttpResponse:
    """What waits, as it is seen: without titles, which name people."""
    by = actor_of(request)
    by.require(Permission.VIEW)
    heads = [
        _("计划日期"), _("过期天数"), _("编号"), _("类型"), _("地点"), _("定级"), _("状态"), _("主办单位"),
        _("第几次"), _("重点回访"), _("深入回访"), _("依据"),
    ]  # fmt: skip
    return sheets.response("follow-ups", _("该回访的"), heads, map(_cells, _asked(request, by).every), by=by)


def _cells(each: queries.Waiting) -> list[object]:
    plan, dispute = each.follow_up, each.dispute
    return [
        plan.due_on, each.late or "", dispute.ref, codes.label(codes.KINDS, dispute.kind), each.where,
        dispute.get_colour_display(), dispute.get_state_display(), dispute.lead_unit_name, plan.number,
        _("是") if plan.targeted else "", _("是") if plan.in_depth else "", plan.reason,
    ]  # fmt: skip


@reads
def calendar(request: HttpRequest) -> HttpResponse:
    """A month of follow-ups, day by day."""
    by = actor_of(request)
    by.require(Permission.VIEW)
    first = _month(request.GET.get("month", ""))
    days = queries.month(by, first)
    context = {
        "first": first,
        "days": days,
        "heads": [_("一"), _("二"), _("三"), _("四"), _("五"), _("六"), _("日")],
        "weeks": _weeks(days),
        "busy": [day for day in days if day.waiting],
        "before": f"?month={first - timedelta(days=1):%Y-%m}",
        "after": f"?month={days[-1].day + timedelta(days=1):%Y-%m}",
        "ways": listing.ways(by, "followup:calendar"),
        "count": sum(len(day.waiting) for day in days),
        "may_do": by.may(Permission.FOLLOW_UP),
    }
    return render(request, "followup/calendar.html", context)


def _weeks(days: list[queries.Day]) -> list[list[queries.Day | None]]:
    """The days in rows from Monday to Sunday; None where a week reaches beyond the month."""
    cells: list[queries.Day | None] = [None] * days[0].day.weekday() + list(days)
    cells += [None] * (-len(cells) % 7)
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return clock.today().replace(day=1)


@writes
def concerned(request: HttpRequest, county: int, dispute_id: int) -> HttpResponse:
    """Who else should be asked: one more is named here."""
    form = open_form(request, forms.ConcernedForm, county, dispute_id)
    return answer(request, form)


@writes
def forget(request: HttpRequest, county: int, dispute_id: int, concerned_id: int) -> HttpResponse:
    """POST: somebody needn't be asked any more. GET leads to the form."""
    by = actor_of(request)
    dispute = disputes.get(county, dispute_id, by=by)
    if request.method == "POST":
        people.forget(dispute, concerned_id, by=by)
        messages.success(request, _("已记下，不再提醒。"))
    return redirect("followup:follow-up", dispute.county, dispute.pk)


@writes
def links(request: HttpRequest, county: int, dispute_id: int) -> HttpResponse:
    """GET lists the parties; POST gives one their own link, shown on this answer alone."""
    form = open_form(request, LinkForm, county, dispute_id)
    dispute, by = form.dispute, form.by
    slip = None
    if request.method == "POST":
        number = request.POST.get("party", "")
        if not number.isdigit():
            raise Missing(_("没有找到这名当事人。"))
        replace = request.POST.get("do") == "replace"
        address = answers.issue(dispute, int(number), by=by, replace=replace)
        party = next(one for one in disputes.parties(dispute) if one.pk == int(number))
        whole = address if settings.PUBLIC_URL else request.build_absolute_uri(address)
        slip = slips.Slip(party.name, whole, slips.qr_svg(whole))
    context = {
        "dispute": dispute,
        "rows": slips.rows(dispute),
        "slip": slip,
        "no_public_address": not settings.PUBLIC_URL,
    }
    response = render(request, "followup/links.html", context)
    response["Cache-Control"] = "no-store"
    return response


class LinkForm(ActForm):
    """Giving a party their link: what may be done, and on which dispute."""

    act = Act.ISSUE_LINK
