"""Who looks at a complaint: never the unit complained of, nothing under it, and somebody who is there."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from hemu.kernel.errors import Refused
from hemu.loop.followup import others
from hemu.orgs.models import Unit, UnitKind
from hemu.orgs.permissions import Permission

K = UnitKind
_CENTRES: Final = (K.TOWNSHIP_CENTRE, K.COUNTY_CENTRE, K.PREFECTURE_OFFICE)
_OF_POLICE: Final = (K.LEGAL_BRIGADE, K.POLICE_BUREAU, K.COUNTY_CENTRE, K.PREFECTURE_OFFICE)
_OF_MEDIATION: Final = (K.JUDICIAL_OFFICE, K.JUDICIAL_BUREAU, *_CENTRES)
_OF_TOWNSHIP: Final = (K.COUNTY_CENTRE, K.JUDICIAL_BUREAU, K.PREFECTURE_OFFICE)
_OF_COUNTY: Final = (K.PREFECTURE_OFFICE, K.PETITION_OFFICE, K.COUNTY_CENTRE)
LADDERS: Final[dict[UnitKind, tuple[UnitKind, ...]]] = {
    K.POLICE_OFFICE: _OF_POLICE,
    K.POLICE_STATION: _OF_POLICE,
    K.MEDIATION_COMMITTEE: _OF_MEDIATION,
    K.VILLAGE_COMMITTEE: _CENTRES,
    K.TOWNSHIP_CENTRE: _OF_TOWNSHIP,
    K.TOWNSHIP_GOVERNMENT: _OF_TOWNSHIP,
    K.JUDICIAL_OFFICE: (K.JUDICIAL_BUREAU, *_OF_TOWNSHIP),
    K.DEPARTMENT: _CENTRES,
    K.LAW_FIRM: (K.JUDICIAL_BUREAU, K.COUNTY_CENTRE),
}
"""Whom a complaint about a kind of unit goes to, in this order. What isn't here sits at the county."""
WATCHES: Final = (K.TOWNSHIP_CENTRE, K.COUNTY_CENTRE, K.PREFECTURE_OFFICE)
HANDLES: Final = (Permission.FOLLOW_UP, Permission.WARN)
"""Either lets a post look at a complaint that was sent to its unit."""


def handler(place: int, about: Unit) -> Unit:
    """The unit that looks at a complaint about `about`. Raises Refused when nobody independent is there."""
    ladder = LADDERS.get(UnitKind(about.kind), _OF_COUNTY)
    found = others.nearest(place, ladder, never=others.below(about.pk), holding=HANDLES)
    if found is None:
        raise Refused(_("没有能处理这件投诉的其他单位，请向上一级机关或者信访部门反映。"), code="nobody_else")
    return found


def supervisor(place: int, about: Unit, handled_by: Unit) -> Unit | None:
    """The centre that sees to it: neither of the two, nor under the one complained of."""
    never = others.below(about.pk) | {handled_by.pk}
    return others.nearest(place, WATCHES, never=never, holding=(Permission.VIEW,))
