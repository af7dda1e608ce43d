"""会商纪要: who came, what was looked at, what was concluded, who does what until when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import Dispute
from hemu.documents.papers.common import day, in_chinese, moment
from hemu.documents.papers.drafting import Draft
from hemu.documents.papers.registry import Copy, Named, Paper
from hemu.loop.assessment.conferral import queries
from hemu.loop.assessment.conferral.models import Conferral, Item, Why

_NAMED = (
    Named("number", _("编号"), "261130-7K2M"),
    Named("subject", _("名称"), "珠藏镇每周会商"),
    Named("held", _("会商时间"), "2026年11月30日 9时00分"),
    Named("place", _("地点"), "镇综治中心会议室"),
    Named("chair", _("主持人"), "周某"),
    Named("unit", _("召集单位"), "珠藏镇综治中心"),
    Named("came", _("到会单位和人员"), "珠藏派出所 李某；珠藏司法所 蒋某"),
    Named("absent", _("未到会单位"), "珠藏镇林业站"),
    Named(
        "items",
        _("议题，每个一段"),
        [
            {
                "number": "1",
                "title": "两村林地权属纠纷",
                "ref": "HM-2026-AB12C",
                "why": "橙色纠纷到期复评",
                "ground": "涉及户数：30 户",
                "conclusion": "由自然资源所牵头，三日内到现场勘界。",
            }
        ],
    ),
    Named(
        "measures",
        _("措施，每条一行"),
        [
            {
                "number": "1",
                "task": "现场勘界",
                "owner": "珠藏镇自然资源所 何某",
                "due": "2026年12月3日",
                "done": "",
            }
        ],
    ),
    Named("summary", _("会商综述"), "逐件研判，落实到人。"),
    Named("today", _("制作日期"), "2026年11月30日"),
)


def _draft() -> bytes:
    draft = Draft("矛盾纠纷会商研判纪要")
    draft.line("{{ number }}", align="right", size=12)
    draft.answers(
        ("名称", "{{ subject }}"),
        ("会商时间", "{{ held }}", "主持人", "{{ chair }}"),
        ("召集单位", "{{ unit }}", "地点", "{{ place }}"),
        ("到会", "{{ came }}"),
        ("未到会", "{{ absent }}"),
    )
    draft.heading("议题和结论")
    with draft.repeat("item", "items"):
        draft.heading("{{ item.number }}. {{ item.title }}（{{ item.why }}）{{ item.ref }}")
        draft.text("情况：{{ item.ground }}")
        draft.text("结论：{{ item.conclusion }}")
    with draft.when("measures"):
        draft.heading("措施")
        table = draft.table([1.4, 5.6, 4.0, 2.8, 2.2])
        table.row("议题", "措施", "责任单位、责任人", "完成时限", "落实", head=True)
        table.each(
            "one", "measures", "{{ one.number }}", "{{ one.task }}", "{{ one.owner }}", "{{ one.due }}",
            "{{ one.done }}",
        )  # fmt: skip
    with draft.when("summary"):
        draft.text("综述：{{ summary }}")
    draft.signs("主持人（签名）：", "{{ unit }}（印章）", "{{ today }}")
    return draft.content()


def values(of: Conferral, shown: Sequence[Item]) -> dict[str, Any]:
    """The minutes, with these of its items and their measures."""
    everybody = queries.attendance(of)
    asked = queries.measures(of)
    numbers = {item.id: str(item.position) for item in shown}
    return {
        "number": of.number,
        "subject": of.subject,
        "held": moment(of.held_at),
        "place": of.place,
        "chair": of.chair,
        "unit": of.unit_name,
        "came": "；".join(f"{one.unit_name} {one.person_name}".strip() for one in everybody if one.present),
        "absent": "；".join(one.unit_name for one in everybody if one.present is False),
        "items": [_item(item) for item in shown],
        "measures": [
            {
                "number": numbers[one.item_id],
                "task": one.task,
                "owner": f"{one.unit_name} {one.owner}",
                "due": day(one.due_at),
                "done": one.result,
            }
            for item in shown
            for one in asked.get(item.id, ())
        ],
        "summary": of.summary,
        "today": day(of.closed_at or of.held_at),
    }


def _item(item: Item) -> dict[str, str]:
    return {
        "number": str(item.position),
        "title": item.title,
        "ref": item.ref,
        "why": in_chinese(Why, item.why),
        "ground": item.ground,
        "conclusion": item.conclusion,
    }


def _copies(dispute: Dispute) -> list[Copy]:
    return [Copy(item.id, of.number) for of, item in queries.of_dispute(dispute)]


def _values(dispute: Dispute, row_id: int) -> dict[str, Any]:
    """What the minutes say of this dispute alone: who may read it needn't know the others."""
    of, item = next(pair for pair in queries.of_dispute(dispute) if pair[1].id == row_id)
    return {**values(of, [item]), "summary": ""}


PAPER = Paper("minutes", _("会商纪要"), _NAMED, _draft, _copies, _values, 15)
