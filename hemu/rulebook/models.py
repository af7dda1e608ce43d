"""Rules, code lists and holidays: data that an administrator changes, each with the day it holds from."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(models.IntegerChoices):
    """What a version of a table is."""

    DRAFT = 0, _("草稿")
    ACTIVE = 1, _("生效")
    WITHDRAWN = 2, pgettext_lazy("state of a version", "撤回")
    PROPOSED = 3, pgettext_lazy("state of a version", "待批准")


_CONTENT_DIFFERS = (
    pgtrigger.Q(old__content_hash__df=pgtrigger.F("new__content_hash"))
    | pgtrigger.Q(old__rows__df=pgtrigger.F("new__rows"))
    | pgtrigger.Q(old__examples__df=pgtrigger.F("new__examples"))
)


class RuleTable(models.Model):
    """One version of one decision table. Once active its content never changes: a change is a new version.

    `rows` and `examples` are lists of objects, checked by :mod:`hemu.rulebook.checking`. In force on a
    day: the active version with the latest `valid_from` up to it. Names are copied in, since people leave.
    `basis` is the version that it was drafted from. While proposed its content stands still, too; `alone`
    says that nobody could have approved it but the one who let it take effect.
    """

    name = models.CharField(_("规则表"), max_length=40)
    version = models.PositiveIntegerField(_("版本"))
    status = models.PositiveSmallIntegerField(_("状态"), choices=Status, default=Status.DRAFT)
    valid_from = models.DateField(_("生效日期"), null=True, blank=True)
    valid_until = models.DateField(_("失效日期"), null=True, blank=True)
    rows = models.JSONField(_("规则"), default=list)
    examples = models.JSONField(_("例子"), default=list)
    content_hash = models.CharField(max_length=64)
    why = models.TextField(_("修订理由"), blank=True)
    drafted_by = models.CharField(_("起草人"), max_length=120)
    drafted_at = models.DateTimeField(_("起草时间"))
    activated_by = models.CharField(_("启用人"), max_length=120, blank=True)
    activated_at = models.DateTimeField(_("启用时间"), null=True, blank=True)
    basis = models.PositiveIntegerField(_("起草依据的版本"), null=True, blank=True)
    proposer_id = models.BigIntegerField(null=True, blank=True)
    proposed_by = models.CharField(_("提请人"), max_length=120, blank=True)
    proposed_at = models.DateTimeField(_("提请时间"), null=True, blank=True)
    alone = models.BooleanField(_("一人启用"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "version"], name="ruletable_version"),
            models.UniqueConstraint(
                fields=["name", "valid_from"], condition=Q(status=1), name="ruletable_one_from_a_day"
            ),
            models.CheckConstraint(
                condition=Q(status=0) | Q(valid_from__isnull=False), name="ruletable_active_has_a_date"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="ruletable_dates_in_order",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="keep_what_was_in_force",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__status__gt=0),
            ),
            pgtrigger.Protect(
                name="no_change_in_force",
                operation=pgtrigger.Update,
                condition=(pgtrigger.Q(old__status=Status.ACTIVE) | pgtrigger.Q(old__status=Status.WITHDRAWN))
                & (
                    _CONTENT_DIFFERS
                    | pgtrigger.Q(old__valid_from__df=pgtrigger.F("new__valid_from"))
                    | pgtrigger.Q(new__status=Status.DRAFT)
                    | pgtrigger.Q(new__status=Status.PROPOSED)
                ),
            ),
            pgtrigger.Protect(
                name="no_change_while_proposed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__status=Status.PROPOSED) & _CONTENT_DIFFERS,
            ),
        ]
        ordering = ["name", "-version"]

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.content_hash = content_hash(self.rows, self.examples)
        super().save(*args, **kwargs)


def content_hash(rows: Any, examples: Any) -> str:
    """SHA-256 of a table's content, in hexadecimal."""
    text = json.dumps([rows, examples], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


class Step(models.IntegerChoices):
    """What was done to a version. The numbers are kept for ever."""

    DRAFTED = 1, _("起草")
    REVISED = 2, _("修改草稿")
    PROPOSED = 3, _("提请批准")
    APPROVED = 4, pgettext_lazy("a version of rules", "批准")
    REFUSED = 5, pgettext_lazy("a version of rules", "不批准")
    TAKEN_BACK = 6, _("收回提请")
    ALONE = 7, _("一人启用")
    WITHDRAWN = 8, pgettext_lazy("a version of rules", "撤回")
    DISCARDED = 9, _("删除草稿")
    TRIED = 10, _("试算")


class RuleChange(models.Model):
    """One step in the life of a version: who, when, why. Rows are only added."""

    name = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    step = models.PositiveSmallIntegerField(choices=Step)
    at = models.DateTimeField()
    person_id = models.BigIntegerField()
    by = models.CharField(max_length=120)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["name", "version"], name="rulechange_version")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.name} v{self.version} {Step(self.step).name}"


class CodeList(models.Model):
    """A list of codes. `width` > 0: codes are numbers, written with that many digits."""

    name = models.CharField(_("名称"), max_length=40, primary_key=True)
    label = models.CharField(_("标题"), max_length=80)
    source = models.CharField(_("依据"), max_length=200, blank=True)
    width = models.PositiveSmallIntegerField(_("位数"), default=0)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.label


class Code(models.Model):
    """One code. `until` is the first day on which it no longer may be chosen; its label stays readable.

    `maps` gives its counterpart in other lists: {"moj": "7", "reports": "4"}.
    """

    list = models.ForeignKey(CodeList, models.PROTECT, related_name="codes", verbose_name=_("代码表"))
    code = models.CharField(_("代码"), max_length=20)
    parent = models.CharField(_("上级代码"), max_length=20, blank=True)
    label = models.CharField(_("名称"), max_length=80)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    since = models.DateField(_("启用日期"))
    until = models.DateField(_("停用日期"), null=True, blank=True)
    order = models.PositiveIntegerField(_("次序"), default=0)
    maps = models.JSONField(_("对应"), default=dict, blank=True)
    changed_by = models.CharField(_("登记人"), max_length=120, blank=True)
    changed_at = models.DateTimeField(_("登记时间"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["list", "code", "since"], name="code_once_from_a_day"),
            models.UniqueConstraint(
                fields=["list", "code"], condition=Q(until__isnull=True), name="code_open_once"
            ),
        ]
        ordering = ["list", "order", "code"]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"


class Holiday(models.Model):
    """A day that the office itself declares: of rest, or of work. Overrides what the calendar says."""

    day = models.DateField(_("日期"), primary_key=True)
    is_workday = models.BooleanField(_("上班"))
    name = models.CharField(_("名称"), max_length=60)
    changed_by = models.CharField(_("登记人"), max_length=120)
    changed_at = models.DateTimeField(_("登记时间"))

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class Stamp(models.Model):
    """One row, raised whenever anything here changes, so that every process knows to read again."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    value = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="stamp_is_one_row")]

    def __str__(self) -> str:
        return str(self.value)
