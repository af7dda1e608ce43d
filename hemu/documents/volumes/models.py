"""Archived volumes: one dispute, one volume (一案一卷), as one PDF that never changes; and those to come."""

from __future__ import annotations

from typing import Self

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import CaseQuerySet, CaseRow
from hemu.disputes.models.dispute import within
from hemu.orgs.actor import Actor

RETENTION = "retention"
"""The code list of how long a volume is kept. No law says how long (人民调解 has no statutory period)."""


class VolumeQuerySet(CaseQuerySet):
    """Volumes are read with the scope of their disputes, and by the office that keeps them."""

    def in_area(self, actor: Actor) -> Self:
        """Those of the actor's area."""
        return self.filter(_area(actor)).opened()

    def visible_to(self, actor: Actor) -> Self:
        """Those of the actor's area, and those that its own unit keeps."""
        kept = models.Q(unit_id=actor.unit_id) if actor.unit_id else models.Q(pk__in=())
        return self.filter(_area(actor) | kept).opened()

    def standing(self) -> Self:
        """The newest edition of each."""
        return self.filter(superseded_at=None)


def _area(actor: Actor) -> models.Q:
    wanted = models.Q(pk__in=())
    for span in actor.spans:
        wanted |= within(span)
    return wanted


_FIXED = """
    IF to_jsonb(NEW) - 'superseded_at' IS DISTINCT FROM to_jsonb(OLD) - 'superseded_at' THEN
      RAISE EXCEPTION 'volume % is archived and can''t be changed', OLD.number
        USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


class Volume(CaseRow):
    """One edition of a dispute's volume. `stored` is the store's name of the PDF: the SHA-256 of its bytes.

    `serial` counts by the keeping unit and `year`; all editions of a volume have the same. `contents` are the
    lines of the contents page, ``[{"name", "page", "note"}]`` with `page` as printed ("3-4"), `missing` the
    required papers that weren't there. Names are copied in, since people leave.
    """

    region = models.BigIntegerField()
    unit_id = models.BigIntegerField()
    unit_name = models.CharField(_("立卷单位"), max_length=120)
    year = models.SmallIntegerField(_("年度"))
    serial = models.IntegerField(_("顺序号"))
    number = models.CharField(_("卷号"), max_length=80)
    title = models.CharField(_("卷名"), max_length=120)
    mediators = models.CharField(_("人民调解员"), max_length=200, blank=True)
    since = models.DateField(_("调解开始"), null=True)
    until = models.DateField(_("调解结束"), null=True)
    retention = models.CharField(_("保管期限"), max_length=8)
    note = models.CharField(_("备注"), max_length=300, blank=True)
    account = models.CharField(_("情况说明"), max_length=1000, blank=True)
    checked_by = models.CharField(_("检查人"), max_length=80, blank=True)
    contents = models.JSONField(default=list)
    missing = models.JSONField(default=list)
    apart = models.JSONField(default=list)
    """Files that can't be bound in: ``[{"name", "sha256"}]``."""
    stored = models.CharField(max_length=64)
    size = models.IntegerField(_("大小"))
    pages = models.SmallIntegerField(_("页数"))
    edition = models.SmallIntegerField(_("版次"), default=1)
    why = models.CharField(_("重新立卷的理由"), max_length=300, blank=True)
    ledger_seq = models.IntegerField()
    """How far the dispute's ledger had come when the volume was made."""
    made_at = models.DateTimeField(_("立卷时间"))
    filed_by = models.CharField(_("立卷人"), max_length=80)
    filed_unit = models.CharField(max_length=120, blank=True)
    superseded_at = models.DateTimeField(null=True)

    objects = VolumeQuerySet.as_manager()  # type: ignore[misc]  # narrows the base's manager

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="volume_county_id"),
            models.UniqueConstraint(
                fields=["county", "dispute_id"],
                condition=models.Q(superseded_at=None),
                name="volume_one_standing",
            ),
            models.UniqueConstraint(fields=["county", "dispute_id", "edition"], name="volume_edition"),
            models.UniqueConstraint(
                fields=["county", "unit_id", "year", "serial", "edition"], name="volume_number"
            ),
        ]
        indexes = [
            models.Index(fields=["region", "-made_at"], name="volume_region"),
            models.Index(fields=["unit_id", "year", "-serial"], name="volume_unit"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="fixed",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_FIXED,
            ),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.number


class Awaited(CaseRow):
    """A closed dispute whose volume the system makes by itself from `due_at` on, unless a person is first."""

    region = models.BigIntegerField()
    due_at = models.DateTimeField(_("自动立卷时间"))
    next_at = models.DateTimeField()
    failures = models.SmallIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)

    objects = VolumeQuerySet.as_manager()  # type: ignore[misc]  # narrows the base's manager

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="awaited_county_id"),
            models.UniqueConstraint(fields=["county", "dispute_id"], name="awaited_once"),
        ]
        indexes = [
            models.Index(fields=["next_at"], name="awaited_next"),
            models.Index(fields=["region", "due_at"], name="awaited_region"),
        ]

    def __str__(self) -> str:
        return f"{self.county}-{self.dispute_id}"
