"""A sheet or the ledger for many disputes at once: asked for by a person, made by the worker."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models.base import CountyRow
from hemu.kernel.scoped import ScopedQuerySet
from hemu.orgs.actor import Actor

KEPT = timedelta(days=7)
"""How long what was made can be fetched."""


class Form(models.IntegerChoices):
    """In which form. Numbers are stored; never reuse one."""

    SHEET = 1, _("电子表格（xlsx）")
    PDF = 2, _("一个 PDF")
    WORD = 3, _("Word 压缩包（zip）")

    @property
    def ending(self) -> str:
        """The file's ending."""
        return {Form.SHEET: "xlsx", Form.PDF: "pdf", Form.WORD: "zip"}[self]


class Step(models.IntegerChoices):
    """How far it has come. Numbers are stored; never reuse one."""

    WAITING = 1, _("排队中")
    MAKING = 2, _("正在制作")
    DONE = 3, _("已做好")
    FAILED = 4, _("没有做成")
    GONE = 5, _("已过期")


WORKING = frozenset({Step.WAITING, Step.MAKING})


class BatchQuerySet(ScopedQuerySet[Any]):
    """What a batch holds is what its owner may see: nobody else is shown it."""

    def of(self, actor: Actor) -> Self:
        """The actor's own, made in the same post."""
        return self.filter(person_id=actor.person_id, post_id=actor.post_id).opened()


class Batch(CountyRow):
    """One file for a list of disputes. `query` is the list's address, read again when it is made.

    `stored` names the sealed bytes in the file store until they are forgotten; `done` of `total` disputes are
    through, `copies` sheets are in it.
    """

    key = models.CharField(_("哪一单"), max_length=40)
    form = models.SmallIntegerField(_("格式"), choices=Form.choices)
    query = models.CharField(max_length=1000, blank=True)
    said = models.CharField(_("范围"), max_length=300, blank=True)
    step = models.SmallIntegerField(_("进度"), choices=Step.choices, default=Step.WAITING)
    total = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    copies = models.IntegerField(_("份数"), default=0)
    post_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    person_name = models.CharField(max_length=80)
    unit_name = models.CharField(max_length=120)
    language = models.CharField(max_length=10, blank=True)
    asked_at = models.DateTimeField(_("申请时间"))
    finished_at = models.DateTimeField(_("做好时间"), null=True)
    stored = models.CharField(max_length=64, blank=True)
    size = models.IntegerField(_("大小"), default=0)
    problem = models.CharField(max_length=300, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint("county", "id", name="batch_county_id")]
        indexes = [
            models.Index(fields=["person_id", "-asked_at"], name="batch_person"),
            models.Index(fields=["step", "asked_at"], name="batch_step"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.asked_at:%Y-%m-%d}"

    @property
    def is_working(self) -> bool:
        """Whether the worker has it in hand, or will."""
        return self.step in WORKING
