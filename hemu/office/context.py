"""What the shell around every page needs: who is asking, where they may go, what waits for them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Final

from django.http import HttpRequest
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from hemu.office import waiting
from hemu.orgs.actor import Actor
from hemu.orgs.models import Post
from hemu.orgs.permissions import Permission


class Part(Enum):
    """A part of the navigation, in the order shown. Stages come in the order of the loop."""

    DESK = ""
    SCREENING = _("排查")
    ASSESSMENT = _("评估")
    ROUTING = _("分流")
    MEDIATION = _("调解")
    FOLLOW_UP = _("回访")
    OUTREACH = _("宣传便民")
    COMMAND = _("督导")
    HOUSE = _("管理")


@dataclass(frozen=True, slots=True)
class Place:
    """One way out of the shell. `permission` None: all may go."""

    label: str | Promise
    path: str
    icon: str
    key: str = ""
    permission: Permission | None = None
    part: Part = Part.DESK
    on_phone: bool = False
    also: tuple[str, ...] = ()
    """Other addresses that belong to it, reached from its pages."""


_VISITS = ("/doubts/", "/coverage/", "/campaigns/")
_RECORDS = ("/groups/", "/petitions/")
_AGREED = ("/confirmations/", "/outcomes/", "/crimes/")
_MEDIATORS = ("/committees/", "/lawyers/")
P = Permission
PLACES: Final = (
    Place(_("我的工作"), "/", "clipboard-check", "w", on_phone=True),
    Place(_("矛盾纠纷"), "/disputes/", "files", "l", P.VIEW, on_phone=True),
    Place(_("消息"), "/inbox/", "inbox", "i", on_phone=True),
    Place(
        pgettext_lazy("several", "走访"), "/visits/", "walk", "v", P.VIEW, Part.SCREENING, True, also=_VISITS
    ),
    Place(_("来情登记"), "/records/", "report-search", "e", P.VIEW, Part.SCREENING, also=_RECORDS),
    Place(_("村民说事"), "/villagers/", "messages", "c", P.VIEW, Part.SCREENING),
    Place(_("表格导入"), "/imports/", "table", "x", P.REGISTER, Part.SCREENING),
    Place(_("关联核对"), "/proposals/", "link", "m", P.LINK, Part.SCREENING),
    Place(_("预警提示单"), "/warnings/", "speakerphone", "a", P.VIEW, Part.ASSESSMENT),
    Place(_("重点纠纷"), "/key-disputes/", "target", "", P.VIEW, Part.ASSESSMENT),
    Place(_("会商研判"), "/conferrals/", "users", "", P.VIEW, Part.ASSESSMENT),
    Place(_("趋势预警"), "/trends/", "trending-up", "", P.FIGURES, Part.ASSESSMENT),
    Place(_("定级复核"), "/ratings/", "scale", "d", P.RATE, Part.ASSESSMENT),
    Place(pgettext_lazy("several", "分流交办"), "/routing/", "arrows-split-2", "z", P.VIEW, Part.ROUTING),
    Place(_("八单一表"), "/sheets/", "file-text", "y", P.VIEW, Part.ROUTING, also=("/volumes/",)),
    Place(_("调处日程"), "/calendar/", "calendar", "h", P.VIEW, Part.MEDIATION, also=("/circuit/",)),
    Place(_("协议履行"), "/performance/", "signature", "g", P.VIEW, Part.MEDIATION, also=_AGREED),
    Place(_("调解力量"), "/mediators/", "users-group", "", None, Part.MEDIATION, also=_MEDIATORS),
    Place(_("当事人短信"), "/party-messages/", "device-mobile", "", P.VIEW, Part.MEDIATION),
    Place(_("法律咨询"), "/advice/", "gavel", "", P.VIEW, Part.MEDIATION),
    Place(_("回访"), "/followups/", "phone-call", "b", P.FOLLOW_UP, Part.FOLLOW_UP),
    Place(_("电话回访"), "/callbacks/", "phone", "", P.FOLLOW_UP, Part.FOLLOW_UP),
    Place(_("投诉"), "/complaints/", "mood-sad", "", P.VIEW, Part.FOLLOW_UP),
    Place(_("满意度"), "/satisfaction/", "mood-smile", "", P.FIGURES, Part.FOLLOW_UP),
    Place(_("宣传"), "/outreach/", "news", "", P.VIEW, Part.OUTREACH, also=("/bulletins/", "/stories/")),
    Place(_("便民服务"), "/services/", "heart-handshake", "s", P.VIEW, Part.OUTREACH),
    Place(_("数据"), "/figures/", "chart-bar", "f", P.FIGURES, Part.COMMAND, True),
    Place(_("报告核查"), "/reporting/", "flag", "t", P.FIGURES, Part.COMMAND),
    Place(_("督办"), "/supervision/", "list-check", "u", P.VIEW, Part.COMMAND),
    Place(_("组织"), "/orgs/", "sitemap", "o", P.MANAGE_ORGS, Part.HOUSE, True),
    Place(_("规则"), "/rules/", "adjustments", "r", P.MANAGE_RULES, Part.HOUSE, True),
    Place(_("文书模板"), "/papers/", "file-text", "n", P.MANAGE_RULES, Part.HOUSE),
    Place(_("隐私"), "/privacy/", "lock", "", P.GUARD_PERSONAL, Part.HOUSE),
    Place(_("消息渠道"), "/channels/", "send", "", P.MANAGE_ORGS, Part.HOUSE),
    Place(_("接口密钥"), "/api-keys/", "api", "p", P.MANAGE_ORGS, Part.HOUSE),
)
"""In the order of their parts. A key is for what is opened many times a day."""


ON_A_PHONE: Final = 4
"""So many ways fit on a phone beside the one to all the others."""


@dataclass(frozen=True, slots=True)
class NavItem:
    """A way out as this page shows it."""

    label: str | Promise
    path: str
    icon: str
    key: str
    is_here: bool
    on_phone: bool
    count: int
    heading: str | Promise
    """The part that begins with it; empty inside a part."""


@dataclass(frozen=True, slots=True)
class Shell:
    """Everything around the page's own content."""

    actor: Actor | None
    nav: tuple[NavItem, ...]
    region: str
    posts: tuple[Post, ...]
    inbox: int
    english: bool
    may_search: bool
    may_register: bool
    register_path: str
    switch_path: str
    account_links: tuple[tuple[str | Promise, str, str], ...]
    logout_path: str
    sought: str


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Context processor: ``shell`` in every template."""
    actor: Actor | None = getattr(request, "actor", None)
    inbox = waiting.unread(actor) if actor else 0
    return {
        "shell": Shell(
            actor=actor,
            nav=_nav(request, actor, inbox),
            region=waiting.region_name(actor) if actor else "",
            posts=waiting.posts(request) if actor else (),
            inbox=inbox,
            english=(get_language() or "").startswith("en"),
            may_search=actor is not None and actor.may(Permission.VIEW),
            may_register=actor is not None
            and actor.may(Permission.REGISTER)
            and leads_somewhere("/disputes/new/"),
            register_path="/disputes/new/",
            switch_path=path_of("switch-post", "orgs:switch-post"),
            account_links=_account_links(actor),
            logout_path=path_of("account_logout"),
            sought=request.GET.get("q", ""),
        )
    }


def _nav(request: HttpRequest, actor: Actor | None, inbox: int) -> tuple[NavItem, ...]:
    if actor is None:
        return ()
    shown = [
        place
        for place in PLACES
        if (place.permission is None or actor.may(place.permission)) and leads_somewhere(place.path)
    ]
    on_phone = [place for place in shown if place.on_phone][:ON_A_PHONE]
    first = {place.part: place for place in reversed(shown)}
    return tuple(
        NavItem(
            label=place.label,
            path=place.path,
            icon=place.icon,
            key=place.key,
            is_here=any(_is_here(request.path, path) for path in (place.path, *place.also)),
            on_phone=place in on_phone,
            count=inbox if place.path == "/inbox/" else 0,
            heading=place.part.value if first[place.part] is place else "",
        )
        for place in shown
    )


def _is_here(path: str, place: str) -> bool:
    return path == place if place == "/" else path.startswith(place)


def _account_links(actor: Actor | None) -> tuple[tuple[str | Promise, str, str], ...]:
    in_the_field = ((_("走访应用"), "field:shell", "walk"),)
    wanted = (
        *(in_the_field if actor is not None and actor.may(Permission.REGISTER) else ()),
        (_("修改密码"), "account_change_password", "key"),
        (_("两步验证"), "mfa_index", "shield-check"),
        (_("登录过的设备"), "usersessions_list", "login"),
        (_("我的手机"), "field:phones", "device-mobile"),
    )
    return tuple((label, path_of(name), sign) for label, name, sign in wanted if path_of(name))


@cache
def path_of(*names: str) -> str:
    """The address of the first of these URL names that exists; empty when none does."""
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""


@cache
def leads_somewhere(path: str) -> bool:
    """Whether any page answers at `path`: a part that isn't installed has no way to it."""
    try:
        resolve(path)
    except Resolver404:
        return False
    return True
