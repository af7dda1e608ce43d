"""The service team of a village: officer, auxiliary, cadre, villagers' representative; and who answers."""

from __future__ import annotations

from django.db.models import Q

from hemu.orgs.models import Person, Post, Role, Team, TeamKind, Unit, UnitKind
from hemu.orgs.queries import unit_of_kind_for, units_covering

ROLES = {
    "officer": Role.STATION_OFFICER,
    "auxiliary": Role.VILLAGE_AUXILIARY,
    "cadre": Role.VILLAGE_CADRE,
}
"""Who of the team holds a post here; the villagers' representative is named by the service team."""
ANSWERING = (
    UnitKind.VILLAGE_COMMITTEE,
    UnitKind.POLICE_OFFICE,
    UnitKind.POLICE_STATION,
    UnitKind.TOWNSHIP_CENTRE,
)
"""Whose answer is due first: the nearest of these that the place has."""


def answering_unit(place: int) -> Unit | None:
    """The unit that owes villagers of this place an answer."""
    return next((unit for kind in ANSWERING if (unit := unit_of_kind_for(place, kind))), None)


def told_units(place: int) -> list[int]:
    """The units of the village whose people make up the service team: whoever has time answers first."""
    kinds = (UnitKind.VILLAGE_COMMITTEE, UnitKind.POLICE_OFFICE)
    return [unit.pk for kind in kinds if (unit := unit_of_kind_for(place, kind)) is not None]


def members(place: int) -> dict[str, str]:
    """Names of the service team for a place; a part that nobody fills is empty.

    Members of the village's own service team (村级服务队) come before others in the same post.
    """
    near = list(units_covering(place))
    chosen = _team(near)
    named = {part: _holder(role, near, chosen) for part, role in ROLES.items()}
    others = [person.name for person in chosen if person.name not in named.values()]
    return {**named, "representative": others[0] if others else ""}


def _team(near: list[Unit]) -> list[Person]:
    """The people of the service team whose unit is the nearest."""
    teams = {team.unit_id: team for team in _teams(near)}
    for unit in near:
        if unit.pk in teams:
            current = teams[unit.pk].members.current().select_related("person")
            return [member.person for member in current.order_by("-leads", "id")]
    return []


def _teams(near: list[Unit]) -> list[Team]:
    rows = Team.objects.current().filter(kind=TeamKind.SERVICE, unit__in=[unit.pk for unit in near])
    return list(rows.order_by("-id"))


def _holder(role: Role, near: list[Unit], chosen: list[Person]) -> str:
    """Who holds a post of this role here: of the service team if anybody does, else in the nearest unit."""
    order = {unit.pk: number for number, unit in enumerate(near)}
    posts = Post.objects.current().filter(Q(unit__in=order), role=role, person__is_active=True)
    wanted = {person.pk for person in chosen}
    found = sorted(
        posts.select_related("person").order_by("id"),
        key=lambda post: (post.person_id not in wanted, order[post.unit_id], post.pk),
    )
    return found[0].person.name if found else ""
