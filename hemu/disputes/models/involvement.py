"""Which units have to do with a dispute, and the other disputes it hangs together with."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models.base import CaseRow
from hemu.disputes.models.choices import InvolvementRole, LinkKind


class Involvement(CaseRow):
    """A unit's part in a dispute. An open one (`until` empty) lets the unit see it."""

    unit_id = models.BigIntegerField(_("单位"))
    unit_name = models.CharField(max_length=100)
    role = models.SmallIntegerField(_("角色"), choices=InvolvementRole.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="involvement_county_id"),
            models.UniqueConstraint(
                fields=["county", "dispute_id"],
                condition=models.Q(role=InvolvementRole.LEAD, until=None),
                name="involvement_one_lead",
            ),
        ]
        indexes = [
            models.Index(fields=["unit_id", "county", "dispute_id"], name="involvement_unit"),
            models.Index(fields=["county", "dispute_id"], name="involvement_dispute"),
        ]


class Link(CaseRow):
    """This dispute and another one: its source, an associated one, or the same registered twice."""

    other_county = models.BigIntegerField()
    other_id = models.BigIntegerField()
    kind = models.SmallIntegerField(_("关系"), choices=LinkKind.choices)
    grounds = models.CharField(_("依据"), max_length=500)
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="link_county_id"),
            models.UniqueConstraint(
                fields=["county", "dispute_id", "other_id", "kind"],
                condition=models.Q(removed_at=None),
                name="link_once",
            ),
        ]
        indexes = [models.Index(fields=["county", "other_id"], name="link_other")]
