"""/office/components: every component in every state, to look at and to test."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hemu.kernel.errors import Missing
from hemu.kernel.web import reads


@reads
def components(request: HttpRequest) -> HttpResponse:
    """Open to whoever is signed in, and to anybody while debugging."""
    if not (settings.DEBUG or request.user.is_authenticated):
        raise Missing("")
    return render(request, "office/components.html", {})
