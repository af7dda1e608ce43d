"""What every answer to a villager's form carries."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hemu.portal import uploads

POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "media-src blob:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
"""Blobs are the villager's own photo and voice, before they are sent."""
PERMISSIONS: Final = (
    "camera=(self), geolocation=(), microphone=(self), payment=(), usb=(), browsing-topics=()"
)
"""A villager may record their voice on the page; where they are is nothing to it."""


def shown(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200, wait: float = 0
) -> HttpResponse:
    """A page that no browser keeps. `wait` is in how many seconds trying again makes sense."""
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "no-store"
    response["Content-Security-Policy"] = POLICY
    response["Permissions-Policy"] = PERMISSIONS
    if wait > 0:
        response["Retry-After"] = str(int(wait) + 1)
    return response


def is_too_large(request: HttpRequest) -> bool:
    """Whether a form is larger than any that we made; asked before a byte of it is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not length.isdigit() or int(length) > uploads.MOST_SENT


def too_large(request: HttpRequest) -> HttpResponse:
    """Says so, unread."""
    return shown(request, "portal/large.html", {"most": uploads.MOST_SENT // uploads.MEGABYTE}, status=413)
