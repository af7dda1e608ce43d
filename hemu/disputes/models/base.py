"""What every case table has in common: a county, an id made by us, and no unscoped reading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from hemu.kernel.ids import new_id
from hemu.kernel.scoped import ScopedQuerySet

if TYPE_CHECKING:
    from hemu.disputes.models.dispute import Dispute


class CountyRow(models.Model):
    """A row that lives with its county, so that a county can be placed on one machine.

    `county` never changes and stands in every UPDATE's condition, as a distributed PostgreSQL needs.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    county = models.BigIntegerField(editable=False)

    class Meta:
        abstract = True

    def _do_update(
        self,
        base_qs: models.QuerySet[Self],
        using: str | None,
        pk_val: Any,
        values: Any,
        update_fields: Any,
        forced_update: bool,
    ) -> bool:
        kept = [value for value in values if value[0].name != "county"]
        in_county = base_qs.filter(county=self.county)
        done: bool = super()._do_update(in_county, using, pk_val, kept, update_fields, forced_update)
        return done


class CaseQuerySet(ScopedQuerySet[Any]):
    """Rows that belong to a dispute are read through the dispute that the reader was allowed to see."""

    def of(self, dispute: Dispute) -> Self:
        """The rows of a dispute that was itself read within a scope."""
        return self.filter(county=dispute.county, dispute_id=dispute.id).opened()


class CaseRow(CountyRow):
    """A row that belongs to one dispute, joined by (county, dispute_id)."""

    dispute_id = models.BigIntegerField(editable=False)
    dispute = models.ForeignObject(
        "disputes.Dispute",
        on_delete=models.DO_NOTHING,
        from_fields=["county", "dispute_id"],
        to_fields=["county", "id"],
        related_name="+",
    )

    objects = CaseQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
