"""What allauth asks us: nobody makes an account for themselves, and an outside sign-in needs one here."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from hemu.orgs.models import Person


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Accounts are made by an administrator."""

    error_messages = {  # allauth reads it so
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("用户名或密码不对。连续错 5 次将锁定 15 分钟。"),
        "too_many_login_attempts": _("登录太频繁，请稍后再试。"),
        "incorrect_password": _("密码不对。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth carries no types
    """The second factor, in our words."""

    error_messages = {  # allauth reads it so
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("验证码不对。请用认证器里当前显示的 6 位数字；手机时间要准。"),
    }


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Sign-in through the government's identity service (OpenID Connect)."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never: whoever has no account here must ask for one."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Connect a first sign-in to the account of the same user name, or say that there is none."""
        if sociallogin.is_existing:
            return
        claims = sociallogin.account.extra_data
        claims = claims.get("userinfo") or claims.get("id_token") or claims
        username = str(claims.get(settings.OIDC_USERNAME_CLAIM) or "")
        person = Person.objects.filter(username=username, is_active=True).first() if username else None
        if person is None:
            raise ImmediateHttpResponse(
                render(request, "socialaccount/no_account.html", {"username": username}, status=403)
            )
        sociallogin.connect(request, person)
