"""The tabs over every page of channels."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from hemu.disputes.tabs import Tab


def tabs(here: str) -> list[Tab]:
    """Channels, texts, what parties are told, log."""
    places = (
        ("sending:channels", _("渠道")),
        ("sending:texts", _("文字模板")),
        ("telling:settings", _("发给当事人")),
        ("sending:log", _("发送记录")),
    )
    return [Tab(label, reverse(name), None, name.endswith(f":{here}")) for name, label in places]
