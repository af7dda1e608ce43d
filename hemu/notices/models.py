"""What a post was told, and whether somebody has read it."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import Colour
from hemu.kernel.ids import new_id
from hemu.orgs.models import Post


class Reason(models.IntegerChoices):
    """Why somebody is told. Numbers are stored; never reuse one."""

    RECEIVE = 1, _("待接收")
    JOIN = 2, _("协办")
    RETURNED = 3, _("被退回")
    OVERDUE = 4, _("超期")
    RED = 5, _("红色预警")
    WARNING = 6, _("预警提示")
    RELAPSED = 7, _("反弹重开")
    DUE = 8, _("即将到期")
    TOLD = 9, _("知会")
    ESCALATED = 10, _("超期提级")
    PROPOSED = 11, _("建议调整等级")
    REPORT_NEW = 12, _("村民说事待答复")
    REPORT_LATE = 13, _("村民说事超期")
    REPORT_AGAIN = 14, _("村民说没解决")
    PETITION_LATE = 15, _("信访件超期")
    WARNING_LATE = 16, _("预警提示单超期")
    WARNING_ANSWERED = 17, _("预警提示单待审核")
    WARNING_RETURNED = 18, _("预警反馈被退回")
    CONFERRAL = 19, _("会商通知")
    CONFERRAL_LATE = 25, _("会商措施超期")
    KEY_NAMED = 26, _("重点纠纷包保")
    KEY_LATE = 27, _("重点纠纷动态超期")
    INCIDENT_TURN = 20, _("警情待办")
    INCIDENT_LATE = 21, _("警情超期")
    SUPERVISED = 22, _("督办单待办理")
    SUPERVISED_LATE = 23, _("督办单超期")
    SUPERVISED_ANSWERED = 24, _("督办单待审结")
    CONFIRM_SOON = 45, _("司法确认期限将满")
    PROMISE_SOON = 46, _("协议履行将到期")
    CRIME_REVIEW = 47, _("民转刑待复盘")
    PREVENTION_ASKED = 48, _("防止事件申报待核实")
    SITTING = 41, _("即将调处")
    ADVICE = 42, _("咨询待答复")
    COMPLAINT = 54, _("投诉待处理")
    COMPLAINT_WATCH = 55, _("投诉待监督")
    COMPLAINT_LATE = 56, _("投诉超期")
    OWN_ANSWER = 57, _("当事人不满意")
    EMERGENCY_OPENED = 60, _("紧急查看待复核")
    PARTY_REQUEST = 61, _("当事人请求待答复")
    PARTY_REQUEST_LATE = 62, _("当事人请求超期")
    PARTY_ENDED = 63, _("当事人终止调解")
    PARTY_CALL = 64, _("当事人待人工告知")
    TREND = 28, _("趋势预警")


URGENT = frozenset(
    {
        *(Reason.OVERDUE, Reason.RED, Reason.WARNING, Reason.RELAPSED, Reason.ESCALATED),
        *(Reason.REPORT_LATE, Reason.REPORT_AGAIN, Reason.PETITION_LATE),
        *(Reason.INCIDENT_LATE, Reason.SUPERVISED, Reason.SUPERVISED_LATE, Reason.CRIME_REVIEW),
        *(Reason.COMPLAINT, Reason.COMPLAINT_LATE, Reason.OWN_ANSWER),
        *(Reason.EMERGENCY_OPENED, Reason.PARTY_REQUEST_LATE, Reason.PARTY_ENDED),
        *(Reason.WARNING_LATE, Reason.WARNING_RETURNED, Reason.CONFERRAL_LATE, Reason.KEY_LATE),
    }
)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of_post(self, post_id: int) -> Self:
        """What one post was told."""
        return self.filter(post_id=post_id)

    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notice(models.Model):
    """One thing that one post was told of one dispute, or of a record that has a page at `path`.

    No foreign key to the dispute: a post's notices come from many counties. Nothing in the row says
    anything of a person; the dispute's title is read within the reader's scope when it is shown.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    post = models.ForeignKey(Post, models.CASCADE, related_name="+")
    key = models.CharField(max_length=40)
    """What the notice is of: an act's or a clock's identifier. A post is told of it once."""
    county = models.BigIntegerField()
    dispute_id = models.BigIntegerField()
    """0 where the notice is of another record."""
    path = models.CharField(max_length=120, blank=True)
    """Where it leads, when not to its dispute."""
    ref = models.CharField(_("编号"), max_length=24)
    reason = models.SmallIntegerField(_("缘由"), choices=Reason.choices)
    colour = models.SmallIntegerField(choices=Colour.choices, default=Colour.NONE)
    unit_name = models.CharField(max_length=120, blank=True)
    """The unit whose act or clock it was."""
    due_at = models.DateTimeField(null=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "key", "reason"], name="notice_once")]
        indexes = [
            models.Index(fields=["post", "-at", "-id"], name="notice_post"),
            models.Index(fields=["post"], condition=models.Q(read_at=None), name="notice_unread"),
        ]

    @property
    def leads_to(self) -> str:
        """The address of what it tells of."""
        return self.path or f"/disputes/{self.county}/{self.dispute_id}/"

    @property
    def urgent(self) -> bool:
        return self.reason in URGENT
