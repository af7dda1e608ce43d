"""Deadlines that run on a dispute."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models.base import CaseRow
from hemu.disputes.models.choices import ClockKind


class Clock(CaseRow):
    """One deadline: who must do something until when. At most one of a kind runs at a time.

    `level` counts how often the overdue clock went up: 0 in time, 1 the township was told, 2 the county.
    `next_at` is when the sweep must look at it again, empty when it has nowhere left to go.
    """

    kind = models.SmallIntegerField(_("时限"), choices=ClockKind.choices)
    unit_id = models.BigIntegerField(null=True)
    unit_name = models.CharField(max_length=100, blank=True)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    source = models.CharField(_("依据"), max_length=200, blank=True)
    stopped_at = models.DateTimeField(null=True)
    overdue_at = models.DateTimeField(null=True)
    level = models.SmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="clock_county_id"),
            models.UniqueConstraint(
                fields=["county", "dispute_id", "kind"],
                condition=models.Q(stopped_at=None),
                name="clock_one_running",
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=models.Q(stopped_at=None), name="clock_next"),
            models.Index(
                fields=["county", "dispute_id"], condition=models.Q(stopped_at=None), name="clock_dispute"
            ),
        ]
