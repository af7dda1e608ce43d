"""The tabs over every page of channels."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from hemu.disputes.tabs import Tab


def tabs(here: str) -> list[Tab]:
    """Channels, texts, log."""
    places = (("channels", _("渠道")), ("texts", _("文字模板")), ("log", _("发送记录")))
    return [Tab(label, reverse(f"sending:{name}"), None, name == here) for name, label in places]
