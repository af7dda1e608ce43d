"""The two sides of what a phone sent and what stands: part by part, in words."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from hemu.disputes import promised
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Colour, Dispute, Entry, State
from hemu.disputes.queries import parties as parties_of
from hemu.field import kinds_of, words
from hemu.field.clockwork import Measured, Timing
from hemu.field.kinds.base import Arrived
from hemu.field.kinds.visits import VisitData, new_visit
from hemu.field.models import Kept
from hemu.kernel import clock
from hemu.loop.followup.models import FollowUp
from hemu.loop.screening.models import Hazard, VillagersReport, Visit
from hemu.loop.screening.queries import row_url
from hemu.loop.screening.visits import columns
from hemu.orgs.actor import Actor, actor_for
from hemu.orgs.models import Post
from hemu.orgs.queries import posts_of
from hemu.outreach.models import SmallService


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a record: what stands, and what the phone says."""

    name: str
    label: str
    standing: str
    phone: str

    @property
    def differs(self) -> bool:
        return self.standing != self.phone


def arrived(row: Kept, by: Actor) -> Arrived[Any]:
    """The item as the phone sent it, to be carried out by its sender while their post holds, else by `by`."""
    told = json.loads(row.sent)
    kind = kinds_of.KINDS[told["kind"]]
    base = kind.base.model_validate(told["base"]) if kind.base and told["base"] else None
    timing = Timing(told["said_at"], told["shift"], (), Measured(told["received"], 0, 0))
    return Arrived(
        row.item_id, kind.name, told["number"], kind.data.model_validate(told["data"]), base, timing,
        bytes.fromhex(told["content"]), row.device_id, _sender(row, by),
    )  # fmt: skip


def _sender(row: Kept, by: Actor) -> Actor:
    post = Post.objects.filter(pk=row.post_id).select_related("person").first()
    held = posts_of(post.person) if post is not None else ()
    mine = next((one for one in held if one.pk == row.post_id), None)
    return actor_for(mine) if mine is not None else by


def record_of(row: Kept, by: Actor) -> Any:
    """The record that stands, when the actor may see it."""
    model: Any = _MODELS.get(row.record)
    if model is None:
        return None
    return model.objects.visible_to(by).filter(county=row.county, id=row.record_id).first()


_MODELS: dict[str, Any] = {
    "visit": Visit,
    "dispute": Dispute,
    "spot": Dispute,
    "follow_up": Dispute,
    "note": Dispute,
    "receive": Dispute,
    "hazard": Hazard,
    "hazard_remove": Hazard,
    "service": SmallService,
    "service_close": SmallService,
    "report": VillagersReport,
    "report_answer": VillagersReport,
}


def parts(row: Kept, by: Actor) -> list[Part]:
    """Both sides, part by part; those that differ first. A side that the actor may not see is empty."""
    item, record = arrived(row, by), record_of(row, by)
    read = _visit_parts if isinstance(item.data, VisitData) else _other_parts
    found = read(item, record)
    return sorted(found, key=lambda part: not part.differs)


def _visit_parts(item: Arrived[Any], record: Visit | None) -> list[Part]:
    sent = columns(new_visit(item))
    found = []
    for name, value in sent.items():
        if name in ("latitude", "longitude", "accuracy", "photos"):
            continue
        standing = getattr(record, name) if record is not None else None
        found.append(Part(name, words.label(name), _said(name, standing, record), words.said(name, value)))
    where = item.data.position
    told = f"{where.latitude:.5f}, {where.longitude:.5f}" if where is not None else ""
    stands = ""
    if record is not None and record.latitude is not None:
        stands = f"{record.latitude:.5f}, {record.longitude:.5f}"
    found.append(Part("position", words.label("position"), stands, told))
    return [part for part in found if part.standing or part.phone]


def _said(name: str, value: Any, record: Visit | None) -> str:
    shown = getattr(record, f"get_{name}_display", None)
    return str(shown()) if shown is not None else words.said(name, value)


def _other_parts(item: Arrived[Any], record: Any) -> list[Part]:
    stands = {name: (label, value) for name, label, value in _standing(item, record)}
    found = [
        Part(name, label, stands.pop(name, ("", ""))[1], value)
        for name, label, value in words.rows(item.data, _names(item, record))
    ]
    return [*found, *(Part(name, label, value, "") for name, (label, value) in stands.items() if value)]


def _names(item: Arrived[Any], record: Any) -> dict[str, str]:
    """Parties and promises by how the item refers to them: by number, or by place among the new ones."""
    new = getattr(item.data, "new", None)
    if new is not None:
        return {f"#{place}": party.name for place, party in enumerate(new.parties)}
    if not isinstance(record, Dispute):
        return {}
    held = promised.at_hand(record)
    owed = {str(one.id): one.what for one in held.promises} if held else {}
    return owed | {str(party.pk): party.name for party in parties_of(record)}


Rows = list[tuple[str, str, str]]


def _standing(item: Arrived[Any], record: Any) -> Rows:
    reader = next((read for model, read in _READERS if isinstance(record, model)), None)
    return reader(item, record) if reader is not None else []


def _row(name: str, value: Any) -> tuple[str, str, str]:
    return name, words.label(name), words.said(name, value)


def _dispute(item: Arrived[Any], record: Dispute) -> Rows:
    last = Entry.objects.of(record).order_by("-seq").first()
    found = [
        ("state", _("现在"), f"{State(record.state).label} · {Colour(record.colour).label}"),
        ("title", words.label("title"), record.title),
    ]
    if last is not None:
        what = f"{Act(last.act).label} · {last.person_name} · {clock.local(last.at):%Y-%m-%d %H:%M}"
        found.append(("last", _("最近办理"), what))
    done = FollowUp.objects.of(record).filter(done_at__isnull=False).order_by("-number").first()
    if item.kind == "follow_up" and done is not None:
        found += _follow_up(done)
    return found


def _follow_up(done: FollowUp) -> Rows:
    choices = [
        (name, words.label(name), str(getattr(done, f"get_{name}_display")()))
        for name in ("mode", "asked", "kept")
    ]
    who_was_asked = ("party", words.label("party"), done.asked_name)
    names = (
        *("answer", "satisfaction", "smoulders", "suit", "wrong", "measures", "new_dispute"),
        "done_at",
    )
    who = ("done_by", _("回访人"), f"{done.done_by} · {done.done_unit}")
    return [*choices, who_was_asked, *(_row(name, getattr(done, name)) for name in names), who]


def _hazard(item: Arrived[Any], record: Hazard) -> Rows:
    return [_row("text", record.text), ("result", _("消除情况"), record.result)]


def _service(item: Arrived[Any], record: SmallService) -> Rows:
    result = ("result", words.label("result"), str(record.get_result_display()))
    who = ("closed_by", _("办结人"), record.closed_by)
    return [_row("text", record.text), result, _row("result_text", record.result_text), who]


def _report(item: Arrived[Any], record: VillagersReport) -> Rows:
    who = ("taken_by", _("承办人"), record.taken_by)
    return [_row("text", record.text), _row("answer", record.answer), who]


_READERS: tuple[tuple[type, Callable[[Any, Any], Rows]], ...] = (
    (Dispute, _dispute),
    (Hazard, _hazard),
    (SmallService, _service),
    (VillagersReport, _report),
)


def differences(found: Sequence[Part]) -> list[list[str]]:
    """What differs, as the phone shows it: label, mine, theirs."""
    return [[part.label, part.phone, part.standing] for part in found if part.differs and part.standing]


def url_of(record: Any) -> str:
    """The page of a record."""
    shown = getattr(record, "get_absolute_url", None)
    return str(shown()) if shown is not None else row_url(record)
