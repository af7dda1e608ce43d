"""Keys under which disputes are found again, what was proposed of them, and what the weights became."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import CaseRow, CountyRow, Dispute, LinkKind
from hemu.kernel.scoped import ScopedQuerySet


class KeyQuerySet(ScopedQuerySet["Key"]):
    def of(self, county: int, dispute_id: int) -> Self:
        """The keys of a dispute at hand."""
        return self.filter(county=county, dispute_id=dispute_id).opened()


class Key(CountyRow):
    """One key of one dispute: 64 bits of a keyed hash (see blocking.py), which say nothing by themselves.

    No foreign key and no kind: there are a dozen of them a dispute, and each costs at every registration.
    """

    dispute_id = models.BigIntegerField()
    value = models.BigIntegerField()

    objects = KeyQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["county", "value", "dispute_id"], name="links_key_once"),
        ]
        indexes = [models.Index(fields=["county", "dispute_id"], name="links_key_dispute")]


class Status(models.IntegerChoices):
    """What became of a proposal."""

    OPEN = 1, _("待确认")
    CONFIRMED = 2, _("已确认")
    REFUSED = 3, _("已排除")
    UNDONE = 4, _("已撤销")
    SHELVED = 5, _("一方已并案")


class Proposal(CaseRow):
    """Two disputes that may hang together: the newer one (by number), and `other`, which came before.

    A pair is proposed once and for all: what was refused or taken back isn't proposed again. `grounds` are
    codes and numbers of parties without any name; words are made when somebody who may see both looks.
    Regions are copied so that a list can be read by place; whether the reader may see both is asked again.
    """

    other_county = models.BigIntegerField()
    other_id = models.BigIntegerField()
    region = models.BigIntegerField()
    other_region = models.BigIntegerField()
    kind = models.SmallIntegerField(_("建议的关系"), choices=LinkKind.choices)
    chance = models.FloatField(_("把握"))
    """0 to 1: that the two have to do with each other at all."""
    grounds = models.JSONField(default=dict)
    status = models.SmallIntegerField(_("状态"), choices=Status.choices, default=Status.OPEN)
    made_at = models.DateTimeField(_("提出时间"))
    decided_at = models.DateTimeField(_("处理时间"), null=True)
    decided_by = models.CharField(_("处理人"), max_length=80, blank=True)
    decided_unit = models.CharField(_("处理单位"), max_length=120, blank=True)
    decided_kind = models.SmallIntegerField(_("认定的关系"), choices=LinkKind.choices, null=True)
    reason = models.CharField(_("理由"), max_length=500, blank=True)

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="proposal_county_id"),
            models.UniqueConstraint(
                fields=["county", "dispute_id", "other_county", "other_id"], name="proposal_once"
            ),
        ]
        indexes = [
            models.Index(fields=["county", "other_id"], name="proposal_other"),
            models.Index(
                fields=["region", "-made_at", "-id"],
                condition=models.Q(status=Status.OPEN),
                name="proposal_open",
            ),
        ]

    @property
    def pair(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """(county, number) of both."""
        return (self.county, self.dispute_id), (self.other_county, self.other_id)

    def has(self, dispute: Dispute) -> bool:
        """Whether the dispute is one of the two."""
        return (dispute.county, dispute.pk) in self.pair


class Trained(models.Model):
    """Weights that were moved towards the office's own decisions; the newest row holds."""

    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=100)
    confirmed = models.IntegerField()
    refused = models.IntegerField()
    weights: Any = models.JSONField()
