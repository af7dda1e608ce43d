"""安全防护方案 on paper, to be carried along: who does what until when, whom to warn, where help is."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from hemu.disputes.models import Dispute
from hemu.documents.papers.common import DISPUTE_NAMED, dispute_values, in_chinese, moment
from hemu.documents.papers.drafting import Draft
from hemu.documents.papers.registry import Copy, Named, Paper
from hemu.kernel import clock
from hemu.loop.assessment import queries
from hemu.loop.assessment.models import ContactKind
from hemu.orgs.names import mask_phone
from hemu.rulebook.engine import Ground

_NAMED = (
    *DISPUTE_NAMED,
    Named("danger", _("危险在哪里"), "扬言报复；持有农药"),
    Named(
        "measures",
        _("措施，每项一行"),
        [
            {
                "task": "今晚由村干部陪护",
                "owner": "荣院村村民委员会 陈某",
                "due": "2026年11月30日 23时00分",
                "done": "已陪护到天亮",
            }
        ],
    ),
    Named(
        "contacts",
        _("要提醒、可以求助的人，每人一行"),
        [{"kind": "要提醒防范的人", "name": "吴某", "phone": "138****0001", "note": "申请人的母亲"}],
    ),
    Named("help", _("附近能帮忙的单位，每个一行"), [{"name": "珠藏派出所", "phone": "0854-0000110"}]),
    Named("hotlines", _("求助电话"), "报警 110；急救 120"),
    Named("made", _("打印时间"), "2026年11月30日 14时30分"),
)


def _draft() -> bytes:
    draft = Draft("红色矛盾纠纷安全防护方案")
    draft.line("{{ ref }}", align="right", size=12)
    draft.answers(
        ("纠纷名称", "{{ title }}"),
        ("等级", "{{ colour }}", "主办单位", "{{ lead_unit }}"),
        ("纠纷地点", "{{ place }}"),
        ("危险在哪里", "{{ danger }}"),
    )
    draft.heading("谁、做什么、到什么时候")
    table = draft.table([5.6, 3.8, 3.4, 3.0])
    table.row("措施", "责任人", "完成时限", "落实情况", head=True)
    table.each("one", "measures", "{{ one.task }}", "{{ one.owner }}", "{{ one.due }}", "{{ one.done }}")
    with draft.when("contacts"):
        draft.heading("要提醒谁、可以找谁")
        people = draft.table([3.6, 3.4, 3.4, 5.4])
        people.row("类别", "姓名", "电话", "说明", head=True)
        people.each(
            "one", "contacts", "{{ one.kind }}", "{{ one.name }}", "{{ one.phone }}", "{{ one.note }}"
        )
    draft.heading("附近能帮忙的单位")
    with draft.repeat("one", "help"):
        draft.line("{{ one.name }} {{ one.phone }}")
    draft.line("求助电话：{{ hotlines }}")
    draft.signs("负责人（签名）：", "{{ made }}")
    draft.fine("先保人身安全，再谈调解。措施针对危险，不限制任何人的人身自由。")
    return draft.content()


def _copies(dispute: Dispute) -> list[Copy]:
    return [Copy(0, "")] if queries.measures(dispute) else []


def _values(dispute: Dispute, _row: int) -> dict[str, Any]:
    with override("zh-hans"):
        danger = "；".join(Ground.from_json(each).text for each in dispute.grounds)
        hotlines = "；".join(f"{what} {number}" for number, what in queries.HOTLINES)
    return {
        **dispute_values(dispute),
        "danger": danger or "见纠纷简述",
        "measures": [_measure(each) for each in queries.measures(dispute)],
        "contacts": [_contact(each) for each in queries.contacts(dispute)],
        "help": [{"name": unit.name, "phone": unit.phone} for unit in queries.help_near(dispute)],
        "hotlines": hotlines,
        "made": moment(clock.now()),
    }


def _measure(row: Any) -> dict[str, str]:
    return {
        "task": row.task,
        "owner": f"{row.owner_unit} {row.owner}".strip(),
        "due": moment(row.due_at),
        "done": row.result,
    }


def _contact(row: Any) -> dict[str, str]:
    phone = mask_phone(str(row.phone)) if row.phone else ""
    return {"kind": in_chinese(ContactKind, row.kind), "name": row.name, "phone": phone, "note": row.note}


PAPER = Paper("safety", _("安全防护方案"), _NAMED, _draft, _copies, _values, 13)
