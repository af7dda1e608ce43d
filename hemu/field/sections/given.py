"""分, 调: matters handed to the unit, those handed to this post first."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import Colour, Dispute, Party, State
from hemu.field.lists import MOST, Entry, Section
from hemu.field.sections.disputes import about, offers, parties_of
from hemu.kernel import clock
from hemu.loop.mediation.models import NamedMediator
from hemu.loop.routing.models import Hop
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission


def _entries(by: Actor) -> list[Entry]:
    if not (by.may(Permission.RECEIVE) or by.may(Permission.MEDIATE)):
        return []
    mine = Dispute.objects.readable_by(by).filter(turn_unit_id=by.unit_id, state__lt=State.CLOSED)
    rows = list(mine.defer("search").order_by("due_at", "id")[: MOST + 1])
    named = _named(rows, by)
    rows.sort(key=lambda row: row.pk not in named)
    parties = parties_of(rows)
    return [_entry(row, parties[row.pk], by, mine=row.pk in named) for row in rows]


def _named(rows: list[Dispute], by: Actor) -> set[int]:
    """Those of the disputes that this post itself was named for."""
    wanted = Q(pk__in=())
    for row in rows:
        wanted |= Q(county=row.county, dispute_id=row.pk)
    if not rows:
        return set()
    reason = "whether the actor's own post was named for disputes read within its scope"
    hops = Hop.objects.unscoped(reason=reason).filter(wanted, officer_post_id=by.post_id, ended_at=None)
    mediators = NamedMediator.objects.unscoped(reason=reason).filter(wanted, post_id=by.post_id, is_open=True)
    return {*hops.values_list("dispute_id", flat=True), *mediators.values_list("dispute_id", flat=True)}


def _entry(row: Dispute, parties: list[Party], by: Actor, *, mine: bool) -> Entry:
    return Entry(
        key=f"dispute:{row.pk}",
        title=row.title,
        region=row.region,
        text=str(State(row.state).label),
        place=row.place,
        due=clock.local(row.due_at).date() if row.due_at else None,
        urgent=row.overdue or row.colour == Colour.RED,
        offers=tuple(offers(row, by)),
        more={**about(row, parties), "mine": mine},
    )


GIVEN = Section("given", _("交给我的"), _("没有交给您或本单位办理的纠纷。"), _entries)
