"""Whose failed sign-ins are counted together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from axes.utils import reset
from django.http import HttpRequest
from django.utils.translation import gettext as _

from hemu.kernel.errors import Missing
from hemu.orgs.actor import Actor
from hemu.orgs.models import Person
from hemu.orgs.permissions import Permission


def username(request: HttpRequest | None, credentials: Mapping[str, Any] | None) -> str:
    """The user name of an attempt: axes, allauth and the form each call it otherwise."""
    for source in (credentials or {}, request.POST if request is not None else {}):
        for name in ("username", "login"):
            if source.get(name):
                return str(source[name]).strip().lower()
    return ""


def unlock(person_username: str, *, by: Actor) -> int:
    """Let a locked-out person try again at once; answers how many failed attempts were forgotten."""
    by.require(Permission.MANAGE_ORGS)
    if not Person.objects.filter(username=person_username).exists():
        raise Missing(_("没有这个用户名。"))
    return int(reset(username=person_username.lower()))
