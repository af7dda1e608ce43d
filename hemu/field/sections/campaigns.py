"""专项行动 and 重要节点: targets of running campaigns that nobody has visited yet."""

from __future__ import annotations

from itertools import islice
from typing import Final

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from hemu.field.lists import MOST, Entry, Offer, Section
from hemu.kernel.places import show_code
from hemu.loop.screening.campaigns import queries
from hemu.loop.screening.campaigns.models import WHOLE_AREA, Campaign, CampaignKind, Target, TargetKind
from hemu.loop.screening.campaigns.naming import key_of
from hemu.loop.screening.models import ObjectKind, VisitReason
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import ABOVE_TOWNSHIP, Permission

MOST_CAMPAIGNS: Final = 20
_OBJECTS = {
    TargetKind.BUILDING_SITE: ObjectKind.BUILDING_SITE,
    TargetKind.MINE: ObjectKind.MINE,
    TargetKind.PLACE: ObjectKind.PUBLIC_PLACE,
    TargetKind.HOUSEHOLD: ObjectKind.HOUSEHOLD,
}


def _entries(by: Actor) -> list[Entry]:
    """For those who walk: a county's coordinator looks at progress in the office, not at every door."""
    if not by.may(Permission.REGISTER) or by.role in ABOVE_TOWNSHIP:
        return []
    left = (
        _entry(campaign, line.target)
        for campaign in queries.campaigns(by, "now")[:MOST_CAMPAIGNS]
        for line in queries.lines(campaign, by)
        if line.reached is None
    )
    return sorted(islice(left, MOST + 1), key=lambda entry: str(entry.due))


def _entry(campaign: Campaign, target: Target) -> Entry:
    key, kind = key_of(target), TargetKind(target.kind)
    asked = campaign.kind == CampaignKind.CAMPAIGN
    data = {
        "target": key,
        "campaign": campaign.name,
        "reason": int(VisitReason.CAMPAIGN if asked else VisitReason.KEY_DATE),
        "region": show_code(target.region),
        "place": target.place,
        "object_kind": int(_OBJECTS.get(kind, ObjectKind.OTHER)),
        **({} if kind in WHOLE_AREA else {"object_name": target.name}),
    }
    where = None
    if target.latitude is not None and target.longitude is not None:
        where = {"latitude": target.latitude, "longitude": target.longitude}
    return Entry(
        key=key,
        title=target.name,
        region=target.region,
        text=_now("%(campaign)s · %(kind)s") % {"campaign": campaign.name, "kind": kind.label},
        place=target.place,
        due=campaign.until,
        offers=(Offer(_("走访"), "visit", data),),
        more={"note": campaign.note, "grounds": target.grounds, "position": where},
    )


CAMPAIGNS = Section(
    "campaigns", _("专项行动"), _("没有要走访的行动对象。专项行动、重要节点下达后会出现在这里。"), _entries
)
