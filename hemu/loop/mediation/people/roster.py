"""The county's register of committees as plain data, and what differs between two states of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from hemu.kernel.places import COUNTY_UNIT
from hemu.kernel.wording import listed
from hemu.loop.mediation.people.models import Duty, Member
from hemu.orgs.models import Unit, UnitKind

Held = dict[str, Any]
"""{unit's number: {"name", "until", "members": {"职务 姓名" …}}}"""


def held(county: int) -> Held:
    """Every committee of a county (six digits) with its term and who serves in it."""
    first = county * COUNTY_UNIT
    here = Unit.objects.active().filter(
        kind=UnitKind.MEDIATION_COMMITTEE, region_id__gte=first, region_id__lt=first + COUNTY_UNIT
    )
    serving: dict[int, list[str]] = defaultdict(list)
    members = Member.objects.filter(committee__unit__in=here, until=None).order_by("duty", "id")
    for unit_id, duty, name in members.values_list("committee_id", "duty", "name"):
        serving[unit_id].append(f"{Duty(duty).name.lower()}:{name}")
    found = {}
    for unit in here.select_related("committee").order_by("id"):
        committee = getattr(unit, "committee", None)
        until = committee.term_until.isoformat() if committee and committee.term_until else ""
        found[str(unit.pk)] = {"name": unit.name, "until": until, "members": sorted(serving[unit.pk])}
    return found


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[list[str]]:
    """[[committee, what changed], …] in the order of the committees; words are kept as they are told."""
    found: list[list[str]] = []
    for key in dict.fromkeys([*before, *after]):
        old, new = before.get(key), after.get(key)
        if old is not None and new is not None:
            found += [[new["name"], text] for text in _differs(old, new)]
        elif new is not None:
            found.append([new["name"], _("新设立")])
        elif old is not None:
            found.append([old["name"], _("撤销")])
    return found


def _differs(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    told = []
    if old["name"] != new["name"]:
        told.append(_("更名，原名%(name)s") % {"name": old["name"]})
    come = [_said(one) for one in new["members"] if one not in old["members"]]
    gone = [_said(one) for one in old["members"] if one not in new["members"]]
    if come:
        told.append(_("新任：%(names)s") % {"names": listed(come)})
    if gone:
        told.append(_("离任：%(names)s") % {"names": listed(gone)})
    if old["until"] != new["until"] and new["until"]:
        told.append(_("任期至 %(day)s") % {"day": new["until"]})
    return told


def _said(member: str) -> str:
    duty, _colon, name = member.partition(":")
    return f"{name}（{Duty[duty.upper()].label}）"
