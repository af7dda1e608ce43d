"""A visit of an old record book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from django.db.models import IntegerChoices
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.errors import Refused
from hemu.loop.screening import visits
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
from hemu.loop.screening.importing.rows.incidents import one_by_one
from hemu.loop.screening.importing.rules import dates, numerals, outcomes
from hemu.loop.screening.importing.rules.records import Record
from hemu.loop.screening.importing.rules.unclear import Unclear
from hemu.loop.screening.models import ObjectKind, VisitReason, VisitResult
from hemu.loop.screening.visits import NewVisit, record_visit
from hemu.orgs.actor import Actor
from hemu.orgs.names import mask_phone

_OBJECTS = (
    (ObjectKind.RENTED_HOME, ("出租", "租赁房")),
    (ObjectKind.BUILDING_SITE, ("工地", "在建")),
    (ObjectKind.MINE, ("矿",)),
    (ObjectKind.SCHOOL, ("学校", "小学", "中学", "幼儿园", "校园")),
    (ObjectKind.SHOP, ("商铺", "市场", "门面", "超市", "商店", "店")),
    (ObjectKind.PUBLIC_PLACE, ("公共", "场所", "车站", "医院", "景区")),
    (ObjectKind.EMPLOYER, ("企", "单位", "公司", "厂")),
    (ObjectKind.HOUSEHOLD, ("户", "家庭", "农户", "居民", "群众")),
    (ObjectKind.OTHER, ("其他", "其它")),
)
_REASONS = (
    (VisitReason.CAMPAIGN, ("专项", "行动", "万警", "排查整治")),
    (VisitReason.KEY_DATE, ("节", "重要", "敏感", "两会", "安保")),
    (VisitReason.FOLLOWING, ("反映", "群众", "求助")),
    (VisitReason.ASKED, ("上级", "交办", "安排", "派")),
    (VisitReason.ROUTINE, ("日常", "走访", "入户", "常规", "例行")),
)
_RESULTS = (
    (VisitResult.REPORTED, ("上报", "后续", "移交", "登记")),
    (VisitResult.AGAIN, ("再次", "复访", "再访")),
    (VisitResult.SETTLED, ("当场", "现场解决", "已解决", "已整改", "已化解", "化解")),
    (VisitResult.NOTHING, ("未发现", "正常", "无", "没有", "良好", "稳定")),
)
_TEXTS = {
    "visitors": 200, "object_name": 100, "object_info": 1000, "campaign": 100, "dispute_text": 2000,
    "hazard_text": 2000, "help_text": 2000, "publicity": 500, "done_on_spot": 2000, "what_follows": 1000,
}  # fmt: skip
_ASKED = (("dispute_text", "has_dispute"), ("hazard_text", "has_hazard"), ("help_text", "needs_help"))


def understand(record: Record, frame: Frame) -> Understood:
    """What a line of a book of visits says."""
    cells = Cells(record, frame)
    where = cells.where()
    begin, end = _times(cells)
    texts = {key: cells.text(key, longest=longest) for key, longest in _TEXTS.items()}
    if not texts["object_name"]:
        cells.wrong("object_name", "required", _("没有写走访了谁。"))
    answers = {flag: _answer(cells, key, texts) for key, flag in _ASKED}
    new: dict[str, Any] = {
        "region": where.region if where else 0,
        "place": where.rest if where else "",
        "started_at": begin.isoformat() if begin else None,
        "ended_at": end.isoformat() if end else None,
        "object_kind": int(_word(cells, "object_kind", _OBJECTS, ObjectKind.HOUSEHOLD)),
        "reason": int(_word(cells, "reason", _REASONS, VisitReason.ROUTINE)),
        "object_phone": cells.phone("object_phone"),
        "object_people": cells.parsed("object_people", numerals.count) or 1,
        **texts,
        **answers,
        "visitors": texts["visitors"] or frame.by.name,
    }
    found = VisitResult.REPORTED if any(answers.values()) else VisitResult.NOTHING
    new["result"] = int(_word(cells, "result", _RESULTS, found))
    cells.out.new = new
    cells.out.mark = same_text(
        "visit", texts["object_name"], new["started_at"], new["region"], new["place"], new["visitors"],
        texts["done_on_spot"], texts["dispute_text"], texts["hazard_text"],
    )  # fmt: skip
    return cells.out


def _times(cells: Cells) -> tuple[datetime | None, datetime | None]:
    begin = cells.moment("started_at")
    if begin is None:
        if not any(one.key == "started_at" for one in cells.out.problems):
            cells.wrong("started_at", "required", _("没有走访时间。"))
        return None, None
    text = cells.record.text("ended_at")
    if not cells.has("ended_at"):
        return begin, begin
    try:
        end = datetime.combine(begin.date(), dates.as_time(text), tzinfo=clock.CHINA)
    except Unclear:
        found = cells.moment("ended_at")
        end = found if found is not None else begin
    if end < begin:
        cells.wrong("ended_at", "order", _("结束时间早于开始时间。"))
    return begin, end


def _answer(cells: Cells, key: str, texts: dict[str, str]) -> bool:
    """Whether the column says yes: a tick alone says so without saying what, and that is asked for."""
    ticked = outcomes.truth(texts[key])
    if not texts[key] or ticked is False:
        texts[key] = ""
        return False
    if ticked:
        texts[key] = ""
        cells.wrong(key, "required", _("写了“有”，没有写是什么情况。"))
    return True


def _word(
    cells: Cells, key: str, words: Sequence[tuple[Any, Sequence[str]]], otherwise: IntegerChoices
) -> IntegerChoices:
    said = cells.record.text(key)
    for choice, hints in words:
        if any(hint in said for hint in hints):
            found: IntegerChoices = choice
            return found
    if cells.has(key):
        told = _("认不出“%(text)s”，按“%(label)s”记。") % {"text": said[:20], "label": otherwise.label}
        cells.remark(key, f"unknown_{key}", told)
    return otherwise


def new_visit(new: dict[str, Any]) -> NewVisit:
    """What the act is given."""
    given = {one.name: new[one.name] for one in fields(NewVisit) if one.name in new}
    given |= {
        "started_at": as_moment(new["started_at"]),
        "ended_at": as_moment(new["ended_at"]),
        "object_kind": ObjectKind(new["object_kind"]),
        "reason": VisitReason(new["reason"]),
        "result": VisitResult(new["result"]),
    }
    return NewVisit(**given)


def check(new: dict[str, Any], by: Actor) -> None:
    """The act's own checks."""
    visits.check(new_visit(new), by)


def bring_in(batch: Sequence[tuple[int, dict[str, Any]]], by: Actor) -> list[Came | Refused]:
    """Write each visit, to be reviewed like any other."""

    def write(new: dict[str, Any], by: Actor) -> Came:
        row = record_visit(new_visit(new), by=by, visit_id=new["visit_id"])
        return Came(row.county, row.id, row.object_name[:40])

    return [one_by_one(write, {**new, "visit_id": visit_id}, by) for visit_id, new in batch]


def show(new: dict[str, Any]) -> list[tuple[str, str]]:
    """What would be written down; telephones masked."""
    made = new_visit(new)
    yes = [
        (_("矛盾纠纷"), made.dispute_text),
        (_("风险隐患"), made.hazard_text),
        (_("求助"), made.help_text),
    ]
    return [
        (_("户主或单位"), f"{made.object_name} {mask_phone(made.object_phone)}".strip()),
        (_("时间"), shown_moment(new["started_at"])),
        (_("走访人"), made.visitors),
        (_("地点"), placed(made.region, made.place)),
        (_("对象类别"), str(made.object_kind.label)),
        (_("情况"), "；".join(f"{label}：{text}" for label, text in yes if text) or made.done_on_spot),
        (_("走访结果"), str(made.result.label)),
    ]


READER = RowReader(understand, check, show, bring_in)
