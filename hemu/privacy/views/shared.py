"""What the views of privacy share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hemu.disputes.forms import put_refusal
from hemu.kernel.errors import Forbidden, Refused
from hemu.orgs.signed_in import actor_of
from hemu.privacy import queries
from hemu.privacy.showing import page_tabs

ROWS = 50


def page_of(request: HttpRequest, rows: Any) -> Any:
    """One page of a list."""
    return Paginator(rows, ROWS).get_page(request.GET.get("page"))


def show(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """One of the pages of 隐私, under its tabs."""
    waiting = queries.unreviewed(actor_of(request)).count()
    tabs = page_tabs(request, {"emergencies": waiting} if waiting else None)
    return render(request, template, {"tabs": tabs, **(context or {})}, status=status)


def tried(form: forms.Form, do: Callable[[dict[str, Any]], object]) -> bool:
    """Do the form's act; False when something is to be put right first, which then stands on the form."""
    if not form.is_valid():
        return False
    try:
        do(form.cleaned_data)
    except Forbidden:
        raise
    except Refused as refused:
        put_refusal(form, refused)
        return False
    return True


def bound(request: HttpRequest) -> Any:
    """What was posted, or nothing for a form that is only shown."""
    return request.POST if request.method == "POST" else None


def status_of(form: forms.Form) -> int:
    """200 for a form that is shown, 422 for one that came back."""
    return 422 if form.is_bound else 200
