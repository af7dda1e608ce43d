"""The tabs over the three lists of outreach: sessions, messages, stories."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from hemu.disputes.tabs import Tab


def outreach_tabs(here: str) -> list[Tab]:
    """`here` is talks, bulletins or stories. Messages live in a part above: their address is their name."""
    places = (
        ("talks", _("宣传场次"), "talks:talks"),
        ("bulletins", _("宣传消息"), "bulletins:bulletins"),
        ("stories", _("以案释法"), "stories:stories"),
    )
    return [Tab(label, reverse(name), None, key == here) for key, label, name in places]
