"""Posts above the township sign in with a second factor, or set one up before anything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hemu.orgs.permissions import ABOVE_TOWNSHIP

DONE_KEY = "hemu_second_factor"
"""In the session once the person was seen to have a second factor, so that it is asked once a session."""


class SecondFactorMiddleware:
    """Sends such a post to the page that sets a second factor up, until it has one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Only our own views are held back; the account's pages must stay reachable."""
        if not hasattr(view, "hemu_access") or not self._must_set_up(request):
            return None
        messages.warning(request, _("您的岗位要求两步验证。请先用手机认证器扫码启用，再继续办理。"))
        return redirect("mfa_activate_totp")

    @staticmethod
    def _must_set_up(request: HttpRequest) -> bool:
        posts = getattr(request, "posts", ())
        if not settings.REQUIRE_SECOND_FACTOR or not any(post.role in ABOVE_TOWNSHIP for post in posts):
            return False
        if request.session.get(DONE_KEY):
            return False
        if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
            request.session[DONE_KEY] = True
            return False
        return True
