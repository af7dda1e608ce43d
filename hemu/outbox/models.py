"""Work that must happen because of a committed change, exactly once, soon after."""

from __future__ import annotations

from django.db import models


class Topic(models.IntegerChoices):
    TALLY = 1, "tally"
    NOTICE = 2, "notice"
    LINKS = 3, "links"


class Row(models.Model):
    """One thing to deliver. Deleting the row is the acknowledgement."""

    topic = models.SmallIntegerField(choices=Topic.choices)
    payload = models.JSONField()
    created_at = models.DateTimeField()
    attempts = models.SmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["topic", "id"], name="outbox_topic")]
