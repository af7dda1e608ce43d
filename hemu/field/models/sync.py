"""What phones sent: envelopes that were answered, and items that were carried out."""

from __future__ import annotations

from typing import Any

from django.db import models

from hemu.field.models.devices import Device


class Envelope(models.Model):
    """A request of up to fifty items, with the answer that it got. Kept thirty days.

    `content` is the SHA-256 (32 bytes) of its items, so that a number can't be used for others.
    """

    device = models.ForeignKey(Device, models.CASCADE, related_name="+", db_index=False)
    number = models.BigIntegerField()
    content = models.BinaryField(max_length=32)
    answer: models.JSONField[Any, Any] = models.JSONField()
    items = models.SmallIntegerField()
    offset_ms = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["device", "number"], name="envelope_once")]
        indexes = [models.Index(fields=["at"], name="envelope_at")]


class Item(models.Model):
    """An item that was carried out or kept for a decision, other than a visit (see screening.sent).

    `id` is made by the phone. `answer` is what the phone was told; `content` as in Envelope.
    """

    id = models.BigIntegerField(primary_key=True, editable=False)
    device = models.ForeignKey(Device, models.CASCADE, related_name="+")
    person_id = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    content = models.BinaryField(max_length=32)
    county = models.BigIntegerField(default=0)
    record_id = models.BigIntegerField(default=0)
    answer: models.JSONField[Any, Any] = models.JSONField(default=dict)
    said_at = models.DateTimeField()
    received_at = models.DateTimeField()
    offset_ms = models.BigIntegerField()
    signs: models.JSONField[Any, Any] = models.JSONField(default=list)
