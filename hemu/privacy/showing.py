"""What the pages of privacy say in words, and the part of a dispute's page that leads to them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from hemu.disputes.models import Dispute
from hemu.disputes.tabs import Tab
from hemu.orgs.actor import Actor
from hemu.orgs.models import Role
from hemu.orgs.permissions import Permission
from hemu.privacy import sealing
from hemu.privacy.emergencies import may_break


def post_label(role: int) -> str:
    """What a post is called; empty for the system and for records older than this."""
    return str(Role(role).label) if role in Role.values else ""


def panel(dispute: Dispute, actor: Actor) -> dict[str, Any] | None:
    """Where one goes from a dispute: it asks the database nothing."""
    found = {
        "sealed": sealing.is_sealed(dispute),
        "may_open": actor.may(Permission.OPEN_PERSONAL),
        "may_consent": actor.may(Permission.AMEND),
        "may_guard": actor.may(Permission.GUARD_PERSONAL),
        "may_break": not actor.may(Permission.OPEN_PERSONAL) and may_break(dispute, actor),
    }
    return found if any(found.values()) or dispute.minors else None


_TABS = (
    ("/privacy/", "log"),
    ("/privacy/emergencies/", "emergencies"),
    ("/privacy/requests/", "requests"),
    ("/privacy/retention/", "retention"),
    ("/privacy/assessments/", "assessments"),
    ("/privacy/breaches/", "breaches"),
)


def page_tabs(request: HttpRequest, counts: dict[str, int] | None = None) -> list[Tab]:
    """The pages of 隐私, as tabs."""
    words = {
        "log": _("查看记录"),
        "emergencies": _("紧急查看"),
        "requests": _("当事人请求"),
        "retention": _("到期封存"),
        "assessments": _("影响评估"),
        "breaches": _("泄露事件"),
    }
    here = max((path for path, _name in _TABS if request.path.startswith(path)), key=len, default="")
    known = counts or {}
    return [Tab(words[name], path, known.get(name), path == here) for path, name in _TABS]
