"""The ways out of mediation that a dispute has, each with its article and, where one can say, its last day.

人民调解法3, 26: no way is ever closed by mediation; 32: who quarrels over an agreement may sue. The last days
are counted from when the matter happened, since the law counts from when a party knew of it: a party's own
reckoning may differ, and the page says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import SETTLED, Dispute
from hemu.kernel import clock
from hemu.loop.mediation.rights import LABOUR_KINDS
from hemu.rulebook import evaluate

LAND_CONTRACT = 901
"""土地承包经营."""


@dataclass(frozen=True, slots=True)
class Route:
    """One way: what it is, where it is taken, on what law, until when (empty: no day can be said)."""

    title: str | Promise
    where: str | Promise
    article: str
    until: date | None = None


def routes(dispute: Dispute) -> list[Route]:
    """The ways that are open, those that the matter itself has first."""
    return [*_of_the_matter(dispute), *_of_an_agreement(dispute), *_always(dispute)]


def is_labour(dispute: Dispute) -> bool:
    """Whether 劳动争议调解仲裁法 speaks of it."""
    return dispute.kind in LABOUR_KINDS


def is_land_contract(dispute: Dispute) -> bool:
    """Whether 农村土地承包经营纠纷调解仲裁法 speaks of it."""
    return dispute.kind == LAND_CONTRACT


def _last_day(dispute: Dispute, name: str) -> date | None:
    if dispute.occurred_on is None:
        return None
    term = evaluate("clock", {"clock": name}, on=clock.today()).value
    return dispute.occurred_on + timedelta(days=term["amount"])


def _of_the_matter(dispute: Dispute) -> list[Route]:
    found = []
    if is_labour(dispute):
        found.append(
            Route(
                _("申请劳动仲裁：自收到调解申请之日起十五日内未达成协议即可申请，时效一年"),
                _("劳动人事争议仲裁委员会"),
                "劳动争议调解仲裁法14、27",
                _last_day(dispute, "labour_arbitration"),
            )
        )
    if is_land_contract(dispute):
        found.append(
            Route(
                _("申请农村土地承包仲裁，时效二年；也可以直接起诉"),
                _("农村土地承包仲裁委员会"),
                "农村土地承包经营纠纷调解仲裁法4、18",
                _last_day(dispute, "land_arbitration"),
            )
        )
    if dispute.facts.get("ownership_undetermined"):
        found.append(
            Route(
                _("申请处理权属；不服处理决定的，自接到通知之日起三十日内起诉；解决之前不得改变现状"),
                _("乡级或者县级人民政府"),
                "土地管理法14",
            )
        )
    if dispute.facts.get("suspected_offence") or dispute.facts.get("domestic_violence"):
        found.append(Route(_("报警、报案"), _("公安机关（110）"), "人民调解法25、反家庭暴力法13"))
    return found


def _of_an_agreement(dispute: Dispute) -> list[Route]:
    if dispute.outcome not in SETTLED:
        return []
    found = [
        Route(_("就协议的履行或者内容发生争议，一方可以起诉"), _("人民法院"), "人民调解法32"),
    ]
    if is_labour(dispute):
        found.append(
            Route(
                _("拖欠劳动报酬、工伤医疗费、经济补偿或者赔偿金的协议没有履行，可以申请支付令"),
                _("人民法院"),
                "劳动争议调解仲裁法16",
            )
        )
    return found


def _always(dispute: Dispute) -> list[Route]:
    arbitration = [] if is_labour(dispute) or is_land_contract(dispute) else [
        Route(_("有仲裁协议的，申请仲裁"), _("约定的仲裁机构"), "人民调解法26"),
    ]  # fmt: skip
    return [
        Route(
            _("向人民法院起诉；请不起律师的，可以申请法律援助"), _("有管辖权的人民法院"), "人民调解法3、26"
        ),
        *arbitration,
        Route(
            _("请求行政机关处理、裁决，申请行政复议，或者信访"), _("主管部门、信访部门"), "人民调解法3、26"
        ),
        Route(_("各方自行协商"), _("当事人之间"), "人民调解法3"),
    ]
