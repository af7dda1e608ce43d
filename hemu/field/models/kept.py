"""What a phone sent that can't be carried out by itself: a person looks at both sides and decides."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models.area import AreaRow
from hemu.kernel.fields import SealedTextField


class KeptWhy(models.IntegerChoices):
    """Why a person must look. Numbers are stored; never reuse one."""

    MOVED_ON = 1, _("别处已改过")
    SAME_ID = 2, _("同一编号，内容不同")
    WRONG_STATE = 3, _("现在不能这样办理")
    NOT_BLUE = 4, _("不是蓝色纠纷")
    NOT_RATED = 5, _("还没有定级")
    DONE_ALREADY = 6, _("已有人办过")


class Decision(models.IntegerChoices):
    """What a person decided."""

    STANDING = 1, _("以现有记录为准")
    PHONE = 2, _("采用手机记录")
    MERGED = 3, _("合并两份")
    BOTH = 4, _("两份都记")


class Kept(AreaRow):
    """One item, kept as the phone sent it (`sent`, JSON, sealed) beside the record that it is about.

    `person_id` and `unit_id` are of whoever sent it. `record` names the other side: the table's word
    (``visit``, ``dispute`` …) and its number.
    """

    item_id = models.BigIntegerField()
    device_id = models.BigIntegerField()
    post_id = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    why = models.SmallIntegerField(_("原因"), choices=KeptWhy.choices)
    message = models.CharField(max_length=300)
    record = models.CharField(max_length=12)
    record_id = models.BigIntegerField()
    sent = SealedTextField(default="")
    content = models.BinaryField(max_length=32)
    said_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)
    decision = models.SmallIntegerField(choices=Decision.choices, null=True)
    reason = models.CharField(_("理由"), max_length=500, blank=True)

    class Meta(AreaRow.Meta):
        constraints = [
            models.UniqueConstraint("county", "id", name="kept_county_id"),
            models.UniqueConstraint("county", "item_id", "content", name="kept_item"),
            models.CheckConstraint(
                name="kept_decided",
                condition=models.Q(decided_at=None, decision=None)
                | models.Q(decided_at__isnull=False, decision__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["region", "-made_at"], condition=models.Q(decided_at=None), name="kept_open"
            ),
            models.Index(fields=["record_id"], name="kept_record"),
        ]
