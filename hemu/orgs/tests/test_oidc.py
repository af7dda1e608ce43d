"""Signing in through an identity service, against a local one that speaks OpenID Connect."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from django.urls import reverse
from jwt.algorithms import RSAAlgorithm

HOME = "/"
pytestmark = [pytest.mark.django_db, pytest.mark.req("O4")]


@dataclass
class Service:
    """A minimal identity service: discovery, token, userinfo, keys."""

    username: str = ""
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    address: str = ""

    def answer(self, path: str) -> dict[str, object]:
        if path.endswith("openid-configuration"):
            names = ("authorization", "token", "userinfo")
            found = {f"{name}_endpoint": f"{self.address}/{name}" for name in names}
            return {**found, "issuer": self.address, "jwks_uri": f"{self.address}/jwks"}
        claims: dict[str, object] = {"sub": "county-42", "preferred_username": self.username}
        if path == "/userinfo":
            return claims
        if path == "/jwks":
            public = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
            return {"keys": [{**public, "kid": "one", "alg": "RS256", "use": "sig"}]}
        now = int(time.time())
        token = jwt.encode(
            {**claims, "iss": self.address, "aud": "hemu", "iat": now, "exp": now + 300},
            self.key,
            algorithm="RS256",
            headers={"kid": "one"},
        )
        return {"access_token": "opaque", "token_type": "Bearer", "expires_in": 300, "id_token": token}


@pytest.fixture
def service(settings) -> Iterator[Service]:
    spoken = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._reply()

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            spoken.asked.append(parse_qs(self.rfile.read(length).decode()))
            self._reply()

        def _reply(self) -> None:
            body = json.dumps(spoken.answer(urlsplit(self.path).path)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    spoken.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    app = {
        "provider_id": "county",
        "name": "统一身份认证",
        "client_id": "hemu",
        "secret": "s3cret",
        "settings": {"server_url": spoken.address, "oauth_pkce_enabled": True},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    yield spoken
    server.shutdown()
    server.server_close()


def come_back(client: Client) -> object:
    start = client.post("/account/oidc/county/login/")
    assert start.status_code == 302
    sent = parse_qs(urlsplit(start.headers["Location"]).query)
    assert sent["code_challenge_method"] == ["S256"]
    return client.get("/account/oidc/county/login/callback/", {"code": "c0de", "state": sent["state"][0]})


def test_the_account_of_the_same_name_signs_in(cast, service):
    service.username = cast.people["officer"].username
    client = Client()
    assert "统一身份认证" in client.get(reverse("account_login")).content.decode()
    assert come_back(client).status_code == 302
    assert client.get(HOME).status_code == 200
    assert service.asked[0]["code"] == ["c0de"]
    assert "code_verifier" in service.asked[0]


def test_somebody_without_an_account_is_told_so(cast, service):
    service.username = "nobody-here"
    client = Client()
    answer = come_back(client)
    assert answer.status_code == 403
    assert "nobody-here" in answer.content.decode()
    assert client.get(HOME).status_code == 302
