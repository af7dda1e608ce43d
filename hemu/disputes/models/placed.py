"""Rows of disputes that are listed by place: read within an actor's area, or where given to the unit."""

from __future__ import annotations

from typing import Self

from django.db import models

from hemu.disputes.models.base import CaseQuerySet
from hemu.disputes.models.dispute import Dispute
from hemu.orgs.actor import Actor


class PlacedQuerySet(CaseQuerySet):
    """Queries over rows with a `region` of fifteen digits."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of disputes in the actor's area, or given to the actor's unit when the post has none."""
        if not actor.spans:
            given = Dispute.objects.given_to(actor.unit_id).filter(
                county=models.OuterRef("county"), id=models.OuterRef("dispute_id")
            )
            return self.filter(models.Exists(given)).opened()
        area = models.Q(pk__in=())
        for span in actor.spans:
            area |= models.Q(region__gte=span.lo, region__lt=span.hi)
        return self.filter(area).opened()
