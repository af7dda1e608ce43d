"""Counters per region, from the county up to the country. Below the county the rows themselves count.

`region` is a place of 15 digits (0 the country). Several shapes, because one full cube compresses
nothing: by day the colours and states, and above the county, where they compress, the kinds and the
measures; by month the same, one side at a time, for long periods; by month and year the cube of kind,
colour and state.
"""

from __future__ import annotations

from django.db import models


class DayCell(models.Model):
    """Disputes opened on `day`, by their present colour and state."""

    region = models.BigIntegerField()
    day = models.DateField()
    colour = models.SmallIntegerField()
    state = models.SmallIntegerField()
    n = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "day", "colour", "state"], name="tally_day_cell")
        ]


class KindCell(models.Model):
    """Disputes opened on `day`, by kind and colour. Regions above the county."""

    region = models.BigIntegerField()
    day = models.DateField()
    kind = models.SmallIntegerField()
    colour = models.SmallIntegerField()
    n = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "day", "kind", "colour"], name="tally_kind_cell")
        ]


class MeasureCell(models.Model):
    """Disputes opened on `day` that add to a measure (hemu.tally.measures.Measure). Above the county."""

    region = models.BigIntegerField()
    day = models.DateField()
    measure = models.SmallIntegerField()
    n = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "day", "measure"], name="tally_measure_cell")
        ]


class ColourMonthCell(models.Model):
    """Disputes opened in the month that begins on `month`, by colour and state."""

    region = models.BigIntegerField()
    month = models.DateField()
    colour = models.SmallIntegerField()
    state = models.SmallIntegerField()
    n = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "month", "colour", "state"], name="tally_colour_month")
        ]


class KindMonthCell(models.Model):
    """Disputes opened in the month that begins on `month`, by kind."""

    region = models.BigIntegerField()
    month = models.DateField()
    kind = models.SmallIntegerField()
    n = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "month", "kind"], name="tally_kind_month")]


class MeasureMonthCell(models.Model):
    """Disputes opened in the month that begins on `month` that add to a measure."""

    region = models.BigIntegerField()
    month = models.DateField()
    measure = models.SmallIntegerField()
    n = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "month", "measure"], name="tally_measure_month")
        ]


class MonthCell(models.Model):
    """Disputes opened in the month that begins on `month`, by kind, colour and state."""

    region = models.BigIntegerField()
    month = models.DateField()
    kind = models.SmallIntegerField()
    colour = models.SmallIntegerField()
    state = models.SmallIntegerField()
    n = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "month", "kind", "colour", "state"], name="tally_month_cell"
            )
        ]


class YearCell(models.Model):
    """Disputes opened in a calendar year, by kind, colour and state."""

    region = models.BigIntegerField()
    year = models.SmallIntegerField()
    kind = models.SmallIntegerField()
    colour = models.SmallIntegerField()
    state = models.SmallIntegerField()
    n = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "year", "kind", "colour", "state"], name="tally_year_cell"
            )
        ]
