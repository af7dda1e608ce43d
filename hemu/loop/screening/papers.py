"""排查登记单: what was found, by whom, as it was registered."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import Dispute, InvolvementRole
from hemu.disputes.queries import involvements
from hemu.documents.papers.common import DISPUTE_NAMED, day, dispute_values, moment
from hemu.documents.papers.drafting import Draft
from hemu.documents.papers.registry import Copy, Named, Paper, register

_NAMED = (
    *DISPUTE_NAMED,
    Named("occurred", _("发生日期"), "2026年11月1日"),
    Named("registered", _("登记时间"), "2026年11月2日 9时00分"),
    Named("unit", _("登记单位"), "瓮安县公安局珠藏派出所"),
)


def _draft() -> bytes:
    draft = Draft("矛盾纠纷排查登记单")
    draft.line("{{ ref }}", align="right", size=12)
    draft.answers(
        ("纠纷名称", "{{ title }}"),
        ("纠纷类型", "{{ kind }}", "来源", "{{ source }}"),
        ("纠纷地点", "{{ place }}"),
        ("发生日期", "{{ occurred }}", "登记时间", "{{ registered }}"),
    )
    draft.heading("当事人")
    table = draft.table([2.4, 2.8, 6.6, 4.0])
    table.row("地位", "姓名或名称", "基本情况", "联系方式", head=True)
    table.each(
        "party", "parties", "{{ party.side }}", "{{ party.name }}", "{{ party.about }}", "{{ party.phone }}"
    )
    draft.heading("纠纷简述")
    draft.text("{{ narrative }}")
    draft.signs("登记人（签名）：", "{{ unit }}（印章）", "{{ opened }}")
    return draft.content()


def _one(_dispute: Dispute) -> list[Copy]:
    return [Copy(0, "")]


def _values(dispute: Dispute, _row: int) -> dict[str, Any]:
    by = (each.unit_name for each in involvements(dispute) if each.role == InvolvementRole.REGISTERED)
    return {
        **dispute_values(dispute),
        "occurred": day(dispute.occurred_on) if dispute.occurred_on else "",
        "registered": moment(dispute.opened_at),
        "unit": next(by, ""),
    }


def register_papers() -> None:
    """Make it known."""
    register(Paper("registration", _("排查登记单"), _NAMED, _draft, _one, _values, 10))
