"""Texts with places: which places each purpose has, what fills them, how long the result is.

A message says no more of anybody than a number and where to look it up: it travels through other
people's machines and lies on a lock screen. There is no place for a name, a title or a narrative.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemu.kernel.errors import Refused
from hemu.notices.channels.sms.length import segments
from hemu.notices.sending import party_texts
from hemu.notices.sending.models import Channel, Purpose, Template

PLACE = re.compile(r"\{([a-z]+)\}")
PLACES: Mapping[Purpose, Mapping[str, str | Promise]] = {
    Purpose.NOTICE: {
        "reason": gettext_lazy("缘由"),
        "ref": gettext_lazy("编号"),
        "due": gettext_lazy("期限"),
        "unit": gettext_lazy("单位"),
    },
    Purpose.BULLETIN: {
        "title": gettext_lazy("标题"),
        "content": gettext_lazy("内容"),
        "unit": gettext_lazy("发布单位"),
        "stop": gettext_lazy("退订地址"),
    },
    Purpose.CODE: {"code": gettext_lazy("验证码")},
    **party_texts.PLACES,
}
NEEDED: Mapping[Purpose, tuple[str, ...]] = {
    Purpose.NOTICE: ("ref",),
    Purpose.BULLETIN: ("content",),
    Purpose.CODE: ("code",),
    **party_texts.NEEDED,
}
DEFAULTS: Mapping[Purpose, tuple[str, str]] = {
    Purpose.NOTICE: ("和睦：{reason}", "{reason}：{ref}，请登录和睦查看办理。"),
    Purpose.BULLETIN: ("{title}", "{content}（{unit}）退订回T或打开 {stop}"),
    Purpose.CODE: ("订阅验证码", "您的订阅验证码是 {code}，10 分钟内有效。不是本人操作请不用理会。"),
    **party_texts.DEFAULTS,
}
"""Title and text of an office that wrote none. What a carrier sends must be registered there word by word."""
SAMPLES: Mapping[str, str] = {
    "reason": "待接收",
    "ref": "MD522725-2026-000123",
    "due": "12月3日 18:00",
    "unit": "珠藏镇综治中心",
    "title": "防范养老诈骗",
    "content": "凡是要您转账到“安全账户”的都是诈骗，请挂断并拨打 96110。",
    "stop": "https://hemu.example.gov.cn/t/7Q2K9M",
    "code": "482913",
    **party_texts.SAMPLES,
}


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message's words. `params` are the values of its places in the order of the text, for carriers."""

    title: str
    text: str
    params: dict[str, str]
    template: str = ""


def check_text(purpose: Purpose, text: str) -> None:
    """Raise Refused when a text has places that its purpose doesn't know, or lacks one that it needs."""
    known, used = PLACES[purpose], set(PLACE.findall(text))
    if unknown := sorted(used - set(known)):
        raise Refused(
            _("没有“{%(name)s}”这一项，可用的有：%(known)s。")
            % {"name": unknown[0], "known": "、".join(f"{{{name}}}" for name in known)},
            field="text",
            code="unknown_place",
        )
    for name in NEEDED[purpose]:
        if name not in used:
            raise Refused(
                _("内容里必须有“{%(name)s}”。") % {"name": name}, field="text", code="missing_place"
            )


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with its places filled; values are taken as they are, and never read for places again."""
    return PLACE.sub(lambda found: values.get(found[1], ""), text)


def render(purpose: Purpose, place: int, channel: Channel, values: Mapping[str, str]) -> Rendered:
    """The words for a message at a place on a channel, by the office's own template or ours."""
    own = Template.objects.filter(purpose=purpose, lo__lte=place, hi__gt=place, retired_at=None)
    row = min(own.order_by("id"), key=lambda found: found.hi - found.lo, default=None)
    title, text = (row.title, row.text) if row else DEFAULTS[purpose]
    params = {name: values.get(name, "") for name in dict.fromkeys(PLACE.findall(text))}
    registered = str(row.registered.get(str(channel.pk), "")) if row else ""
    return Rendered(fill(title, values)[:100], fill(text, values), params, registered)


def billed(text: str, sign: str) -> int:
    """How many SMS a text is billed as, with its signature."""
    return segments(f"【{sign}】{text}" if sign else text)
