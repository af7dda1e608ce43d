"""A police incident, as the police's own system exports it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.kernel.errors import Refused
from hemu.kernel.places import county_of
from hemu.loop.screening.importing.rows.common import (
    Came,
    Cells,
    Frame,
    RowReader,
    Understood,
    as_moment,
    placed,
    same_text,
    shown_moment,
)
from hemu.loop.screening.importing.rules.records import Record
from hemu.loop.screening.incidents.actions import record_incident, settle_incident
from hemu.loop.screening.models import Incident, IncidentTier
from hemu.loop.screening.records import check_record, not_future
from hemu.orgs.actor import Actor
from hemu.orgs.names import mask_phone

LONGEST_NUMBER, LONGEST_TEXT, LONGEST_RESULT = 40, 5000, 2000
_TIERS = (
    (IncidentTier.JOINT, ("联合", "司法所", "会同")),
    (IncidentTier.CENTRE, ("综治中心", "移交", "中心", "乡镇")),
    (IncidentTier.PHONE, ("电话", "回访")),
    (IncidentTier.POLICE_OFFICE, ("警务室", "认领", "社区民警", "驻村")),
    (IncidentTier.ON_SCENE, ("现场", "当场", "值班", "出警", "当面")),
)
"""Words that name a tier, the farthest first."""


def understand(record: Record, frame: Frame) -> Understood:
    """What a line of the police's list says."""
    cells = Cells(record, frame)
    number = cells.needed("number", longest=LONGEST_NUMBER, message=_("没有警情编号。"))
    where = cells.where()
    at = cells.moment("reported_at")
    if at is None and not any(one.key == "reported_at" for one in cells.out.problems):
        cells.wrong("reported_at", "required", _("没有报警时间。"))
    narrative = cells.needed("narrative", longest=LONGEST_TEXT, message=_("没有警情内容。"))
    cells.out.number = number
    cells.out.mark = same_text("incident", number)
    cells.out.new = {
        "region": where.region if where else 0,
        "place": where.rest if where else "",
        "number": number,
        "reported_at": at.isoformat() if at else None,
        "narrative": narrative,
        "phone": cells.phone("phone"),
        "tier": int(_tier(cells)),
        "result": cells.text("result", longest=LONGEST_RESULT),
    }
    return cells.out


def _tier(cells: Cells) -> IncidentTier:
    said = cells.record.text("tier")
    for tier, words in _TIERS:
        if any(word in said for word in words):
            return tier
    if cells.has("tier"):
        told = _("认不出处置层级“%(text)s”，按“%(label)s”记。")
        first = IncidentTier.ON_SCENE
        cells.remark("tier", "unknown_tier", told % {"text": said[:20], "label": first.label})
    return IncidentTier.ON_SCENE


def check(new: dict[str, Any], by: Actor) -> None:
    """The act's own checks."""
    check_record(new["region"], by, number=new["number"], narrative=new["narrative"])
    moment = as_moment(new["reported_at"])
    if moment is not None:
        not_future("reported_at", moment)


def bring_in(batch: Sequence[tuple[int, dict[str, Any]]], by: Actor) -> list[Came | Refused]:
    """Write each down; one that already says what came of it is settled at once."""
    return [one_by_one(_write, new, by) for _id, new in batch]


def one_by_one(write: Any, new: dict[str, Any], by: Actor) -> Came | Refused:
    """One record by its act, in a savepoint of its own."""
    try:
        with transaction.atomic():
            came: Came = write(new, by)
            return came
    except Refused as refused:
        return refused


def _write(new: dict[str, Any], by: Actor) -> Came:
    moment = as_moment(new["reported_at"])
    assert moment is not None  # noqa: S101  # checked before
    row = record_incident(
        region=new["region"],
        place=new["place"],
        number=new["number"],
        reported_at=moment,
        narrative=new["narrative"],
        phone=new.get("phone", ""),
        tier=IncidentTier(new["tier"]),
        by=by,
    )
    if new["result"]:
        settle_incident(row, new["result"], by=by)
    return Came(row.county, row.id, row.number)


def known(region: int, numbers: Sequence[str]) -> dict[str, int]:
    """Which of these numbers the county has already, with the record's id."""
    rows = Incident.objects.unscoped(reason="whether a number is taken in the county, by hand or by import")
    found = rows.filter(county=county_of(region), number__in=numbers)
    return dict(found.values_list("number", "id"))


def show(new: dict[str, Any]) -> list[tuple[str, str]]:
    """What would be written down; telephones masked."""
    return [
        (_("警情编号"), new["number"]),
        (_("报警时间"), shown_moment(new["reported_at"])),
        (_("地点"), placed(new["region"], new["place"])),
        (_("警情内容"), new["narrative"]),
        (_("报警人电话"), mask_phone(new.get("phone", ""))),
        (_("处置层级"), str(IncidentTier(new["tier"]).label)),
        (_("处置结果"), new["result"]),
    ]


READER = RowReader(understand, check, show, bring_in, known)
