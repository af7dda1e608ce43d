"""When and where sessions are to be held: appointments, rooms, circuit rounds, market days, feeds."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import CaseRow
from hemu.disputes.models.area import AreaRow, PartRow
from hemu.kernel.fields import SealedTextField
from hemu.kernel.ids import new_id
from hemu.loop.mediation.models import Mode
from hemu.orgs.models import Person, Unit


class Standing(models.IntegerChoices):
    """What became of an appointment. Numbers are stored; never reuse one."""

    PLANNED = 1, _("已约定")
    HELD = 2, _("已调处")
    CALLED_OFF = 3, _("已取消")


class MarketRule(models.IntegerChoices):
    """How a place's market days are told. Numbers are stored; never reuse one."""

    LUNAR = 1, _("农历逢尾数")
    WEEKDAY = 2, _("逢星期")
    BRANCH = 3, _("逢地支日")


class Room(models.Model):
    """A room where sessions are held, of a committee or an office."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="rooms")
    name = models.CharField(_("调解室"), max_length=60)
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("调解室")
        ordering = ["unit_id", "name", "id"]
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="room_once")]

    def __str__(self) -> str:
        return self.name


class Sitting(CaseRow):
    """A session that is planned. What happened in it stands in mediation's own record (`session_id`).

    `units` are the units that sit together, as {"id", "name"}; `presiding` the one that leads them.
    `sequence` counts its moves, as calendars want it (RFC 5545, 3.8.7.4).
    """

    region = models.BigIntegerField()
    starts_at = models.DateTimeField(_("开始时间"))
    ends_at = models.DateTimeField(_("结束时间"))
    place = models.CharField(_("地点"), max_length=200)
    room_id = models.BigIntegerField(null=True)
    stop_id = models.BigIntegerField(null=True)
    mode = models.SmallIntegerField(_("形式"), choices=Mode.choices)
    presiding = models.CharField(_("主持单位"), max_length=100)
    units: models.JSONField[Any, Any] = models.JSONField(default=list)
    standing = models.SmallIntegerField(choices=Standing.choices, default=Standing.PLANNED)
    why = models.CharField(_("取消原因"), max_length=200, blank=True)
    session_id = models.BigIntegerField(null=True)
    sequence = models.SmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)
    made_by = models.CharField(max_length=80)
    changed_at = models.DateTimeField()

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="sitting_county_id"),
            models.CheckConstraint(condition=Q(starts_at__lt=models.F("ends_at")), name="sitting_order"),
        ]
        indexes = [
            models.Index(fields=["county", "dispute_id"], name="sitting_dispute"),
            models.Index(fields=["region", "starts_at"], name="sitting_region"),
            models.Index(
                fields=["room_id", "starts_at"], condition=Q(room_id__isnull=False), name="sitting_room"
            ),
            models.Index(
                fields=["starts_at"], condition=Q(standing=1, reminded_at=None), name="sitting_remind"
            ),
        ]

    def __str__(self) -> str:
        return self.place


class SittingMediator(CaseRow):
    """Somebody who is to mediate at an appointment; the times are copied, to find who is taken when."""

    sitting_id = models.BigIntegerField()
    post_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    name = models.CharField(_("调解员"), max_length=80)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_open = models.BooleanField(default=True)

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="sittingmediator_county_id"),
            models.UniqueConstraint(
                fields=["county", "sitting_id", "person_id"], name="sittingmediator_once"
            ),
        ]
        indexes = [
            models.Index(fields=["person_id", "starts_at"], name="sittingmediator_person"),
            models.Index(fields=["county", "dispute_id"], name="sittingmediator_dispute"),
        ]

    def __str__(self) -> str:
        return self.name


class Feed(models.Model):
    """A person's calendar at an address that nobody can guess; a new one ends the old one."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="+")
    token = SealedTextField()
    token_hash = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("日程订阅")


class Market(models.Model):
    """When a place holds its market. `days`: last digits of the lunar day (2, 7), weekdays from Monday 1 to
    Sunday 7, or earthly branches from 子 1 to 亥 12."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    region = models.BigIntegerField(_("所在区划"))
    place = models.CharField(_("集市"), max_length=60)
    rule = models.SmallIntegerField(_("赶集日子"), choices=MarketRule.choices)
    days = ArrayField(models.SmallIntegerField(), verbose_name=_("哪些日子"))
    made_by = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("集市")
        ordering = ["region", "id"]
        constraints = [models.UniqueConstraint(fields=["region", "place"], name="market_once")]

    def __str__(self) -> str:
        return self.place


class Round(AreaRow):
    """A circuit: a tour of villages to hear cases there. Published, villagers read when it comes to them."""

    title = models.CharField(_("名称"), max_length=80)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    published_at = models.DateTimeField(null=True)
    called_off_at = models.DateTimeField(null=True)

    class Meta(AreaRow.Meta):
        constraints = [models.UniqueConstraint("county", "id", name="round_county_id")]
        indexes = [models.Index(fields=["region", "-made_at"], name="round_region")]

    def __str__(self) -> str:
        return self.title


class Stop(PartRow):
    """Where a circuit halts: a village, from when to when."""

    round_id = models.BigIntegerField()
    region = models.BigIntegerField(_("村（社区）"))
    place = models.CharField(_("地点"), max_length=200)
    starts_at = models.DateTimeField(_("开始时间"))
    ends_at = models.DateTimeField(_("结束时间"))
    market = models.CharField(_("赶集"), max_length=60, blank=True)

    class Meta(PartRow.Meta):
        constraints = [
            models.UniqueConstraint("county", "id", name="stop_county_id"),
            models.CheckConstraint(condition=Q(starts_at__lt=models.F("ends_at")), name="stop_order"),
        ]
        indexes = [models.Index(fields=["county", "round_id"], name="stop_round")]

    def __str__(self) -> str:
        return self.place
