"""Every request knows who acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from hemu.orgs.actor import Actor, actor_for
from hemu.orgs.models import Post
from hemu.orgs.queries import posts_of

POST_KEY = "hemu_post"
"""Where the session keeps the post that the person chose."""


def chosen(posts: tuple[Post, ...], wanted: object) -> Post | None:
    """The post named in the session while it still holds, else the main one, else the first."""
    return next((post for post in posts if str(post.pk) == str(wanted)), posts[0] if posts else None)


class ActorMiddleware:
    """Sets ``request.posts`` (those that hold today) and ``request.actor`` (or None)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        posts: tuple[Post, ...] = ()
        actor: Actor | None = None
        if request.user.is_authenticated:
            posts = posts_of(request.user)
            post = chosen(posts, request.session.get(POST_KEY))
            actor = actor_for(post) if post else None
        request.posts = posts  # type: ignore[attr-defined]  # ours, documented above
        request.actor = actor  # type: ignore[attr-defined]  # ours, documented above
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Our views are for those who are signed in and hold a post, unless they say that they are public."""
        ours = hasattr(view, "hemu_access") and not getattr(view, "hemu_public", False)
        if not ours or request.actor is not None:  # type: ignore[attr-defined]  # set above
            return None
        if request.user.is_authenticated:
            raise PermissionDenied("no post holds today")
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": request.headers.get("HX-Current-URL", "/")})
        return redirect_to_login(request.get_full_path())
