"""Sign-in through an identity service that speaks OpenID Connect, when the installation names one."""

from __future__ import annotations

from typing import Any

from config import env


def providers() -> dict[str, Any]:
    """allauth's SOCIALACCOUNT_PROVIDERS: empty unless HEMU_OIDC_ISSUER is set.

    HEMU_OIDC_ISSUER is the address below which the service answers
    ``/.well-known/openid-configuration``; raises BadEnvironment when the rest is missing.
    """
    issuer = env.text("HEMU_OIDC_ISSUER")
    if not issuer:
        return {}
    client, secret = env.text("HEMU_OIDC_CLIENT_ID"), env.text("HEMU_OIDC_CLIENT_SECRET")
    if not client or not secret:
        raise env.BadEnvironment("HEMU_OIDC_ISSUER needs HEMU_OIDC_CLIENT_ID and HEMU_OIDC_CLIENT_SECRET too")
    app = {
        "provider_id": "county",
        "name": env.text("HEMU_OIDC_NAME", default="统一身份认证"),
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": issuer, "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app]}}
