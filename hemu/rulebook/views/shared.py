"""What every page of the rulebook has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hemu.kernel import clock
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.signed_in import actor_of


@dataclass(frozen=True, slots=True)
class View:
    """One of the rulebook's three parts, as a tab."""

    label: str
    url: str
    current: bool
    count: int | None = None


def manager_of(request: HttpRequest) -> Actor:
    """The actor, who must be allowed to manage rules; raises Forbidden."""
    actor = actor_of(request)
    actor.require(Permission.MANAGE_RULES)
    return actor


def context(request: HttpRequest, part: str, **more: Any) -> dict[str, Any]:
    """What the templates of a part (tables, codes, calendar) need besides their own."""
    parts = (
        ("tables", pgettext("several", "规则表"), reverse("rulebook:index")),
        ("codes", pgettext("several", "代码表"), reverse("rulebook:lists")),
        ("calendar", _("工作日历"), reverse("rulebook:calendar")),
    )
    return {
        "parts": [View(label, url, name == part) for name, label, url in parts],
        "may_manage": actor_of(request).may(Permission.MANAGE_RULES),
        "today": clock.today(),
        **more,
    }


def asked_day(request: HttpRequest) -> date:
    """The day named in ``?on=``, today when it names none."""
    try:
        return parse_date(request.GET.get("on", "")) or clock.today()
    except ValueError:
        return clock.today()
