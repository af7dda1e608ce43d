"""Everything that is kept of one person, for that person: in JSON, and as a PDF that anybody can read.

Across the disputes of a county, found by the keyed hash of the identity number (else of the telephone), never
by a name. What belongs to others in it stays masked (个人信息保护法45).
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from hemu.disputes.models import Dispute, Party, Side, State
from hemu.disputes.queries import parties
from hemu.documents.pdf import typeset
from hemu.kernel import clock, money
from hemu.kernel.wording import listed
from hemu.loop.followup.models import FollowUp
from hemu.loop.mediation.models import Application, Attendance, Consent, Promise, Signature
from hemu.notices.telling.models import Agreed, Message
from hemu.orgs.actor import Actor
from hemu.orgs.queries import place_name
from hemu.portal.parties.models import Request
from hemu.privacy.masks import hide_names
from hemu.privacy.models import OpenedField, Opening, PersonalConsent, Purpose
from hemu.privacy.showing import post_label
from hemu.rulebook import codes

TEMPLATE = Path(__file__).with_name("person.typ")
MOST_DISPUTES = 200


@dataclass(frozen=True, slots=True)
class Part:
    """One dispute, as the person stands in it."""

    dispute: Dispute
    party: Party


def parts_of(party: Party, by: Actor | None = None) -> list[Part]:
    """Every dispute of the county in which this person is known to stand, by hash; the newest first.

    `by`: who hands it over, and then only what that post may read; None: the person alone.
    """
    rows = Party.objects.unscoped(reason="the same person's other records, for that person")
    same = rows.filter(county=party.county, removed_at=None)
    if party.identity_hash:
        same = same.filter(identity_hash=bytes(party.identity_hash))
    elif party.phone_hash:
        same = same.filter(phone_hash=bytes(party.phone_hash), name=party.name)
    else:
        same = same.filter(pk=party.pk)
    found = list(same.order_by("-added_at", "-id")[:MOST_DISPUTES])
    every = Dispute.objects.unscoped(reason="the disputes of one person, for that person")
    disputes = every if by is None else Dispute.objects.readable_by(by)
    ids = {one.dispute_id for one in found}
    known = {one.pk: one for one in disputes.filter(county=party.county, pk__in=ids).defer("search")}
    return [Part(known[one.dispute_id], one) for one in found if one.dispute_id in known]


def everything(party: Party, by: Actor | None = None) -> dict[str, Any]:
    """What is kept of the person, in words, ready for JSON."""
    with override("zh-hans"):
        found = [_part(part) for part in parts_of(party, by)]
        return {
            "姓名": party.name,
            "导出时间": _said(clock.now()),
            "依据": "个人信息保护法第四十五条",
            "范围": f"{place_name(party.county * 10**9)}内以证件号、电话的密码散列找到的本人记录",
            "纠纷": found,
        }


def _part(part: Part) -> dict[str, Any]:
    dispute, party = part.dispute, part.party
    others = [one for one in parties(dispute) if one.pk != party.pk]
    return {
        "编号": dispute.ref,
        "名称": hide_names(dispute.title, others),
        "类型": codes.full_label(codes.KINDS, dispute.kind),
        "状态": str(State(dispute.state).label),
        "登记时间": _said(dispute.opened_at),
        "办结时间": _said(dispute.closed_at),
        "简述（他人姓名已遮盖）": hide_names(dispute.narrative, others),
        "本人信息": _of_party(party),
        "本人的申请": _rows(Application, dispute, _application, party),
        "本人的同意": _rows(Consent, dispute, _consent, party),
        "敏感信息的同意": _rows(PersonalConsent, dispute, _personal, party),
        "短信的同意": _rows(Agreed, dispute, _agreed, party),
        "发给本人的短信": _rows(Message, dispute, _message, party),
        "到场": _rows(Attendance, dispute, lambda row: {"姓名": row.name, "关系": row.relation}, party),
        "签名": _rows(Signature, dispute, lambda row: {"时间": _said(row.signed_at)}, party),
        "应履行": _rows(Promise, dispute, _promise, party),
        "回访": _rows(FollowUp, dispute, _follow_up, party),
        "本人提出的请求": _rows(Request, dispute, _request, party),
        "谁查看过": _rows(Opening, dispute, _opening, party),
    }


def _of_party(party: Party) -> dict[str, str]:
    return {
        "姓名": party.name,
        "地位": str(Side(party.side).label),
        "出生日期": _said(party.born),
        "身份证号或统一社会信用代码": str(party.identity_number or ""),
        "联系电话": str(party.phone or ""),
        "住址": party.address,
        "职业或职务": party.occupation,
        "法定代表人": party.legal_representative,
        "需要的语言": party.language,
        "登记时间": _said(party.added_at),
    }


def _rows(
    model: Any, dispute: Dispute, say: Callable[[Any], dict[str, str]], party: Party
) -> list[dict[str, str]]:
    if model is Application:
        rows = [row for row in model.objects.of(dispute).order_by("id") if str(party.pk) in row.party_ids]
    else:
        rows = list(model.objects.of(dispute).filter(party_id=party.pk).order_by("id"))
    return [say(row) for row in rows]


def _application(row: Application) -> dict[str, str]:
    return {"时间": _said(row.made_at), "事项": row.requests, "登记": row.recorded_unit}


def _consent(row: Consent) -> dict[str, str]:
    return {"时间": _said(row.given_at), "方式": str(row.get_form_display()), "结束": _said(row.ended_at)}


def _personal(row: PersonalConsent) -> dict[str, str]:
    return {
        "时间": _said(row.given_at),
        "哪些": listed(row.kinds_in_words),
        "用途": row.purpose,
        "监护人": row.guardian,
        "撤回": _said(row.withdrawn_at),
    }


def _agreed(row: Agreed) -> dict[str, str]:
    return {
        "时间": _said(row.given_at),
        "方式": str(row.get_way_display()),
        "停止": _said(row.stopped_at),
    }


def _message(row: Message) -> dict[str, str]:
    return {
        "时间": _said(row.at),
        "内容": str(row.get_what_display()),
        "结果": str(row.get_state_display()),
        "人工告知": _said(row.told_at),
    }


def _promise(row: Promise) -> dict[str, str]:
    return {
        "内容": row.what,
        "金额（元）": money.shown(row.amount),
        "期限": _said(row.due_on),
        "履行": str(row.get_state_display()),
    }


def _follow_up(row: FollowUp) -> dict[str, str]:
    return {"时间": _said(row.done_at), "本人的话": row.answer, "满意度": _said(row.satisfaction)}


def _request(row: Request) -> dict[str, str]:
    return {
        "时间": _said(row.at),
        "请求": str(row.get_kind_display()),
        "说明": row.text,
        "结果": str(row.get_status_display()),
        "答复": row.reason,
    }


def _opening(row: Opening) -> dict[str, str]:
    return {
        "时间": _said(row.at),
        "单位": row.unit_name,
        "岗位": post_label(row.role),
        "内容": str(OpenedField(row.field).label),
        "用途": str(Purpose(row.purpose).label),
        "说明": row.note,
    }


def _said(value: datetime | date | Decimal | int | None) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{clock.local(value):%Y-%m-%d %H:%M}"
    return str(value)


def packed(party: Party, by: Actor | None = None) -> bytes:
    """The zip that is handed over: ``信息.json`` and ``信息.pdf``."""
    known = everything(party, by)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("信息.json", json.dumps(known, ensure_ascii=False, indent=1))
        made.writestr("信息.pdf", readable(known))
    return out.getvalue()


def readable(known: dict[str, Any]) -> bytes:
    """The same as a PDF."""
    heads = [[name, text] for name, text in known.items() if isinstance(text, str)]
    disputes = [
        {"title": f"{one['编号']}　{one['名称']}", "sections": list(_sections(one))} for one in known["纠纷"]
    ]
    title = _("%(name)s的个人信息") % {"name": known["姓名"]}
    return typeset(TEMPLATE, {"title": title, "heads": heads, "disputes": disputes})


def _sections(one: dict[str, Any]) -> Iterable[dict[str, Any]]:
    yield {"title": "纠纷", "rows": [[name, text] for name, text in one.items() if isinstance(text, str)]}
    for name, value in one.items():
        if isinstance(value, dict):
            yield {"title": name, "rows": [[label, text] for label, text in value.items() if text]}
        elif isinstance(value, list) and value:
            rows = [[str(number), _line(row)] for number, row in enumerate(value, 1)]
            yield {"title": name, "rows": rows}


def _line(row: dict[str, str]) -> str:
    return "；".join(f"{label}：{text}" for label, text in row.items() if text)
