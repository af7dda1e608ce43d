"""Files that belong to a dispute. The row says what a file is; the store holds its bytes."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import CaseRow


class Purpose(models.IntegerChoices):
    """What a file is for. Numbers are stored; never reuse one."""

    EVIDENCE = 1, _("证据材料")
    SCENE = 2, _("现场照片")
    APPLICATION = 3, _("申请书")
    RECORD = 4, _("调解记录")
    AGREEMENT = 5, _("调解协议书")
    PERFORMANCE = 6, _("履行凭证")
    FOLLOW_UP = 7, _("回访材料")
    OTHER = 9, _("其他")
    IDENTITY = 10, _("当事人身份证明")
    AUTHORISATION = 11, _("授权委托书")
    INQUIRY = 12, _("调查记录")
    CONFIRMATION = 13, _("司法确认材料")


class Format(models.IntegerChoices):
    """What a file is, by its content. Numbers are stored; never reuse one."""

    JPEG = 1, "JPG"
    PNG = 2, "PNG"
    PDF = 3, "PDF"
    WORD = 4, "Word"
    SHEET = 5, "Excel"
    MP3 = 6, "MP3"
    M4A = 7, "M4A"
    WAV = 8, "WAV"
    AMR = 9, "AMR"
    MP4 = 10, "MP4"


class Attachment(CaseRow):
    """One file. `stored` and `preview` are the store's names of its bytes (SHA-256, hexadecimal).

    `size` is in bytes, of what is stored: an image is written anew before it is kept.
    """

    name = models.CharField(_("文件名"), max_length=150)
    purpose = models.SmallIntegerField(_("用途"), choices=Purpose.choices, default=Purpose.OTHER)
    format = models.SmallIntegerField(_("格式"), choices=Format.choices)
    size = models.IntegerField(_("大小"))
    stored = models.CharField(max_length=64)
    preview = models.CharField(max_length=64, blank=True)
    added_at = models.DateTimeField()
    person_name = models.CharField(max_length=80)
    unit_name = models.CharField(max_length=120)

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="attachment_county_id"),
            models.UniqueConstraint(fields=["county", "dispute_id", "stored"], name="attachment_once"),
        ]
        indexes = [models.Index(fields=["county", "dispute_id", "added_at"], name="attachment_dispute")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_image(self) -> bool:
        """Whether a browser can show it in the page."""
        return self.format in (Format.JPEG, Format.PNG)


class PaperTemplateQuerySet(models.QuerySet["PaperTemplate"]):
    """Word files of offices."""

    def standing(self) -> Self:
        """Those in use, one a place and paper."""
        return self.filter(withdrawn_at=None)

    def for_place(self, place: int) -> Self:
        """Those that hold at a place, the nearest office's first."""
        return self.filter(lo__lte=place, hi__gt=place).order_by(models.F("hi") - models.F("lo"))


class PaperTemplate(models.Model):
    """A Word file that an office has put in place of the product's own, for its area.

    `lo` and `hi` bound the area (places); `stored` is the store's name of the file. A new edition withdraws
    the one before; nothing is ever deleted. Names are copied in, since people leave.
    """

    paper = models.CharField(_("文书"), max_length=40)
    lo = models.BigIntegerField()
    hi = models.BigIntegerField()
    area = models.CharField(_("适用范围"), max_length=100)
    edition = models.PositiveSmallIntegerField(_("版次"))
    stored = models.CharField(max_length=64)
    file_name = models.CharField(_("文件名"), max_length=150)
    why = models.CharField(_("修改理由"), max_length=300)
    put_at = models.DateTimeField(_("启用时间"))
    put_by = models.CharField(_("启用人"), max_length=120)
    withdrawn_at = models.DateTimeField(_("停用时间"), null=True)
    withdrawn_by = models.CharField(_("停用人"), max_length=120, blank=True)

    objects = PaperTemplateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "lo", "hi", "edition"], name="papertemplate_edition"),
            models.UniqueConstraint(
                fields=["paper", "lo", "hi"],
                condition=models.Q(withdrawn_at=None),
                name="papertemplate_one_standing",
            ),
            models.CheckConstraint(condition=models.Q(lo__lt=models.F("hi")), name="papertemplate_area"),
        ]

    def __str__(self) -> str:
        return f"{self.paper} {self.edition}"
