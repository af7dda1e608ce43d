"""Every request knows who acts."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

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
