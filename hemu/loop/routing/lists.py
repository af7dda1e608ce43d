"""Lists of hops: what waits for a unit, what came back to it, what is late, and the same for those above."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from hemu.kernel import clock
from hemu.kernel.sheets import writing
from hemu.loop.routing.models import Hop, Referral
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.rulebook import codes

RECENT = timedelta(days=90)
MOST = 5000
_REASON = "hops that the actor's unit gave or was given, or of disputes of the actor's area, by the filter"


@dataclass(frozen=True, slots=True)
class View:
    """One list. `of_area`: only for those who have an area."""

    key: str
    label: str | Promise
    empty: str | Promise
    of_area: bool = False


VIEWS = (
    View("", _("待本单位接收"), _("没有待接收的。别的单位交来的纠纷会出现在这里。")),
    View("given", _("本单位交出、未接收"), _("本单位交出的都已接收。")),
    View("returned", _("退回本单位"), _("近三个月没有退回本单位的。")),
    View("referrals", _("转介待答复"), _("没有等待答复的转介。")),
    View("late", _("超时未接收"), _("没有超过接收时限的。"), of_area=True),
    View("area", _("辖区内待接收"), _("辖区内没有待接收的。"), of_area=True),
    View("area-returned", _("辖区内退回"), _("辖区内近三个月没有退回的。"), of_area=True),
)


def views(by: Actor) -> list[View]:
    """The lists that a post has."""
    return [view for view in VIEWS if by.spans or not view.of_area]


def hops(key: str, *, by: Actor) -> Any:
    """The hops of a list, the most pressing first; the dispute comes with each."""
    by.require(Permission.VIEW)
    rows = Hop.objects.unscoped(reason=_REASON).select_related("dispute")
    waiting = rows.filter(received_at=None, ended_at=None).order_by("due_at", "id")
    since = clock.now() - RECENT
    returned = rows.filter(returned_at__gte=since).order_by("-returned_at", "-id")
    own = Q(to_unit_id=by.unit_id) | Q(from_unit_id=by.unit_id)
    wanted = {
        "given": lambda: waiting.filter(from_unit_id=by.unit_id),
        "returned": lambda: returned.filter(from_unit_id=by.unit_id),
        "late": lambda: waiting.filter(_area(by) | own, due_at__lt=clock.now()),
        "area": lambda: waiting.filter(_area(by)),
        "area-returned": lambda: returned.filter(_area(by)),
    }
    return wanted.get(key, lambda: waiting.filter(to_unit_id=by.unit_id))()


def _area(by: Actor) -> Q:
    """The county as a range as well: the indexes begin with it."""
    found = Q(pk__in=())
    for span in by.spans:
        counties = span.counties
        found |= Q(
            county__gte=counties.lo,
            county__lt=counties.hi,
            dispute__region__gte=span.lo,
            dispute__region__lt=span.hi,
        )
    return found


def referrals(by: Actor) -> Any:
    """The referrals that the actor's unit was asked or asks for, and that nobody has answered."""
    by.require(Permission.VIEW)
    rows = Referral.objects.unscoped(reason="referrals that the actor's own unit made or was asked")
    mine = rows.filter(Q(to_unit_id=by.unit_id) | Q(from_unit_id=by.unit_id), answered_at=None)
    return mine.select_related("dispute").order_by("due_at", "id")


def to_answer(by: Actor) -> Any:
    """The referrals that the actor's own unit must answer."""
    rows = Referral.objects.unscoped(reason="referrals that the actor's own unit was asked")
    return rows.filter(to_unit_id=by.unit_id, answered_at=None).order_by("due_at", "id")


def sheet(rows: Iterable[Hop]) -> bytes:
    """A list of hops as .xlsx."""
    out = BytesIO()
    with writing.book(out, constant_memory=True) as book:
        page = book.add_worksheet(_now("分流交办"))
        writing.heads(book, page, [
            _now("编号"), _now("纠纷名称"), _now("次序"), _now("分流方式"), _now("交办单位"),
            _now("接收单位"), _now("协办单位"), _now("交办人"), _now("交办时间"), _now("接收时限"),
            _now("接收时间"), _now("退回时间"), _now("退回理由"), _now("退回说明"),
        ])  # fmt: skip
        for number, hop in enumerate(rows, start=1):
            page.write_row(number, 0, [writing.harmless(cell) for cell in _cells(hop)])
    return out.getvalue()


def _cells(hop: Hop) -> list[str]:
    return [
        hop.dispute.ref, hop.dispute.title, str(hop.number), hop.get_way_display(), hop.from_unit_name,
        hop.to_unit_name, "、".join(hop.joint), hop.given_by, _moment(hop.given_at), _moment(hop.due_at),
        _moment(hop.received_at), _moment(hop.returned_at), codes.label("return_reason", hop.return_code),
        hop.return_reason,
    ]  # fmt: skip


def _moment(at: Any) -> str:
    return f"{clock.local(at):%Y-%m-%d %H:%M}" if at else ""
