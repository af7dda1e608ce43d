"""督办单: an order to a unit, with everything that was done on it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from hemu.command.supervision import queries
from hemu.command.supervision.models import Act, Cause, Order, OrderStatus
from hemu.disputes.models import Dispute
from hemu.documents.papers.common import in_chinese, moment
from hemu.documents.papers.drafting import Draft
from hemu.documents.papers.registry import Copy, Named, Paper, register
from hemu.kernel.errors import Missing
from hemu.orgs.queries import place_name

_NAMED = (
    Named("number", _("督办编号"), "261130-000123"),
    Named("cause", _("事由"), "纠纷办理"),
    Named("title", _("纠纷名称"), "吴某与黄某田埂纠纷"),
    Named("ref", _("纠纷编号"), "HM-2026-AB12C"),
    Named("place", _("地点"), "瓮安县珠藏镇荣院村"),
    Named("unit", _("被督办单位"), "珠藏镇人民调解委员会"),
    Named("raiser", _("督办单位"), "瓮安县综治中心"),
    Named("raised", _("发出时间"), "2026年11月30日 9时00分"),
    Named("due", _("反馈时限"), "2026年12月7日 9时00分"),
    Named("demand", _("要求"), "请在时限内组织调解并反馈。"),
    Named("status", _("状态"), "待反馈"),
    Named(
        "steps",
        _("办理经过，每步一项"),
        [
            {
                "at": "2026年12月2日 10时00分",
                "what": "反馈",
                "who": "珠藏镇人民调解委员会 王某",
                "text": "已约定调解。",
            }
        ],
    ),
)


def _draft() -> bytes:
    draft = Draft("矛盾纠纷督办单")
    draft.line("{{ number }}", align="right", size=12)
    draft.answers(
        ("被督办单位", "{{ unit }}", "督办单位", "{{ raiser }}"),
        ("事　　由", "{{ cause }}", "地　　点", "{{ place }}"),
        ("纠纷名称", "{{ title }}", "纠纷编号", "{{ ref }}"),
        ("发出时间", "{{ raised }}", "反馈时限", "{{ due }}"),
        ("要　　求", "{{ demand }}"),
        ("状　　态", "{{ status }}"),
        tall=("要　　求",),
    )
    draft.heading("办理经过")
    table = draft.table([3.8, 2.4, 4.0, 5.6])
    table.row("时间", "办理", "单位、人员", "内容", head=True)
    table.each("step", "steps", "{{ step.at }}", "{{ step.what }}", "{{ step.who }}", "{{ step.text }}")
    draft.signs("被督办单位（印章）：", "督办单位（印章）：", "　　　　年　　月　　日")
    draft.fine("督办的是单位的办理情况，不针对个人。只有发出督办的单位可以审结。")
    return draft.content()


def values_of(order: Order, dispute: Dispute | None = None) -> dict[str, Any]:
    """What an order that was read within a scope says. Names of parties come with `dispute` alone."""
    return {
        "number": order.number,
        "cause": in_chinese(Cause, order.cause),
        "title": dispute.title if dispute else "",
        "ref": dispute.ref if dispute else "",
        "place": place_name(order.region),
        "unit": order.unit_name,
        "raiser": order.raiser_name,
        "raised": moment(order.opened_at),
        "due": moment(order.due_at),
        "demand": order.demand,
        "status": in_chinese(OrderStatus, order.status),
        "steps": [
            {
                "at": moment(step.at),
                "what": in_chinese(Act, step.act),
                "who": f"{step.unit_name} {step.person_name}".strip(),
                "text": step.text,
            }
            for step in queries.history(order)
        ],
    }


def _copies(dispute: Dispute) -> list[Copy]:
    return [Copy(row.pk, row.number) for row in queries.of_dispute(dispute)]


def _values(dispute: Dispute, order_id: int) -> dict[str, Any]:
    order = next((row for row in queries.of_dispute(dispute) if row.pk == order_id), None)
    if order is None:
        raise Missing("")
    return values_of(order, dispute)


ORDER = Paper("supervision", _("督办单"), _NAMED, _draft, _copies, _values, 40)


def register_papers() -> None:
    """Make it known."""
    register(ORDER)
