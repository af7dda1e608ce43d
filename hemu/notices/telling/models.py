"""Who agreed to be told by SMS, what they were told, and what an office switched off."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import CaseQuerySet, CaseRow
from hemu.kernel.fields import SealedTextField
from hemu.kernel.ids import new_id
from hemu.notices.sending.models import Purpose
from hemu.orgs.actor import Actor


class What(models.IntegerChoices):
    """What was told, as the party and the office read it. Each number is that of its text's Purpose."""

    AGREED = Purpose.PARTY_AGREED.value, _("同意接收短信")
    CODE = Purpose.PARTY_CODE.value, _("查询码已交")
    SITTING = Purpose.PARTY_SITTING.value, _("约定了调处时间")
    MOVED = Purpose.PARTY_MOVED.value, _("调处改期")
    OFF = Purpose.PARTY_OFF.value, _("调处取消")
    TOMORROW = Purpose.PARTY_TOMORROW.value, _("调处前一天提醒")
    DUE = Purpose.PARTY_DUE.value, _("约定的事快到期")
    MISSED = Purpose.PARTY_MISSED.value, _("约定的事过期")
    CONFIRM = Purpose.PARTY_CONFIRM.value, _("可以申请司法确认")
    CONFIRM_ENDS = Purpose.PARTY_CONFIRM_ENDS.value, _("司法确认快截止")
    ANSWER = Purpose.PARTY_ANSWER.value, _("请自己答回访")
    REPLIED = Purpose.PARTY_REPLIED.value, _("提出的已答复")


class Way(models.IntegerChoices):
    """How a party said yes, or stopped (个人信息保护法14、15). Numbers are stored; never reuse one."""

    PAGE = 1, _("本人在查询页面上")
    SIGNED = 2, _("本人签字")
    ORAL = 3, _("本人口头，工作人员记录")
    ANSWER = 4, _("本人回复短信")
    ADDRESS = 5, _("本人打开退订地址")


class Agreed(CaseRow):
    """One party's yes to be told of one matter on one number. It stands until `stopped_at`.

    `phone_hash`: of the number that it was said of; another number needs another yes. `stop` is the secret
    last part of the address by which the party stops.
    """

    party_id = models.BigIntegerField()
    party_name = models.CharField(_("当事人"), max_length=80)
    phone_hash = models.BinaryField(max_length=32)
    way = models.SmallIntegerField(_("同意方式"), choices=Way.choices)
    given_at = models.DateTimeField(_("同意时间"))
    recorded_by = models.CharField(max_length=80)
    unit_name = models.CharField(max_length=120, blank=True)
    stop = SealedTextField()
    stop_hash = models.BinaryField(max_length=32)
    stopped_at = models.DateTimeField(_("停止时间"), null=True)
    stopped_way = models.SmallIntegerField(choices=Way.choices, null=True)
    stopped_by = models.CharField(max_length=80, blank=True)

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="telling_agreed_county_id"),
            models.UniqueConstraint(
                fields=["county", "dispute_id", "party_id"],
                condition=Q(stopped_at=None),
                name="telling_agreed_once",
            ),
        ]
        indexes = [
            models.Index(fields=["county", "dispute_id"], name="telling_agreed_dispute"),
            models.Index(fields=["stop_hash"], name="telling_agreed_stop"),
            models.Index(fields=["phone_hash"], condition=Q(stopped_at=None), name="telling_agreed_phone"),
        ]

    def __str__(self) -> str:
        return self.party_name


class State(models.IntegerChoices):
    """What became of it, as its page says. Numbers are stored; never reuse one."""

    WAITING = 1, _("待发")
    SENT = 2, _("已发出")
    DELIVERED = 3, _("已送达")
    FAILED = 4, _("没有发到")
    DROPPED = 5, _("已取消")
    KEPT_BACK = 6, _("不发短信")


class Why(models.IntegerChoices):
    """Why who agreed isn't written to, or a message didn't go. Numbers are stored; never reuse one."""

    MINOR = 1, _("未成年人，不发短信")
    DANGER = 2, _("有家庭暴力情形，短信可能被施暴者看到，不发短信")
    SHARED = 3, _("这个号码也是另一方或者未成年人的")
    NO_PHONE = 4, _("没有登记手机号码")
    CHANGED = 5, _("换了号码，要重新征得同意")
    NO_CHANNEL = 6, _("这里没有短信渠道")
    NO_ADDRESS = 7, _("没有设置公开网址，链接打不开")
    TOO_LATE = 8, _("等到可以发短信的时候已经来不及")
    REFUSED = 9, _("短信没有发到")
    ELSEWHERE = 10, _("为了本人的安全，不发短信")
    """In danger at home by another matter, of which this one's readers learn no more than that."""


UNSAFE = (Why.MINOR, Why.DANGER, Why.SHARED, Why.ELSEWHERE)
"""Told in person, or as they themselves said is safe; never by a call that somebody else may take."""


class MessageQuerySet(CaseQuerySet):
    """Messages within a reader's scope."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the actor's area, and those that its unit has to see to."""
        here = Q(unit_id=actor.unit_id)
        for span in actor.spans:
            here |= Q(region__gte=span.lo, region__lt=span.hi)
        return self.filter(here).opened()

    def to_call(self) -> Self:
        """Those that a person has to tell instead, and hasn't yet."""
        return self.filter(by_hand=True, told_at=None)


class Message(CaseRow):
    """One thing that one party was to be told, once (`key`); the words went with its delivery.

    `delivery_id` is the message in the queue of hemu.notices.sending, if one was written. `state` follows
    it until `settled_at`. `by_hand`: somebody has to tell it instead, by `by_hand_until`.
    """

    region = models.BigIntegerField(editable=False)
    party_id = models.BigIntegerField()
    party_name = models.CharField(_("当事人"), max_length=80)
    what = models.SmallIntegerField(_("内容"), choices=What.choices)
    key = models.CharField(max_length=80)
    ref = models.CharField(_("编号"), max_length=24)
    said_when = models.DateTimeField(null=True)
    """The moment, or the day at midnight, that it is about."""
    at = models.DateTimeField(_("时间"))
    caused_by = models.CharField(_("谁的办理"), max_length=80)
    unit_id = models.BigIntegerField(null=True)
    unit_name = models.CharField(_("办理单位"), max_length=120, blank=True)
    label = models.CharField(_("号码"), max_length=20, blank=True)
    delivery_id = models.BigIntegerField(null=True)
    state = models.SmallIntegerField(_("结果"), choices=State.choices, default=State.WAITING)
    why = models.SmallIntegerField(choices=Why.choices, null=True)
    reason = models.CharField(max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True)
    by_hand = models.BooleanField(default=False)
    by_hand_until = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    told_by = models.CharField(max_length=80, blank=True)
    told_how = models.CharField(_("怎样告知的"), max_length=200, blank=True)

    objects = MessageQuerySet.as_manager()  # type: ignore[misc]  # narrows the base's manager

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="telling_message_county_id"),
            models.UniqueConstraint(fields=["county", "key"], name="telling_message_once"),
        ]
        indexes = [
            models.Index(fields=["county", "dispute_id", "-at"], name="telling_message_dispute"),
            models.Index(fields=["region", "-at"], name="telling_message_region"),
            models.Index(fields=["unit_id", "-at"], name="telling_message_unit"),
            models.Index(fields=["at"], condition=Q(settled_at=None), name="telling_message_open"),
            models.Index(
                fields=["region", "by_hand_until"],
                condition=Q(by_hand=True, told_at=None),
                name="telling_message_call",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def unsafe(self) -> bool:
        """Whether it must be told in person."""
        return self.why in UNSAFE


class Setting(models.Model):
    """What an office doesn't tell parties by SMS in its area; without one, everything is told.

    `off` are numbers of Purpose. The nearest area's setting counts.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    lo = models.BigIntegerField(editable=False)
    hi = models.BigIntegerField(editable=False)
    off = ArrayField(models.SmallIntegerField(), default=list, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lo", "hi"], name="telling_setting_once")]
