"""What a role may do. Where it may do it is the post's area; see actor.py."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from hemu.orgs.models import Role


class Permission(StrEnum):
    """One thing that a post may allow."""

    VIEW = "view"
    REGISTER = "register"
    AMEND = "amend"
    RATE = "rate"
    ROUTE = "route"
    RECEIVE = "receive"
    MEDIATE = "mediate"
    FOLLOW_UP = "follow_up"
    CLOSE = "close"
    LINK = "link"
    FIGURES = "figures"
    OPEN_PERSONAL = "open_personal"
    MANAGE_ORGS = "manage_orgs"
    MANAGE_RULES = "manage_rules"
    WARN = "warn"
    REVIEW_VISITS = "review_visits"
    LEDGER = "ledger"
    LOWER = "lower"
    KEEP_MEDIATORS = "keep_mediators"
    GUARD_PERSONAL = "guard_personal"
    PUBLISH = "publish"


P = Permission

LABELS = {
    P.VIEW: _("查看纠纷"),
    P.REGISTER: _("登记纠纷"),
    P.AMEND: _("更正补充"),
    P.RATE: _("评估定级"),
    P.ROUTE: _("分流交办"),
    P.RECEIVE: _("接收退回"),
    P.MEDIATE: _("主持调解"),
    P.FOLLOW_UP: _("回访"),
    P.CLOSE: _("办结"),
    P.LINK: _("关联纠纷"),
    P.FIGURES: _("查看数据"),
    P.OPEN_PERSONAL: _("查看隐私信息"),
    P.MANAGE_ORGS: _("管理机构人员"),
    P.MANAGE_RULES: _("管理规则"),
    P.WARN: _("发预警提示单"),
    P.REVIEW_VISITS: _("审核走访"),
    P.LEDGER: _("查看台账"),
    P.LOWER: _("批准下调等级"),
    P.KEEP_MEDIATORS: _("管理调解组织"),
    P.GUARD_PERSONAL: _("个人信息保护"),
    P.PUBLISH: _("发布宣传"),
}

_FIELD = frozenset({P.VIEW, P.REGISTER, P.AMEND, P.FOLLOW_UP})
_HANDLES = frozenset({P.VIEW, P.AMEND, P.RECEIVE, P.MEDIATE, P.FOLLOW_UP, P.OPEN_PERSONAL})
_OFFICER = _FIELD | _HANDLES | {P.RATE, P.ROUTE, P.CLOSE, P.LINK, P.FIGURES, P.LEDGER}
_LEADS = _OFFICER | {P.REVIEW_VISITS, P.WARN, P.LOWER, P.GUARD_PERSONAL, P.PUBLISH}
_LOOKS = frozenset({P.VIEW, P.FIGURES, P.LEDGER})

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.GRID_MEMBER: _FIELD,
    Role.GRID_HEAD: _FIELD | {P.REVIEW_VISITS, P.FIGURES, P.LINK},
    Role.VILLAGE_AUXILIARY: _FIELD | {P.RECEIVE, P.MEDIATE},
    Role.VILLAGE_CADRE: _FIELD | _HANDLES | {P.RATE, P.REVIEW_VISITS, P.FIGURES, P.LINK},
    Role.MEDIATOR: _FIELD | _HANDLES | {P.RATE, P.FIGURES, P.LINK},
    Role.STATION_OFFICER: _OFFICER,
    Role.STATION_HEAD: _LEADS,
    Role.TOWNSHIP_COORDINATOR: _LEADS,
    Role.JUDICIAL_OFFICER: _OFFICER | {P.WARN, P.KEEP_MEDIATORS, P.PUBLISH},
    Role.DEPARTMENT_HANDLER: _HANDLES | {P.REGISTER},
    Role.COURT_HANDLER: _HANDLES,
    Role.COUNTY_COORDINATOR: _LEADS | {P.KEEP_MEDIATORS},
    Role.COUNTY_VIEWER: _LOOKS,
    Role.PREFECTURE_COORDINATOR: _LOOKS | {P.WARN, P.LINK},
    Role.PREFECTURE_VIEWER: _LOOKS,
    Role.NATIONAL_VIEWER: _LOOKS,
    Role.ADMINISTRATOR: frozenset({P.MANAGE_ORGS, P.MANAGE_RULES, P.KEEP_MEDIATORS}),
    Role.OUTSIDE_SYSTEM: frozenset({P.VIEW, P.REGISTER, P.AMEND}),
    Role.LAWYER: frozenset({P.VIEW}),
    Role.VOLUNTEER: frozenset(),
}
"""Administrators don't read disputes: those who run the machine needn't know the quarrels."""

GIVEN_ONLY = frozenset({Role.DEPARTMENT_HANDLER, Role.COURT_HANDLER, Role.LAWYER, Role.VOLUNTEER})
"""Roles that see no area, only what was given to their unit."""

ABOVE_TOWNSHIP = frozenset(
    {
        Role.COUNTY_COORDINATOR,
        Role.COUNTY_VIEWER,
        Role.PREFECTURE_COORDINATOR,
        Role.PREFECTURE_VIEWER,
        Role.NATIONAL_VIEWER,
        Role.ADMINISTRATOR,
    }
)
"""Roles that must sign in with a second factor."""
