"""Which record a dispute was opened from."""

from __future__ import annotations

from django.db import models

from hemu.disputes.models import CaseRow, Source


class Origin(CaseRow):
    """The dispute came out of this record (a visit, an incident, an item of a meeting …).

    It stands apart from the record because an archived visit can't be changed.
    """

    source = models.SmallIntegerField(choices=Source.choices)
    record_county = models.BigIntegerField()
    record_id = models.BigIntegerField()
    ref = models.CharField(max_length=24)
    """The dispute's number, for lists."""
    made_at = models.DateTimeField()

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint("county", "id", name="origin_county_id"),
            models.UniqueConstraint(
                fields=["county", "dispute_id", "source", "record_id"], name="origin_once"
            ),
        ]
        indexes = [models.Index(fields=["record_id", "source"], name="origin_record")]
