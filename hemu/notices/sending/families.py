"""Reasons for a notice in the few groups that a person chooses among."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.notices.models import Reason


class Family(models.IntegerChoices):
    """What kind of notice. Numbers are stored; never reuse one."""

    ALARM = 1, _("红色预警、反弹、预警提示")
    TURN = 2, _("交办、协办、退回")
    LATE = 3, _("即将到期、超期、提级")
    VILLAGERS = 4, _("村民说事、警情、信访")
    ORDERS = 5, _("督办")
    AGREED = 6, _("调处约定、履行、司法确认")
    PARTIES = 7, _("投诉、当事人的请求和意见")
    CONFERRED = 8, _("会商、重点纠纷")
    OTHER = 9, _("其他知会")


_ALARM = (
    *(Reason.RED, Reason.WARNING, Reason.RELAPSED, Reason.CRIME_REVIEW, Reason.EMERGENCY_OPENED),
    *(Reason.WARNING_LATE, Reason.WARNING_ANSWERED, Reason.WARNING_RETURNED),
)
_TURN = (Reason.RECEIVE, Reason.JOIN, Reason.RETURNED)
_LATE = (Reason.DUE, Reason.OVERDUE, Reason.ESCALATED)
_VILLAGERS = (
    *(Reason.REPORT_NEW, Reason.REPORT_LATE, Reason.REPORT_AGAIN),
    *(Reason.PETITION_LATE, Reason.INCIDENT_TURN, Reason.INCIDENT_LATE),
)
_ORDERS = (Reason.SUPERVISED, Reason.SUPERVISED_LATE, Reason.SUPERVISED_ANSWERED)
_AGREED = (Reason.SITTING, Reason.ADVICE, Reason.PROMISE_SOON, Reason.CONFIRM_SOON)
_PARTIES = (
    *(Reason.COMPLAINT, Reason.COMPLAINT_WATCH, Reason.COMPLAINT_LATE, Reason.OWN_ANSWER),
    *(Reason.PARTY_REQUEST, Reason.PARTY_REQUEST_LATE, Reason.PARTY_ENDED),
    Reason.PARTY_CALL,
)
_CONFERRED = (
    *(Reason.CONFERRAL, Reason.CONFERRAL_LATE, Reason.KEY_NAMED, Reason.KEY_LATE),
    *(Reason.PREVENTION_ASKED, Reason.TREND),
)
FAMILY: Mapping[int, Family] = {
    **dict.fromkeys(_ALARM, Family.ALARM),
    **dict.fromkeys(_TURN, Family.TURN),
    **dict.fromkeys(_LATE, Family.LATE),
    **dict.fromkeys(_VILLAGERS, Family.VILLAGERS),
    **dict.fromkeys(_ORDERS, Family.ORDERS),
    **dict.fromkeys(_AGREED, Family.AGREED),
    **dict.fromkeys(_PARTIES, Family.PARTIES),
    **dict.fromkeys(_CONFERRED, Family.CONFERRED),
}
PASSES_QUIET = frozenset({Reason.RED})
"""What is told at any hour: a life may depend on it."""


def family_of(reason: int) -> Family:
    """The group that a reason belongs to; a reason that is new is another notice."""
    return FAMILY.get(reason, Family.OTHER)
