"""What every route needs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from hemu.field.entry import Caller
from hemu.orgs.models import Post
from hemu.orgs.permissions import ROLE_PERMISSIONS, Permission


def caller(request: HttpRequest) -> Caller:
    """The phone that calls; its security has put it there."""
    found: Caller = request.auth  # type: ignore[attr-defined]  # ninja sets it
    return found


def post_as_json(post: Post) -> dict[str, Any]:
    """A post as the app shows it, with what it may do."""
    allowed = ROLE_PERMISSIONS[post.role]  # type: ignore[index]  # a Role by its number
    return {
        "id": str(post.pk),
        "label": str(post),
        "may": [str(permission) for permission in Permission if permission in allowed],
    }
