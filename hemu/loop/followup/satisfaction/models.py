"""The month's lot: committed to before anybody knows what will be closed, drawn when the month is over."""

from __future__ import annotations

from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import CaseRow
from hemu.disputes.models.area import PartQuerySet
from hemu.disputes.models.base import CountyRow
from hemu.kernel.fields import SealedTextField


class How(models.IntegerChoices):
    """How whoever was drawn answered."""

    CALL = 1, _("电话")
    LINK = 2, _("自己作答")


class Draw(CountyRow):
    """One county's lot for one month.

    `commitment` is SHA-256 of `seed` (32 random bytes, in hex) and is shown from the first day on; the
    seed stays sealed until it has drawn. `population_hash` is SHA-256 over the numbers of everything that
    was closed in the month, so that whoever has list and seed can draw again and compare.
    """

    month = models.DateField(_("月份"))
    commitment = models.BinaryField(max_length=32)
    seed = SealedTextField()
    committed_at = models.DateTimeField(_("公布承诺的时间"))
    drawn_at = models.DateTimeField(_("抽取时间"), null=True)
    population = models.IntegerField(_("办结件数"), default=0)
    population_hash = models.BinaryField(max_length=32, null=True)
    percent = models.SmallIntegerField(default=0)
    least = models.SmallIntegerField(default=0)
    strata = models.JSONField(default=dict)
    """Township code → how many disputes were closed there in the month."""

    objects: ClassVar[Any] = PartQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint("county", "id", name="draw_county_id"),
            models.UniqueConstraint(fields=["county", "month"], name="draw_once_a_month"),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="promise_stands", fields=["month", "commitment", "committed_at", "seed"]),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def promise(self) -> str:
        """The commitment as a page shows it."""
        return bytes(self.commitment).hex()

    @property
    def list_hash(self) -> str:
        """The hash over what was drawn from, as a page shows it."""
        return bytes(self.population_hash).hex() if self.population_hash else ""


class Drawn(CaseRow):
    """One dispute that was drawn, with the party who is asked, by whom, and what they said (1 to 5)."""

    draw_id = models.BigIntegerField()
    stratum = models.BigIntegerField()
    rank = models.IntegerField()
    party_id = models.BigIntegerField()
    measured_id = models.BigIntegerField()
    measured_name = models.CharField(_("被测单位"), max_length=120)
    caller_name = models.CharField(_("回访单位"), max_length=120, blank=True)
    satisfaction = models.SmallIntegerField(_("满意度"), null=True)
    how = models.SmallIntegerField(_("怎么答的"), choices=How.choices, null=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True)

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="drawn_county_id"),
            models.UniqueConstraint(fields=["county", "draw_id", "dispute_id"], name="drawn_once"),
            models.CheckConstraint(
                condition=models.Q(satisfaction=None) | models.Q(satisfaction__range=(1, 5)),
                name="drawn_satisfaction",
            ),
        ]
        indexes = [
            models.Index(fields=["county", "draw_id", "stratum"], name="drawn_draw"),
            models.Index(fields=["county", "dispute_id"], name="drawn_dispute"),
        ]
