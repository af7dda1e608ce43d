"""Files on their way from a phone, piece by piece."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.field.models.devices import Device
from hemu.loop.screening.sent.models import FileKind


class UploadState(models.IntegerChoices):
    OPEN = 1, _("上传中")
    DONE = 2, _("已收到")
    REFUSED = 3, _("不能接收")


class Upload(models.Model):
    """One file. `id` and `item_id` are made by the phone; `offset` is how many bytes are here.

    `sha256` (hexadecimal) and `size` are of what the phone sends; `stored` is the store's name of what
    was kept of it, after an image was written anew. `said_*` are the phone's word on a photo.
    """

    id = models.BigIntegerField(primary_key=True, editable=False)
    device = models.ForeignKey(Device, models.CASCADE, related_name="+")
    person_id = models.BigIntegerField()
    kind = models.SmallIntegerField(choices=FileKind.choices)
    item_id = models.BigIntegerField()
    order = models.SmallIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    size = models.IntegerField()
    offset = models.IntegerField(default=0)
    state = models.SmallIntegerField(choices=UploadState.choices, default=UploadState.OPEN)
    refusal: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    said_taken_at = models.DateTimeField(null=True)
    said_latitude = models.FloatField(null=True)
    said_longitude = models.FloatField(null=True)
    stored = models.CharField(max_length=64, blank=True)
    stored_size = models.IntegerField(default=0)
    media_type = models.CharField(max_length=40, blank=True)
    taken_at = models.DateTimeField(null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    camera = models.CharField(max_length=80, blank=True)
    attached = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["item_id"], name="upload_item"),
            models.Index(
                fields=["made_at"], condition=models.Q(state=UploadState.OPEN), name="upload_unfinished"
            ),
        ]
