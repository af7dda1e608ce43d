"""Messages to many, the groups that they go to, and the villagers who subscribed."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models.area import AreaRow, PartRow
from hemu.kernel.fields import SealedTextField
from hemu.kernel.places import Span


class Topic(models.IntegerChoices):
    """What a message is about; villagers choose among them. Numbers are stored; never reuse one."""

    FRAUD = 1, _("防诈骗")
    LAW = 2, _("普法")
    SAFETY = 3, _("安全提醒")
    EVENTS = 4, _("活动通知")
    SERVICE = 5, _("便民服务")


class Status(models.IntegerChoices):
    WAITING = 1, _("待发送")
    SENT = 2, _("已发送")
    CANCELLED = 3, _("已取消")


class Bulletin(AreaRow):
    """One message over the places ``region <= place < hi``. What became of it stands in the deliveries.

    `subscribers` is how many villagers it went to when it was sent; `channel_id` the SMS channel for them.
    """

    hi = models.BigIntegerField(editable=False)
    topic = models.SmallIntegerField(_("主题"), choices=Topic.choices)
    subject = models.CharField(_("标题"), max_length=60)
    text = models.TextField(_("内容"), max_length=300)
    to_subscribers = models.BooleanField(_("发给订阅村民"), default=False)
    channel_id = models.BigIntegerField(null=True)
    send_at = models.DateTimeField(_("发送时间"))
    status = models.SmallIntegerField(_("状态"), choices=Status.choices, default=Status.WAITING)
    subscribers = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    cancelled_by = models.CharField(max_length=80, blank=True)

    class Meta(AreaRow.Meta):
        constraints = [models.UniqueConstraint("county", "id", name="bulletin_county_id")]
        indexes = [
            models.Index(fields=["region", "-send_at"], name="bulletin_region"),
            models.Index(
                fields=["send_at"], condition=models.Q(status=Status.WAITING), name="bulletin_waiting"
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def span(self) -> Span:
        """The places that it is for."""
        return Span(self.region, self.hi)

    def get_absolute_url(self) -> str:
        """The page of the message."""
        return reverse("bulletins:bulletin", args=[self.county, self.id])


class Addressed(PartRow):
    """One work group that a message is for. `channel_id`: its robot; without one, somebody passes it on."""

    bulletin_id = models.BigIntegerField()
    group_county = models.BigIntegerField()
    group_id = models.BigIntegerField()
    name = models.CharField(max_length=100)
    owner = models.CharField(max_length=80)
    members = models.PositiveIntegerField()
    channel_id = models.BigIntegerField(null=True)
    passed_at = models.DateTimeField(null=True)
    passed_by = models.CharField(max_length=80, blank=True)

    class Meta(PartRow.Meta):
        constraints = [
            models.UniqueConstraint("county", "id", name="addressed_county_id"),
            models.UniqueConstraint("county", "bulletin_id", "group_id", name="addressed_once"),
        ]


class GroupRobot(PartRow):
    """Through which channel (a robot) a work group is spoken to."""

    group_id = models.BigIntegerField()
    channel_id = models.BigIntegerField()
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=80)

    class Meta(PartRow.Meta):
        constraints = [
            models.UniqueConstraint("county", "id", name="grouprobot_county_id"),
            models.UniqueConstraint("county", "group_id", name="grouprobot_once"),
        ]


class Consent(models.IntegerChoices):
    """How a villager said yes (个人信息保护法13、14). Numbers are stored; never reuse one."""

    ONLINE = 1, _("本人在网页上订阅并用验证码确认")
    PAPER = 2, _("本人签了订阅单")


class Subscriber(AreaRow):
    """One villager's telephone number, for one village. Erased at the moment that they stop.

    The keyed hash stays, so that nobody is entered again against their will without confirming anew.
    `stop` is the secret last part of the address by which they stop; `code_hash` of the code to confirm.
    """

    phone = SealedTextField(_("手机号码"), default="", blank=True)
    phone_hash = models.BinaryField(max_length=32, editable=False)
    topics = ArrayField(models.SmallIntegerField(choices=Topic.choices), verbose_name=_("想收到什么"))
    consent = models.SmallIntegerField(_("同意方式"), choices=Consent.choices)
    active_at = models.DateTimeField(null=True, editable=False)
    stopped_at = models.DateTimeField(null=True, editable=False)
    stop = SealedTextField(editable=False)
    stop_hash = models.BinaryField(max_length=32, editable=False)
    code_hash = models.BinaryField(max_length=32, null=True, editable=False)
    code_until = models.DateTimeField(null=True, editable=False)
    code_tries = models.SmallIntegerField(default=0, editable=False)

    class Meta(AreaRow.Meta):
        constraints = [
            models.UniqueConstraint("county", "id", name="subscriber_county_id"),
            models.UniqueConstraint(
                fields=["county", "region", "phone_hash"],
                condition=models.Q(stopped_at=None),
                name="subscriber_once",
            ),
        ]
        indexes = [
            models.Index(fields=["phone_hash"], name="subscriber_phone"),
            models.Index(fields=["stop_hash"], name="subscriber_stop"),
        ]
