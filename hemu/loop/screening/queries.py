"""Reading what screening wrote, within an actor's scope."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from hemu.disputes.models import Source
from hemu.disputes.origins import Opened, Prefill
from hemu.kernel import clock
from hemu.kernel.errors import Missing
from hemu.loop.screening.models import (
    GroupRecord,
    Hazard,
    Incident,
    JointMeeting,
    MeetingItem,
    Origin,
    Petition,
    VillagersReport,
    Visit,
    VisitReview,
    VisitStatus,
)
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission


def _found(model: Any, county: int, record_id: int, by: Actor) -> Any:
    by.require(Permission.VIEW)
    row = model.objects.visible_to(by).filter(county=county, id=record_id).first()
    if row is None:
        raise Missing(_("没有找到这条记录。"))
    return row


def visit(county: int, visit_id: int, *, by: Actor) -> Visit:
    """One visit; raises Missing for a stranger."""
    row: Visit = _found(Visit, county, visit_id, by)
    return row


def reviews(of: Visit) -> list[VisitReview]:
    """The decisions on a visit that was read within a scope, newest first."""
    return list(VisitReview.objects.in_county(of.county, visit_id=of.id).order_by("-edition"))


def my_visits(by: Actor) -> Any:
    """The visits that this person wrote, newest first; for paging."""
    return Visit.objects.visible_to(by).filter(person_id=by.person_id).order_by("-started_at", "-id")


def area_visits(by: Actor) -> Any:
    """The visits of the actor's area, newest first; for paging."""
    return Visit.objects.visible_to(by).order_by("-started_at", "-id")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a list of visits is wanted: part of a name, a kind, a column that says yes, days."""

    name: str = ""
    kind: int | None = None
    found: str = ""
    since: date | None = None
    until: date | None = None


def narrowed(rows: Any, wanted: Wanted) -> Any:
    """A list of visits with only what is wanted; days include both ends."""
    if wanted.name:
        rows = rows.filter(object_name__contains=wanted.name)
    if wanted.kind is not None:
        rows = rows.filter(object_kind=wanted.kind)
    if wanted.found:
        rows = rows.filter(**{wanted.found: True})
    if wanted.since:
        rows = rows.filter(started_at__gte=clock.midnight(wanted.since))
    if wanted.until:
        rows = rows.filter(started_at__lt=clock.midnight(wanted.until + timedelta(days=1)))
    return rows


def next_to_review(by: Actor, after: Visit) -> Visit | None:
    """The visit that waits for the actor's review after `after`; from the beginning when there is none."""
    waiting = visits_to_review(by).exclude(id=after.id)
    later = waiting.filter(started_at__gte=after.started_at).first()
    found: Visit | None = later or waiting.first()
    return found


def visits_to_review(by: Actor) -> Any:
    """What waits for the actor's review, the oldest first; nothing for those who review none."""
    if not by.may(Permission.REVIEW_VISITS):
        return Visit.objects.visible_to(by).none().opened()
    waiting = Visit.objects.visible_to(by).filter(status=VisitStatus.SUBMITTED)
    return waiting.exclude(person_id=by.person_id).order_by("started_at", "id")


def record(model: Any, county: int, record_id: int, *, by: Actor) -> Any:
    """One record of any kind; raises Missing for a stranger."""
    return _found(model, county, record_id, by)


def items(of: JointMeeting) -> list[MeetingItem]:
    """The items of a meeting that was read within a scope, in order."""
    return list(MeetingItem.objects.in_county(of.county, meeting_id=of.id).order_by("order", "id"))


def _prefill(source: Source, row: Any, label: str | Promise, text: str, at: datetime, **over: Any) -> Prefill:
    parts = {
        "source": source,
        "county": row.county,
        "record_id": row.id,
        "label": str(label),
        "url": row_url(row),
        "region": row.region,
        "place": row.place,
        "narrative": text,
        "occurred_on": clock.local(at).date(),
    }
    return Prefill(**{**parts, **over})


SLUGS: dict[type, str] = {
    Incident: "incidents",
    Petition: "petitions",
    JointMeeting: "meetings",
    VillagersReport: "reports",
    GroupRecord: "groups",
    Hazard: "hazards",
}
"""The address of each kind of record."""


def row_url(row: Any) -> str:
    """The page of a record."""
    if isinstance(row, Visit):
        return reverse("screening:visit", args=[row.county, row.id])
    if isinstance(row, VillagersReport):
        return f"/villagers/{row.county}/{row.id}/"
    if isinstance(row, Incident):
        return reverse("screening:incident", args=[row.county, row.id])
    if isinstance(row, Petition):
        return f"/petitions/{row.county}/{row.id}/"
    if isinstance(row, JointMeeting):
        return f"/meetings/{row.county}/{row.id}/"
    return reverse("screening:record", args=[SLUGS[type(row)], row.county, row.id])


def _read_visit(county: int, record_id: int, aspect: str, by: Actor) -> Prefill:
    row = visit(county, record_id, by=by)
    text = {"dispute": row.dispute_text, "hazard": row.hazard_text, "help": row.help_text}[aspect]
    label = _("%(date)s 走访 %(name)s") % {
        "date": f"{clock.local(row.started_at):%m-%d}",
        "name": row.object_name,
    }
    return _prefill(Source.VISIT, row, label, text, row.started_at)


def _read_incident(county: int, record_id: int, aspect: str, by: Actor) -> Prefill:
    row: Incident = _found(Incident, county, record_id, by)
    label = _("警情 %(number)s") % {"number": row.number}
    return _prefill(Source.INCIDENT, row, label, row.narrative, row.reported_at)


def _read_petition(county: int, record_id: int, aspect: str, by: Actor) -> Prefill:
    row: Petition = _found(Petition, county, record_id, by)
    label = _("信访件 %(number)s") % {"number": row.number}
    return _prefill(Source.PETITION, row, label, row.narrative, row.received_at, occurred_on=None)


def _read_report(county: int, record_id: int, aspect: str, by: Actor) -> Prefill:
    row: VillagersReport = _found(VillagersReport, county, record_id, by)
    label = _("村民说事 %(code)s") % {"code": row.code}
    return _prefill(Source.VILLAGER, row, label, row.text, row.received_at, occurred_on=None)


def _read_group(county: int, record_id: int, aspect: str, by: Actor) -> Prefill:
    row: GroupRecord = _found(GroupRecord, county, record_id, by)
    label = _("微警务群 %(name)s") % {"name": row.group_name}
    return _prefill(Source.GROUP, row, label, row.text, row.received_at, occurred_on=None)


def _read_item(county: int, record_id: int, aspect: str, by: Actor) -> Prefill:
    item = MeetingItem.objects.in_county(county, id=record_id).first()
    if item is None:
        raise Missing(_("没有找到这条记录。"))
    meeting: JointMeeting = _found(JointMeeting, county, item.meeting_id, by)
    label = _("联席会 %(name)s · %(unit)s") % {"name": meeting.subject, "unit": item.brought_by}
    return _prefill(
        Source.JOINT_MEETING,
        meeting,
        label,
        item.text,
        meeting.held_at,
        record_id=item.id,
        occurred_on=None,
        place="",
    )


READERS: dict[Source, Callable[[int, int, str, Actor], Prefill]] = {
    Source.VISIT: _read_visit,
    Source.INCIDENT: _read_incident,
    Source.PETITION: _read_petition,
    Source.VILLAGER: _read_report,
    Source.GROUP: _read_group,
    Source.JOINT_MEETING: _read_item,
}
"""How each kind of record fills in what is opened from it."""


def opened_disputes(source: Source, record_id: int) -> list[Opened]:
    """The disputes that were opened from a record that was itself read within a scope."""
    rows = Origin.objects.unscoped(reason="the record was read within a scope").filter(
        source=source, record_id=record_id
    )
    return [
        Opened(
            _("矛盾纠纷 %(ref)s") % {"ref": row.ref}, f"/disputes/{row.county}/{row.dispute_id}/", row.made_at
        )
        for row in rows.order_by("made_at", "id")
    ]


def opened_hazards(source: Source, record_id: int) -> list[Opened]:
    """The hazards that were written down from a visit."""
    if source != Source.VISIT:
        return []
    rows = Hazard.objects.unscoped(reason="the visit was read within a scope").filter(visit_id=record_id)
    return [Opened(_("风险隐患"), row_url(row), row.made_at) for row in rows.order_by("made_at", "id")]
