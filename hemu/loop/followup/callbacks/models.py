"""Calls back: what they are about, who rings, every try, and what was said."""

from __future__ import annotations

from typing import Any, ClassVar, Self

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models.area import PartRow
from hemu.disputes.models.base import CountyRow
from hemu.disputes.ringing import Matter
from hemu.kernel.scoped import ScopedQuerySet
from hemu.orgs.actor import Actor


class State(models.IntegerChoices):
    """Where a call stands. Numbers are stored; never reuse one."""

    WAITING = 1, _("待回访")
    REACHED = 2, _("已回访")
    UNREACHED = 3, _("多次未接通")
    NO_NUMBER = 4, _("没有可用的电话")
    REFUSED = 5, _("对方不愿回答")
    BY_LINK = 6, _("已自己作答")


class Said(models.IntegerChoices):
    """What whoever was rung says of one side of the work: of the work, never of a person."""

    GOOD = 3, _("满意")
    FAIR = 2, _("基本满意")
    BAD = 1, _("不满意")


class Outcome(models.IntegerChoices):
    """How one try went."""

    REACHED = 1, _("接通")
    NO_ANSWER = 2, _("没人接")
    BUSY = 3, _("占线、关机")
    LATER = 4, _("约好再打")
    WRONG = 5, _("号码不对")
    REFUSED = 6, _("不愿回答")


QUESTIONS = ("accepted", "investigated", "result", "attitude", "efficiency")
"""The five questions (F4), in the order in which they are asked."""


class CallbackQuerySet(ScopedQuerySet[Any]):
    """Calls are read by who rings, and by those whose area holds the place."""

    def visible_to(self, actor: Actor) -> Self:
        """The unit's own calls, and the area's; drawn ones only by who rings: the measured don't see whom."""
        area = models.Q(pk__in=())
        for span in actor.spans:
            area |= models.Q(region__gte=span.lo, region__lt=span.hi)
        return self.filter(models.Q(unit_id=actor.unit_id) | (area & models.Q(sample_id=0))).opened()


class Callback(CountyRow):
    """One call back on one matter that ended. `unit` rings; `about_unit` did the work that is asked about.

    `edition` is the ledger number of the closing for a dispute. `sample_id` is the drawn case (see
    hemu.loop.followup.satisfaction) whose answer it fetches, 0 for the daily calls. No number is kept here.
    """

    matter = models.SmallIntegerField(_("事项"), choices=Matter.choices)
    record_id = models.BigIntegerField()
    edition = models.IntegerField(default=0)
    party_id = models.BigIntegerField(default=0)
    sample_id = models.BigIntegerField(default=0)
    region = models.BigIntegerField(_("所在区划"))
    number = models.CharField(_("编号"), max_length=40)
    label = models.CharField(_("事项"), max_length=120)
    url = models.CharField(max_length=120)
    ended_at = models.DateTimeField(_("办结时间"))
    about_unit_id = models.BigIntegerField()
    about_unit_name = models.CharField(_("办理单位"), max_length=120)
    unit_id = models.BigIntegerField()
    unit_name = models.CharField(_("回访单位"), max_length=120)
    dealt_at = models.DateTimeField(_("分派时间"))
    due_at = models.DateTimeField(_("回访时限"))
    next_at = models.DateTimeField(_("下次拨打"), null=True)
    tries = models.SmallIntegerField(_("已拨打"), default=0)
    state = models.SmallIntegerField(_("状态"), choices=State.choices, default=State.WAITING)
    accepted = models.SmallIntegerField(_("受理"), choices=Said.choices, null=True)
    investigated = models.SmallIntegerField(_("调查"), choices=Said.choices, null=True)
    result = models.SmallIntegerField(_("结果"), choices=Said.choices, null=True)
    attitude = models.SmallIntegerField(_("态度"), choices=Said.choices, null=True)
    efficiency = models.SmallIntegerField(_("效率"), choices=Said.choices, null=True)
    overall = models.SmallIntegerField(_("总的满意度"), null=True)
    words = models.CharField(_("对方的话"), max_length=1000, blank=True)
    complaint_id = models.BigIntegerField(default=0)
    ended_by = models.CharField(_("回访人"), max_length=80, blank=True)
    reached_at = models.DateTimeField(_("接通时间"), null=True)

    objects: ClassVar[Any] = CallbackQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint("county", "id", name="callback_county_id"),
            models.UniqueConstraint(
                fields=["county", "matter", "record_id", "edition", "sample_id"], name="callback_once"
            ),
            models.CheckConstraint(
                condition=models.Q(overall=None) | models.Q(overall__range=(1, 5)), name="callback_overall"
            ),
            models.CheckConstraint(
                condition=models.Q(sample_id=0) | ~models.Q(unit_id=models.F("about_unit_id")),
                name="callback_drawn_by_another",
            ),
        ]
        indexes = [
            models.Index(fields=["unit_id", "state", "next_at"], name="callback_unit"),
            models.Index(fields=["region", "-dealt_at"], name="callback_region"),
            models.Index(fields=["county", "sample_id"], name="callback_sample"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def shown_label(self) -> str:
        """What it is about, in the reader's language where the system has words of its own for it."""
        return str(self.get_matter_display()) if self.matter == Matter.INCIDENT else self.label

    @property
    def is_waiting(self) -> bool:
        """Whether it is still to be rung."""
        return self.state == State.WAITING

    @property
    def answers(self) -> list[tuple[str, Said]]:
        """The five questions' names with what was said; empty until somebody answered."""
        given = [(name, getattr(self, name)) for name in QUESTIONS]
        return [
            (str(self._meta.get_field(name).verbose_name), Said(value))  # type: ignore[union-attr]  # columns, no relations
            for name, value in given
            if value is not None
        ]

    @property
    def answers_in_words(self) -> list[tuple[str, str]]:
        """The same as a page shows it, with the overall score of who was drawn."""
        shown = [(label, str(said.label)) for label, said in self.answers]
        return shown + ([(str(_("总的满意度")), f"{self.overall}/5")] if self.overall else [])


class CallTry(PartRow):
    """One try, kept as it was."""

    callback_id = models.BigIntegerField()
    outcome = models.SmallIntegerField(_("结果"), choices=Outcome.choices)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    person_name = models.CharField(max_length=80)
    unit_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta(PartRow.Meta):
        constraints = [models.UniqueConstraint("county", "id", name="calltry_county_id")]
        indexes = [models.Index(fields=["county", "callback_id", "at"], name="calltry_of")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class NumberOpening(PartRow):
    """Somebody looked at the number of who is to be rung, and why. Kept as it was."""

    callback_id = models.BigIntegerField()
    why = models.CharField(_("用途"), max_length=200)
    person_id = models.BigIntegerField()
    person_name = models.CharField(max_length=80)
    unit_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta(PartRow.Meta):
        constraints = [models.UniqueConstraint("county", "id", name="numberopening_county_id")]
        indexes = [models.Index(fields=["county", "callback_id"], name="numberopening_of")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
