"""The ledger: what was done, by whom, when. Written once; the database refuses anything else."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models.base import CaseQuerySet, CaseRow
from hemu.disputes.models.choices import Colour, State

CHAIN_HOLDS = """
    DECLARE head record;
    BEGIN
      SELECT seq, hash INTO head FROM disputes_entry
        WHERE county = NEW.county AND dispute_id = NEW.dispute_id ORDER BY seq DESC LIMIT 1;
      IF NEW.seq <> COALESCE(head.seq, 0) + 1 OR NEW.prev_hash <> COALESCE(head.hash, ''::bytea) THEN
        RAISE EXCEPTION 'ledger entry % of dispute % does not follow the one before', NEW.seq, NEW.dispute_id
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NEW;
    END;
"""


class LedgerIsAppendOnly(RuntimeError):
    """An entry of the ledger was to be changed or deleted. Write a correcting entry instead."""


class EntryQuerySet(CaseQuerySet):
    def update(self, **kwargs: Any) -> int:
        raise LedgerIsAppendOnly("ledger entries are never changed")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise LedgerIsAppendOnly("ledger entries are never deleted")


class Entry(CaseRow):
    """One act on one dispute. `state`, `colour`, `kind`, `region` are as the act left them.

    `details` holds codes, numbers and unit names; whatever says something of a person stands in
    `sealed`, under the dispute's own key. `image` is what the tally counts, when the act changed it.
    `hash` is SHA-256 over every other column and the hash before (see hemu.disputes.ledger).
    """

    seq = models.IntegerField()
    at = models.DateTimeField()
    act = models.SmallIntegerField()
    from_state = models.SmallIntegerField(choices=State.choices, null=True)
    state = models.SmallIntegerField(_("状态"), choices=State.choices)
    colour = models.SmallIntegerField(_("等级"), choices=Colour.choices)
    kind = models.SmallIntegerField()
    region = models.BigIntegerField()
    person_id = models.BigIntegerField()
    person_name = models.CharField(max_length=80)
    unit_id = models.BigIntegerField()
    unit_name = models.CharField(max_length=100)
    details = models.JSONField(default=dict)
    image = models.JSONField(null=True)
    sealed = models.BinaryField(null=True)
    prev_hash = models.BinaryField()
    hash = models.BinaryField()

    objects = EntryQuerySet.as_manager()  # type: ignore[misc]  # narrows the base's manager

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="entry_county_id"),
            models.UniqueConstraint(fields=["county", "dispute_id", "seq"], name="entry_seq"),
        ]
        indexes = [models.Index(fields=["county", "unit_id", "at"], name="entry_unit_at")]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="chain_holds",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=CHAIN_HOLDS,
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise LedgerIsAppendOnly("ledger entries are never changed")
        super().save(*args, force_insert=True)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise LedgerIsAppendOnly("ledger entries are never deleted")
