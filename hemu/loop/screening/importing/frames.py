"""What a file is read against: the divisions around its importer, words for kinds, what was said by hand."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q

from hemu.kernel import clock
from hemu.kernel.places import COUNTY_UNIT, Span
from hemu.loop.screening.importing.models import Upload
from hemu.loop.screening.importing.rows.common import Frame
from hemu.loop.screening.importing.rules import places
from hemu.loop.screening.importing.rules.kinds import Words
from hemu.orgs.actor import Actor
from hemu.orgs.models import Region
from hemu.rulebook import codes

_OTHER = "99"


def index_for(by: Actor) -> places.Index:
    """The divisions of the counties that the actor's area touches, and what is above them."""
    wanted = Q(pk__in=())
    above = Q(pk__in=())
    for span in by.spans:
        counties = span.counties
        wanted |= Q(code__gte=counties.lo * COUNTY_UNIT, code__lt=counties.hi * COUNTY_UNIT)
        above |= Q(lo__lte=span.lo, hi__gte=span.hi)
    rows = Region.objects.current().filter(wanted | above).order_by("code")
    found = [
        places.Region(lo, hi, level, name, official)
        for lo, hi, level, name, official in rows.values_list("lo", "hi", "level", "name", "official_name")
    ]
    below = [one for one in found if _within_county(one)]
    return places.Index([one for one in found if not _within_county(one)], below, by.spans)


def _within_county(region: places.Region) -> bool:
    """Whether it is narrower than a county: the rest is passed over where it is named."""
    return region.hi - region.lo < COUNTY_UNIT and Span(region.lo, region.hi).county is not None


def words() -> Words:
    """What every word for a kind means, by the list in force. A group's name means "other" of that group."""
    held = codes.book(codes.KINDS)
    leaves = {code for code, _label in codes.choices(codes.KINDS)}
    labels: list[tuple[str, str, str]] = []
    for row in held.rows:
        if row.code in leaves:
            labels.append((row.code, row.label, row.code))
        elif (under := f"{row.code[:2]}{_OTHER}") in leaves:
            labels.append((row.code, row.label, under))
    return Words(labels)


def frame_of(upload: Upload, by: Actor, labels: Mapping[int, str], fields: Mapping[int, str]) -> Frame:
    """What one sheet of an upload is read against."""
    chosen = upload.choices
    return Frame(
        by=by,
        index=index_for(by),
        words=words(),
        today=clock.today(),
        year=chosen.get("year"),
        region=chosen.get("region"),
        kind=chosen.get("kind"),
        kind_from_text=bool(chosen.get("kind_from_text")),
        from_unit=str(chosen.get("from_unit", "")),
        with_ended=bool(chosen.get("with_ended")),
        learned_kinds=chosen.get("kinds", {}),
        learned_places=chosen.get("places", {}),
        labels=labels,
        fields=fields,
    )
