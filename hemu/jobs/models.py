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


class Installation(models.Model):
    """The one row that says which keys this database was filled with: wrong ones are found at once."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    key_check = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="jobs_one_installation")]

    def __str__(self) -> str:
        return str(self.id)
