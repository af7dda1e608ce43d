"""What waits for whom: the first page, different for each post."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemu.disputes.counted import COUNTS
from hemu.disputes.models import Clock, ClockKind, Colour, Dispute, State
from hemu.disputes.models.dispute import DisputeQuerySet
from hemu.kernel import clock
from hemu.loop.screening.links import queries as links
from hemu.office.pages.counting import counted
from hemu.office.pages.rows import HEAVY, Row, rows_of
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.tally.measures import Measure

MOST_ROWS = 8
MOST_COUNTED = 200
MOST_REGISTERED = 1000
SOON = timedelta(hours=48)
FOLLOW_UP_AHEAD = timedelta(days=3)
_FOLLOWED = (State.AGREED, State.REFERRED, State.FOLLOWING)


@dataclass(frozen=True, slots=True)
class Section:
    """One heap of work: how many, the first rows, the whole list, and what would fill it when empty."""

    key: str
    title: str | Promise
    empty: str | Promise
    rows: list[Row]
    count: int
    more: str = ""

    @property
    def shown_count(self) -> str:
        """The count as a tile says it."""
        return f"{MOST_COUNTED}+" if self.count > MOST_COUNTED else str(self.count)

    @property
    def has_more(self) -> bool:
        return self.count > len(self.rows)


@dataclass(slots=True)
class _Heap:
    key: str
    title: str | Promise
    empty: str | Promise
    more: str = ""
    disputes: list[Dispute] = field(default_factory=list)
    count: int | None = None


def sections(by: Actor) -> list[Section]:
    """The heaps of work of a post, in the order in which they should be looked at."""
    heaps = [heap for part in _PARTS for heap in part(by)]
    rows = {row.dispute.pk: row for row in rows_of(_unique(heaps), by=by)}
    return [
        Section(
            heap.key,
            heap.title,
            heap.empty,
            [rows[one.pk] for one in heap.disputes[:MOST_ROWS]],
            len(heap.disputes) if heap.count is None else heap.count,
            heap.more,
        )
        for heap in heaps
    ]


def _unique(heaps: Iterable[_Heap]) -> list[Dispute]:
    shown = (dispute for heap in heaps for dispute in heap.disputes[:MOST_ROWS])
    return list({dispute.pk: dispute for dispute in shown}.values())


def _first(rows: DisputeQuerySet, *order: str) -> list[Dispute]:
    return list(rows.defer(*HEAVY).order_by(*order, "id")[: MOST_COUNTED + 1])


def _own_turn(by: Actor) -> list[_Heap]:
    """What the actor's unit must do now, each dispute in one heap: the most pressing it belongs to."""
    if not (by.may(Permission.RECEIVE) or by.may(Permission.RATE) or by.may(Permission.ROUTE)):
        return []
    mine = Dispute.objects.visible_to(by).filter(turn_unit_id=by.unit_id, state__lt=State.CLOSED)
    heaps = _turn_heaps()
    now = clock.now()
    for dispute in _first(mine, "due_at"):
        heaps[_pressing(dispute, now)].disputes.append(dispute)
    return list(heaps.values())


def _turn_heaps() -> dict[str, _Heap]:
    every = (
        _Heap(
            "accept",
            _("待接收"),
            _("没有待接收的纠纷。别的单位分流、移送给本单位的会出现在这里。"),
            "/disputes/?mine=1&state=30",
        ),
        _Heap("late", _("已超期"), _("没有超期的纠纷。"), "/disputes/?mine=1&overdue=1&sort=due"),
        _Heap(
            "soon", _("48 小时内到期"), _("两天之内没有要到期的。"), "/disputes/?mine=1&state=open&sort=due"
        ),
        _Heap(
            "returned",
            _("被退回"),
            _("没有被退回的纠纷。"),
            "/disputes/?mine=1&measure=returned&state=20",
        ),
        _Heap(
            "do",
            _("待办理"),
            _("轮到本单位办理的纠纷会出现在这里。"),
            "/disputes/?mine=1&state=open&sort=due",
        ),
    )
    return {heap.key: heap for heap in every}


def _pressing(dispute: Dispute, now: datetime) -> str:
    if dispute.state == State.ROUTED:
        return "accept"
    if dispute.overdue or (dispute.due_at is not None and dispute.due_at <= now):
        return "late"
    if dispute.due_at is not None and dispute.due_at <= now + SOON:
        return "soon"
    if dispute.state == State.RATED and dispute.returns:
        return "returned"
    return "do"


def _to_rate(by: Actor) -> list[_Heap]:
    if not by.may(Permission.RATE) or not by.spans:
        return []
    waiting = Dispute.objects.in_area(by).filter(state=State.REGISTERED).exclude(turn_unit_id=by.unit_id)
    heap = _Heap("rate", _("辖区内待评估"), _("辖区内登记的纠纷都已定级。"), "/disputes/?state=10")
    heap.disputes = _first(waiting, "-proposed_colour", "due_at")
    return [heap]


def _to_follow_up(by: Actor) -> list[_Heap]:
    """Follow-ups that are due soon: for those who go round, in their area; for others, what they handle."""
    if not by.may(Permission.FOLLOW_UP):
        return []
    until = clock.now() + FOLLOW_UP_AHEAD
    due = Clock.objects.unscoped(
        reason="clocks of disputes that are themselves read within the scope"
    ).filter(
        county=OuterRef("county"),
        dispute_id=OuterRef("id"),
        kind=ClockKind.FOLLOW_UP,
        stopped_at=None,
        due_at__lte=until,
    )
    rows = Dispute.objects.in_area(by) if by.spans else Dispute.objects.given_to(by.unit_id)
    empty = _("三天之内没有要回访的。调解达成协议后，系统按等级自动安排回访。")
    heap = _Heap("follow", _("待回访"), empty, "/disputes/?state=60&state=70&state=80")
    heap.disputes = _first(rows.filter(Exists(due), state__in=_FOLLOWED), "due_at")
    return [heap]


def _nearby(by: Actor) -> list[_Heap]:
    """For those who neither rate nor handle: how the disputes of their own area stand."""
    if (
        by.may(Permission.RATE)
        or by.may(Permission.RECEIVE)
        or not by.may(Permission.REGISTER)
        or not by.spans
    ):
        return []
    heap = _Heap(
        "near", _("辖区内在办"), _("辖区内没有在办的纠纷。您登记的会出现在这里。"), "/disputes/?state=open"
    )
    heap.disputes = _first(Dispute.objects.in_area(by).filter(state__lt=State.CLOSED), "-opened_at")
    return [heap]


def _red(by: Actor) -> list[_Heap]:
    """What those above look at before anything else."""
    if not by.may(Permission.LEDGER) or not by.spans:
        return []
    red = _Heap("red", _("红色纠纷"), _("辖区内没有在办的红色纠纷。"), "/disputes/?colour=3&state=open")
    red.disputes = _first(_open_in_area(by).filter(colour=Colour.RED), "due_at")
    return [red]


def _late_in_area(by: Actor) -> list[_Heap]:
    """What is late with the units of their area."""
    if not by.may(Permission.LEDGER) or not by.spans:
        return []
    late = _Heap(
        "area-late", _("辖区内超期"), _("辖区内没有超期的纠纷。"), "/disputes/?overdue=1&state=open&sort=due"
    )
    late.disputes = _first(_open_in_area(by).filter(overdue=True).exclude(turn_unit_id=by.unit_id), "due_at")
    return [late]


def _open_in_area(by: Actor) -> DisputeQuerySet:
    return Dispute.objects.in_area(by).filter(state__lt=State.CLOSED)


def _to_compare(by: Actor) -> list[_Heap]:
    """What the system proposes to be one matter with another, or grown out of it: the newer of each two."""
    if not by.may(Permission.LINK):
        return []
    empty = _("没有等待核对的关联建议。系统发现可能是同一件事、或有关联的，会出现在这里。")
    heap = _Heap("compare", _("待核对关联"), empty, "/proposals/")
    heap.disputes, heap.count = links.waiting(by, MOST_ROWS, MOST_COUNTED + 1)
    return [heap]


_PARTS = (_red, _own_turn, _to_rate, _to_compare, _to_follow_up, _nearby, _late_in_area)


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the first page, with the list behind it."""

    label: str | Promise
    value: str
    url: str
    colour: str = ""


def numbers(by: Actor) -> list[Number]:
    """For those who look at figures: what the last days brought, without what was merged into another.

    Counted up to a limit, never to the end.
    """
    if not by.may(Permission.FIGURES) or not by.spans:
        return []
    area = Dispute.objects.in_area(by).filter(COUNTS)
    today = clock.today()
    week = today - timedelta(days=6)
    asked: list[tuple[str | Promise, Q, str, str]] = [
        (_("今天登记"), Q(opened_on=today), f"?from={today}&to={today}", ""),
        (_("近七天登记"), Q(opened_on__gte=week), f"?from={week}", ""),
        (_("近七天红色"), Q(opened_on__gte=week, colour=Colour.RED), f"?from={week}&colour=3", "red"),
        (_("近七天橙色"), Q(opened_on__gte=week, colour=Colour.ORANGE), f"?from={week}&colour=2", "orange"),
    ]
    counts = counted(
        [area.filter(condition) for _label, condition, _query, _colour in asked], MOST_REGISTERED + 1
    )
    return [
        Number(label, _capped(n), f"/disputes/{query}&measure={Measure.DISPUTES.key}", colour)
        for (label, _condition, query, colour), n in zip(asked, counts, strict=True)
    ]


def _capped(n: int) -> str:
    return f"{MOST_REGISTERED:,}+" if n > MOST_REGISTERED else f"{n:,}"
