"""Who changed what in the organisation, and when: only ever added to."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.kernel.ids import new_id


class Subject(models.IntegerChoices):
    """What was changed."""

    UNIT = 1, _("单位")
    PERSON = 2, _("人员")
    TEAM = 3, _("队伍")
    REGION = 4, _("区划")


class RecordAct(models.IntegerChoices):
    """What was done to it."""

    CREATED = 1, _("新增")
    AMENDED = 2, _("修改")
    CLOSED = 3, _("停用")
    REOPENED = 4, _("恢复")
    AREA_ADDED = 5, _("增加辖区")
    AREA_ENDED = 6, _("停用辖区")
    POST_GIVEN = 7, _("设岗")
    POST_ENDED = 8, _("撤岗")
    PASSWORD_ISSUED = 9, _("发放初始密码")
    MEMBER_ADDED = 10, _("增加队员")
    MEMBER_LEFT = 11, _("队员退出")
    LENT = 12, _("安排支援")
    LOAN_ENDED = 13, _("结束支援")
    IMPORTED = 14, _("导入")
    KEY_MADE = 15, _("发放接口密钥")
    KEY_REVOKED = 16, _("停用接口密钥")


class OrgRecord(models.Model):
    """One change. Names are copied as text; `detail` is {label: [before, after]} without personal numbers."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    subject = models.PositiveSmallIntegerField(choices=Subject.choices)
    subject_id = models.BigIntegerField()
    act = models.PositiveSmallIntegerField(choices=RecordAct.choices)
    detail: models.JSONField[Any, Any] = models.JSONField(default=dict)
    by_id = models.BigIntegerField()
    by_name = models.CharField(max_length=80)
    by_unit = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("机构变更记录")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["subject", "subject_id", "-id"], name="orgrecord_subject")]

    def __str__(self) -> str:
        return f"{self.get_subject_display()} {self.get_act_display()}"
