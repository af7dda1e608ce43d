"""Reading sessions and drives, and their figures by area: each number is the length of its list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.errors import Missing
from hemu.kernel.places import Span
from hemu.orgs.actor import Actor
from hemu.orgs.models import Region
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import roots
from hemu.outreach.talks.models import Drive, Talk, TalkFile, TalkState


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the list is narrowed to. Days are of the session: held, or planned while it wasn't."""

    state: int | None = None
    kind: int | None = None
    subject: int | None = None
    area: Span | None = None
    since: date | None = None
    until: date | None = None
    drive_id: int | None = None
    words: str = ""


def talks(by: Actor, of: Chosen) -> Any:
    """The sessions of the actor's area and unit, latest first; for paging."""
    by.require(Permission.VIEW)
    return Talk.objects.visible_to(by).filter(_conditions(of)).order_by("-planned_at", "-id")


def _conditions(of: Chosen) -> Q:
    found = Q()
    for name in ("state", "kind", "subject", "drive_id"):
        if (value := getattr(of, name)) is not None:
            found &= Q(**{name: value})
    if of.area is not None:
        found &= Q(region__gte=of.area.lo, region__lt=of.area.hi)
    if of.words:
        found &= Q(title__contains=of.words) | Q(speakers__contains=of.words) | Q(place__contains=of.words)
    if of.since is not None:
        found &= Q(planned_at__gte=clock.midnight(of.since))
    if of.until is not None:
        found &= Q(planned_at__lt=clock.midnight(of.until + timedelta(days=1)))
    return found


def talk(county: int, talk_id: int, *, by: Actor) -> Talk:
    """One session; raises Missing for a stranger."""
    by.require(Permission.VIEW)
    found: Talk | None = Talk.objects.visible_to(by).filter(county=county, id=talk_id).first()
    if found is None:
        raise Missing(_("没有找到这个场次。"))
    return found


def files(of: Talk) -> list[TalkFile]:
    """The files of a session that was read within a scope, photos first."""
    rows = TalkFile.objects.in_county(of.county, talk_id=of.id).order_by("added_at", "id")
    return sorted(rows, key=lambda row: not row.is_photo)


def file(of: Talk, file_id: int) -> TalkFile:
    """One of them; raises Missing."""
    found: TalkFile | None = TalkFile.objects.in_county(of.county, talk_id=of.id, id=file_id).first()
    if found is None:
        raise Missing("")
    return found


def drives(by: Actor) -> list[Drive]:
    """The drives that touch the actor's area, latest first."""
    by.require(Permission.VIEW)
    here = Q(unit_id=by.unit_id)
    for span in by.spans:
        here |= Q(region__lt=span.hi, hi__gt=span.lo)
    rows = Drive.objects.unscoped(reason="whoever works in a part of its area sees a drive").filter(here)
    return list(rows.order_by("-since", "-id")[:50])


@dataclass(frozen=True, slots=True)
class Figures:
    """An area, or a drive: sessions planned, held, cancelled, people who came."""

    label: str
    code: str
    planned: int
    held: int
    cancelled: int
    people: int


def figures(by: Actor, of: Chosen, areas: Sequence[Region]) -> list[Figures]:
    """Figures of each of `areas`, as far as they lie in the actor's area, of what the list is narrowed to."""
    by.require(Permission.FIGURES)
    rows = Talk.objects.in_area(by).filter(_conditions(of)).order_by()
    return [_figures(area, rows.filter(region__gte=area.lo, region__lt=area.hi)) for area in areas]


def _figures(area: Region, rows: Any) -> Figures:
    return Figures(str(area.name), str(area.shown_code), **_counted(rows))


def _counted(rows: Any) -> dict[str, int]:
    found = rows.aggregate(
        planned=Count("id", filter=Q(state=TalkState.PLANNED)),
        held=Count("id", filter=Q(state=TalkState.HELD)),
        cancelled=Count("id", filter=Q(state=TalkState.CANCELLED)),
        people=Sum("attendance", filter=Q(state=TalkState.HELD)),
    )
    return {name: found[name] or 0 for name in ("planned", "held", "cancelled", "people")}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a drive has come, over all of its area."""

    drive: Drive
    held: int
    people: int


def progress(by: Actor) -> list[Progress]:
    """Each drive with the sessions that were held for it; its sums are no secret to those who work for it."""
    found = []
    for drive in drives(by):
        rows = Talk.objects.unscoped(reason="sums of a drive that concerns the actor").filter(
            drive_id=drive.id
        )
        counted = _counted(rows.order_by())
        found.append(Progress(drive, counted["held"], counted["people"]))
    return found


def areas_below(by: Actor, span: Span | None = None) -> list[Region]:
    """The areas that figures are shown by: those below `span`, or below where the actor works."""
    tops = roots([span]) if span is not None else roots(by.spans)
    if len(tops) != 1:
        return tops
    below = list(Region.objects.current().filter(parent=tops[0]).order_by("code"))
    return below or tops
