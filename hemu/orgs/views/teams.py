"""Teams: list, one, members, and loans to other areas."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hemu.kernel import clock
from hemu.kernel.errors import Missing
from hemu.kernel.web import reads, writes
from hemu.kernel.wording import listed
from hemu.orgs import queries
from hemu.orgs.actions import teams as acts
from hemu.orgs.forms.teams import LoanForm, MemberForm, TeamForm
from hemu.orgs.models import Subject, Team, TeamKind, TeamLoan, TeamMember
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
    team_of,
    tried,
)


@reads
def teams(request: HttpRequest) -> HttpResponse:
    """Teams of the units of the scope."""
    actor = actor_of(request)
    today = clock.today()
    found = Team.objects.filter(unit__in=queries.managed_units(actor)).select_related("unit__region")
    over = request.GET.get("state") == "over"
    found = found.filter(until__lte=today) if over else found.current()
    if request.GET.get("kind", "").isdigit():
        found = found.filter(kind=int(request.GET["kind"]))
    if (inside := region_asked(request)) is not None:
        seated = Q(unit__region_id__gte=inside.lo, unit__region_id__lt=inside.hi)
        lent_here = TeamLoan.objects.current().filter(region_id__gte=inside.lo, region_id__lt=inside.hi)
        found = found.filter(seated | Q(pk__in=lent_here.values("team")))
    if text := request.GET.get("q", "").strip():
        found = found.filter(name__contains=text)
    serving = Q(members__until__isnull=True) | Q(members__until__gt=today)
    lent = Q(loans__since__lte=today, loans__until__gt=today)
    found = found.annotate(
        people=Count("members", filter=serving, distinct=True),
        lent=Count("loans", filter=lent, distinct=True),
    )
    context = {
        "page": page_of(request, found.order_by("kind", "unit_id", "id")),
        "kinds": TeamKind.choices,
        "kind": request.GET.get("kind", ""),
        "in_region": inside,
        "over": over,
        "chips": _chips(request),
        "q": request.GET.get("q", ""),
        "may_manage": actor.may(Permission.MANAGE_ORGS),
    }
    return render(request, "orgs/teams.html", context)


@reads
def team(request: HttpRequest, team_id: int) -> HttpResponse:
    """One team: who is in it, where it is lent, what changed."""
    actor = actor_of(request)
    found = team_of(actor, team_id)
    members = TeamMember.objects.current().filter(team=found).select_related("person")
    context = {
        "team": found,
        "described": _described(found),
        "members": members.order_by("-leads", "person__pinyin", "id"),
        "loans": found.loans.select_related("region").order_by("-since", "-id"),
        "records": records_of(Subject.TEAM, found.pk),
        "today": clock.today(),
        "may_manage": may_manage(actor, found.unit.region.span) and found.is_current,
    }
    return render(request, "orgs/team.html", context)


def _described(found: Team) -> list[tuple[str, str]]:
    pairs = [
        (_("所属单位"), found.unit.name),
        (_("语言"), listed(found.languages)),
        (_("说明"), found.note),
        (_("成立日期"), found.since.isoformat()),
        (_("解散日期"), found.until.isoformat() if found.until else ""),
    ]
    return [(name, value) for name, value in pairs if value]


def _chips(request: HttpRequest) -> list[Chip]:
    kinds = {str(value): str(label) for value, label in TeamKind.choices}
    inside = region_asked(request)
    found = (
        chip_of(request, "q", _("名称"), request.GET.get("q", "")),
        chip_of(request, "region", _("区域"), inside.local_name if inside else ""),
        chip_of(request, "kind", _("队伍类别"), kinds.get(request.GET.get("kind", ""), "")),
    )
    return [chip for chip in found if chip is not None]


@writes
def new_team(request: HttpRequest) -> HttpResponse:
    """A form for a new team."""
    actor = manager_of(request)
    form = TeamForm(request.POST or None, actor=actor)
    if form.is_valid():
        made = tried(form, lambda: acts.create_team(form.data_of(), by=actor))
        if made is not None:
            messages.success(request, _("已新增“%(name)s”，现在可以添加队员。") % {"name": made.name})
            return redirect("orgs:team", team_id=made.pk)
    return form_page(request, form, _("新增队伍"), back=("orgs:teams",))


@writes
def edit_team(request: HttpRequest, team_id: int) -> HttpResponse:
    """A form to amend a team."""
    actor = manager_of(request)
    found = team_of(actor, team_id)
    form = TeamForm(request.POST or None, actor=actor, team=found)
    if form.is_valid() and tried(form, lambda: acts.amend_team(found, form.data_of(), by=actor)):
        messages.success(request, _("已保存。"))
        return redirect("orgs:team", team_id=found.pk)
    return form_page(request, form, _("修改队伍"), about=found.name, back=("orgs:team", found.pk))


@writes
def add_member(request: HttpRequest, team_id: int) -> HttpResponse:
    """A form for one more member."""
    actor = manager_of(request)
    found = team_of(actor, team_id)
    form = MemberForm(request.POST or None, actor=actor)
    if form.is_valid():
        data = form.cleaned_data
        member = tried(form, lambda: acts.join(found, data["person"], leads=data["leads"], by=actor))
        if member is not None:
            messages.success(request, _("%(name)s 已入队。") % {"name": data["person"].name})
            return redirect("orgs:team", team_id=found.pk)
    return form_page(request, form, _("增加队员"), about=found.name, back=("orgs:team", found.pk))


@writes
@require_POST
def end_member(request: HttpRequest, team_id: int, member_id: int) -> HttpResponse:
    """Somebody leaves a team."""
    actor = manager_of(request)
    found = team_of(actor, team_id)
    inside = TeamMember.objects.filter(pk=member_id, team=found)
    member = inside.select_related("team__unit__region", "person").first()
    if member is None:
        raise Missing(_("没有这名队员。"))
    acts.quit_team(member, by=actor)
    messages.success(request, _("%(name)s 已退出。") % {"name": member.person.name})
    return redirect("orgs:team", team_id=found.pk)


@writes
def lend(request: HttpRequest, team_id: int) -> HttpResponse:
    """A form to lend a team to another area."""
    actor = manager_of(request)
    found = team_of(actor, team_id)
    form = LoanForm(request.POST or None, actor=actor, initial={"since": clock.today()})
    if form.is_valid() and tried(form, lambda: acts.lend(found, by=actor, **form.cleaned_data)):
        messages.success(request, _("已安排支援；期间队员可以看到并处理该区域的纠纷。"))
        return redirect("orgs:team", team_id=found.pk)
    return form_page(request, form, _("安排支援"), about=found.name, back=("orgs:team", found.pk))


@writes
@require_POST
def end_loan(request: HttpRequest, team_id: int, loan_id: int) -> HttpResponse:
    """Call a lent team back."""
    actor = manager_of(request)
    found = team_of(actor, team_id)
    lent = TeamLoan.objects.filter(pk=loan_id, team=found)
    loan = lent.select_related("team__unit__region", "region").first()
    if loan is None:
        raise Missing(_("没有这次支援。"))
    acts.end_loan(loan, by=actor)
    messages.success(request, _("支援已结束。"))
    return redirect("orgs:team", team_id=found.pk)


@writes
@require_POST
def disband(request: HttpRequest, team_id: int) -> HttpResponse:
    """End a team."""
    actor = manager_of(request)
    found = team_of(actor, team_id)
    acts.disband(found, by=actor)
    messages.success(request, _("“%(name)s”已解散。") % {"name": found.name})
    return redirect("orgs:teams")
