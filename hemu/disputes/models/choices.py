"""The words of the aggregate, as numbers with names. The numbers are kept for ever."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.IntegerChoices):
    """Where a dispute stands in the loop. Tens digit rises along the loop."""

    REGISTERED = 10, _("待评估")
    RATED = 20, _("待分流")
    ROUTED = 30, _("待接收")
    RECEIVED = 40, _("待受理")
    MEDIATING = 50, _("调解中")
    AGREED = 60, _("履行中")
    REFERRED = 70, _("已引导其他途径")
    FOLLOWING = 80, _("回访中")
    CLOSED = 90, _("已办结")
    MERGED = 95, _("已并案")


ENDED = frozenset({State.CLOSED, State.MERGED})


class Colour(models.IntegerChoices):
    """The dispute's rating (never a person's)."""

    NONE = 0, _("未定级")
    BLUE = 1, _("蓝色")
    ORANGE = 2, _("橙色")
    RED = 3, _("红色")


class Source(models.IntegerChoices):
    """How the dispute came to be known."""

    VISIT = 1, _("走访")
    INCIDENT = 2, _("警情")
    PETITION = 3, _("信访件")
    VILLAGER = 4, _("村民说事")
    BY_HAND = 5, _("来人来电登记")
    JOINT_MEETING = 6, _("联席会")
    GROUP = 7, _("微警务群")
    INSTRUCTION = 8, _("上级交办")
    REFERRAL = 9, _("委托移送")
    OUTSIDE = 10, _("外部系统")
    IMPORT = 11, _("台账导入")
    FOLLOW_UP = 12, _("回访发现")


class Body(models.IntegerChoices):
    """The kind of committee that accepted the dispute for mediation."""

    NONE = 0, _("尚未受理")
    VILLAGE = 1, _("村（居）调委会")
    TOWNSHIP = 2, _("乡镇（街道）调委会")
    PROFESSIONAL = 3, _("行业性专业性调委会")
    DEPARTMENT = 4, _("部门调解室")
    POLICE = 5, _("公安调解")
    COURT = 6, _("司法调解")


class Outcome(models.IntegerChoices):
    """What became of the mediation."""

    NONE = 0, _("未有结果")
    WRITTEN = 1, _("达成书面协议")
    ORAL = 2, _("达成口头协议")
    FAILED = 3, _("调解不成")
    DECLINED = 4, _("当事人不愿调解")
    NOT_ACCEPTED = 5, _("不予受理")
    WITHDRAWN = 6, _("申请人撤回")


SETTLED = frozenset({Outcome.WRITTEN, Outcome.ORAL})


class PartyKind(models.IntegerChoices):
    PERSON = 1, _("个人")
    ORGANISATION = 2, pgettext_lazy("kind of party", "单位")


class Side(models.IntegerChoices):
    APPLICANT = 1, _("申请人")
    RESPONDENT = 2, _("被申请人")
    OTHER = 3, _("其他有关人")


class Sex(models.IntegerChoices):
    """GB/T 2261.1."""

    UNKNOWN = 0, _("未知的性别")
    MALE = 1, _("男")
    FEMALE = 2, _("女")
    UNSTATED = 9, _("未说明的性别")


class LinkKind(models.IntegerChoices):
    SOURCE = 1, _("本源纠纷")
    ASSOCIATED = 2, _("关联纠纷")
    DUPLICATE = 3, _("重复登记")


class InvolvementRole(models.IntegerChoices):
    LEAD = 1, _("主办")
    JOINT = 2, _("协办")
    REGISTERED = 3, pgettext_lazy("role of a unit", "登记")
    REPORTED = 4, pgettext_lazy("role of a unit", "报告")
    ADVISER = 5, pgettext_lazy("role of a unit", "法律咨询")


class ClockKind(models.IntegerChoices):
    STATE = 1, _("本环节时限")
    HOP = 2, _("接收时限")
    WHOLE = 3, _("全程时限")
    MEDIATION = 4, _("调解期限")
    FOLLOW_UP = 5, _("回访时限")
    PERFORMANCE = 6, _("履行期限")
    CONFIRMATION = 7, _("司法确认期限")
    REPORT = 8, _("报告时限")
    REVIEW = 9, _("会商复评时限")
    SAFETY = 16, _("安全防护方案时限")
