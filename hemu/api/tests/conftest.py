"""A caller with a key, for tests of the API."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from hemu.api import entry, keys
from hemu.orgs.permissions import ROLE_PERMISSIONS


@dataclass
class Outside:
    """An outside system: posts and gets JSON with its token."""

    token: str
    client: Client = field(default_factory=Client)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(
            method,
            f"/api/v1{path}",
            data="" if body is None else json.dumps(body),
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.token}", **named},
        )

    def get(self, path: str, **headers: str) -> Any:
        return self.send("GET", path, **headers)

    def post(self, path: str, body: Any, **headers: str) -> Any:
        return self.send("POST", path, body, **headers)


@pytest.fixture(autouse=True)
def _fresh_memory() -> Iterator[None]:
    entry.forget()
    yield
    entry.forget()


@pytest.fixture
def outside(cast) -> Callable[..., Outside]:
    """Make the caller that acts from the post of one of the cast, with all its permissions or some."""

    def make(who: str, permissions: Any = None, per_minute: int = 600) -> Outside:
        post = cast.posts[who]
        wanted = ROLE_PERMISSIONS[post.role] if permissions is None else permissions
        return Outside(
            keys.make(f"系统-{who}", post, sorted(wanted), by=cast.administrator, per_minute=per_minute).token
        )

    return make
