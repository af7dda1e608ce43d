"""How far the open disputes have been looked at by the version of the rating table in force."""

from __future__ import annotations

from django.db import models


class Rerating(models.Model):
    """One row: a version, and the last dispute that was looked at by it. Killed work goes on from there."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    version = models.PositiveIntegerField(default=0)
    county = models.BigIntegerField(default=0)
    dispute_id = models.BigIntegerField(default=0)
    finished = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="assessment_one_rerating")]

    def __str__(self) -> str:
        return f"rating v{self.version}"
