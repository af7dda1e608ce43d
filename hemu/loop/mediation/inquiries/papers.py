"""人民调解调查记录 and 授权委托书."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import Dispute
from hemu.documents.papers.common import (
    DISPUTE_NAMED,
    day,
    dispute_values,
    in_chinese,
    mask_identity,
    period,
)
from hemu.documents.papers.drafting import Draft
from hemu.documents.papers.registry import Copy, Named, Paper, register
from hemu.loop.mediation.inquiries import queries
from hemu.loop.mediation.inquiries.models import Authorisation, Inquiry, Power, ReadBack
from hemu.orgs.names import mask_phone

_INQUIRY = (
    *DISPUTE_NAMED,
    Named("number", _("第几次"), 1),
    Named("held", _("时间"), "2026年11月4日 9时30分 至 10时10分"),
    Named("where", _("地点"), "荣院村村委会"),
    Named("asked", _("被调查人"), "陈某"),
    Named("about", _("被调查人基本情况"), "男，52 岁，荣院村三组村民"),
    Named("askers", _("调查人"), "李某、王某"),
    Named("present", _("参加人"), "村支书陈某"),
    Named("recorder", _("记录人"), "张某"),
    Named(
        "exchanges",
        _("问答，每问一项"),
        [{"q": "田埂原来在哪里？", "a": "在老桑树下面，十几年没有动过。"}],
    ),
    Named("read_back", _("核对"), "本人阅读无误"),
    Named("committee", _("调查单位"), "珠藏镇人民调解委员会"),
)


def _draft_inquiry() -> bytes:
    draft = Draft("人民调解调查记录")
    draft.line("第 {{ number }} 次", align="right", size=12)
    for text in (
        "时　　间：{{ held }}",
        "地　　点：{{ where }}",
        "事　　由：{{ title }}",
        "当 事 人：{{ applicants }}、{{ respondents }}",
        "调 查 人：{{ askers }}",
        "被调查人：{{ asked }}{% if about %}（{{ about }}）{% endif %}",
        "参 加 人：{{ present }}",
    ):
        draft.line(text)
    draft.heading("记录")
    with draft.repeat("each", "exchanges"):
        draft.line("问：{{ each.q }}", align="justify", indent=True)
        draft.line("答：{{ each.a }}", align="justify", indent=True)
    draft.text("以上记录经核对：{{ read_back }}。")
    draft.signs(
        "被调查人（签名、盖章或按指印）：",
        "",
        "调查人（签名）：{{ askers }}",
        "记录人（签名）：{{ recorder }}",
        "　　　　年　　月　　日",
    )
    return draft.content()


def _inquiries(dispute: Dispute) -> list[Copy]:
    return [Copy(row.number, f"{day(row.started_at)} {row.asked_name}") for row in queries.inquiries(dispute)]


def _inquiry(dispute: Dispute, number: int) -> dict[str, Any]:
    row = Inquiry.objects.of(dispute).get(number=number)
    return {
        **dispute_values(dispute),
        "number": row.number,
        "held": period(row.started_at, row.ended_at),
        "where": row.place,
        "asked": row.asked_name,
        "about": row.asked_about,
        "askers": "、".join(row.askers),
        "present": row.present or "无",
        "recorder": row.recorded_by,
        "exchanges": row.exchanges,
        "read_back": in_chinese(ReadBack, row.read_back),
        "committee": row.recorded_unit,
    }


_AUTHORISATION = (
    *DISPUTE_NAMED,
    Named("number", _("第几份"), 1),
    Named("principal", _("委托人"), "吴某"),
    Named("principal_about", _("委托人基本情况"), "男，45 岁，农民，住荣院村三组"),
    Named("principal_identity", _("委托人身份证号"), "522725**********34"),
    Named("agent", _("受委托人"), "吴小某"),
    Named("agent_about", _("受委托人与委托人的关系、单位和住址"), "儿子，住荣院村三组"),
    Named("agent_identity", _("受委托人身份证号"), "522725**********12"),
    Named("agent_phone", _("受委托人电话"), "139****0002"),
    Named("powers", _("委托权限，每项一行"), [{"tick": "☑", "text": "参加调解并签署调解文书"}]),
    Named("until", _("委托期限"), "至本次调解终结"),
    Named("given", _("委托日期"), "2026年11月4日"),
)


def _draft_authorisation() -> bytes:
    draft = Draft("授权委托书")
    draft.line(
        "委托人：{{ principal }}{% if principal_about %}，{{ principal_about }}{% endif %}"
        "{% if principal_identity %}，身份证号 {{ principal_identity }}{% endif %}。",
        indent=True,
    )
    draft.line(
        "受委托人：{{ agent }}{% if agent_about %}，{{ agent_about }}{% endif %}"
        "{% if agent_identity %}，身份证号 {{ agent_identity }}{% endif %}"
        "{% if agent_phone %}，联系方式 {{ agent_phone }}{% endif %}。",
        indent=True,
    )
    draft.text("委托人就“{{ title }}”（{{ ref }}）的人民调解，委托上述受委托人为代理人。")
    draft.heading("委托权限")
    with draft.repeat("power", "powers"):
        draft.line("{{ power.tick }} {{ power.text }}", indent=True)
    draft.text("委托期限：{{ until }}。")
    draft.signs(
        "委托人（签名、盖章或按指印）：",
        "",
        "受委托人（签名、盖章或按指印）：",
        "",
        "{{ given }}",
    )
    draft.fine(
        "委托他人代办不影响委托人本人随时参加调解、要求终止调解，或者依法通过仲裁、行政、司法等途径维护权利。"
    )
    return draft.content()


def _authorisations(dispute: Dispute) -> list[Copy]:
    rows = queries.authorisations(dispute)
    return [Copy(row.number, f"{row.party_name} → {row.agent_name}") for row in rows]


def _authorisation(dispute: Dispute, number: int) -> dict[str, Any]:
    row = Authorisation.objects.of(dispute).get(number=number)
    values = dispute_values(dispute)
    of: dict[str, Any] = next((each for each in values["parties"] if each["id"] == str(row.party_id)), {})
    return {
        **values,
        "number": row.number,
        "principal": row.party_name,
        "principal_about": of.get("about", ""),
        "principal_identity": of.get("identity", ""),
        "agent": row.agent_name,
        "agent_about": row.agent_about,
        "agent_identity": mask_identity(str(row.agent_identity)),
        "agent_phone": mask_phone(str(row.agent_phone)) if row.agent_phone else "",
        "powers": [_power(power, row) for power in Power],
        "until": f"至{day(row.until)}" if row.until else "至本次调解终结",
        "given": day(row.given_on),
    }


def _power(power: Power, row: Authorisation) -> dict[str, str]:
    other = f"：{row.other_power}" if power == Power.OTHER and row.other_power else ""
    return {"tick": "☑" if power in row.powers else "☐", "text": f"{in_chinese(Power, power)}{other}"}


def register_papers() -> None:
    """Make them known."""
    register(
        Paper("authorisation", _("授权委托书"), _AUTHORISATION, _draft_authorisation, _authorisations,
              _authorisation, 33, place=4),
        Paper("inquiry", _("人民调解调查记录"), _INQUIRY, _draft_inquiry, _inquiries, _inquiry, 33, place=5),
    )  # fmt: skip
