"""Teams are formed, joined, lent to another area for a time, and disbanded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.errors import Refused
from hemu.orgs.actions.guard import record, require_span, require_team, require_unit, save_once
from hemu.orgs.actor import Actor
from hemu.orgs.models import Person, Post, RecordAct, Region, Team, TeamKind, TeamLoan, TeamMember, Unit


@dataclass(frozen=True, slots=True)
class TeamData:
    """What a team is."""

    name: str
    kind: int
    unit: Unit
    languages: Sequence[str] = field(default=())
    note: str = ""


@transaction.atomic
def create_team(data: TeamData, *, by: Actor) -> Team:
    """A new team of a unit."""
    require_unit(by, data.unit)
    team = Team(since=clock.today())
    _fill(team, data)
    save_once(team, _twin(), new=True)
    record(by, team, RecordAct.CREATED, name=["", team.name])
    return team


@transaction.atomic
def amend_team(team: Team, data: TeamData, *, by: Actor) -> Team:
    """Put `data` in place of what is known of `team`."""
    require_team(by, team)
    require_unit(by, data.unit)
    before = team.name
    _fill(team, data)
    team.save()
    record(by, team, RecordAct.AMENDED, name=[before, team.name])
    return team


@transaction.atomic
def disband(team: Team, *, by: Actor) -> None:
    """End a team, its memberships and its loans, from today."""
    require_team(by, team)
    today = clock.today()
    TeamMember.objects.current().filter(team=team).update(until=today)
    TeamLoan.objects.filter(team=team, until__gt=today).update(until=today)
    team.until = today
    team.save(update_fields=["until"])
    record(by, team, RecordAct.CLOSED)


@transaction.atomic
def join(team: Team, person: Person, *, by: Actor, leads: bool = False) -> TeamMember:
    """Put `person`, who must have a post in the scope of `by`, into `team`."""
    require_team(by, team)
    posts = Post.objects.current().filter(person=person).select_related("unit__region").order_by("id")
    if not any(by.covers_span(post.unit.region.span) for post in posts):
        raise Refused(_("您的管理范围内没有此人。"), field="person")
    if TeamMember.objects.current().filter(team=team, person=person).exists():
        raise Refused(_("此人已在队中。"), field="person", code="twin")
    member = TeamMember.objects.create(team=team, person=person, leads=leads, since=clock.today())
    record(by, team, RecordAct.MEMBER_ADDED, person=["", person.name])
    return member


@transaction.atomic
def quit_team(member: TeamMember, *, by: Actor) -> None:
    """Take somebody out of a team, from today."""
    require_team(by, member.team)
    if member.until is None:
        member.until = clock.today()
        member.save(update_fields=["until"])
        record(by, member.team, RecordAct.MEMBER_LEFT, person=[member.person.name, ""])


@transaction.atomic
def lend(team: Team, region: Region, *, since: date, until: date, reason: str, by: Actor) -> TeamLoan:
    """Lend `team` to `region` from `since` to the day before `until`: its members see and work there then.

    Whoever lends must manage both the team and the area: no post may widen its own people's sight.
    """
    require_team(by, team)
    require_span(by, region.span)
    if until <= since:
        raise Refused(_("结束日期应在开始日期之后。"), field="until")
    if since < clock.today():
        raise Refused(_("开始日期不能早于今天。"), field="since")
    if not reason.strip():
        raise Refused(_("请写明支援事由。"), field="reason")
    loan = TeamLoan.objects.create(team=team, region=region, since=since, until=until, reason=reason.strip())
    record(by, team, RecordAct.LENT, area=["", f"{region.full_name} {since} – {until}"])
    return loan


@transaction.atomic
def end_loan(loan: TeamLoan, *, by: Actor) -> None:
    """Call a lent team back, from today."""
    require_team(by, loan.team)
    today = clock.today()
    if loan.until is None or loan.until > today:
        loan.until = max(today, loan.since)
        loan.save(update_fields=["until"])
        record(by, loan.team, RecordAct.LOAN_ENDED, area=[loan.region.full_name, ""])


def _fill(team: Team, data: TeamData) -> None:
    name = data.name.strip()
    if not name:
        raise Refused(_("请填写队伍名称。"), field="name")
    languages = [item.strip() for item in data.languages if item.strip()]
    if data.kind == TeamKind.LANGUAGE and not languages:
        raise Refused(_("双语调解队请填写语言。"), field="languages")
    if Team.objects.current().filter(unit=data.unit, name=name).exclude(pk=team.pk).exists():
        raise _twin()
    team.name, team.kind, team.unit = name, data.kind, data.unit
    team.languages, team.note = languages, data.note.strip()


def _twin() -> Refused:
    return Refused(_("该单位已有同名队伍。"), field="name", code="twin")
