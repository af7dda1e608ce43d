"""Who may read a dispute that involves minors."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models.base import CaseQuerySet, CaseRow
from hemu.kernel import clock


class ReaderKind(models.IntegerChoices):
    """How a post came to be a reader. Numbers are stored; never reuse one."""

    REGISTERED = 1, _("登记人")
    NAMED = 2, _("指定")
    EMERGENCY = 3, _("紧急查看")


class ReaderQuerySet(CaseQuerySet):
    """Readers of one dispute."""

    def running(self) -> Self:
        """Those who may read it now."""
        return self.filter(models.Q(until=None) | models.Q(until__gt=clock.now()))

    def named(self) -> Self:
        """Those whom somebody named: once there is one, being of the unit is no longer enough."""
        return self.filter(kind=ReaderKind.NAMED)


class Reader(CaseRow):
    """A post that may read a dispute with minors in it. `until` empty: as long as nobody ends it."""

    post_id = models.BigIntegerField()
    person_name = models.CharField(max_length=80)
    unit_name = models.CharField(max_length=120)
    kind = models.SmallIntegerField(choices=ReaderKind.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    objects = ReaderQuerySet.as_manager()  # type: ignore[misc]  # narrows the base's manager

    class Meta(CaseRow.Meta):
        constraints = [models.UniqueConstraint(fields=["county", "id"], name="reader_county_id")]
        indexes = [models.Index(fields=["county", "dispute_id", "post_id"], name="reader_dispute")]
