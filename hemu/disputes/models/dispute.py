"""The aggregate: one dispute, as it stands now. What happened to it stands in its ledger."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any, Self

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models.base import CountyRow
from hemu.disputes.models.choices import Body, Colour, InvolvementRole, Outcome, Source, State
from hemu.kernel.places import Span
from hemu.kernel.scoped import ScopedQuerySet
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission

door_open: ContextVar[bool] = ContextVar("hemu_door_open", default=False)
"""True only while hemu.disputes.advance is writing."""


class DirectWrite(RuntimeError):
    """A dispute was written past the one door, hemu.disputes.advance."""


def _require_door() -> None:
    if not door_open.get():
        raise DirectWrite("disputes are changed only through hemu.disputes.advance")


def within(span: Span) -> models.Q:
    """The condition that a place lies in a range. One county is named as such: indexes begin with it.

    Wider ranges name no counties: the planner would take the two ranges for independent, expect far too
    few rows, and sort them all instead of walking an index.
    """
    place = models.Q(region__gte=span.lo, region__lt=span.hi)
    return place if span.county is None else place & models.Q(county=span.county)


class DisputeQuerySet(ScopedQuerySet["Dispute"]):
    def in_area(self, actor: Actor) -> Self:
        """The disputes of the actor's area: ranges of one indexed column."""
        area = models.Q(pk__in=())
        for span in actor.spans:
            area |= within(span)
        return self.filter(area).opened()

    def given_to(self, unit_id: int) -> Self:
        """The disputes that a unit leads, joins, registered or was told of."""
        from hemu.disputes.models.involvement import Involvement

        given = Involvement.objects.unscoped(reason="the unit's own involvements").filter(
            county=models.OuterRef("county"), dispute_id=models.OuterRef("id"), unit_id=unit_id, until=None
        )
        return self.filter(models.Exists(given)).opened()

    def visible_to(self, actor: Actor) -> Self:
        """What the actor may see at all: the area of the post, and what was given to the unit.

        For one record. Lists use :meth:`in_area` and :meth:`given_to`, which an index serves.
        """
        return (self.in_area(actor) | self.given_to(actor.unit_id)).opened()

    def readable_by(self, actor: Actor) -> Self:
        """What the actor sees and may read: as ``hemu.disputes.checks.may_read`` says of one, for many."""
        from hemu.disputes.models.involvement import Involvement
        from hemu.disputes.models.reader import Reader

        here = {"county": models.OuterRef("county"), "dispute_id": models.OuterRef("id")}
        readers = Reader.objects.unscoped(reason="who may read each row").running().filter(**here)
        may = models.Q(minors=False) | models.Q(models.Exists(readers.filter(post_id=actor.post_id)))
        if Permission.OPEN_PERSONAL in actor.permissions:
            parts = Involvement.objects.unscoped(reason="the unit's own part in each row")
            parts = parts.filter(**here, unit_id=actor.unit_id, until=None)
            given = models.Q(turn_unit_id=actor.unit_id)
            given |= models.Q(models.Exists(parts.exclude(role=InvolvementRole.REPORTED)))
            if Permission.GUARD_PERSONAL not in actor.permissions:
                given &= ~models.Q(models.Exists(readers.named()))
            may |= given
        return self.visible_to(actor).filter(may).opened()

    def update(self, **kwargs: Any) -> int:
        raise DirectWrite("disputes are changed only through hemu.disputes.advance")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise DirectWrite("disputes are never deleted")

    def bulk_create(self, *args: Any, **kwargs: Any) -> list[Dispute]:
        _require_door()
        return super().bulk_create(*args, **kwargs)


COUNTED = ("state", "colour", "kind", "region", "ledger_seq")
"""Columns that never change without a ledger entry: the database sees to it."""

HEAD_MATCHES = """
    DECLARE head record; now_ record;
    BEGIN
      SELECT state, colour, kind, region, ledger_seq INTO now_
        FROM disputes_dispute WHERE county = NEW.county AND id = NEW.id;
      IF NOT FOUND THEN RETURN NULL; END IF;
      SELECT state, colour, kind, region, seq INTO head FROM disputes_entry
        WHERE county = NEW.county AND dispute_id = NEW.id ORDER BY seq DESC LIMIT 1;
      IF head IS NULL OR (head.state, head.colour, head.kind, head.region, head.seq)
          IS DISTINCT FROM (now_.state, now_.colour, now_.kind, now_.region, now_.ledger_seq) THEN
        RAISE EXCEPTION 'dispute % was changed without its ledger entry', NEW.id
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NULL;
    END;
"""


class Dispute(CountyRow):
    """One dispute. `region` is the place (15 digits), `county` its first six; both are codes."""

    ref = models.CharField(_("编号"), max_length=24, editable=False)
    region = models.BigIntegerField(_("所在区划"))
    place = models.CharField(_("详细地点"), max_length=200, blank=True)
    title = models.CharField(_("纠纷名称"), max_length=100)
    narrative = models.TextField(_("纠纷简述"), max_length=5000)
    kind = models.SmallIntegerField(_("纠纷类型"))
    source = models.SmallIntegerField(_("来源"), choices=Source.choices)
    occurred_on = models.DateField(_("发生日期"), null=True, blank=True)
    facts = models.JSONField(_("评估要素"), default=dict)

    state = models.SmallIntegerField(_("状态"), choices=State.choices, default=State.REGISTERED)
    colour = models.SmallIntegerField(_("等级"), choices=Colour.choices, default=Colour.NONE)
    grounds = models.JSONField(_("定级依据"), default=list)
    proposed_colour = models.SmallIntegerField(_("建议等级"), choices=Colour.choices, default=Colour.NONE)
    proposed_grounds = models.JSONField(_("建议依据"), default=list)

    lead_unit_id = models.BigIntegerField(_("主办单位"), null=True)
    lead_unit_name = models.CharField(max_length=100, blank=True)
    turn_unit_id = models.BigIntegerField(_("当前办理单位"), null=True)
    turn_unit_name = models.CharField(max_length=100, blank=True)
    returns = models.SmallIntegerField(_("退回次数"), default=0)
    follow_ups = models.SmallIntegerField(_("回访次数"), default=0)
    body = models.SmallIntegerField(_("受理组织"), choices=Body.choices, default=Body.NONE)
    outcome = models.SmallIntegerField(_("调解结果"), choices=Outcome.choices, default=Outcome.NONE)

    opened_at = models.DateTimeField(_("登记时间"))
    opened_on = models.DateField(_("登记日期"))
    settled_on = models.DateField(_("化解日期"), null=True)
    closed_at = models.DateTimeField(_("办结时间"), null=True)
    due_at = models.DateTimeField(_("最近时限"), null=True)
    overdue = models.BooleanField(_("超期"), default=False)

    hard = models.BooleanField(_("疑难复杂"), default=False)
    petition = models.BooleanField(_("涉信访"), default=False)
    mass_prevented = models.BooleanField(_("防止群体性事件"), default=False)
    turned_criminal = models.BooleanField(_("民转刑"), default=False)
    minors = models.BooleanField(_("涉未成年人"), default=False)

    ledger_seq = models.IntegerField(default=0, editable=False)
    ledger_hash = models.BinaryField(default=b"", editable=False)
    data_key = models.BinaryField(null=True, editable=False)
    search = SearchVectorField(null=True, editable=False)

    objects = DisputeQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="dispute_county_id"),
            models.UniqueConstraint(fields=["county", "ref"], name="dispute_county_ref"),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=False) | ~models.Q(state=State.CLOSED),
                name="dispute_closed_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "-opened_at"], name="dispute_region_opened"),
            models.Index(fields=["county", "-opened_at"], name="dispute_county_opened"),
            models.Index(fields=["-opened_at", "-id"], name="dispute_opened"),
            models.Index(
                fields=["region", "opened_on"],
                include=("kind", "colour", "state", "body", "source", "outcome"),
                name="dispute_region_day",
            ),
            models.Index(fields=["turn_unit_id", "state", "due_at"], name="dispute_turn"),
            models.Index(
                fields=["region", "due_at"], condition=models.Q(overdue=True), name="dispute_overdue"
            ),
            models.Index(
                fields=["region", "due_at"],
                condition=models.Q(colour=Colour.RED, state__lt=State.CLOSED),
                name="dispute_red",
            ),
            models.Index(
                fields=["region", "due_at"],
                condition=models.Q(state=State.REGISTERED),
                name="dispute_unrated",
            ),
            models.Index(
                fields=["region", "-opened_at"],
                condition=models.Q(turned_criminal=True),
                name="dispute_criminal",
            ),
            GinIndex(fields=["search"], name="dispute_search"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="change_has_entry",
                level=pgtrigger.Row,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf(*COUNTED),  # type: ignore[no-untyped-call]  # pgtrigger is not typed here
                func=HEAD_MATCHES,
            ),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        _require_door()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise DirectWrite("disputes are never deleted")

    def get_absolute_url(self) -> str:
        return f"/disputes/{self.county}/{self.id}/"
