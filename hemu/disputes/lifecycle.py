"""The whole state machine of a dispute, as one table. docs/loop.md is generated from it.

Read a row as: this act, on a dispute in one of these states, by a post with this permission that
stands in this relation to the dispute, given these facts, leaves the dispute in that state.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Flag, auto

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models.choices import Colour, State
from hemu.disputes.models.dispute import Dispute
from hemu.orgs.permissions import Permission


class Act(models.IntegerChoices):
    """Everything that can be done to a dispute. The numbers are the ledger's, kept for ever."""

    REGISTER = 1, _("登记")
    AMEND = 2, _("补充更正")
    LINK = 3, _("关联")
    UNLINK = 4, _("解除关联")
    MERGE = 5, _("并案")
    NOTE = 6, _("记事")
    ATTACH = 7, _("添加材料")
    MARK = 8, _("标注")
    UNMERGE = 9, _("撤销并案")
    RATE = 10, _("确认定级")
    OVERRIDE = 11, _("调整定级")
    WARN = 12, _("预警提示")
    SAFEGUARD = 13, _("安全防护")
    PROPOSE = 14, _("规则更新建议")
    LOWER = 15, _("申请下调等级")
    CONFER = 16, _("会商研判")
    KEY = 17, _("重点纠纷")
    KEY_WORK = 18, _("重点纠纷动态")
    ROUTE = 20, _("分流交办")
    NAME_UNITS = 21, _("指定主办协办")
    RECEIVE = 22, _("接收")
    RETURN = 23, _("退回")
    HAND_OVER = 24, _("移送")
    REPORT_UP = 25, _("上报")
    OVERDUE = 26, _("超期提级")
    TAKE = 27, _("主动受领")
    REFER = 28, _("转介")
    ARCHIVE = 29, _("立卷归档")
    APPLY = 30, _("申请调解")
    ACCEPT = 31, _("受理调解")
    NOT_ACCEPT = 32, _("不予受理")
    CONSENT = 33, _("同意调解")
    DECLINE = 34, _("拒绝调解")
    SESSION = 35, _("调处")
    AGREE = 36, _("达成协议")
    FAIL = 37, _("调解不成")
    INSTALMENT = 38, _("履行登记")
    PERFORMED = 39, _("履行完毕")
    DEFAULT = 40, _("未按期履行")
    REPORT_POLICE = 45, _("报告公安机关")
    EXTEND = 46, _("延长调解期限")
    URGE = 47, _("督促履行")
    CONFIRM = 48, _("司法确认")
    POLICE_CASE = 49, _("治安案件处理")
    SCHEDULE = 41, _("约定调处")
    CONSULT = 42, _("法律咨询")
    DISCUSS = 43, _("集体讨论")
    COMBINE = 44, _("三调联动")
    PLAN_FOLLOW_UP = 50, _("安排回访")
    FOLLOW_UP = 51, _("回访")
    RELAPSE = 52, _("反弹重开")
    CLOSE = 53, _("办结")
    NAME_CONCERNED = 54, _("登记相关人")
    OWN_ANSWER = 55, _("当事人自答")
    CALL_BACK = 56, _("电话回访")
    CHASE = 57, _("催办")
    ISSUE_LINK = 58, _("发自答链接")
    PARTY_ASKS = 60, _("当事人提出")
    CORRECT_PARTY = 61, _("更正当事人信息")
    SEAL = 62, _("到期封存")
    PERSONAL_CONSENT = 63, _("个人信息同意")
    RESTRICT = 64, _("限定查看")
    TELL_PARTY = 65, _("告知当事人")
    AGREE_MESSAGES = 66, _("当事人短信")
    INQUIRE = 70, _("调查")
    AUTHORISE = 71, _("委托代理")
    REPLY = 72, _("转介答复")
    SUPERVISE = 73, _("督办")
    CHANGE_MEDIATORS = 74, _("更换、增加调解员")
    APPRAISE = 75, _("鉴定、评估")


class Who(Flag):
    """How the actor must stand to the dispute. Any one of the flags will do."""

    AREA = auto()
    """The post's area holds the dispute's place."""
    INVOLVED = auto()
    """The actor's unit leads, joins, registered or was told of it."""
    TURN = auto()
    """It is the actor's unit's turn."""
    HANDLING = auto()
    """The actor's unit leads or joins."""
    SYSTEM = auto()
    """Nobody: the system does it by itself."""


Need = Callable[[Dispute], "str | Promise | None"]
"""Answers None when the dispute has what the act needs, else says what is missing."""


def followed_up(dispute: Dispute) -> str | Promise | None:
    """A dispute is closed only by follow-up (F7)."""
    return None if dispute.follow_ups else _("还没有回访记录，不能办结。请先回访，听取当事人意见。")


def rated(dispute: Dispute) -> str | Promise | None:
    """A dispute is rated before it is given to anybody."""
    return None if dispute.colour else _("还没有定级，请先评估定级。")


def ordinary(dispute: Dispute) -> str | Promise | None:
    """Who is near may take up a blue dispute by themselves; orange and red are for joint units (R5)."""
    return None if dispute.colour == Colour.BLUE else _("只有蓝色纠纷可以直接受领，橙色、红色须分流交办。")


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table. `to` empty: the state stays as it is."""

    act: Act
    states: tuple[State, ...]
    to: State | None
    permission: Permission
    who: Who
    needs: tuple[Need, ...] = field(default=())


S = State
_BEFORE_END = (S.REGISTERED, S.RATED, S.ROUTED, S.RECEIVED, S.MEDIATING, S.AGREED, S.REFERRED, S.FOLLOWING)
_AFTER_RATING = (S.RATED, S.ROUTED, S.RECEIVED, S.MEDIATING, S.AGREED, S.REFERRED, S.FOLLOWING)
_IN_HAND = (S.RECEIVED, S.MEDIATING, S.AGREED, S.REFERRED, S.FOLLOWING)
_HERE = Who.AREA | Who.INVOLVED
P = Permission

TABLE: tuple[Step, ...] = (
    Step(Act.AMEND, _BEFORE_END, None, P.AMEND, _HERE),
    Step(Act.LINK, tuple(S), None, P.LINK, _HERE),
    Step(Act.UNLINK, tuple(S), None, P.LINK, _HERE),
    Step(Act.MERGE, (S.REGISTERED, S.RATED), S.MERGED, P.LINK, Who.AREA),
    Step(Act.UNMERGE, (S.MERGED,), S.REGISTERED, P.LINK, Who.AREA),
    Step(Act.NOTE, tuple(S), None, P.VIEW, _HERE),
    Step(Act.ATTACH, tuple(S), None, P.AMEND, _HERE),
    Step(Act.MARK, tuple(S), None, P.CLOSE, _HERE),
    Step(Act.RATE, (S.REGISTERED,), S.RATED, P.RATE, _HERE),
    Step(Act.RATE, _AFTER_RATING, None, P.RATE, _HERE),
    Step(Act.OVERRIDE, (S.REGISTERED,), S.RATED, P.RATE, _HERE),
    Step(Act.OVERRIDE, _AFTER_RATING, None, P.RATE, _HERE),
    Step(Act.LOWER, (S.REGISTERED,), S.RATED, P.RATE, _HERE),
    Step(Act.LOWER, _AFTER_RATING, None, P.RATE, _HERE),
    Step(Act.PROPOSE, _BEFORE_END, None, P.RATE, Who.SYSTEM),
    Step(Act.WARN, _BEFORE_END, None, P.WARN, Who.AREA),
    Step(Act.SAFEGUARD, _BEFORE_END, None, P.AMEND, _HERE),
    Step(Act.CONFER, _BEFORE_END, None, P.WARN, Who.AREA),
    Step(Act.KEY, tuple(S), None, P.WARN, _HERE),
    Step(Act.KEY_WORK, tuple(S), None, P.AMEND, _HERE),
    Step(Act.ROUTE, (S.RATED,), S.ROUTED, P.ROUTE, _HERE, (rated,)),
    Step(Act.TAKE, (S.RATED,), S.RECEIVED, P.MEDIATE, Who.AREA, (ordinary,)),
    Step(Act.NAME_UNITS, (S.ROUTED, S.RECEIVED), S.ROUTED, P.ROUTE, Who.TURN | Who.AREA),
    Step(Act.RECEIVE, (S.ROUTED,), S.RECEIVED, P.RECEIVE, Who.TURN),
    Step(Act.RETURN, (S.ROUTED,), S.RATED, P.RECEIVE, Who.TURN),
    Step(Act.HAND_OVER, (S.RECEIVED, S.MEDIATING), S.ROUTED, P.ROUTE, Who.TURN | Who.HANDLING),
    Step(Act.REFER, _IN_HAND, None, P.MEDIATE, Who.HANDLING),
    Step(Act.REPLY, _BEFORE_END, None, P.RECEIVE, Who.HANDLING),
    Step(Act.REPORT_UP, _BEFORE_END, None, P.REGISTER, _HERE),
    Step(Act.OVERDUE, _BEFORE_END, None, P.VIEW, Who.SYSTEM),
    Step(Act.APPLY, (S.REGISTERED, S.RATED, S.ROUTED, S.RECEIVED), None, P.MEDIATE, _HERE),
    Step(Act.ACCEPT, (S.RECEIVED,), S.MEDIATING, P.MEDIATE, Who.HANDLING),
    Step(Act.NOT_ACCEPT, (S.RECEIVED,), S.REFERRED, P.MEDIATE, Who.HANDLING),
    Step(Act.INQUIRE, (S.RECEIVED, S.MEDIATING), None, P.MEDIATE, Who.HANDLING),
    Step(Act.AUTHORISE, (S.ROUTED, *_IN_HAND), None, P.MEDIATE, _HERE),
    Step(Act.CONSENT, (S.RECEIVED, S.MEDIATING), None, P.MEDIATE, Who.HANDLING),
    Step(Act.CONSENT, (S.REFERRED,), S.RECEIVED, P.MEDIATE, Who.HANDLING),
    Step(Act.DECLINE, (S.REGISTERED, S.RATED, S.ROUTED), S.REFERRED, P.MEDIATE, _HERE),
    Step(Act.DECLINE, (S.RECEIVED, S.MEDIATING), S.REFERRED, P.MEDIATE, Who.HANDLING),
    Step(Act.EXTEND, (S.MEDIATING,), None, P.MEDIATE, Who.HANDLING),
    Step(Act.CHANGE_MEDIATORS, (S.MEDIATING,), None, P.MEDIATE, Who.HANDLING),
    Step(Act.APPRAISE, (S.MEDIATING,), None, P.MEDIATE, Who.HANDLING),
    Step(Act.SESSION, (S.MEDIATING,), None, P.MEDIATE, Who.HANDLING),
    Step(Act.AGREE, (S.MEDIATING,), S.AGREED, P.MEDIATE, Who.HANDLING),
    Step(Act.AGREE, (S.AGREED, S.FOLLOWING), S.AGREED, P.MEDIATE, Who.HANDLING),
    Step(Act.FAIL, (S.MEDIATING,), S.REFERRED, P.MEDIATE, Who.HANDLING),
    Step(Act.INSTALMENT, (S.AGREED, S.FOLLOWING), None, P.FOLLOW_UP, Who.HANDLING | Who.AREA),
    Step(Act.PERFORMED, (S.AGREED,), S.FOLLOWING, P.FOLLOW_UP, Who.HANDLING | Who.AREA),
    Step(Act.DEFAULT, (S.AGREED, S.FOLLOWING), None, P.FOLLOW_UP, _HERE),
    Step(Act.URGE, (S.AGREED, S.FOLLOWING), None, P.FOLLOW_UP, _HERE),
    Step(Act.CONFIRM, (S.AGREED, S.FOLLOWING, S.CLOSED), None, P.MEDIATE, Who.HANDLING | Who.AREA),
    Step(Act.REPORT_POLICE, (*_BEFORE_END, S.CLOSED), None, P.AMEND, _HERE),
    Step(Act.POLICE_CASE, (*_BEFORE_END, S.CLOSED), None, P.MEDIATE, _HERE),
    Step(Act.SCHEDULE, (S.RECEIVED, S.MEDIATING), None, P.MEDIATE, Who.HANDLING),
    Step(Act.CONSULT, _BEFORE_END, None, P.VIEW, _HERE),
    Step(Act.DISCUSS, _BEFORE_END, None, P.MEDIATE, _HERE),
    Step(Act.COMBINE, _BEFORE_END, None, P.MEDIATE, _HERE),
    Step(Act.PLAN_FOLLOW_UP, (S.AGREED, S.REFERRED, S.FOLLOWING), None, P.FOLLOW_UP, _HERE),
    Step(Act.FOLLOW_UP, (S.AGREED,), None, P.FOLLOW_UP, _HERE),
    Step(Act.FOLLOW_UP, (S.REFERRED, S.FOLLOWING), S.FOLLOWING, P.FOLLOW_UP, _HERE),
    Step(Act.RELAPSE, (S.AGREED, S.REFERRED, S.FOLLOWING, S.CLOSED), S.REGISTERED, P.FOLLOW_UP, _HERE),
    Step(Act.NAME_CONCERNED, _AFTER_RATING, None, P.FOLLOW_UP, _HERE),
    Step(Act.OWN_ANSWER, (S.AGREED, S.REFERRED, S.FOLLOWING, S.CLOSED), None, P.FOLLOW_UP, Who.SYSTEM),
    Step(Act.CALL_BACK, tuple(S), None, P.FOLLOW_UP, _HERE),
    Step(Act.CHASE, _BEFORE_END, None, P.FOLLOW_UP, _HERE),
    Step(Act.ISSUE_LINK, (S.AGREED, S.REFERRED, S.FOLLOWING, S.CLOSED), None, P.FOLLOW_UP, _HERE),
    Step(Act.CLOSE, (S.FOLLOWING,), S.CLOSED, P.CLOSE, _HERE, (followed_up,)),
    Step(Act.PARTY_ASKS, tuple(S), None, P.VIEW, _HERE),
    Step(Act.TELL_PARTY, tuple(S), None, P.VIEW, _HERE),
    Step(Act.AGREE_MESSAGES, tuple(S), None, P.VIEW, _HERE),
    Step(Act.CORRECT_PARTY, tuple(S), None, P.OPEN_PERSONAL, _HERE),
    Step(Act.SEAL, (S.CLOSED, S.MERGED), None, P.GUARD_PERSONAL, Who.SYSTEM),
    Step(Act.PERSONAL_CONSENT, _BEFORE_END, None, P.AMEND, _HERE),
    Step(Act.RESTRICT, tuple(S), None, P.OPEN_PERSONAL, _HERE),
    Step(Act.ARCHIVE, (S.CLOSED,), None, P.MEDIATE, _HERE),
    Step(Act.SUPERVISE, _BEFORE_END, None, P.WARN, Who.AREA),
)

_BY_KEY: dict[tuple[State, Act], Step] = {(state, step.act): step for step in TABLE for state in step.states}


def step_for(state: int, act: Act) -> Step | None:
    """The row of the table for `act` on a dispute in `state`, or None when there is none."""
    return _BY_KEY.get((State(state), act))


def acts_from(state: int) -> tuple[Step, ...]:
    """Every row that starts in `state`, in the table's order."""
    return tuple(step for step in TABLE if State(state) in step.states)


STAGES: dict[State, int] = {
    S.REGISTERED: 0,
    S.RATED: 1,
    S.ROUTED: 2,
    S.RECEIVED: 2,
    S.MEDIATING: 3,
    S.AGREED: 3,
    S.REFERRED: 4,
    S.FOLLOWING: 4,
    S.CLOSED: 5,
    S.MERGED: 5,
}
"""Where a state stands on the line 排 评 分 调 访: the number of stages behind it."""
