"""When each job ran, so that a restart neither forgets nor repeats one."""

from __future__ import annotations

from django.db import models


class JobRun(models.Model):
    """The latest run of one job, on whichever machine it was."""

    name = models.CharField(max_length=100, primary_key=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    done = models.BigIntegerField(default=0)
    error = models.TextField(blank=True, default="")
    failures = models.IntegerField(default=0)

    def __str__(self) -> str:
        return self.name
