"""A doubt as its page shows it: what is odd in a sentence, and the evidence side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.loop.screening.doubts import drawing, places, rules
from hemu.loop.screening.doubts.actions import may_decide
from hemu.loop.screening.doubts.drawing import Sketch
from hemu.loop.screening.doubts.finding import narrative
from hemu.loop.screening.doubts.models import Doubt, DoubtKind, DoubtStatus
from hemu.loop.screening.doubts.queries import other
from hemu.loop.screening.doubts.rules import Piece, Point
from hemu.loop.screening.models import Visit
from hemu.loop.screening.sent.models import ClockSign
from hemu.orgs.actor import Actor
from hemu.orgs.models import Region
from hemu.orgs.outlines import nearest_inside


@dataclass(frozen=True, slots=True)
class Shown:
    """One doubt. `hidden`: the other visit lies where the reader may not look.

    `hour`: the visits of the fullest hour, this one among them. `rules`: what was exceeded, by its version.
    """

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
    hour: tuple[Visit, ...] = ()
    rules: tuple[dict[str, Any], ...] = ()


def shown(doubt: Doubt, visit: Visit, by: Actor) -> Shown:
    """What the page shows of a doubt of a visit that was read within a scope."""
    against = other(doubt, by)
    told: dict[str, Any] = doubt.evidence
    parts: dict[str, Any] = {
        DoubtKind.FAR: lambda: _far(told, visit, by),
        DoubtKind.SPEED: lambda: _speed(told, visit, against),
        DoubtKind.SAME_PHOTO: lambda: _photos(told, visit, against),
        DoubtKind.SAME_TEXT: lambda: _texts(told, visit, against),
        DoubtKind.TOO_MANY: lambda: _many(told, visit, by),
        DoubtKind.CLOCK: lambda: _clock(told),
    }[DoubtKind(doubt.kind)]()
    return Shown(
        doubt=doubt,
        other=against,
        hidden=bool(doubt.other_id) and against is None,
        may_decide=doubt.status == DoubtStatus.OPEN and may_decide(visit, by),
        rules=tuple(told[name] for name in ("rule", "outside_rule") if name in told),
        **parts,
    )


def _at(visit: Visit) -> Point:
    return Point(visit.latitude or 0.0, visit.longitude or 0.0, visit.accuracy or 0.0)


def _length(metres: float) -> str:
    return _("%(n).1f 公里") % {"n": metres / 1000} if metres >= 1000 else _("%(n)d 米") % {"n": metres}


def _far(told: dict[str, Any], visit: Visit, by: Actor) -> dict[str, Any]:
    """In words and drawn: how far from the known places, and how far outside the county."""
    says, points, dots = [], [(_at(visit), _("本次定位"))], []
    if "outside" in told:
        words = {"far": _length(told["outside"]), "most": _length(told["outside_most"])}
        says.append(_("定位在县界以外 %(far)s（限值 %(most)s）。") % words)
    if "metres" in told:
        region = Region.objects.get(pk=told["region"])
        words = {
            "place": region.name,
            "n": told["places"],
            "far": _length(told["metres"]),
            "most": _length(told["most"]),
        }
        says.append(
            _("%(place)s有 %(n)s 个已知地点，定位离最近的一个也有 %(far)s（限值 %(most)s）。") % words
        )
        points.append((Point(*told["nearest"]), _("最近的已知地点")))
        dots = places.drawn(region, by)
    if visit.latitude is None or visit.longitude is None:
        return {"says": "".join(says)}
    edge = nearest_inside(visit.county, visit.latitude, visit.longitude) if "outside" in told else None
    drawn = drawing.sketch(points, dots, visit.county, Point(*edge) if edge else None)
    return {"says": "".join(says), "sketch": drawn}


def _speed(told: dict[str, Any], visit: Visit, against: Visit | None) -> dict[str, Any]:
    where = {"far": _length(told["metres"]), "minutes": told["minutes"], "most": round(told["most"])}
    if told["kmh"] is None:
        says = _("同一人的两次走访时间重叠，却相距 %(far)s。") % where
    else:
        says = _(
            "两次走访相距 %(far)s，中间只有 %(minutes)s 分钟，合每小时 %(kmh)s 公里（限值 %(most)s）。"
        ) % {**where, "kmh": told["kmh"]}
    if against is None or against.latitude is None or visit.latitude is None:
        return {"says": says}
    points = [(_at(visit), _("本次 %(time)s") % _clock_face(visit))]
    points.append((_at(against), _("另一次 %(time)s") % _clock_face(against)))
    return {"says": says, "sketch": drawing.sketch(points, county=visit.county)}


def _clock_face(visit: Visit) -> dict[str, str]:
    since, until = clock.local(visit.started_at), clock.local(visit.ended_at)
    return {"time": f"{since:%H:%M}–{until:%H:%M}"}


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


def _many(told: dict[str, Any], visit: Visit, by: Actor) -> dict[str, Any]:
    says = _("一小时内记了 %(n)s 次走访（限值 %(most)s）。") % {
        "n": told["visits"],
        "most": round(told["most"]),
    }
    rows = Visit.objects.visible_to(by).filter(county=visit.county, id__in=told["ids"])
    return {"says": says, "hour": tuple(rows.order_by("started_at", "id"))}


def _to_the_second(moment: str) -> str:
    return f"{clock.local(datetime.fromisoformat(moment)):%Y-%m-%d %H:%M:%S}"


def _clock(told: dict[str, Any]) -> dict[str, Any]:
    rows = [(_("发现"), str(ClockSign(sign).label)) for sign in told["signs"]]
    rows += [
        (_("手机时钟比服务器"), _ahead(told["offset_ms"])),
        (_("手机所记完成时间"), _to_the_second(told["said_at"])),
        (_("服务器收到时间"), _to_the_second(told["received_at"])),
    ]
    if told["shift_ms"]:
        rows.append((_("走访时间已校正"), _ahead(told["shift_ms"])))
    rows += [(_("时钟被拨动"), _ahead(jump)) for jump in told["jumps"]]
    says = _("记这次走访时，手机时钟不准或被拨动过（限值 %(most)s 分钟）。") % {"most": round(told["most"])}
    return {"says": says, "rows": tuple(rows)}


def _ahead(ms: int) -> str:
    words = _("快 %(n).1f 分钟") if ms >= 0 else _("慢 %(n).1f 分钟")
    return words % {"n": abs(ms) / 60_000}
