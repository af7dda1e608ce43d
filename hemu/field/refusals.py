"""Answers that aren't a record: each says what the app must do next (docs/field-sync.md §2, §6)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from hemu.field.models import EndedWhy
from hemu.kernel.errors import Refused


class Said(Refused):
    """A refusal with more beside it for the app."""

    status = 422

    def __init__(self, message: Any, *, code: str, status: int = 422, field: str = "", **more: Any) -> None:
        super().__init__(message, field=field, code=code)
        self.status = status
        self.more = more


def sign_in(reason: str) -> Said:
    """The token no longer does: keep everything, ask the person to sign in."""
    return Said(_("请重新登录。手机里的记录都还在。"), code="sign_in", status=401, reason=reason)


def bad_proof() -> Said:
    """The signature isn't the device's."""
    return Said(_("无法确认这部手机的身份，请重新登录。"), code="bad_proof", status=401)


def stale(server_time: int) -> Said:
    """The request says it was made at another time."""
    return Said(_("手机时钟需要校准。"), code="stale", status=401, server_time=server_time)


_WIPE = {EndedWhy.SIGNED_OUT: "signed_out", EndedWhy.LOST: "lost", EndedWhy.LEFT: "left"}


def wipe(why: int) -> Said:
    """The device was ended: destroy everything that it holds."""
    words = {
        EndedWhy.SIGNED_OUT: _("已退出登录，本机数据已清除。"),
        EndedWhy.LOST: _("这部手机已报失，本机数据已清除。"),
        EndedWhy.LEFT: _("您已离岗，本机数据已清除。"),
    }
    return Said(words[EndedWhy(why)], code="wipe", status=410, reason=_WIPE[EndedWhy(why)])


def busy(seconds: int = 5) -> Said:
    """Somebody holds what this needs: the same again, a little later."""
    return Said(_("服务器正忙，请稍后再试。"), code="busy", status=503, retry_after=seconds)


def too_many(seconds: int) -> Said:
    """More requests than a phone in order ever makes."""
    return Said(_("请求太频繁，请稍后再试。"), code="too_many", status=429, retry_after=seconds)
