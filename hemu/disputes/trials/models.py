"""Trials of rules, and the disputes whose answer they would change."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import CaseRow


class Trial(models.Model):
    """One version held against another on the disputes registered in a period, in one area.

    Says nothing of any single dispute. `spans` are the ranges of places of who asked; (`county`,
    `dispute_id`) is the last dispute looked at: killed work goes on behind it. `groups` counts the changes:
    [{"question", "before", "after", "was", "now", "count"}], where `was` and `now` are the rules that spoke,
    as [id, text]. `agreed_before` and `agreed_after` count, among the `rated`, the colours that people gave
    and the version gives too.
    """

    table = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)
    against = models.PositiveIntegerField(_("现行版本"))
    since = models.DateField(_("登记日期起"))
    until = models.DateField(_("登记日期止"))
    spans = models.JSONField(default=list)
    made_by = models.CharField(_("试算人"), max_length=120)
    made_at = models.DateTimeField(_("试算时间"))
    total = models.BigIntegerField(default=0)
    done = models.BigIntegerField(default=0)
    changed = models.BigIntegerField(default=0)
    county = models.BigIntegerField(default=0)
    dispute_id = models.BigIntegerField(default=0)
    groups = models.JSONField(default=list)
    rated = models.BigIntegerField(default=0)
    agreed_before = models.BigIntegerField(default=0)
    agreed_after = models.BigIntegerField(default=0)
    outdated = models.BooleanField(default=False)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["table", "version", "-id"], name="trial_version"),
            models.Index(fields=["id"], condition=models.Q(finished_at=None), name="trial_unfinished"),
        ]

    def __str__(self) -> str:
        return f"{self.table} v{self.version} {self.since}–{self.until}"


class TrialChange(CaseRow):
    """A dispute that a trial would answer otherwise; `groups` are positions in the trial's groups."""

    trial_id = models.BigIntegerField()
    groups = models.JSONField(default=list)

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint("county", "id", name="trialchange_county_id"),
            models.UniqueConstraint("county", "dispute_id", "trial_id", name="trialchange_once"),
        ]
        indexes = [
            models.Index(fields=["trial_id"], name="trialchange_trial"),
            GinIndex(fields=["groups"], name="trialchange_groups"),
        ]
