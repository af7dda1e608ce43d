"""What every answer carries, and what a refused request looks like."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from hemu.kernel.errors import Refused

CONTENT_POLICY: Final = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
PERMISSIONS_POLICY: Final = (
    "camera=(self), geolocation=(self), microphone=(), payment=(), usb=(), browsing-topics=()"
)
"""A phone may take a photo and say where it is, on our own pages; nothing else is ever asked for."""

WHOLE_PAGES: Final = frozenset({403, 404, 409})
"""These are always pages of their own, also when a part of a page was asked for."""

PAGES: Final = {403: "403.html", 404: "404.html", 409: "409.html", 422: "422.html"}


class PolicyMiddleware:
    """Sets the security headers, and shows the kernel's refusals as pages (the API shows its own)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Referrer-Policy", "same-origin")
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Cache-Control", "private, no-cache")
        if request.headers.get("HX-Request") and response.status_code in WHOLE_PAGES:
            response.headers["HX-Retarget"] = "body"
            response.headers["HX-Reswap"] = "innerHTML"
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A page for a `Refused` that no view showed on its own form; None leaves the rest to Django."""
        if not isinstance(exception, Refused) or request.path.startswith("/api/"):
            return None
        return refusal(request, exception)


def refusal(request: HttpRequest, refused: Refused) -> HttpResponse:
    """The page that says what happened, what was kept, and what to do."""
    context = {
        "refused": refused,
        "typed": typed(request) if refused.status in (409, 422) else (),
        "back": _before(request),
    }
    response = render(request, PAGES[refused.status], context, status=refused.status)
    if request.headers.get("HX-Request"):
        response.headers["HX-Retarget"] = "body"
        response.headers["HX-Reswap"] = "innerHTML"
    return response


def _before(request: HttpRequest) -> str:
    """Where the latest is to be seen: the form anew, or the dispute when the form itself was refused."""
    match = request.resolver_match if request.method == "GET" else None
    if match is not None and {"county", "dispute_id"} <= match.kwargs.keys():
        return reverse("dispute", args=[match.kwargs["county"], match.kwargs["dispute_id"]])
    return request.path


HIDDEN: Final = ("csrfmiddlewaretoken", "password", "token", "code", "seen")


def typed(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    """What the person had typed, so that it can be copied; secrets and machinery left out."""
    if request.method != "POST":
        return ()
    return tuple(
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if isinstance(value, str) and len(value) > 1 and not any(word in name for word in HIDDEN)
    )
