"""访: follow-ups that are due."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import Colour, Party
from hemu.field.lists import MOST, Entry, Offer, Section
from hemu.field.sections.disputes import about, offers, parties_of
from hemu.loop.followup import queries
from hemu.loop.followup.queries import Waiting
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission


def _entries(by: Actor) -> list[Entry]:
    if not by.may(Permission.FOLLOW_UP):
        return []
    queue = queries.queue(by)
    due = [*queue.overdue, *queue.today, *queue.soon][: MOST + 1]
    parties = parties_of([each.dispute for each in due])
    return [_entry(each, parties[each.dispute.pk], by) for each in due]


def _entry(each: Waiting, parties: list[Party], by: Actor) -> Entry:
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
        more={**about(row, parties), "in_depth": each.follow_up.in_depth},
    )


FOLLOW_UPS = Section(
    "follow_ups", _("待回访"), _("一周之内没有要回访的。达成协议后，系统按等级自动安排。"), _entries
)
