"""When places were last visited, for those above the stages who ask where nobody has been."""

from __future__ import annotations

from datetime import date

from django.db.models import Max, Q

from hemu.kernel import clock
from hemu.loop.screening.models import Visit, VisitStatus
from hemu.orgs.models import Region


def last_visits(places: list[int]) -> dict[int, date]:
    """The day of the last visit to each place, wherever in it; one that was sent back doesn't count."""
    spans = dict(Region.objects.filter(pk__in=places).values_list("pk", "hi"))
    wanted = Q(region__in=places)
    for place, hi in spans.items():
        if hi - place > 1:
            wanted |= Q(region__gte=place, region__lt=hi)
    rows = Visit.objects.unscoped(reason="only the day comes out, of places that were read within a scope")
    seen = rows.filter(wanted).exclude(status=VisitStatus.RETURNED).order_by()
    found: dict[int, date] = {}
    for where, at in seen.values_list("region").annotate(last=Max("started_at")):
        day = clock.local(at).date()
        for place in _holding(where, spans, places):
            found[place] = max(day, found.get(place, day))
    return found


def _holding(where: int, spans: dict[int, int], places: list[int]) -> list[int]:
    return [place for place in places if place == where or place <= where < spans.get(place, place)]
