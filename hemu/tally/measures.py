"""What can be counted of a dispute besides its colour, kind and state."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Measure(models.IntegerChoices):
    """Counters by day. Names are those of the published figures where these name them."""

    DISPUTES = 1, _("受理纠纷")
    SETTLED = 2, _("化解成功")
    HARD = 3, _("疑难复杂")
    PETITIONS_SETTLED = 4, _("化解信访")
    MASS_INCIDENTS_PREVENTED = 5, _("防止群体性事件")
    TURNED_CRIMINAL = 6, _("民转刑")
    OVERDUE = 7, _("超期")
    FOLLOWED_UP = 8, _("已回访")
    RETURNED = 9, _("被退回")
    BY_VILLAGE = 21, _("村（居）调委会受理")
    BY_TOWNSHIP = 22, _("乡镇调委会受理")
    BY_PROFESSIONAL = 23, _("专业调委会受理")
    BY_DEPARTMENT = 24, _("部门调解室受理")
    BY_POLICE = 25, _("公安调解")
    BY_COURT = 26, _("司法调解")
    FROM_VISIT = 41, _("来自走访")
    FROM_INCIDENT = 42, _("来自警情")
    FROM_PETITION = 43, _("来自信访")
    FROM_VILLAGER = 44, _("来自村民说事")
    FROM_HAND = 45, _("来人来电")
    FROM_JOINT_MEETING = 46, _("来自联席会")
    FROM_GROUP = 47, _("来自微警务群")
    FROM_INSTRUCTION = 48, _("上级交办")
    FROM_REFERRAL = 49, _("委托移送")
    FROM_OUTSIDE = 50, _("外部系统")
    FROM_IMPORT = 51, _("台账导入")
    FROM_FOLLOW_UP = 52, _("回访发现")

    @classmethod
    def for_source(cls, source: int) -> Measure:
        """The counter of a source of disputes (hemu.disputes.models.Source, 1 to 12)."""
        return cls(40 + source)

    @property
    def key(self) -> str:
        """The measure's name for programs: lower case, as in the published figures."""
        return self.name.lower()
