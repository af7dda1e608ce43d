"""One envelope: what is in it is carried out in one transaction, once (docs/field-sync.md §4)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import DataError, IntegrityError, OperationalError, transaction
from django.utils.translation import gettext as _
from pydantic import ValidationError
from pydantic_core import to_json
from structlog import get_logger

from hemu.field import clockwork, devices, filing, kinds_of, sides, uploads
from hemu.field.clockwork import Measured
from hemu.field.entry import Caller
from hemu.field.kinds.base import CODES, Arrived, Done, Kind, Waits
from hemu.field.kinds.visits import VISIT, record
from hemu.field.models import Device, Envelope, Kept
from hemu.field.schemas import EnvelopeIn, ItemIn
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Refused
from hemu.kernel.invalid import by_field
from hemu.loop.screening.sent.actions import Came
from hemu.orgs.actor import Actor

log = get_logger(__name__)

Answer = dict[str, Any]
MOST_ITEMS: Final = 50
LATER_SECONDS: Final = 60
FAULT_SECONDS: Final = 3600


def receive(envelope: EnvelopeIn, caller: Caller) -> Answer:
    """Carry out an envelope; the same again gets the same answer.

    Raises Conflict ``envelope_reused`` and, when the phone was ended, Said ``wipe``.
    """
    reading = _read(envelope)
    with transaction.atomic():
        device = devices.hold(caller.device)
        before = Envelope.objects.filter(device_id=device.pk, number=envelope.envelope).first()
        if before is not None:
            return _dressed(_again(before, reading.content), caller.actor)
        clocks = envelope.clock
        measured = clockwork.measure(
            clocks.sent_at,
            caller.received,
            clocks.rtt,
            before=device.offset_ms,
            jumps=[jump.model_dump() for jump in clocks.jumps],
        )
        results = _Work(caller, device, measured, reading, clocks.sent_at).results()
        answer = {
            "envelope": str(envelope.envelope),
            "received_at": caller.received,
            "offset": measured.offset,
            "results": results,
            "pull": any(kinds_of.changes_the_day(kind) for kind in reading.kinds),
        }
        _write_down(device, envelope.envelope, reading, answer, measured)
        return _dressed(answer, caller.actor)


def _dressed(answer: Answer, by: Actor) -> Answer:
    """The answer with what stands beside each conflict: that is read anew, and never kept with the answer."""
    results = [
        {**one, "theirs": _theirs(int(one["conflict"]), by)} if "conflict" in one else one
        for one in answer["results"]
    ]
    return {**answer, "results": results}


def _theirs(kept: int, by: Actor) -> list[list[str]]:
    row = Kept.objects.unscoped(reason="the phone's own item").get(pk=kept)
    return sides.differences(sides.parts(row, by))


def _again(before: Envelope, content: bytes) -> Answer:
    if bytes(before.content) != content:
        raise Conflict(_("这个批号已用于另一批记录。"), code="envelope_reused")
    found: Answer = before.answer
    return found


def _write_down(device: Device, number: int, reading: _Reading, answer: Answer, measured: Measured) -> None:
    Envelope(
        device_id=device.pk, number=number, content=reading.content, answer=answer,
        items=len(reading.parts), offset_ms=measured.offset, at=clock.now(),
    ).save(force_insert=True)  # fmt: skip
    last = max((item for item in reading.items if item.n is not None), key=_number, default=None)
    device.offset_ms = measured.offset
    if last is not None and _number(last) > device.number:
        device.number, device.said_at = _number(last), clockwork.as_moment(last.at)
    device.seen_at = clock.now()
    device.save(update_fields=["offset_ms", "number", "said_at", "seen_at"])


def _names_files(data: Any) -> bool:
    return bool(getattr(data, "uploads", None) or getattr(data, "files", None))


def _number(item: ItemIn) -> int:
    return item.n or 0


@dataclass(slots=True)
class _Part:
    """One place in the envelope: the item as far as it could be read, or why it couldn't."""

    id: str
    item: ItemIn | None = None
    kind: Kind | None = None
    data: Any = None
    base: Any = None
    content: bytes = b""
    result: Answer | None = None


@dataclass(slots=True)
class _Reading:
    parts: list[_Part] = field(default_factory=list)

    @property
    def items(self) -> list[ItemIn]:
        return [part.item for part in self.parts if part.item is not None]

    @property
    def kinds(self) -> set[str]:
        return {item.kind for item in self.items}

    @property
    def content(self) -> bytes:
        """The SHA-256 of what the items say, in their order: clocks and rests aside."""
        told = hashlib.sha256()
        for part in self.parts:
            told.update(part.id.encode() + b":" + part.content)
        return told.digest()


def _read(envelope: EnvelopeIn) -> _Reading:
    return _Reading([_read_one(raw) for raw in envelope.items])


def _read_one(raw: Any) -> _Part:
    part = _Part(str(raw.get("id", "")) if isinstance(raw, dict) else "")
    part.content = _digest(raw)
    try:
        part.item = ItemIn.model_validate(raw)
        part.kind = kinds_of.KINDS.get(part.item.kind)
        if part.kind is None:
            raise Refused(_("这个版本的服务器不认得这种记录。"), field="kind", code="unknown_kind")
        part.data = part.kind.data.model_validate(part.item.data)
        if part.kind.base is not None and part.item.base is not None:
            part.base = part.kind.base.model_validate(part.item.base)
        if part.kind.base_required and part.base is None:
            raise Refused(_("请说明是在哪一份的基础上修改。"), field="base", code="invalid")
        part.id = str(part.item.id)
    except ValidationError as error:
        part.result = _refused(part.id, "invalid", _("有内容填得不对。"), by_field(error.errors()))
    except Refused as refused:
        part.result = _refusal(part.id, refused)
    return part


def _digest(raw: Any) -> bytes:
    """SHA-256 of what an item says, whatever the order in which its parts stand."""
    told = [_ordered(raw.get(name)) for name in ("kind", "base", "data")] if isinstance(raw, dict) else raw
    return hashlib.sha256(to_json(told)).digest()


def _ordered(part: Any) -> Any:
    return {name: part[name] for name in sorted(part)} if isinstance(part, dict) else part


class _Work:
    """Carrying the items out: visits together, the rest one by one, each so that it can fail alone."""

    def __init__(
        self, caller: Caller, device: Device, measured: Measured, reading: _Reading, sent_at: int
    ) -> None:
        self._caller, self._device, self._measured, self._sent_at = caller, device, measured, sent_at
        self._parts = reading.parts
        self._said_before = self._last_said(reading.items)

    def results(self) -> list[Answer]:
        """What became of each item, in order."""
        ready = [part for part in self._parts if part.result is None]
        visits = {part.id: part for part in reversed(ready) if part.kind is VISIT}
        self._visits(list(visits.values()))
        for part in ready:
            if part.result is None:
                part.result = self._one(part)
        named = [part.item.id for part in ready if part.item is not None and _names_files(part.data)]
        uploads.attach_arrived(named, by=self._caller.actor)
        return [part.result or {} for part in self._parts]

    def _last_said(self, items: Sequence[ItemIn]) -> dict[int, int | None]:
        """For each item what the clock said of the one made before it, as far as that is known."""
        found: dict[int, int | None] = {}
        before, number = self._device.said_at, self._device.number
        last = clockwork.as_ms(before) if before is not None else None
        for item in sorted((item for item in items if item.n is not None), key=_number):
            found[item.id] = last if _number(item) > number else None
            last, number = item.at, _number(item)
        return found

    def _arrived(self, part: _Part) -> Arrived[Any]:
        assert part.item is not None  # noqa: S101  # parts without an item were answered when they were read
        said = self._said_before.get(part.item.id)
        timing = clockwork.timing(
            part.item.at, part.item.age, self._measured, sent_at=self._sent_at, last_said=said
        )
        return Arrived(
            part.item.id, part.item.kind, part.item.n, part.data, part.base, timing, part.content,
            self._device.pk, self._caller.actor,
        )  # fmt: skip

    def _visits(self, parts: Sequence[_Part]) -> None:
        if not parts:
            return
        items = [self._arrived(part) for part in parts]
        try:
            with transaction.atomic():
                found = record(items, by=self._caller.actor)
        except Refused as refused:
            for part in parts:
                part.result = _refusal(part.id, refused)
            return
        except (DataError, IntegrityError):
            log.warning("a batch of visits could not be written together; trying each by itself")
            for part in parts:
                part.result = self._one(part)
            return
        for part, item, one in zip(parts, items, found, strict=True):
            part.result = _refusal(part.id, one) if isinstance(one, Refused) else self._told(item, *one)

    def _told(self, item: Arrived[Any], came: Came, done: Done) -> Answer:
        if done.keep is not None:
            return _conflict(item, done, filing.keep(item, done.keep))
        status = "already" if came == Came.BEFORE else "stored"
        return {"id": str(item.id), "status": status, "record": done.record}

    def _one(self, part: _Part) -> Answer:
        item = self._arrived(part)
        try:
            with transaction.atomic():
                return self._carried_out(item, part.kind)
        except Waits as waits:
            return {
                "id": part.id, "status": "later", "code": waits.code, "retry_after": LATER_SECONDS
            }  # fmt: skip
        except Refused as refused:
            return _refusal(part.id, refused)
        except OperationalError:
            raise  # the whole envelope comes again: nobody's fault, and nothing of it is written
        except Exception:  # a mistake of ours in one kind must not hold up all that the phone has to send
            log.exception("an item could not be carried out", kind=item.kind, item=item.id)
            return {"id": part.id, "status": "later", "code": "fault", "retry_after": FAULT_SECONDS}

    def _carried_out(self, item: Arrived[Any], kind: Kind | None) -> Answer:
        assert kind is not None  # noqa: S101  # see _arrived
        if kind is VISIT:
            (found,) = record([item], by=item.by)
            if isinstance(found, Refused):
                raise found
            return self._told(item, *found)
        before = filing.claim(item)
        if before is not None:
            return before
        done = kind.apply(item)
        if done.keep is not None:
            answer = _conflict(item, done, filing.keep(item, done.keep))
        else:
            answer = {"id": str(item.id), "status": "stored", "record": done.record}
        filing.write_down(item, done, answer)
        return answer


def _conflict(item: Arrived[Any], done: Done, kept: int) -> Answer:
    assert done.keep is not None  # noqa: S101  # asked by the caller
    return {
        "id": str(item.id), "status": "conflict", "conflict": str(kept), "code": CODES[done.keep.why],
        "message": done.keep.message, "record": done.record,
    }  # fmt: skip


def _refusal(number: str, refused: Refused) -> Answer:
    message = str(refused.message) or _("没有找到。")
    code = "forbidden" if isinstance(refused, Forbidden) and not refused.code else refused.code
    return _refused(number, code, message, {refused.field: [message]} if refused.field else {})


def _refused(number: str, code: str, message: str, fields: Mapping[str, Iterable[str]]) -> Answer:
    error = {"code": code, "message": message, "fields": fields}
    return {"id": number, "status": "refused", "error": error}
