"""A doubt as its page shows it: what is odd in a sentence, and the evidence side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from hemu.loop.screening.doubts import drawing, rules
from hemu.loop.screening.doubts.actions import may_decide
from hemu.loop.screening.doubts.drawing import Sketch
from hemu.loop.screening.doubts.finding import narrative
from hemu.loop.screening.doubts.models import Doubt, DoubtKind, DoubtStatus
from hemu.loop.screening.doubts.queries import other
from hemu.loop.screening.doubts.rules import Piece, Point
from hemu.loop.screening.models import Visit
from hemu.loop.screening.sent.models import ClockSign
from hemu.orgs.actor import Actor
from hemu.orgs.queries import place_name


@dataclass(frozen=True, slots=True)
class Shown:
    """One doubt. `hidden`: the other visit lies where the reader may not look."""

    doubt: Doubt
    says: str
    other: Visit | None
    hidden: bool
    may_decide: bool
    sketch: Sketch | None = None
    photos: tuple[tuple[str, str], ...] = ()
    mine: tuple[Piece, ...] = ()
    theirs: tuple[Piece, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()


def shown(doubt: Doubt, visit: Visit, by: Actor) -> Shown:
    """What the page shows of a doubt of a visit that was read within a scope."""
    against = other(doubt, by)
    parts: dict[str, Any] = {
        DoubtKind.FAR: _far,
        DoubtKind.SPEED: _speed,
        DoubtKind.SAME_PHOTO: _photos,
        DoubtKind.SAME_TEXT: _texts,
        DoubtKind.TOO_MANY: _many,
        DoubtKind.CLOCK: _clock,
    }[DoubtKind(doubt.kind)](doubt.evidence, visit, against)
    return Shown(
        doubt=doubt,
        other=against,
        hidden=bool(doubt.other_id) and against is None,
        may_decide=doubt.status == DoubtStatus.OPEN and may_decide(visit, by),
        **parts,
    )


def _at(visit: Visit) -> Point:
    return Point(visit.latitude or 0.0, visit.longitude or 0.0, visit.accuracy or 0.0)


def _length(metres: float) -> str:
    return _("%(n).1f 公里") % {"n": metres / 1000} if metres >= 1000 else _("%(n)d 米") % {"n": metres}


def _far(told: dict[str, Any], visit: Visit, _against: Visit | None) -> dict[str, Any]:
    says = _(
        "定位在%(place)s平时走访范围以外 %(far)s（离中心 %(distance)s，范围 %(radius)s，限值 %(most)s）。"
    ) % {
        "place": place_name(told["region"]),
        "far": _length(told["metres"]),
        "distance": _length(told["distance"]),
        "radius": _length(told["radius"]),
        "most": _length(told["most"]),
    }
    centre = Point(told["latitude"], told["longitude"], told["radius"])
    found = {"says": says}
    if visit.latitude is None:
        return found
    points = [(_at(visit), _("本次定位")), (centre, _("平时走访的中心"))]
    return {**found, "sketch": drawing.sketch(points)}


def _speed(told: dict[str, Any], visit: Visit, against: Visit | None) -> dict[str, Any]:
    where = {"far": _length(told["metres"]), "minutes": told["minutes"], "most": round(told["most"])}
    if told["kmh"] is None:
        says = _("同一人的两次走访时间重叠，却相距 %(far)s。") % where
    else:
        says = _(
            "两次走访相距 %(far)s，中间只有 %(minutes)s 分钟，合每小时 %(kmh)s 公里（限值 %(most)s）。"
        ) % {
            **where,
            "kmh": told["kmh"],
        }
    found: dict[str, Any] = {"says": says}
    if against is not None and against.latitude is not None and visit.latitude is not None:
        points = [(_at(visit), _("本次")), (_at(against), _("另一次"))]
        found["sketch"] = drawing.sketch(points)
    return found


def _photos(told: dict[str, Any], visit: Visit, against: Visit | None) -> dict[str, Any]:
    pairs = told["photos"]
    says = _("有 %(n)s 张照片与另一次走访的相同（指纹 64 位里相差 %(bits)s 位，限值 %(most)s 位）。") % {
        "n": len(pairs),
        "bits": min(pair["bits"] for pair in pairs),
        "most": round(told["most"]),
    }
    if against is None:
        return {"says": says}
    found = [(_photo(visit, pair["mine"]), _photo(against, pair["theirs"])) for pair in pairs]
    return {"says": says, "photos": tuple(pair for pair in found if all(pair))}


def _photo(visit: Visit, name: str) -> str:
    if name not in visit.photos:
        return ""
    return reverse("screening:photo", args=[visit.county, visit.id, visit.photos.index(name)])


def _texts(told: dict[str, Any], visit: Visit, against: Visit | None) -> dict[str, Any]:
    says = _("去掉套话后，文字与另一次走访有 %(percent)s%% 相同（限值 %(most)s%%）。") % {
        "percent": told["percent"],
        "most": round(told["most"]),
    }
    if against is None:
        return {"says": says}
    mine, theirs = rules.marked(narrative(visit), narrative(against))
    return {"says": says, "mine": tuple(mine), "theirs": tuple(theirs)}


def _many(told: dict[str, Any], _visit: Visit, _against: Visit | None) -> dict[str, Any]:
    says = _("一小时内记了 %(n)s 次走访（限值 %(most)s）。") % {
        "n": told["visits"],
        "most": round(told["most"]),
    }
    return {"says": says}


def _clock(told: dict[str, Any], _visit: Visit, _against: Visit | None) -> dict[str, Any]:
    rows = [(_("发现"), str(ClockSign(sign).label)) for sign in told["signs"]]
    rows += [
        (_("手机时钟比服务器"), _ahead(told["offset_ms"])),
        (_("手机所记完成时间"), f"{datetime.fromisoformat(told['said_at']):%Y-%m-%d %H:%M:%S} UTC"),
        (_("服务器收到时间"), f"{datetime.fromisoformat(told['received_at']):%Y-%m-%d %H:%M:%S} UTC"),
    ]
    if told["shift_ms"]:
        rows.append((_("走访时间已校正"), _ahead(told["shift_ms"])))
    rows += [(_("时钟被拨动"), _ahead(jump)) for jump in told["jumps"]]
    says = _("记这次走访时，手机时钟不准或被拨动过（限值 %(most)s 分钟）。") % {"most": round(told["most"])}
    return {"says": says, "rows": tuple(rows)}


def _ahead(ms: int) -> str:
    words = _("快 %(n).1f 分钟") if ms >= 0 else _("慢 %(n).1f 分钟")
    return words % {"n": abs(ms) / 60_000}
