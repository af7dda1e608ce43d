"""What is known of a visit besides its thirteen items: evidence for whoever checks it (S3)."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models.area import PartRow


class ClockSign(models.IntegerChoices):
    """What was odd about the phone's clock. Numbers are stored; never reuse one."""

    OFF = 1, _("手机时钟与标准时间相差超过两分钟")
    JUMPED = 2, _("应用看到手机时钟被拨动")
    BACKWARDS = 3, _("后做的记录时间反而更早")
    AGE = 4, _("记录时间与应用的计时对不上")
    SHIFTED = 5, _("手机时钟与上次同步相比变动超过两分钟")


class Sending(PartRow):
    """How one edition of a visit came from a phone. `id` is the number that the phone gave the sending.

    `offset_ms` is the phone's clock less the server's, measured when it was sent, give or take
    `margin_ms`; `shift_ms` was taken off the visit's moments. `content` is the SHA-256 (32 bytes) of
    what was sent; `files` the numbers of the photos and voice notes that it names, in order.
    """

    visit_id = models.BigIntegerField()
    edition = models.IntegerField()
    person_id = models.BigIntegerField()
    device_id = models.BigIntegerField()
    number = models.BigIntegerField(null=True)
    said_at = models.DateTimeField()
    received_at = models.DateTimeField()
    offset_ms = models.BigIntegerField()
    margin_ms = models.IntegerField()
    shift_ms = models.BigIntegerField(default=0)
    signs = ArrayField(models.SmallIntegerField(choices=ClockSign.choices), default=list)
    jumps: models.JSONField[Any, Any] = models.JSONField(default=list)
    content = models.BinaryField(max_length=32)
    files = ArrayField(models.BigIntegerField(), default=list)
    target = models.CharField(max_length=120, blank=True)
    """The entry of the day's list that the visit answers."""
    no_position = models.CharField(_("没有定位的原因"), max_length=200, blank=True)

    class Meta(PartRow.Meta):
        constraints = [models.UniqueConstraint("county", "id", name="sending_county_id")]
        indexes = [models.Index(fields=["county", "visit_id"], name="sending_visit")]

    @property
    def sign_labels(self) -> list[str]:
        """The signs in words."""
        return [str(ClockSign(sign).label) for sign in self.signs]


class FileKind(models.IntegerChoices):
    PHOTO = 1, _("照片")
    VOICE = 2, _("录音")


class Witness(models.IntegerChoices):
    """Who says where and when a picture was taken."""

    NOBODY = 0, _("没有记录")
    PICTURE = 1, _("照片自带")
    PHONE = 2, _("手机所说")


class SentFile(PartRow):
    """A photo or a voice note of a visit. `id` is the number that the phone gave it.

    Where and when a photo was taken is kept here; the picture in the store is written anew without it.
    `late`: it came when the visit was archived, and so stands beside it.
    """

    visit_id = models.BigIntegerField()
    kind = models.SmallIntegerField(choices=FileKind.choices)
    order = models.SmallIntegerField(default=0)
    stored = models.CharField(max_length=64)
    size = models.IntegerField()
    media_type = models.CharField(max_length=40)
    witness = models.SmallIntegerField(choices=Witness.choices, default=Witness.NOBODY)
    taken_at = models.DateTimeField(null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    camera = models.CharField(max_length=80, blank=True)
    late = models.BooleanField(default=False)
    received_at = models.DateTimeField()

    class Meta(PartRow.Meta):
        constraints = [models.UniqueConstraint("county", "id", name="sentfile_county_id")]
        indexes = [
            models.Index(fields=["county", "visit_id"], name="sentfile_visit"),
            models.Index(fields=["stored"], name="sentfile_stored"),
        ]
