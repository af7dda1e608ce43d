"""Targets proposed from what is known: places, never persons. A person picks among them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from hemu.disputes.models import Dispute, State
from hemu.kernel import clock
from hemu.loop.screening.campaigns.actions import NewTarget
from hemu.loop.screening.campaigns.models import Campaign, Target, TargetKind
from hemu.loop.screening.campaigns.queries import seen_spans
from hemu.loop.screening.models import ObjectKind, Visit
from hemu.orgs.actor import Actor
from hemu.orgs.models import Level, Region

LOOKS_BACK = timedelta(days=365)
FEWEST_DISPUTES = 3
"""A village with so many disputes in a year is put forward."""
MOST = 60
_SITES = {ObjectKind.BUILDING_SITE: TargetKind.BUILDING_SITE, ObjectKind.MINE: TargetKind.MINE}
_LAND_KINDS = (900, 999)
"""Kinds 09xx: land and natural resources (the code list of kinds)."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One target put forward; `key` names it in the form."""

    key: str
    where: str
    target: NewTarget


def proposals(campaign: Campaign, by: Actor) -> list[Proposal]:
    """What isn't on the list yet, with why it should be; villages first."""
    held = Target.objects.in_area(by).filter(campaign_id=campaign.id, removed_at=None)
    have = set(held.values_list("kind", "region", "name"))
    found = [*_villages(campaign, by), *_boundaries(campaign, by), *_sites(campaign, by)]
    fresh = [one for one in found if (one.kind, one.region, one.name) not in have][:MOST]
    names = dict(Region.objects.filter(pk__in={one.region for one in fresh}).values_list("pk", "local_name"))
    return [
        Proposal(f"{int(one.kind)}|{one.region}|{one.name}", names.get(one.region, ""), one) for one in fresh
    ]


def _here(campaign: Campaign, by: Actor) -> Q:
    here = Q(pk__in=())
    for span in seen_spans(campaign, by):
        here |= Q(region__gte=span.lo, region__lt=span.hi)
    return here


def _disputes(campaign: Campaign, by: Actor) -> Any:
    rows = Dispute.objects.visible_to(by).filter(_here(campaign, by), opened_at__gte=clock.now() - LOOKS_BACK)
    return rows.exclude(state=State.MERGED)


def _villages(campaign: Campaign, by: Actor) -> list[NewTarget]:
    rows = _disputes(campaign, by)
    places = dict(rows.values_list("region").annotate(n=Count("id")).order_by())
    regions = Region.objects.current().filter(pk__in=places).select_related("parent")
    villages: Counter[int] = Counter()
    names: dict[int, str] = {}
    for region in regions:
        home = region.parent if region.level == Level.GRID and region.parent else region
        if home.level == Level.VILLAGE:
            villages[home.code] += places[region.code]
            names[home.code] = home.name
    often = [(code, n) for code, n in villages.most_common() if n >= FEWEST_DISPUTES]
    return [
        NewTarget(TargetKind.VILLAGE, names[code], code, grounds=_("近一年登记纠纷 %(n)s 件") % {"n": n})
        for code, n in often
    ]


def _boundaries(campaign: Campaign, by: Actor) -> list[NewTarget]:
    rows = _disputes(campaign, by).filter(kind__range=_LAND_KINDS)
    spots = (
        rows.exclude(place="").values_list("region", "place").annotate(n=Count("id")).order_by("-n", "region")
    )
    return [
        NewTarget(
            TargetKind.BOUNDARY,
            place[:100],
            region,
            place,
            grounds=_("近一年山林土地纠纷 %(n)s 件") % {"n": n},
        )
        for region, place, n in spots[:MOST]
    ]


def _sites(campaign: Campaign, by: Actor) -> list[NewTarget]:
    rows = Visit.objects.in_area(by).filter(
        _here(campaign, by), object_kind__in=list(_SITES), started_at__gte=clock.now() - LOOKS_BACK
    )
    seen = (
        rows.values_list("object_kind", "region", "object_name")
        .annotate(n=Count("id"))
        .order_by("region", "-n")
    )
    return [
        NewTarget(_SITES[ObjectKind(kind)], name, region, grounds=_("近一年走访过 %(n)s 次") % {"n": n})
        for kind, region, name, n in seen[:MOST]
    ]
