"""Platforms that answer 200 and put what went wrong in the body: their codes, sorted by what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from hemu.notices.channels.base import ForNow, Never, TokenRefused, Words


@dataclass(frozen=True, slots=True)
class Codes:
    """`busy`: seconds that the whole channel must rest. `later`: seconds until this message may be tried.

    `known` says in words what else can be wrong; any other code is :class:`Never` with the code itself.
    """

    busy: Mapping[str, float]
    later: Mapping[str, float]
    expired: frozenset[str]
    known: Mapping[str, Words]

    def refuse(self, code: str) -> None:
        """Raise what `code` means. Call it for codes that don't mean success."""
        if code in self.expired:
            raise TokenRefused(_("访问令牌已失效。"), code)
        if code in self.busy:
            raise ForNow(_("平台提示发送过快。"), code, after=self.busy[code], all_of_it=True)
        if code in self.later:
            words = self.known.get(code, _("平台忙，稍后再试。"))
            raise ForNow(words, code, after=self.later[code])
        raise Never(self.known.get(code, _("平台拒收。")), code)
