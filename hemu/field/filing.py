"""Keeping count of items: which were carried out before, and which wait for a person's decision."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext as _

from hemu.field import clockwork
from hemu.field.kinds.base import CODES, Arrived, Done, Keep
from hemu.field.models import Item, Kept, KeptWhy
from hemu.kernel import clock
from hemu.kernel.bulk import insert_new
from hemu.kernel.errors import Conflict
from hemu.kernel.ids import new_id
from hemu.kernel.places import county_of

Answer = dict[str, Any]
MESSAGE_LENGTH = 300


def claim(item: Arrived[Any]) -> Answer | None:
    """Take the item's number. None: go on and carry it out. Else the answer to one that came before.

    The row is in the caller's transaction: one that is refused leaves none. Raises Conflict ``id_taken``.
    """
    row = {
        "id": item.id, "device_id": item.device_id, "person_id": item.by.person_id, "kind": item.kind,
        "content": item.content, "said_at": item.timing.said, "offset_ms": item.timing.measured.offset,
        "received_at": clockwork.as_moment(item.timing.measured.received),
        "signs": [int(sign) for sign in item.timing.signs],
    }  # fmt: skip
    if insert_new(Item, [row]):
        return None
    before = Item.objects.get(pk=item.id)
    if before.person_id != item.by.person_id:
        raise Conflict(_("这个编号已被使用，请换一个编号再发。"), code="id_taken")
    if bytes(before.content) == item.content and before.kind == item.kind:
        status = "conflict" if before.answer.get("status") == "conflict" else "already"
        return {**before.answer, "status": status}
    return _otherwise(item, before)


def _otherwise(item: Arrived[Any], before: Item) -> Answer:
    """The same number with other content: both are kept."""
    message = _("同一编号的记录已有另一份内容，两份都已保留，请核对。")
    region = getattr(item.data, "region", None) or before.county * 10**9
    keep_ = Keep(KeptWhy.SAME_ID, message, before.kind[:12], before.county, before.record_id, region)
    kept = keep(item, keep_)
    record = {"county": before.county, "id": str(before.record_id)}
    return {
        "id": str(item.id), "status": "conflict", "conflict": str(kept), "code": CODES[KeptWhy.SAME_ID],
        "message": message, "record": record,
    }  # fmt: skip


def write_down(item: Arrived[Any], done: Done, answer: Answer) -> None:
    """Remember what became of a claimed item."""
    Item.objects.filter(pk=item.id).update(county=done.county, record_id=done.record_id, answer=answer)


def keep(item: Arrived[Any], why: Keep) -> int:
    """Keep an item for a person's decision; answers the number under which it is kept. Once an item."""
    number, county = new_id(), why.county or county_of(why.region)
    row = {
        "id": number, "county": county, "region": why.region, "item_id": item.id,
        "device_id": item.device_id, "post_id": item.by.post_id, "kind": item.kind, "why": int(why.why),
        "message": why.message[:MESSAGE_LENGTH], "record": why.record, "record_id": why.record_id,
        "sent": as_text(item), "said_at": item.timing.said, "content": item.content,
        "made_at": clock.now(), "unit_id": item.by.unit_id, "unit_name": item.by.unit_name,
        "person_id": item.by.person_id, "person_name": item.by.name,
    }  # fmt: skip
    if insert_new(Kept, [row]):
        return number
    before = Kept.objects.unscoped(reason="the phone's own item, by its number")
    return int(before.get(county=county, item_id=item.id, content=item.content).pk)


def as_text(item: Arrived[Any]) -> str:
    """An item as it is kept: everything that carrying it out again needs."""
    return json.dumps(
        {
            "kind": item.kind,
            "number": item.number,
            "data": item.data.model_dump(mode="json"),
            "base": item.base.model_dump(mode="json") if item.base is not None else None,
            "said_at": item.timing.said_at,
            "shift": item.timing.shift,
            "received": item.timing.measured.received,
            "content": item.content.hex(),
        },
        ensure_ascii=False,
    )
