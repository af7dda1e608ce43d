"""What a phone is told of a dispute: enough to stand at the door prepared, no number in the open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemu.disputes.models import Colour, Dispute, Party, State
from hemu.field.lists import Offer
from hemu.orgs.actor import Actor
from hemu.orgs.names import mask_phone
from hemu.orgs.permissions import Permission
from hemu.rulebook import codes, facts

_SPOT_FROM = (State.REGISTERED, State.RATED, State.ROUTED, State.RECEIVED)


def parties_of(rows: Sequence[Dispute]) -> dict[int, list[Party]]:
    """The present parties of disputes that were read within a scope, in one query."""
    wanted = Q(pk__in=())
    for county in {row.county for row in rows}:
        wanted |= Q(county=county, dispute_id__in=[row.pk for row in rows if row.county == county])
    found: dict[int, list[Party]] = defaultdict(list)
    if rows:
        of = Party.objects.unscoped(reason="of disputes that were read within the actor's scope")
        for party in of.filter(wanted, removed_at=None).order_by("side", "id"):
            found[party.dispute_id].append(party)
    return found


def about(row: Dispute, parties: Sequence[Party]) -> dict[str, Any]:
    """The dispute as the phone shows it."""
    return {
        "ref": row.ref,
        "colour": int(row.colour),
        "colour_label": str(Colour(row.colour).label),
        "kind": codes.full_label(codes.KINDS, row.kind),
        "state": str(State(row.state).label),
        "seq": row.ledger_seq,
        "narrative": row.narrative,
        "facts": _facts(row),
        "parties": [
            {
                "id": str(party.pk),
                "name": party.name,
                "side": int(party.side),
                "phone": mask_phone(str(party.phone)) if party.phone else "",
            }
            for party in parties
        ],
    }


def _facts(row: Dispute) -> list[list[str]]:
    rows = []
    for name, value in row.facts.items():
        known = facts.FACTS.get(name)
        if known is None:
            continue
        words = {True: _("是"), False: _("否")}[value] if isinstance(value, bool) else f"{value}{known.unit}"
        rows.append([str(known.label), words])
    return rows


def offers(row: Dispute, by: Actor) -> list[Offer]:
    """What may be done with it from a phone, the likeliest first."""
    of = {"dispute": {"county": row.county, "id": str(row.pk)}}
    base = {"seq": row.ledger_seq}
    found = []
    if row.state == State.ROUTED and row.turn_unit_id == by.unit_id and by.may(Permission.RECEIVE):
        found.append(Offer(gettext_lazy("接收"), "receive", of, base))
    blue = Colour.BLUE in (row.colour, row.proposed_colour)
    if blue and row.state in _SPOT_FROM and by.may(Permission.MEDIATE):
        found.append(Offer(gettext_lazy("当场化解"), "spot", of, base))
    found.append(Offer(gettext_lazy("记一笔"), "note", of))
    return found
