"""The words of mediation, as numbers with names. The numbers are kept for ever."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ApplicationForm(models.IntegerChoices):
    """How mediation was begun (人民调解法17, 18)."""

    ORAL = 1, _("口头申请")
    WRITTEN = 2, _("书面申请")
    OWN_MOVE = 3, _("调委会主动调解")
    REFERRED = 4, _("委托移送调解")


class ChosenBy(models.IntegerChoices):
    """Who named the mediators (人民调解法19)."""

    COMMITTEE = 1, _("调委会指定")
    PARTIES = 2, _("当事人选择")


class MediatorChoice(models.IntegerChoices):
    """A party's word on the mediators (人民调解法23 一)."""

    CHOSE = 1, _("选择了调解员")
    ACCEPTED = 2, _("接受指定的调解员")


class Openness(models.IntegerChoices):
    """Whether a party wants it in public (人民调解法23 三)."""

    NO_WISH = 0, _("没有要求")
    PUBLIC = 1, _("要求公开")
    PRIVATE = 2, _("要求不公开")


class ConsentForm(models.IntegerChoices):
    """How a party said so."""

    ORAL = 1, _("口头（调解员记录）")
    SIGNED = 2, _("签名、盖章或按指印")


class Mode(models.IntegerChoices):
    """Where and with whom a session is held."""

    ON_THE_SPOT = 1, _("当场调解")
    VILLAGE = 2, _("进村入户")
    CIRCUIT = 3, _("巡回调解")
    POLICE_STATION = 4, _("派出所调解")
    JOINT = 5, _("多部门联合调解")
    COMMITTEE_ROOM = 6, _("调解室调解")


class Result(models.IntegerChoices):
    """What a session came to."""

    AGREED = 1, _("达成一致")
    NOT_YET = 2, _("择期再调")
    FAILED = 3, _("调解未成")


class AttendeeRole(models.IntegerChoices):
    """What somebody came to a session as."""

    PARTY = 1, _("当事人")
    AGENT = 2, _("代理人")
    HELPER = 3, _("邀请参加人")


class AgreementForm(models.IntegerChoices):
    """人民调解法28: an agreement may be written or oral."""

    WRITTEN = 1, _("书面协议")
    ORAL = 2, _("口头协议")


class SignatureForm(models.IntegerChoices):
    """人民调解法29: signature, seal or fingerprint."""

    NAME = 1, _("签名")
    SEAL = 2, _("盖章")
    FINGERPRINT = 3, _("按指印")


class PromiseState(models.IntegerChoices):
    """Whether what was promised was done."""

    OPEN = 0, _("未到期")
    PERFORMED = 1, _("已履行")
    DEFAULTED = 2, _("未按期履行")
    SUPERSEDED = 3, _("已不再执行")


class RecusalKind(models.IntegerChoices):
    """Why somebody doesn't mediate a dispute."""

    DECLARED = 1, _("调解员声明与本案有利害关系")
    REFUSED = 2, _("当事人不同意由其调解")
