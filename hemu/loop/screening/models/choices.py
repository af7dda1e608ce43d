"""The words of screening, as numbers with names. The numbers are kept for ever."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class VisitStatus(models.IntegerChoices):
    SUBMITTED = 1, _("待审核")
    RETURNED = 2, _("已退回")
    APPROVED = 3, _("已归档")


class ObjectKind(models.IntegerChoices):
    """Whom or what a visit is to."""

    HOUSEHOLD = 1, _("住户")
    EMPLOYER = 2, _("企事业单位")
    RENTED_HOME = 3, _("出租屋")
    BUILDING_SITE = 4, _("工地")
    MINE = 5, _("矿山")
    SHOP = 6, _("商铺、市场")
    SCHOOL = 7, _("学校")
    PUBLIC_PLACE = 8, _("公共场所")
    OTHER = 9, _("其他")


class VisitReason(models.IntegerChoices):
    ROUTINE = 1, _("日常走访")
    CAMPAIGN = 2, _("专项行动")
    KEY_DATE = 3, _("重要节点排查")
    FOLLOWING = 4, _("群众反映后上门")
    ASKED = 5, _("上级安排")


class VisitResult(models.IntegerChoices):
    NOTHING = 1, _("未发现问题")
    SETTLED = 2, _("当场解决")
    REPORTED = 3, _("已上报，需后续办理")
    AGAIN = 4, _("需再次走访")


class IncidentTier(models.IntegerChoices):
    """梯次出警: who takes the incident in hand."""

    ON_SCENE = 1, _("值班民警现场处置")
    POLICE_OFFICE = 2, _("警务室认领")
    PHONE = 3, _("电话回访")
    CENTRE = 4, _("移交乡镇综治中心")
    JOINT = 5, _("会同司法所联合调处")


class HazardStatus(models.IntegerChoices):
    OPEN = 1, _("未消除")
    REMOVED = 2, _("已消除")


class ReportStatus(models.IntegerChoices):
    """Where a villagers' report stands."""

    OPEN = 1, _("待答复")
    ANSWERED = 2, _("已答复")
    SETTLED = 3, _("村民说已解决")
    REOPENED = 4, _("村民说没解决")
    HELD = 5, _("待人工甄别")
    SET_ASIDE = 6, _("不予办理")
    FOLDED = 7, _("并入同一件")


WAITING = (ReportStatus.OPEN, ReportStatus.REOPENED)
"""The service team owes an answer, and the clock runs."""


class ReportChannel(models.IntegerChoices):
    """How a villagers' report came in."""

    OFFICE = 1, _("来人来电")
    POSTER = 2, _("扫码")
    FIELD = 3, _("上门听取")


class ReportOutcome(models.IntegerChoices):
    """What the service team made of a report."""

    DIRECT = 1, _("直接答复")
    DISPUTE = 2, _("登记为矛盾纠纷")
    SERVICE = 3, _("登记为便民服务")
    HAZARD = 4, _("登记为风险隐患")


class Satisfaction(models.IntegerChoices):
    """What the villager says of the answer: of the work, never of a person."""

    GOOD = 1, _("满意")
    FAIR = 2, _("基本满意")
    BAD = 3, _("不满意")
