"""What the shell around every page needs: who is asking, where they may go, what waits for them."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Place:
    """One way out of the shell. `permission` None: all may go."""

    label: str | Promise
    path: str
    icon: str
    key: str = ""
    permission: Permission | None = None
    on_phone: bool = False
    also: tuple[str, ...] = ()
    """Other addresses that belong to it, reached from its pages."""


PLACES: Final = (
    Place(_("我的工作"), "/", "clipboard-check", key="w", on_phone=True),
    Place(_("矛盾纠纷"), "/disputes/", "files", key="l", permission=Permission.VIEW, on_phone=True),
    Place(
        pgettext_lazy("several", "走访"),
        "/visits/",
        "walk",
        key="v",
        permission=Permission.VIEW,
        on_phone=True,
        also=("/doubts/", "/coverage/", "/campaigns/"),
    ),
    Place(_("回访"), "/followups/", "phone-call", key="b", permission=Permission.FOLLOW_UP),
    Place(
        _("来情登记"),
        "/records/",
        "report-search",
        key="e",
        permission=Permission.VIEW,
        also=("/groups/", "/petitions/"),
    ),
    Place(_("表格导入"), "/imports/", "table", key="x", permission=Permission.REGISTER),
    Place(_("关联核对"), "/proposals/", "link", key="m", permission=Permission.LINK),
    Place(_("村民说事"), "/villagers/", "messages", key="c", permission=Permission.VIEW),
    Place(_("便民服务"), "/services/", "heart-handshake", key="s", permission=Permission.VIEW),
    Place(_("预警提示单"), "/warnings/", "speakerphone", key="a", permission=Permission.VIEW),
    Place(_("会商研判"), "/conferrals/", "users-group", key="h", permission=Permission.VIEW),
    Place(_("重点纠纷"), "/key-disputes/", "target", key="z", permission=Permission.VIEW),
    Place(_("趋势预警"), "/trends/", "trending-up", key="q", permission=Permission.FIGURES),
    Place(_("报告核查"), "/reporting/", "flag", key="t", permission=Permission.FIGURES),
    Place(_("督办"), "/supervision/", "list-check", key="u", permission=Permission.VIEW),
    Place(_("数据"), "/figures/", "chart-bar", key="f", permission=Permission.FIGURES, on_phone=True),
    Place(_("消息"), "/inbox/", "inbox", key="i", on_phone=True),
    Place(_("组织"), "/orgs/", "sitemap", key="o", permission=Permission.MANAGE_ORGS, on_phone=True),
    Place(_("规则"), "/rules/", "adjustments", key="r", permission=Permission.MANAGE_RULES, on_phone=True),
    Place(_("文书模板"), "/papers/", "file-text", key="n", permission=Permission.MANAGE_RULES),
    Place(_("接口密钥"), "/api-keys/", "api", key="p", permission=Permission.MANAGE_ORGS),
)


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
    return tuple(
        NavItem(
            label=place.label,
            path=place.path,
            icon=place.icon,
            key=place.key,
            is_here=any(_is_here(request.path, path) for path in (place.path, *place.also)),
            on_phone=place in on_phone,
            count=inbox if place.path == "/inbox/" else 0,
        )
        for place in shown
    )


def _is_here(path: str, place: str) -> bool:
    return path == place if place == "/" else path.startswith(place)


def _account_links(actor: Actor | None) -> tuple[tuple[str | Promise, str, str], ...]:
    in_the_field = ((_("手机应用"), "field:shell", "walk"),)
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
