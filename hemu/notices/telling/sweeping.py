"""What the worker does: reminds of days that draw near, and follows what went out until it is settled."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from hemu.disputes.advance import turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import CaseRow, Dispute
from hemu.kernel import clock
from hemu.loop.mediation.calendar.models import Sitting, Standing
from hemu.loop.mediation.confirmation.rules import Open, standing_of
from hemu.loop.mediation.models import Agreement, Promise, PromiseState
from hemu.loop.mediation.performance.queries import OWING
from hemu.notices.sending.models import Delivery, Purpose
from hemu.notices.sending.models import State as Queue
from hemu.notices.telling.events import record
from hemu.notices.telling.models import Agreed, Message, State, Why
from hemu.notices.telling.posting import News, by_hand, tell
from hemu.orgs.actor import system_actor
from hemu.rulebook import evaluate

AHEAD = timedelta(hours=24)
FOLLOWED = timedelta(days=3)
"""For so long a platform may still say that a message didn't arrive."""
_WHY = "the worker looks at every county's matters; each party is told of their own alone"
MOST = 2000


def tell_as_act(
    county: int, dispute_id: int, news: News, party_ids: Collection[int] | None, caused_by: str
) -> int:
    """Tell by an act of the system's own, with its entry; none is written when nobody is told anything.

    Answers how many parties. A dispute that is gone tells nobody.
    """
    with transaction.atomic():
        disputes = Dispute.objects.unscoped(reason=_WHY)
        dispute = disputes.filter(county=county, id=dispute_id).defer("search").first()
        if dispute is None or not _has_news(dispute, news, party_ids):
            return 0
        with turn(county, dispute_id, Act.TELL_PARTY, by=system_actor(_("短信通知"))) as this:
            written = tell(this.dispute, news, party_ids, caused_by=caused_by)
            record(this, written)
    return len(written)


def tell_one(payload: dict[str, Any]) -> None:
    """What came by the outbox (hemu.disputes.announcing.tell_party)."""
    news = News(Purpose(payload["party_what"]), str(payload["key"]))
    whom = (int(payload["party"]),)
    tell_as_act(payload["county"], int(payload["dispute"]), news, whom, str(payload["by"]))


def _has_news(dispute: Dispute, news: News, party_ids: Collection[int] | None) -> bool:
    agreed = Agreed.objects.of(dispute).filter(stopped_at=None)
    if party_ids is not None:
        agreed = agreed.filter(party_id__in=party_ids)
    keys = {news.key(party_id) for party_id in agreed.values_list("party_id", flat=True)}
    told = Message.objects.of(dispute).filter(key__in=keys).count()
    return told < len(keys)


def remind() -> int:
    """Tell parties of what comes within a day, or within the rulebook's days; answers how many were told."""
    done = 0
    for row, news, whom in (*_sittings(), *_promises(), *_confirmations()):
        done += tell_as_act(row.county, row.dispute_id, news, whom, str(_("到期提醒")))
    return done


Coming = tuple[CaseRow, News, tuple[int, ...] | None]


def _agreed(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of disputes in which somebody agreed to be told."""
    yes = Agreed.objects.unscoped(reason=_WHY).filter(
        county=OuterRef("county"), dispute_id=OuterRef("dispute_id"), stopped_at=None
    )
    return rows.filter(Exists(yes))


def _sittings() -> Iterator[Coming]:
    """The day before. Who was told of it within that day knows already."""
    now = clock.now()
    rows = Sitting.objects.unscoped(reason=_WHY).filter(
        standing=Standing.PLANNED, starts_at__gt=now, starts_at__lte=now + AHEAD, changed_at__lte=now - AHEAD
    )
    for row in _agreed(rows).order_by("starts_at", "id")[:MOST]:
        thing = f"sit:{row.pk}:{row.sequence}"
        yield row, News(Purpose.PARTY_TOMORROW, thing, row.starts_at, until=row.starts_at), None


def _days(name: str) -> int:
    return int(evaluate("clock", {"clock": name}, on=clock.today()).value["amount"])


def _promises() -> Iterator[Coming]:
    """Who owes it is reminded; the other side isn't told what is owed."""
    today = clock.today()
    rows = Promise.objects.unscoped(reason=_WHY).filter(
        state=PromiseState.OPEN,
        dispute__state__in=OWING,
        due_on__gte=today,
        due_on__lte=today + timedelta(days=_days("promise_reminder")),
        party_id__isnull=False,
    )
    for row in _agreed(rows).order_by("due_on", "id")[:MOST]:
        thing = f"promise:{row.pk}:{row.due_on:%y%m%d}"
        yield row, News(Purpose.PARTY_DUE, thing, row.due_on), (row.party_id,)


def _confirmations() -> Iterator[Coming]:
    today = clock.today()
    rows = Agreement.objects.unscoped(reason=_WHY).filter(
        confirmation_until__gte=today,
        confirmation_until__lte=today + timedelta(days=_days("confirmation_reminder")),
        ended_at=None,
        about_status=False,
        dispute__state__in=OWING,
    )
    for row in _agreed(rows).select_related("dispute").order_by("confirmation_until", "id")[:MOST]:
        if standing_of(row, row.dispute).state == Open.OPEN:
            thing = f"confirm:{row.pk}"
            yield row, News(Purpose.PARTY_CONFIRM_ENDS, thing, row.confirmation_until), None


def settle() -> int:
    """Hold open messages against their deliveries; what didn't arrive is told by hand. How many ended."""
    rows = Message.objects.unscoped(reason=_WHY).filter(settled_at=None).order_by("at", "id")
    done = 0
    for batch in _batches(list(rows[:MOST])):
        done += sum(_settled(row, delivery) for row, delivery in batch)
    return done


def _batches(rows: list[Message]) -> Iterable[list[tuple[Message, Delivery | None]]]:
    found = Delivery.objects.in_bulk([row.delivery_id for row in rows if row.delivery_id])
    last = {one.instead_id: one for one in Delivery.objects.filter(instead__in=found).order_by("id")}
    yield [(row, _last(found.get(row.delivery_id or 0), last)) for row in rows]


def _last(row: Delivery | None, instead: dict[int | None, Delivery]) -> Delivery | None:
    """The message that went in its place on another channel, if one did."""
    return instead.get(row.pk, row) if row is not None else None


def _settled(row: Message, delivery: Delivery | None) -> bool:
    state = Queue(delivery.state) if delivery is not None else Queue.FAILED
    if state == Queue.QUEUED:
        return False
    if state == Queue.SENT and clock.now() - row.at < FOLLOWED:
        if row.state == State.WAITING:
            row.state = State.SENT
            row.save(update_fields=["state"])
        return False
    with transaction.atomic():
        row.state = State[state.name]
        row.reason = delivery.reason if delivery is not None else ""
        row.settled_at = clock.now()
        failed = state in (Queue.FAILED, Queue.DROPPED)
        row.why = Why.REFUSED if failed else None
        row.save(update_fields=["state", "reason", "settled_at", "why"])
        if failed:
            _give_to_unit(row)
    return True


def _give_to_unit(row: Message) -> None:
    disputes = Dispute.objects.unscoped(reason=_WHY)
    dispute = disputes.filter(county=row.county, id=row.dispute_id).defer("search").first()
    if dispute is not None:
        by_hand(dispute, row)
