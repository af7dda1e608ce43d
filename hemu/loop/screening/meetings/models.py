"""联席会: what was decided on an item that became no dispute."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models.area import PartRow


class Outcome(PartRow):
    """Why an item needs no dispute of its own, once and for ever: who decided, and what is done instead."""

    item_id = models.BigIntegerField()
    text = models.CharField(_("处理意见"), max_length=500)
    person_name = models.CharField(max_length=80)
    unit_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta(PartRow.Meta):
        constraints = [
            models.UniqueConstraint("county", "id", name="outcome_county_id"),
            models.UniqueConstraint("county", "item_id", name="outcome_once"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
