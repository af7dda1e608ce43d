"""What came in about a dispute that is registered already is joined to it, not registered again."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hemu.disputes import origins
from hemu.disputes import queries as disputes
from hemu.disputes.advance import Turn, turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import ENDED, Dispute, Source, State
from hemu.disputes.origins import Prefill
from hemu.disputes.queries import Filter
from hemu.kernel.errors import Conflict
from hemu.kernel.places import Span
from hemu.loop.screening.models import Origin
from hemu.loop.screening.villagers.people import village_at
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission

MOST = 30
MOST_NEARBY = 10
HAPPENED_AGAIN = frozenset({Source.INCIDENT, Source.PETITION})
"""The matter goes on: what they are joined to must be under way, and whose turn it is hears of it."""


def item(county: int, item_id: int, *, by: Actor) -> Prefill:
    """An item of a meeting that the actor may see; raises Missing."""
    return origins.read(Source.JOINT_MEETING, county, item_id, by=by)


def candidates(text: str, *, by: Actor) -> list[Dispute]:
    """Disputes of the actor's scope by number, party or words, those still open first."""
    if not text.strip():
        return []
    found = list(
        disputes.listed(Filter(text=text), by=by).defer("search").order_by("-opened_at", "-id")[:MOST]
    )
    return sorted(found, key=lambda row: row.state in ENDED)


def open_nearby(place: int, *, by: Actor) -> list[Dispute]:
    """The disputes of a place's village that aren't over, newest first: what a record may be about."""
    village = village_at(place)
    span = village.span if village else Span(place, place + 1)
    rows = disputes.listed(Filter(region=span), by=by).exclude(state__in=ENDED).defer("search")
    return list(rows.order_by("-opened_at", "-id")[:MOST_NEARBY])


def held_by(told: Prefill) -> set[tuple[int, int]]:
    """(county, number) of the disputes that a record, read within a scope, was joined to or made."""
    rows = Origin.objects.unscoped(reason="the record was read within a scope")
    rows = rows.filter(source=told.source, record_county=told.county, record_id=told.record_id)
    return set(rows.values_list("county", "dispute_id"))


def join_item(told: Prefill, dispute: Dispute, *, by: Actor) -> Dispute:
    """Join a record to a dispute, both read within the actor's scope: its words go to the dispute's ledger.

    Incidents count themselves in the same entry, and the rules propose at once (A3). Raises Conflict when
    it was joined, or registered as this dispute, before; and for an incident or a petition when the
    dispute has ended.
    """
    by.require(Permission.REGISTER)
    with turn(dispute.county, dispute.id, Act.NOTE, by=by) as this:
        _must_be_new(told, this.dispute)
        if told.source in HAPPENED_AGAIN:
            _must_go_on(this.dispute)
            _tell_on(this)
        if told.source == Source.PETITION and not this.dispute.petition:
            this.set(petition=True)
            this.tell(marks={"petition": True})
        this.tell_of_persons(text=_("%(label)s：%(text)s") % {"label": told.label, "text": told.narrative})
        Origin(
            county=this.dispute.county,
            dispute_id=this.dispute.id,
            source=told.source,
            record_county=told.county,
            record_id=told.record_id,
            ref=this.dispute.ref,
            made_at=this.at,
        ).save(force_insert=True)
    return this.dispute


def _must_be_new(told: Prefill, dispute: Dispute) -> None:
    if (dispute.county, dispute.id) in held_by(told):
        raise Conflict(_("这个事项已经并入这件纠纷。"), code="done_already")


def _must_go_on(dispute: Dispute) -> None:
    if dispute.state == State.MERGED:
        raise Conflict(_("这件纠纷已并入另一件，请并入那一件。"), code="merged")
    if dispute.state in ENDED:
        raise Conflict(_("这件纠纷已经办结。又起冲突的，先在这件纠纷里办“反弹重开”，再并入。"), code="closed")


def _tell_on(this: Turn) -> None:
    unit = this.dispute.turn_unit_id
    if unit and unit != this.by.unit_id:
        this.notify(units=(unit,))
