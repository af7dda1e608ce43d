"""Writing what a party is told: only to who agreed, never where it endangers; else a person tells them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import F
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hemu.disputes.announcing import announce_dispute
from hemu.disputes.models import Dispute, Party
from hemu.disputes.queries import parties
from hemu.kernel import clock
from hemu.notices.bulletins.subscribing import sms_channel
from hemu.notices.sending import quiet
from hemu.notices.sending.models import About, Channel, Delivery, Purpose
from hemu.notices.sending.models import State as Queue
from hemu.notices.sending.queueing import To, message, public, put
from hemu.notices.sending.texts import render
from hemu.notices.telling.danger import why_never
from hemu.notices.telling.models import Agreed, Message, Setting, State, Why
from hemu.orgs.models import UnitKind
from hemu.orgs.names import mask_phone
from hemu.orgs.queries import unit_of_kind_for

PAGE = "/portal/my/"
BY_HAND_WITHIN = timedelta(days=1)
"""A message that is about no moment is told by hand within a day."""


@dataclass(frozen=True, slots=True)
class News:
    """What is to be told. `thing` names it, so that it is told once; `when` is the moment or day it is about.

    `until`: told later than that it is of no use. `links`: each party's own address, by the party's id.
    """

    what: Purpose
    thing: str
    when: datetime | date | None = None
    until: datetime | None = None
    links: Mapping[int, str] = field(default_factory=dict, repr=False)

    def key(self, party_id: int) -> str:
        """By which one party is told of it once."""
        return f"{self.what.value}:{self.thing}:{party_id}"


def standing(dispute: Dispute, party_ids: Collection[int] | None = None) -> list[Agreed]:
    """The consents that stand, of all parties or of these."""
    rows = Agreed.objects.of(dispute).filter(stopped_at=None)
    if party_ids is not None:
        rows = rows.filter(party_id__in=party_ids)
    return list(rows.order_by("id"))


def is_on(place: int, what: Purpose) -> bool:
    """Whether the office of a place tells parties this by SMS."""
    rows = Setting.objects.filter(lo__lte=place, hi__gt=place).order_by(F("hi") - F("lo"))
    nearest = rows.first()
    return nearest is None or what.value not in nearest.off


def tell(
    dispute: Dispute, news: News, party_ids: Collection[int] | None = None, *, caused_by: str
) -> list[Message]:
    """Tell those parties (all, unless some are named) who agreed; answers what was written, also by hand.

    Called in a transaction. Who was told of the same thing before isn't told again.
    """
    agreed = standing(dispute, party_ids)
    if not agreed or not is_on(dispute.region, news.what):
        return []
    keys = [news.key(one.party_id) for one in agreed]
    told = set(Message.objects.of(dispute).filter(key__in=keys).values_list("key", flat=True))
    new = [one for one in agreed if news.key(one.party_id) not in told]
    if not new:
        return []
    wanted = {one.party_id for one in new}
    people = {party.pk: party for party in parties(dispute) if party.pk in wanted}
    never = why_never(dispute, list(people.values()))
    channel = sms_channel(dispute.region)
    rows = [
        _row(dispute, news, one, people[one.party_id], caused_by) for one in new if one.party_id in people
    ]
    by_id = {one.party_id: one for one in new}
    for row in rows:
        party, one = people[row.party_id], by_id[row.party_id]
        why = never.get(party.pk) or _why_not(party, one, channel, news)
        _write(dispute, row, (party, one, channel, news), why)
    return rows


def _row(dispute: Dispute, news: News, agreed: Agreed, party: Party, caused_by: str) -> Message:
    unit_id, unit_name = unit_of(dispute)
    return Message(
        county=dispute.county,
        dispute_id=dispute.pk,
        region=dispute.region,
        party_id=party.pk,
        party_name=party.name,
        what=news.what,
        key=news.key(party.pk),
        ref=dispute.ref,
        said_when=_moment(news.when),
        at=clock.now(),
        caused_by=caused_by[:80],
        unit_id=unit_id,
        unit_name=unit_name,
        label=mask_phone(str(party.phone or "")),
    )


def _moment(when: datetime | date | None) -> datetime | None:
    if when is None or isinstance(when, datetime):
        return when
    return datetime.combine(when, time(), tzinfo=clock.CHINA)


def unit_of(dispute: Dispute) -> tuple[int | None, str]:
    """Who tells by hand: whose turn it is, who leads, else the township's centre."""
    if dispute.turn_unit_id:
        return dispute.turn_unit_id, dispute.turn_unit_name
    if dispute.lead_unit_id:
        return dispute.lead_unit_id, dispute.lead_unit_name
    unit = unit_of_kind_for(dispute.region, UnitKind.TOWNSHIP_CENTRE)
    return (unit.pk, unit.name) if unit else (None, "")


def _why_not(party: Party, agreed: Agreed, channel: Channel | None, news: News) -> Why | None:
    if not party.phone:
        return Why.NO_PHONE
    if bytes(party.phone_hash or b"") != bytes(agreed.phone_hash):
        return Why.CHANGED
    if channel is None:
        return Why.NO_CHANNEL
    if news.links and not settings.PUBLIC_URL:
        return Why.NO_ADDRESS
    earliest = quiet.earliest("subscriber", clock.now())
    if news.until is not None and (earliest or clock.now()) >= news.until:
        return Why.TOO_LATE
    return None


def _write(
    dispute: Dispute, row: Message, to: tuple[Party, Agreed, Channel | None, News], why: Why | None
) -> None:
    party, agreed, channel, news = to
    if why is not None or channel is None:
        row.state, row.why, row.settled_at = State.KEPT_BACK, why, row.at
        row.save(force_insert=True)
        by_hand(dispute, row)
        return
    delivery = _delivery(dispute, channel, row, (party, agreed, news))
    row.delivery_id = delivery.pk
    row.save(force_insert=True)
    put([delivery])


def _delivery(dispute: Dispute, channel: Channel, row: Message, to: tuple[Party, Agreed, News]) -> Delivery:
    party, agreed, news = to
    values = {
        "ref": dispute.ref,
        "when": shown(news.when),
        "link": news.links.get(party.pk, ""),
        "page": public(PAGE) or _("查询单上的网址"),
        "stop": public(f"/t/{agreed.stop}/") or _("查询页面"),
    }
    words = render(news.what, dispute.region, channel, values)
    found = message(
        channel, f"y:{row.county}:{row.key}", To(row.label, str(party.phone)), words,
        about=About.PARTY, about_id=row.pk,
    )  # fmt: skip
    found.not_before = quiet.earliest("subscriber", clock.now())
    return found


def shown(when: datetime | date | None) -> str:
    """A moment or a day as a message says it."""
    if when is None:
        return ""
    if isinstance(when, datetime):
        return date_format(clock.local(when), "n月j日 G:i")
    return date_format(when, "n月j日")


def by_hand(dispute: Dispute, row: Message) -> None:
    """Somebody has to tell it instead: the unit whose matter it is hears of it, once."""
    latest = clock.now() + BY_HAND_WITHIN
    when = row.said_when if row.said_when is not None and row.said_when > clock.now() else latest
    row.by_hand, row.by_hand_until = True, min(when, latest)
    row.save(update_fields=["by_hand", "by_hand_until", "why"])
    announce_dispute(
        dispute,
        "party_call",
        key=f"party_call:{row.pk}",
        due=row.by_hand_until,
        units=(row.unit_id,),
        path=f"/disputes/{row.county}/{row.dispute_id}/messages/",
    )


def drop(rows: Sequence[Message], reason: str) -> list[Message]:
    """What still waits in the queue isn't sent any more; answers which of them did."""
    now, done = clock.now(), []
    for row in rows:
        if row.delivery_id is None:
            continue
        queued = Delivery.objects.filter(pk=row.delivery_id, state=Queue.QUEUED)
        if queued.update(state=Queue.DROPPED, done_at=now, reason=reason[:200]):
            row.state, row.reason, row.settled_at = State.DROPPED, reason[:200], now
            row.save(update_fields=["state", "reason", "settled_at"])
            done.append(row)
    return done


def waiting(dispute: Dispute, party_id: int | None = None, thing: str = "") -> list[Message]:
    """The messages of a dispute (of one party, of one thing) that didn't go out yet."""
    rows = Message.objects.of(dispute).filter(state=State.WAITING)
    if party_id is not None:
        rows = rows.filter(party_id=party_id)
    if thing:
        rows = rows.filter(key__contains=f":{thing}")
    return list(rows.order_by("id"))
