"""What several tables of this app share."""

from __future__ import annotations

from datetime import date
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from hemu.kernel import clock

M = TypeVar("M", bound=models.Model, covariant=True)


def first_day() -> date:
    """The day on which something begins when nobody says otherwise."""
    return clock.today()


class PeriodQuerySet(models.QuerySet[M]):
    """Rows with `since` (first day) and `until` (first day no longer, or null)."""

    def on(self, day: date) -> Self:
        """The rows that hold on `day`."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)

    def current(self) -> Self:
        """The rows that hold today."""
        return self.on(clock.today())


class Period(models.Model):
    """From `since` to the day before `until`."""

    since = models.DateField(_("起始日期"), default=first_day)
    until = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_current(self) -> bool:
        """Whether it holds today."""
        return self.holds_on(clock.today())

    def holds_on(self, day: date) -> bool:
        """Whether it holds on `day`."""
        return self.since <= day and (self.until is None or self.until > day)


def as_range() -> Func:
    """``lo`` and ``hi`` of a row as one range: a GiST index over it finds what covers a place."""
    return Func(F("lo"), F("hi"), function="int8range")
