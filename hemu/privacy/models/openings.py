"""Who opened which personal field of which party, when and why."""

from __future__ import annotations

from typing import Any, Self

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import CaseQuerySet, CaseRow
from hemu.orgs.actor import Actor
from hemu.orgs.models import Role


class OpenedField(models.IntegerChoices):
    """What can be opened of a party. Numbers are stored; never reuse one."""

    IDENTITY_NUMBER = 1, _("身份证号或统一社会信用代码")
    PHONE = 2, _("联系电话")
    ADDRESS = 3, _("住址")
    NAME = 4, _("姓名")

    @property
    def column(self) -> str:
        """The party's attribute."""
        return self.name.lower()


SEALED_FIELDS = (OpenedField.IDENTITY_NUMBER, OpenedField.PHONE, OpenedField.ADDRESS)
"""What is masked for everybody. A name is for onlookers alone."""


class Purpose(models.IntegerChoices):
    """Why a field is opened: one of the purposes that 个人信息保护法 13 and 34 allow an office."""

    CONTACT = 1, _("联系当事人")
    VERIFY = 2, _("核对身份")
    PAPERS = 3, _("制作调解文书")
    SERVE = 4, _("送达、走访")
    TRANSFER = 5, _("移送有权机关")
    RESCUE = 6, _("紧急情况下保护人身安全")
    COPY = 7, _("复制给本人")
    OTHER = 9, _("其他（须写明）")


class Way(models.IntegerChoices):
    """How a field was opened. Numbers are stored; never reuse one."""

    SCREEN = 1, _("在屏幕上查看")
    PRINT = 2, _("打印文书")
    EMERGENCY = 3, _("紧急查看")
    HANDED = 4, _("交给本人")


class OpeningIsKept(RuntimeError):
    """The record of an opening was to be changed or deleted."""


class OpeningQuerySet(CaseQuerySet):
    def answered_for_by(self, actor: Actor) -> Self:
        """What the actor looks after: openings in the post's area, and whatever its own unit opened."""
        here = models.Q(unit_id=actor.unit_id)
        for span in actor.spans:
            counties = span.counties
            here |= models.Q(
                county__gte=counties.lo, county__lt=counties.hi, region__gte=span.lo, region__lt=span.hi
            )
        return self.filter(here).opened()

    def update(self, **kwargs: Any) -> int:
        raise OpeningIsKept("records of openings are never changed")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise OpeningIsKept("records of openings are never deleted")


class Opening(CaseRow):
    """One opening of one field. Written once; the database refuses anything else.

    `note` says in words what for; it is about the work, never about the person. `party_label` is the
    party's masked name, for the list.
    """

    region = models.BigIntegerField(default=0)
    """Where the dispute lies (15 digits), for whoever looks after an area."""
    party_id = models.BigIntegerField()
    party_label = models.CharField(max_length=80)
    way = models.SmallIntegerField(_("方式"), choices=Way.choices, default=Way.SCREEN)
    role = models.SmallIntegerField(_("岗位"), choices=Role.choices, default=0)
    field = models.SmallIntegerField(_("内容"), choices=OpenedField.choices)
    purpose = models.SmallIntegerField(_("用途"), choices=Purpose.choices)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    at = models.DateTimeField()
    person_id = models.BigIntegerField()
    person_name = models.CharField(max_length=80)
    unit_id = models.BigIntegerField()
    unit_name = models.CharField(max_length=120)

    objects = OpeningQuerySet.as_manager()  # type: ignore[misc]  # narrows the base's manager

    class Meta(CaseRow.Meta):
        constraints = [models.UniqueConstraint(fields=["county", "id"], name="opening_county_id")]
        indexes = [
            models.Index(fields=["county", "dispute_id", "at"], name="opening_dispute"),
            models.Index(fields=["county", "-at"], name="opening_county_at"),
            models.Index(fields=["unit_id", "-at"], name="opening_unit_at"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise OpeningIsKept("records of openings are never changed")
        super().save(*args, force_insert=True)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise OpeningIsKept("records of openings are never deleted")
