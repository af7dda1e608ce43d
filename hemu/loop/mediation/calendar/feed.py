"""A person's appointments as an iCalendar file (RFC 5545) at an address that nobody can guess.

It leaves the house for a telephone or a mail program, so it says the dispute's number and the place and
nothing of any party.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from hemu.disputes.models import Dispute
from hemu.kernel import clock
from hemu.kernel.crypto import keyed_hash
from hemu.loop.mediation.calendar import queries
from hemu.loop.mediation.calendar.models import Feed, Sitting, Standing
from hemu.orgs.actor import Actor
from hemu.orgs.models import Person

KEPT = timedelta(days=60)
"""How far back a calendar still shows what was."""
PURPOSE = "calendar-feed"
_STATUS = {Standing.PLANNED: "CONFIRMED", Standing.HELD: "CONFIRMED", Standing.CALLED_OFF: "CANCELLED"}


def renew(*, by: Actor) -> Feed:
    """A new address for the actor's calendar; the old one answers no more."""
    token = secrets.token_urlsafe(32)
    row, _made = Feed.objects.update_or_create(
        person_id=by.person_id,
        defaults={"token": token, "token_hash": _hash(token), "made_at": clock.now()},
    )
    return row


def end(*, by: Actor) -> None:
    """No calendar leaves the house any more."""
    Feed.objects.filter(person_id=by.person_id).delete()


def of(by: Actor) -> Feed | None:
    """The actor's feed, when they have one."""
    return Feed.objects.filter(person_id=by.person_id).first()


def person_of(token: str) -> Person | None:
    """Whose calendar is at this address; None when nobody's, or theirs who left."""
    row = Feed.objects.select_related("person").filter(token_hash=_hash(token)).first()
    return row.person if row is not None and row.person.is_active else None


def _hash(token: str) -> bytes:
    return keyed_hash(token, purpose=PURPOSE)


def calendar(person: Person) -> bytes:
    """The file itself."""
    made = Calendar()
    made.add("prodid", "-//Hemu//mediation//ZH")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", _("调处日程"))
    made.add("x-published-ttl", "PT1H")
    rows = queries.of_person(person.pk, clock.now() - KEPT)
    disputes = Dispute.objects.unscoped(reason="the numbers of the person's own appointments' disputes")
    ids = [row.dispute_id for row in rows]
    refs = dict(disputes.filter(id__in=ids, county__in={row.county for row in rows}).values_list("id", "ref"))
    for row in rows:
        made.add_component(_event(row, refs.get(row.dispute_id, "")))
    content: bytes = made.to_ical()
    return content


def _event(row: Sitting, ref: str) -> Event:
    event = Event()
    event.add("uid", f"sitting-{row.pk}@hemu")
    event.add("dtstamp", row.changed_at)
    event.add("last-modified", row.changed_at)
    event.add("dtstart", row.starts_at)
    event.add("dtend", row.ends_at)
    event.add("summary", _("调处 %(ref)s") % {"ref": ref})
    event.add("location", row.place)
    event.add("sequence", row.sequence)
    event.add("status", _STATUS[Standing(row.standing)])
    event.add("class", "PRIVATE")
    return event
