"""A spreadsheet on its way in: the file, its rows, what was found of each, and what came of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models.area import PartRow
from hemu.disputes.models.base import CountyRow
from hemu.kernel.fields import SealedTextField
from hemu.kernel.scoped import ScopedQuerySet
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission

KEPT = timedelta(days=30)
"""How long a file and its rows are kept after anybody last did something with them."""


class RowKind(models.IntegerChoices):
    """What the rows of a file are. Numbers are stored; never reuse one."""

    DISPUTE = 1, _("矛盾纠纷")
    INCIDENT = 2, _("警情")
    PETITION = 3, _("信访件")
    VISIT = 4, _("走访")


class Step(models.IntegerChoices):
    """How far an upload has come. Numbers are stored; never reuse one."""

    READING = 1, _("正在读取")
    MAPPING = 2, _("待对应列")
    CHECKING = 3, _("正在检查")
    CHECKED = 4, _("待确认导入")
    IMPORTING = 5, _("正在导入")
    DONE = 6, _("已导入")
    STOPPED = 7, _("已停止")
    FAILED = 8, _("读不了")
    GIVEN_UP = 9, _("不导入了")


WORKING = frozenset({Step.READING, Step.CHECKING, Step.IMPORTING})
"""The worker has it in hand."""
ENDED = frozenset({Step.DONE, Step.STOPPED, Step.FAILED, Step.GIVEN_UP})


class UploadQuerySet(ScopedQuerySet[Any]):
    """A file may hold what only its uploader's area covers: it is shown to them and their unit's heads."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own uploads in this unit; all of the unit for those who review its work."""
        of_unit = models.Q(unit_id=actor.unit_id)
        own = models.Q(person_id=actor.person_id)
        return self.filter(of_unit if actor.may(Permission.REVIEW_VISITS) else of_unit & own).opened()


class Upload(CountyRow):
    """One file, sent by a person in a post; `county` is the post's, 0 when it works in several.

    `stored` names the sealed bytes in the file store until retention removes them. `layout` says which sheets
    are taken and where their heads are, `mapping` which column says what, `choices` what else was decided by
    hand. `total` and `done` count rows of the step at hand.
    """

    kind = models.SmallIntegerField(_("导入什么"), choices=RowKind.choices)
    step = models.SmallIntegerField(_("进度"), choices=Step.choices, default=Step.READING)
    file_name = models.CharField(_("文件名"), max_length=150)
    file_hash = models.BinaryField()
    size = models.IntegerField(_("大小"))
    stored = models.CharField(max_length=64, blank=True)

    post_id = models.BigIntegerField()
    person_id = models.BigIntegerField(_("上传人"))
    person_name = models.CharField(max_length=80)
    unit_id = models.BigIntegerField(_("单位"))
    unit_name = models.CharField(max_length=120)
    made_at = models.DateTimeField(_("上传时间"))
    touched_at = models.DateTimeField()

    sheets = models.JSONField(default=list)
    layout = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)

    total = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    good = models.IntegerField(_("可以导入"), default=0)
    same = models.IntegerField(_("已经有了"), default=0)
    wrong = models.IntegerField(_("有误"), default=0)
    ended = models.IntegerField(_("已了结，未选"), default=0)
    skipped = models.IntegerField(_("不是记录"), default=0)
    brought_in = models.IntegerField(_("已导入"), default=0)
    whole = models.BooleanField(_("全部或都不"), default=False)
    """Chosen with the import: nothing at all unless every row comes in."""
    problem = models.CharField(max_length=500, blank=True)
    failures = models.SmallIntegerField(default=0)
    finished_at = models.DateTimeField(_("导入完成时间"), null=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint("county", "id", name="upload_county_id")]
        indexes = [
            models.Index(fields=["unit_id", "-made_at"], name="upload_unit"),
            models.Index(fields=["step", "touched_at"], name="upload_step"),
            models.Index(fields=["county", "file_hash"], name="upload_hash"),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_working(self) -> bool:
        """Whether the worker has it in hand."""
        return self.step in WORKING


def _part(name: str, *more: Any) -> list[Any]:
    return [models.UniqueConstraint("county", "id", name=f"{name}_county_id"), *more]


class RawChunk(PartRow):
    """Some hundred rows of one sheet as they were read: JSON ``[[number, cells], …]``, sealed."""

    upload_id = models.BigIntegerField()
    sheet = models.SmallIntegerField()
    number = models.IntegerField()
    first_row = models.IntegerField(default=0)
    rows = SealedTextField(default="")

    class Meta(PartRow.Meta):
        constraints = _part(
            "rawchunk",
            models.UniqueConstraint(fields=["county", "upload_id", "sheet", "number"], name="rawchunk_once"),
        )


class CheckedChunk(PartRow):
    """Some hundred records as they were understood: JSON (see checking.py), sealed. `done`: brought in."""

    upload_id = models.BigIntegerField()
    number = models.IntegerField()
    records = SealedTextField(default="")
    counts = models.JSONField(default=dict)
    """How many records of each verdict, so that a page of one is found without opening every chunk."""
    done = models.BooleanField(default=False)

    class Meta(PartRow.Meta):
        constraints = _part(
            "checkedchunk",
            models.UniqueConstraint(fields=["county", "upload_id", "number"], name="checkedchunk_once"),
        )


class ImportedRow(PartRow):
    """One row that was brought in, for ever: what it became, and by which marks it is known again.

    `county` is the record's. `mark` is a keyed hash of what the row says, `own_number` one of the number that
    the unit's ledger gives it (empty when it gives none).
    """

    kind = models.SmallIntegerField(choices=RowKind.choices)
    mark = models.BinaryField()
    own_number = models.BinaryField(default=b"")
    record_id = models.BigIntegerField()
    ref = models.CharField(max_length=40, blank=True)
    upload_id = models.BigIntegerField()
    row = models.IntegerField()
    made_at = models.DateTimeField()

    class Meta(PartRow.Meta):
        constraints = _part(
            "importedrow",
            models.UniqueConstraint(fields=["county", "kind", "mark"], name="importedrow_mark"),
            models.UniqueConstraint(
                fields=["county", "kind", "own_number"],
                condition=~models.Q(own_number=b""),
                name="importedrow_number",
            ),
        )
        indexes = [models.Index(fields=["county", "upload_id"], name="importedrow_upload")]


class Mapping(models.Model):
    """How a unit last read files with these heads: which column says what, which word means which code."""

    unit_id = models.BigIntegerField()
    kind = models.SmallIntegerField(choices=RowKind.choices)
    heads_hash = models.BinaryField()
    columns = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)
    person_name = models.CharField(max_length=80)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit_id", "kind", "heads_hash"], name="importing_mapping_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}/{self.kind}"
