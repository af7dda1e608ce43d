"""Channels as an office configured them, who hears what on which, and every message that went out."""

from __future__ import annotations

import json
from typing import Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.kernel.fields import SealedJSONField, SealedTextField
from hemu.kernel.ids import new_id
from hemu.kernel.places import Span
from hemu.notices.channels.base import Account, Client
from hemu.notices.channels.kinds import ChannelKind
from hemu.notices.channels.registry import client_of
from hemu.notices.sending.families import Family
from hemu.orgs.models import Person, Unit


class ChannelQuerySet(models.QuerySet["Channel"]):
    """What an administrator set up for an area."""

    def managed_in(self, span: Span) -> Self:
        """What belongs to an area or to a part of it."""
        return self.filter(lo__gte=span.lo, hi__lte=span.hi)

    def holding_at(self, place: int) -> Self:
        """What is in use at a place, the nearest area's first."""
        here = self.filter(lo__lte=place, hi__gt=place, retired_at=None)
        return here.order_by(models.F("hi") - models.F("lo"), "id")


class Channel(models.Model):
    """One account on one platform. `options` may be shown; `secrets` is sealed JSON that nobody sees again.

    `lo` and `hi` bound the places that it serves. `paused_until`: the platform asked for silence.
    `families` are told to everybody of the area who chose nothing else (a group's robot: to the group,
    of what concerns `unit`). `receipts` is the secret last part of the address for receipts.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    lo = models.BigIntegerField(editable=False)
    hi = models.BigIntegerField(editable=False)
    area = models.CharField(_("适用范围"), max_length=100, editable=False)
    kind = models.SmallIntegerField(_("渠道"), choices=ChannelKind.choices)
    name = models.CharField(_("名称"), max_length=60)
    options = models.JSONField(default=dict)
    secrets = SealedTextField(default="", blank=True)
    per_minute = models.PositiveIntegerField(_("每分钟最多条数"))
    fallback = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("发不出时改用")
    )
    families = ArrayField(models.SmallIntegerField(choices=Family.choices), default=list, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("这是哪个单位的群")
    )
    receipts = SealedTextField(editable=False)
    receipts_hash = models.BinaryField(max_length=32, unique=True, editable=False)
    paused_until = models.DateTimeField(null=True, editable=False)
    tested_at = models.DateTimeField(null=True, editable=False)
    changed_at = models.DateTimeField(editable=False)
    changed_by = models.CharField(max_length=80, editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)

    objects = ChannelQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lo", "hi", "name"], condition=models.Q(retired_at=None), name="channel_name_once"
            ),
            models.CheckConstraint(condition=models.Q(lo__lt=models.F("hi")), name="channel_area"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def client(self) -> Client:
        """Who speaks its protocol."""
        return client_of(self.kind)

    @property
    def secret_values(self) -> dict[str, str]:
        """The secrets opened: for sending alone, never for a page."""
        return dict(json.loads(self.secrets)) if self.secrets else {}

    @property
    def account(self) -> Account:
        """What the protocol's client needs."""
        return Account(self.pk, dict(self.options), self.secret_values)


class Purpose(models.IntegerChoices):
    """What a text is for. Numbers are stored; never reuse one."""

    NOTICE = 1, _("工作通知")
    BULLETIN = 2, _("宣传消息")
    CODE = 3, _("订阅验证码")
    PARTY_AGREED = 11, _("当事人：同意收短信后的第一条")
    PARTY_CODE = 12, _("当事人：查询码已交")
    PARTY_SITTING = 13, _("当事人：约定了调处时间")
    PARTY_MOVED = 14, _("当事人：调处改期")
    PARTY_OFF = 15, _("当事人：调处取消")
    PARTY_TOMORROW = 16, _("当事人：调处前一天")
    PARTY_DUE = 17, _("当事人：履行将到期")
    PARTY_MISSED = 18, _("当事人：履行过期")
    PARTY_CONFIRM = 19, _("当事人：可以申请司法确认")
    PARTY_CONFIRM_ENDS = 20, _("当事人：司法确认将截止")
    PARTY_ANSWER = 21, _("当事人：请自己答回访")
    PARTY_REPLIED = 22, _("当事人：投诉、请求已答复")


PARTY_PURPOSES = tuple(purpose for purpose in Purpose if purpose >= Purpose.PARTY_AGREED)
"""What a party is told of their own matter (hemu.notices.telling)."""


class Template(models.Model):
    """A text with places in braces. `registered` has the carriers' template number by channel id."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    lo = models.BigIntegerField(editable=False)
    hi = models.BigIntegerField(editable=False)
    area = models.CharField(max_length=100, editable=False)
    purpose = models.SmallIntegerField(_("用途"), choices=Purpose.choices)
    title = models.CharField(_("标题（邮件用）"), max_length=100)
    text = models.TextField(_("内容"), max_length=500)
    registered = models.JSONField(default=dict, blank=True)
    changed_at = models.DateTimeField(editable=False)
    changed_by = models.CharField(max_length=80, editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lo", "hi", "purpose"],
                condition=models.Q(retired_at=None),
                name="template_one_standing",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Subscription(models.Model):
    """What one person hears on one channel. Empty `families`: nothing, whatever the channel's own say."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    channel = models.ForeignKey(Channel, models.CASCADE, related_name="+")
    address = SealedTextField(_("账号、手机号码或邮箱"), default="", blank=True)
    families = ArrayField(models.SmallIntegerField(choices=Family.choices), default=list, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "channel"], name="subscription_once")]
        indexes = [models.Index(fields=["channel"], name="subscription_channel")]


class State(models.IntegerChoices):
    """What became of a message. Numbers are stored; never reuse one."""

    QUEUED = 1, _("待发")
    SENT = 2, _("已发出")
    DELIVERED = 3, _("已送达")
    FAILED = 4, _("未送达")
    DROPPED = 5, _("已取消")


class About(models.IntegerChoices):
    """What a message is of. Numbers are stored; never reuse one."""

    NOTICE = 1, _("工作通知")
    BULLETIN = 2, _("宣传消息")
    CODE = 3, _("订阅验证码")
    TEST = 4, _("试发")
    PARTY = 5, _("当事人短信")


SECRET = (About.CODE, About.BULLETIN, About.PARTY)
"""Messages whose words let whoever reads them act as the recipient: a code, a link, or the way out."""


class Delivery(models.Model):
    """One message to one recipient on one channel. `key` makes it once; the platform hears it where it can.

    At least once: a worker that dies between the platform's yes and our own writing sends it again when
    `claimed_until` has passed. `label` names the recipient for the log: a name, a group, a masked number.
    `receipt` is the platform's own number, by which it later says what became of it. `text` and `params`
    hold codes and ways out: sealed, and emptied by :mod:`hemu.notices.sending.retention`.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=120, unique=True)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+")
    about = models.SmallIntegerField(choices=About.choices)
    about_id = models.BigIntegerField(default=0)
    person_id = models.BigIntegerField(null=True)
    label = models.CharField(_("收信人"), max_length=100)
    address = SealedTextField(default="", blank=True)
    title = models.CharField(max_length=100)
    text = SealedTextField(default="", blank=True)
    link = models.CharField(max_length=200, blank=True)
    params = SealedJSONField(default=dict, blank=True)
    template = models.CharField(max_length=60, blank=True)
    state = models.SmallIntegerField(_("结果"), choices=State.choices, default=State.QUEUED)
    attempts = models.SmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=120, blank=True)
    reason = models.CharField(_("原因"), max_length=200, blank=True)
    code = models.CharField(max_length=60, blank=True)
    instead = models.ForeignKey("self", models.SET_NULL, null=True, related_name="moved_to")
    """The message that this one was sent in place of, on another channel."""
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["channel", "not_before"],
                condition=models.Q(state=State.QUEUED),
                name="delivery_queue",
            ),
            models.Index(fields=["channel", "-made_at", "-id"], name="delivery_log"),
            models.Index(fields=["about", "about_id"], name="delivery_about"),
            models.Index(
                fields=["channel", "receipt"], condition=~models.Q(receipt=""), name="delivery_receipt"
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def is_secret(self) -> bool:
        """Whether its words are the recipient's alone."""
        return self.about in SECRET


class Attempt(models.Model):
    """One try of one message, and what the platform said. Never changed."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="tries")
    channel = models.ForeignKey(Channel, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    went = models.BooleanField()
    words = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [models.Index(fields=["channel", "-at"], name="attempt_channel")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update)]
