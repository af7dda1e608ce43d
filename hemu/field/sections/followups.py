"""访: follow-ups that are due."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from hemu.disputes import promised
from hemu.disputes.checks import may_read
from hemu.disputes.models import Colour
from hemu.disputes.promised import AtHand
from hemu.field.lists import MOST, Entry, Offer, Section
from hemu.field.sections.disputes import about, offers, parties_of
from hemu.loop.followup import concerned, queries
from hemu.loop.followup.models import Asked, Concerned
from hemu.loop.followup.queries import Waiting
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission


def _entries(by: Actor) -> list[Entry]:
    if not by.may(Permission.FOLLOW_UP):
        return []
    queue = queries.queue(by)
    planned = [*queue.overdue, *queue.today, *queue.soon]
    due = [each for each in planned if may_read(each.dispute, by)][: MOST + 1]
    rows = [each.dispute for each in due]
    parties, agreements, named = parties_of(rows), promised.all_at_hand(rows), concerned.named_of(rows)
    return [
        _entry(each, by, about(each.dispute, parties[each.dispute.pk]) | _along(each, agreements, named))
        for each in due
    ]


def _along(
    each: Waiting, agreements: Mapping[int, AtHand], named: Mapping[int, list[Concerned]]
) -> dict[str, Any]:
    """What the visitor takes along: the agreement with what is owed (F5), and who else to ask (F2)."""
    held = agreements.get(each.dispute.pk)
    return {
        "in_depth": each.follow_up.in_depth,
        "agreement": _agreement(held) if held else None,
        "others": [
            {
                "name": one.name,
                "relation": one.relation,
                "label": str(Asked(one.relation).label),
                "note": one.note,
            }
            for one in named[each.dispute.pk]
        ],
    }


def _agreement(held: AtHand) -> dict[str, Any]:
    return {
        "number": held.number,
        "content": held.content,
        "manner": held.manner,
        "time_limit": held.time_limit,
        "promises": [
            {
                "id": str(one.id),
                "who": one.who,
                "what": one.what,
                "amount": str(one.amount) if one.amount is not None else "",
                "due": one.due_on.isoformat(),
                "state": one.state,
                "owed": one.owed,
                "late": one.may_default,
            }
            for one in held.promises
        ],
    }


def _entry(each: Waiting, by: Actor, more: dict[str, Any]) -> Entry:
    row = each.dispute
    of = {"dispute": {"county": row.county, "id": str(row.pk)}}
    first = Offer(_("回访"), "follow_up", of, {"plan": str(each.follow_up.pk)})
    return Entry(
        key=f"follow_up:{each.follow_up.pk}",
        title=row.title,
        region=row.region,
        text=each.follow_up.reason,
        place=row.place,
        due=each.follow_up.due_on,
        urgent=each.follow_up.targeted or row.colour == Colour.RED,
        offers=(first, *offers(row, by)),
        more=more,
    )


FOLLOW_UPS = Section(
    "follow_ups", _("待回访"), _("一周之内没有要回访的。达成协议后，系统按等级自动安排。"), _entries
)
