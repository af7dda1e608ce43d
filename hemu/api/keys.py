"""Making and revoking keys."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.api.models import ApiKey
from hemu.kernel import clock
from hemu.kernel.errors import Missing, Refused
from hemu.orgs.actions.guard import record
from hemu.orgs.actor import Actor
from hemu.orgs.models import Post, RecordAct
from hemu.orgs.permissions import ROLE_PERMISSIONS, Permission

PREFIX_BYTES, SECRET_BYTES = 6, 32


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key just made, with the token that is shown this once."""

    key: ApiKey
    token: str


def hashed(secret: str) -> bytes:
    """SHA-256 of a secret of 256 random bits: nothing slower is needed for those."""
    return hashlib.sha256(secret.encode()).digest()


def make(
    name: str,
    post: Post,
    permissions: Sequence[Permission],
    *,
    by: Actor,
    per_minute: int = 600,
    expires_at: datetime | None = None,
) -> NewKey:
    """A key for an outside system that acts from `post`. The post must be in the maker's area."""
    by.require(Permission.MANAGE_ORGS)
    if not name.strip():
        raise Refused(_("请填写系统名称。"), field="name", code="required")
    if not permissions:
        raise Refused(_("请至少选择一项权限。"), field="permissions", code="required")
    if not by.covers_span(post.unit.region.span):
        raise Missing(_("没有找到这个岗位。"), field="post")
    beyond = set(permissions) - ROLE_PERMISSIONS[post.role]  # type: ignore[index]  # a Role by its number
    if beyond:
        raise Refused(_("密钥的权限不能超出岗位的权限。"), field="permissions", code="beyond_post")
    if per_minute < 1:
        raise Refused(_("每分钟至少 1 次。"), field="per_minute", code="range")
    prefix, secret = secrets.token_hex(PREFIX_BYTES), secrets.token_urlsafe(SECRET_BYTES)
    key = _created(
        post,
        by,
        name=name.strip(),
        prefix=prefix,
        secret_hash=hashed(secret),
        permissions=sorted(permissions),
        per_minute=per_minute,
        expires_at=expires_at,
    )
    return NewKey(key, f"hemu_{prefix}_{secret}")


@transaction.atomic
def _created(post: Post, by: Actor, **given: Any) -> ApiKey:
    """The row, and a line in the record of whoever holds the post: a key acts in their name."""
    key = ApiKey.objects.create(post=post, made_by=by.name, **given)
    record(by, post.person, RecordAct.KEY_MADE, key=["", key.name], post=["", post.unit.name])
    return key


@transaction.atomic
def revoke(key: ApiKey, *, by: Actor) -> ApiKey:
    """End a key. Calls with it are refused within a few seconds."""
    by.require(Permission.MANAGE_ORGS)
    if not by.covers_span(key.post.unit.region.span):
        raise Missing(_("没有找到这个密钥。"))
    if key.revoked_at is None:
        key.revoked_at = clock.now()
        key.save(update_fields=["revoked_at"])
        record(by, key.post.person, RecordAct.KEY_REVOKED, key=[key.name, ""])
    return key
