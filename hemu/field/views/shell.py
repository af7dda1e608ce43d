"""The app itself: one page, its worker and its manifest, as Vite built them from field_app/."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hemu.kernel.web import public, reads

BUILT: Final = Path(__file__).resolve().parent.parent / "static" / "field"
POLICY: Final = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
PERMISSIONS: Final = (
    "camera=(self), geolocation=(self), microphone=(self), payment=(), usb=(), browsing-topics=()"
)
"""The app takes photos and voice notes and says where it is: nothing else is asked for."""


def _built(request: HttpRequest, name: str, kind: str) -> HttpResponse:
    try:
        content = (BUILT / name).read_bytes()
    except FileNotFoundError:
        return render(request, "field/not_built.html", status=503)
    answer = HttpResponse(content, content_type=kind)
    answer["Cache-Control"] = "no-cache"
    answer["Content-Security-Policy"] = POLICY
    answer["Permissions-Policy"] = PERMISSIONS
    return answer


@public
@reads
def shell(request: HttpRequest) -> HttpResponse:
    """The page of the app. It holds nothing of anybody, so whoever asks may have it."""
    return _built(request, "index.html", "text/html; charset=utf-8")


@public
@reads
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, from an address that lets it keep all of /field/."""
    return _built(request, "sw.js", "text/javascript; charset=utf-8")


@public
@reads
def manifest(request: HttpRequest) -> HttpResponse:
    """What the phone needs in order to install it."""
    return _built(request, "manifest.webmanifest", "application/manifest+json")
