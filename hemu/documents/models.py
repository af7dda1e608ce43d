"""Files that belong to a dispute. The row says what a file is; the store holds its bytes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import CaseRow


class Purpose(models.IntegerChoices):
    """What a file is for. Numbers are stored; never reuse one."""

    EVIDENCE = 1, _("证据材料")
    SCENE = 2, _("现场照片")
    APPLICATION = 3, _("申请书")
    RECORD = 4, _("调查、调解笔录")
    AGREEMENT = 5, _("调解协议书")
    PERFORMANCE = 6, _("履行凭证")
    FOLLOW_UP = 7, _("回访材料")
    OTHER = 9, _("其他")


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
