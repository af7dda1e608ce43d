"""人民调解协议书, 人民调解口头协议登记表 and 司法确认申请书 (人民调解法28–33)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import Dispute
from hemu.documents.papers.common import DISPUTE_NAMED, EMPTY, day, dispute_values, in_chinese
from hemu.documents.papers.drafting import BLANK, Draft
from hemu.documents.papers.registry import Copy, Named, Paper
from hemu.kernel.money import in_full
from hemu.loop.mediation import queries
from hemu.loop.mediation.models import Agreement, AgreementForm, SignatureForm
from hemu.loop.mediation.papers.parties import people

_NAMED = (
    *DISPUTE_NAMED,
    Named("number", _("协议编号"), "（2026）珠人调协字第 12 号"),
    Named("facts", _("纠纷主要事实"), "双方因田埂的位置争吵。"),
    Named("issues", _("争议事项"), "田埂的位置"),
    Named("responsibilities", _("各方责任"), ""),
    Named("content", _("协议内容"), "以老田埂为界，双方不得再移动。"),
    Named("ownership", _("不涉及权属的说明"), ""),
    Named("manner", _("履行方式"), "当场恢复原状"),
    Named("limit", _("履行期限"), "三日内"),
    Named(
        "promises",
        _("履行事项，每项一行"),
        [{"who": "黄某", "what": "赔偿稻谷", "amount": "600.00元（陆佰元整）", "due": "2026年11月8日"}],
    ),
    Named("copies", _("份数"), 3),
    Named("mediators", _("调解员"), "李某、王某"),
    Named("recorder", _("记录人"), "张某"),
    Named("committee", _("调解组织"), "珠藏镇人民调解委员会"),
    Named("made", _("达成日期"), "2026年11月5日"),
    Named("where", _("签订地点"), "荣院村村委会"),
    Named("confirm_until", _("申请司法确认的截止日期"), "2026年12月5日"),
)


def _body(draft: Draft) -> None:
    """What 人民调解法29 asks for, the same in writing and of an oral agreement (art. 28)."""
    draft.line("{{ number }}", align="right", size=12)
    people(draft)
    draft.heading("纠纷主要事实、争议事项")
    draft.text("{{ facts }}")
    draft.text("争议事项：{{ issues }}。")
    with draft.when("responsibilities"):
        draft.text("各方责任：{{ responsibilities }}。")
    draft.heading("经调解，自愿达成如下协议")
    draft.text("{{ content }}")
    with draft.when("ownership"):
        draft.text("本协议不涉及权属：{{ ownership }}")
    draft.heading("履行方式、时限")
    draft.text("{{ manner }}；{{ limit }}。")
    with draft.when("promises"):
        table = draft.table([2.6, 5.7, 3.9, 3.6])
        table.row("履行人", "内容", "金额", "期限", head=True)
        table.each("one", "promises", "{{ one.who }}", "{{ one.what }}", "{{ one.amount }}", "{{ one.due }}")
    draft.text("签订地点：{{ where or '" + BLANK * 2 + "' }}")


_COURT = (
    "协议具有法律约束力，当事人应当按照约定履行（人民调解法31）。就履行或者内容发生争议的，一方可以向人民法院"
    "起诉（人民调解法32）。"
    "{% if confirm_until %}双方认为有必要的，可以在 {{ confirm_until }} 前共同向人民法院申请司法确认"
    "（人民调解法33）。{% endif %}人民调解不收取任何费用。"
)


def _draft_written() -> bytes:
    draft = Draft("人民调解协议书", size=12, spacing=1.25)
    _body(draft)
    with draft.together():
        draft.text("本协议一式 {{ copies }} 份，当事人各执一份，人民调解委员会留存一份。")
        with draft.repeat("party", "parties"):
            signed = "{% if party.signed %}（{{ party.signed }}）{% endif %}"
            draft.line("{{ party.side }}（签名、盖章或按指印）：{{ party.name }}" + signed)
        draft.signs(
            "人民调解员（签名）：{{ mediators }}",
            "记录人（签名）：{{ recorder }}",
            "{{ committee }}（印章）",
            "{{ made }}",
        )
        draft.fine(
            "本协议自各方当事人签名、盖章或者按指印，人民调解员签名并加盖人民调解委员会印章之日起生效"
            "（人民调解法29）。" + _COURT
        )
    return draft.content()


def _draft_oral() -> bytes:
    draft = Draft("人民调解口头协议登记表", size=12, spacing=1.25)
    _body(draft)
    with draft.together():
        draft.signs("人民调解员（签名）：{{ mediators }}", "{{ committee }}（印章）", "{{ made }}")
        draft.fine("口头调解协议自各方当事人达成协议之日起生效（人民调解法30）。" + _COURT)
    return draft.content()


def _of_form(form: AgreementForm) -> Any:
    def copies(dispute: Dispute) -> list[Copy]:
        rows = Agreement.objects.of(dispute).filter(form=form).order_by("-made_at", "-id")
        return [Copy(row.pk, row.number) for row in rows]

    return copies


def _agreement(dispute: Dispute, row: int) -> dict[str, Any]:
    found = Agreement.objects.of(dispute).get(pk=row)
    signed = {each.party_id: in_chinese(SignatureForm, each.form) for each in queries.signatures(found)}
    promises = [
        {
            "who": each.party_name,
            "what": each.what,
            "amount": in_full(each.amount) if each.amount is not None else "",
            "due": day(each.due_on),
        }
        for each in queries.promises(found)
    ]
    return {
        **dispute_values(dispute, signed),
        "number": found.number,
        "facts": found.main_facts,
        "issues": found.issues.rstrip("。"),
        "responsibilities": found.responsibilities.rstrip("。"),
        "content": found.content,
        "ownership": found.ownership_note,
        "manner": found.manner.rstrip("。"),
        "limit": found.time_limit.rstrip("。"),
        "promises": promises,
        "copies": found.copies or EMPTY,
        "mediators": "、".join(found.mediators),
        "recorder": found.recorded_by,
        "committee": found.unit_name,
        "made": day(found.made_at),
        "where": found.place,
        "confirm_until": day(found.confirmation_until) if found.confirmation_until else "",
    }


def _draft_confirmation() -> bytes:
    draft = Draft("司法确认申请书")
    people(draft)
    draft.heading("请求事项")
    draft.text("请求确认{{ committee }}于 {{ made }} 主持达成的调解协议（编号：{{ number }}）有效。")
    draft.heading("事实和理由")
    draft.text("{{ facts }}经调解，双方自愿达成协议：{{ content }}")
    draft.heading("双方承诺")
    draft.text(
        "双方出于解决纠纷的目的自愿达成协议，没有恶意串通、规避法律的行为；协议内容真实、合法；"
        "如因该协议内容给他人造成损害的，愿意承担相应的民事责任和其他法律责任。"
    )
    with draft.together():
        draft.text("此致")
        draft.line("{{ court }}人民法院")
        with draft.repeat("party", "parties"):
            draft.line("申请人（签名、盖章或按指印）：{{ party.name }}")
        draft.signs("　　　　年　　月　　日")
        draft.fine(
            "附：调解协议书；身份证明或资格证明；与协议有关的财产权利证明；双方的送达地址和电话；"
            "委托他人代办的，授权委托书。"
            "{% if confirm_until %}应当在 {{ confirm_until }} 前共同提出（人民调解法33）。{% endif %}"
            "司法确认不收取费用。"
        )
    return draft.content()


def _confirmable(dispute: Dispute) -> list[Copy]:
    """Agreements that a court may be asked to confirm: never of status, adoption or marriage relations."""
    rows = Agreement.objects.of(dispute).exclude(confirmation_until=None).order_by("-made_at", "-id")
    return [Copy(row.pk, row.number, used=False) for row in rows]


def _confirmation(dispute: Dispute, row: int) -> dict[str, Any]:
    return {**_agreement(dispute, row), "court": EMPTY * 2}


WRITTEN = Paper(
    "agreement",
    _("人民调解协议书"),
    _NAMED,
    _draft_written,
    _of_form(AgreementForm.WRITTEN),
    _agreement,
    36,
    place=8,
)
ORAL = Paper(
    "oral-agreement",
    _("人民调解口头协议登记表"),
    _NAMED,
    _draft_oral,
    _of_form(AgreementForm.ORAL),
    _agreement,
    36,
    place=8,
)
CONFIRMATION = Paper(
    "confirmation",
    _("司法确认申请书"),
    (*_NAMED, Named("court", _("法院"), "瓮安县")),
    _draft_confirmation,
    _confirmable,
    _confirmation,
    38,
    place=11,
)
