"""Views say whether they read or write, and are held to it.

A view that reads runs in a read-only transaction, so a GET can't write, whatever code it reaches.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Literal

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_http_methods

View = Callable[..., HttpResponseBase]
Access = Literal["reads", "writes"]


def _mark(view: View, access: Access) -> View:
    view.hemu_access = access  # type: ignore[attr-defined]  # read by the architecture test
    return view


def run_read_only(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """Run `view` so that the database refuses any write that it tries.

    PostgreSQL restores the former mode when the (sub)transaction ends, so this nests.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL transaction_read_only = on")
        response = view(request, *args, **kwargs)
        render = getattr(response, "render", None)
        return render() if render is not None else response


def reads(view: View) -> View:
    """GET and HEAD only, in a transaction that can't write."""

    @require_http_methods(["GET", "HEAD"])
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return run_read_only(view, request, *args, **kwargs)

    return _mark(wrapped, "reads")


def writes(view: View) -> View:
    """A form: GET shows it, in a transaction that can't write; POST does it."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method in ("GET", "HEAD"):
            return run_read_only(view, request, *args, **kwargs)
        return view(request, *args, **kwargs)

    return _mark(wrapped, "writes")


def public(view: View) -> View:
    """Outermost on a view that anybody may ask for: without it, only those who hold a post may."""
    view.hemu_public = True  # type: ignore[attr-defined]  # read by orgs.middleware
    return view
