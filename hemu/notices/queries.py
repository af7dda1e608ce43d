"""Reading an inbox: the notices of the post that one acts from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from hemu.disputes.models import Dispute
from hemu.disputes.reading import about_to_show
from hemu.kernel import clock
from hemu.kernel.errors import Missing
from hemu.notices.models import Notice, NoticeQuerySet
from hemu.orgs.actor import Actor

MOST_COUNTED = 100


@dataclass(frozen=True, slots=True)
class Received:
    """A notice, with the dispute when the reader may still see it."""

    notice: Notice
    dispute: Dispute | None


def unread_count(by: Actor) -> int:
    """How many unread notices the post has, counted to a hundred."""
    return Notice.objects.of_post(by.post_id).unread()[:MOST_COUNTED].count()


def inbox(by: Actor, *, unread: bool = False) -> NoticeQuerySet:
    """The post's notices, newest first."""
    found = Notice.objects.of_post(by.post_id)
    return (found.unread() if unread else found).order_by("-at", "-id")


def lately(by: Actor, days: int = 2, most: int = 10) -> list[Received]:
    """What the post was told in the last days."""
    since = clock.now() - timedelta(days=days)
    return with_disputes(list(inbox(by).filter(at__gte=since)[:most]), by=by)


def with_disputes(notices: list[Notice], *, by: Actor) -> list[Received]:
    """Each notice with its dispute, read within the scope that the reader has now."""
    wanted = Q(pk__in=())
    for notice in notices:
        wanted |= Q(county=notice.county, id=notice.dispute_id)
    rows = Dispute.objects.visible_to(by).filter(wanted).order_by("id").defer("narrative", "search")
    seen = {(row.county, row.pk): row for row in rows} if notices else {}
    about_to_show(seen.values(), by)
    return [Received(notice, seen.get((notice.county, notice.dispute_id))) for notice in notices]


def get(notice_id: int, *, by: Actor) -> Notice:
    """One notice of the post's own; raises Missing for anybody else's."""
    found = Notice.objects.of_post(by.post_id).filter(pk=notice_id).first()
    if found is None:
        raise Missing("")
    return found
