"""督促履行通知书."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import Dispute
from hemu.documents.papers.common import DISPUTE_NAMED, day, dispute_values, in_chinese
from hemu.documents.papers.drafting import Draft
from hemu.documents.papers.registry import Copy, Named, Paper
from hemu.kernel.money import in_full
from hemu.loop.mediation.models import Agreement, Promise
from hemu.loop.mediation.performance.models import UrgedBy, Urging

_URGING = (
    *DISPUTE_NAMED,
    Named("number", _("协议编号"), "（2026）人调字第HM-2026-AB12C号"),
    Named("who", _("被督促人"), "黄某"),
    Named("what", _("履行内容"), "第二期赔偿款"),
    Named("amount", _("金额"), "3000.00元（叁仟元整）"),
    Named("due", _("约定期限"), "2026年12月1日"),
    Named("way", _("督促方式"), "书面通知"),
    Named("said", _("当事人的说法"), "年底结账后付清。"),
    Named("new_day", _("答应何时履行"), "2026年12月20日"),
    Named("urged", _("督促日期"), "2026年12月2日"),
    Named("urger", _("督促人"), "王某"),
    Named("committee", _("调解组织"), "珠藏镇人民调解委员会"),
)


def _draft() -> bytes:
    draft = Draft("督促履行通知书")
    draft.line("{{ number }}", align="right", size=12)
    draft.line("{{ who }}：")
    draft.text(
        "您在上述人民调解协议中承诺：{{ what }}"
        "{% if amount %}，金额 {{ amount }}{% endif %}，期限为 {{ due }}，至今没有登记履行。"
    )
    draft.text(
        "经人民调解委员会调解达成的调解协议具有法律约束力，当事人应当按照约定履行（人民调解法31）。"
        "请您尽快履行，并把收条、转账凭证交调解委员会备存。"
    )
    draft.text(
        "就协议的履行或者内容发生争议的，任何一方可以向人民法院起诉（人民调解法32）。人民调解不收取任何费用。"
    )
    draft.heading("督促记录")
    draft.text("{{ urged }} {{ way }}督促。当事人说：{{ said }}")
    with draft.when("new_day"):
        draft.text("答应于 {{ new_day }} 前履行。")
    draft.signs("被督促人（签名）：", "督促人（签名）：{{ urger }}", "{{ committee }}（印章）", "{{ urged }}")
    return draft.content()


def _copies(dispute: Dispute) -> list[Copy]:
    rows = Urging.objects.of(dispute).order_by("-urged_at", "-id")
    return [Copy(row.pk, f"{row.party_name} {day(row.urged_at)}") for row in rows]


def _values(dispute: Dispute, row: int) -> dict[str, Any]:
    found = Urging.objects.of(dispute).get(pk=row)
    promise = Promise.objects.of(dispute).get(pk=found.promise_id)
    agreement = Agreement.objects.of(dispute).get(pk=promise.agreement_id)
    return {
        **dispute_values(dispute),
        "number": agreement.number,
        "who": found.party_name,
        "what": promise.what,
        "amount": in_full(promise.amount) if promise.amount is not None else "",
        "due": day(promise.due_on),
        "way": in_chinese(UrgedBy, found.way),
        "said": found.said,
        "new_day": day(found.new_day) if found.new_day else "",
        "urged": day(found.urged_at),
        "urger": found.urged_by,
        "committee": agreement.unit_name,
    }


URGING = Paper("urging", _("督促履行通知书"), _URGING, _draft, _copies, _values, 39, place=9)
