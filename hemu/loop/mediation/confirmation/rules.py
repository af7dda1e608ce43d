"""When confirmation may be asked for, of whom, with what. No writing here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import Dispute
from hemu.kernel import clock
from hemu.loop.mediation.confirmation.models import Confirmation, CourtGround, Review, Stage
from hemu.loop.mediation.models import Agreement, Application, ApplicationForm
from hemu.loop.mediation.queries import standing_agreement
from hemu.orgs.models import UnitKind
from hemu.orgs.queries import units_covering
from hemu.rulebook import codes

REQUIRED_PAPERS = frozenset({"1", "2", "3", "5"})
"""法释〔2011〕5号3: application, agreement, who the parties are, where they are reached."""


class Open(Enum):
    """Whether an agreement can be brought before a court now."""

    NO_AGREEMENT = "none"
    STATUS = "status"
    NOT_PEOPLES = "not_peoples"
    MISSED = "missed"
    FILED = "filed"
    OPEN = "open"


WHY_NOT: dict[Open, str | Promise] = {
    Open.NO_AGREEMENT: _("没有生效的调解协议。"),
    Open.STATUS: _("确认身份关系、收养关系、婚姻关系的协议，人民法院不受理司法确认申请。"),
    Open.NOT_PEOPLES: _(
        "不是人民调解委员会主持达成的协议，不适用人民调解法第三十三条的司法确认；"
        "其他依法设立的调解组织主持达成的，请向人民法院了解能否申请（民事诉讼法205）。"
    ),
    Open.MISSED: _("自协议生效之日起三十日已过，不能再申请司法确认。协议仍有约束力。"),
    Open.FILED: _("已经提出过司法确认申请。"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an agreement stands with confirmation. `days_left` counts today; None when no days run."""

    state: Open
    agreement: Agreement | None = None
    confirmation: Confirmation | None = None
    review: Review | None = None
    days_left: int | None = None


def standing(dispute: Dispute) -> Standing:
    """Of the agreement that stands."""
    return standing_of(standing_agreement(dispute), dispute)


def standing_of(
    agreement: Agreement | None, dispute: Dispute, asked: Sequence[Confirmation] | None = None
) -> Standing:
    """Of an agreement that was read through its dispute. `asked`: :func:`history`, where it was read."""
    if agreement is None:
        return Standing(Open.NO_AGREEMENT)
    every = history(dispute) if asked is None else asked
    last = next((row for row in every if row.agreement_id == agreement.pk), None)
    review = (
        Review.objects.of(dispute).filter(agreement_id=agreement.pk).order_by("-reviewed_at", "-id").first()
    )
    if last is not None and last.stage in (Stage.FILED, Stage.ACCEPTED, Stage.VALID, Stage.DISMISSED):
        return Standing(Open.FILED, agreement, last, review)
    return Standing(_open(agreement), agreement, last, review, _days_left(agreement))


def history(dispute: Dispute) -> list[Confirmation]:
    """Every application of a dispute that was read within a scope, the newest first."""
    return list(Confirmation.objects.of(dispute).order_by("-filed_on", "-id"))


def _open(agreement: Agreement) -> Open:
    if agreement.about_status:
        return Open.STATUS
    if agreement.confirmation_until is None:
        return Open.NOT_PEOPLES
    return Open.MISSED if agreement.confirmation_until < clock.today() else Open.OPEN


def _days_left(agreement: Agreement) -> int | None:
    until: date | None = agreement.confirmation_until
    if until is None or until < clock.today():
        return None
    return (until - clock.today()).days + 1


def inviting_court(dispute: Dispute) -> str:
    """The court that referred the dispute to mediation: then it is the one to ask (民事诉讼法205)."""
    rows = Application.objects.of(dispute).filter(form=ApplicationForm.REFERRED).order_by("-made_at", "-id")
    names = [row.referred_by for row in rows]
    return next((name for name in names if "法院" in name or "法庭" in name), "")


def courts(dispute: Dispute) -> list[tuple[str, str]]:
    """Courts to choose from, (name, name): who invited, those of the place, the county's own list."""
    local = [unit.name for unit in units_covering(dispute.region, UnitKind.COURT)]
    listed = [words for _code, words in codes.choices("court", on=clock.today())]
    names = [inviting_court(dispute), *local, *listed]
    return [(name, name) for name in dict.fromkeys(names) if name]


def likely_ground(dispute: Dispute) -> CourtGround:
    """The ground proposed first; a person decides."""
    return CourtGround.INVITED if inviting_court(dispute) else CourtGround.ORGANISATION
