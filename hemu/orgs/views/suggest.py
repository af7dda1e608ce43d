"""Suggestions for the fields that stand for a region or a unit; and the switch of posts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hemu.kernel.errors import Missing
from hemu.kernel.web import reads, writes
from hemu.orgs import queries
from hemu.orgs.fields import SHOWN, region_text, unit_text
from hemu.orgs.middleware import POST_KEY
from hemu.orgs.models import Unit
from hemu.orgs.views.common import actor_of


def _typed(request: HttpRequest) -> str:
    text = request.GET.get(request.GET.get("field", "q"), request.GET.get("q", ""))
    return text.split(" ")[0].strip()[:60]


def _numbers(request: HttpRequest, name: str) -> list[int]:
    return [int(part) for part in request.GET.get(name, "").split(",") if part.isdecimal() and len(part) < 10]


@reads
def places(request: HttpRequest) -> HttpResponse:
    """``<option>`` for regions of the scope whose name holds what was typed."""
    actor = actor_of(request)
    levels = _numbers(request, "levels") or None
    found = queries.search_regions(actor.spans, _typed(request), levels=levels)[:SHOWN]
    options = [(region_text(region), region.full_name) for region in found]
    return render(request, "orgs/parts/options.html", {"options": options})


@reads
def unit_choices(request: HttpRequest) -> HttpResponse:
    """``<option>`` for units in use, seated in the scope, whose name holds what was typed."""
    found = queries.search_units(actor_of(request), _typed(request)).filter(is_active=True)
    kinds = _numbers(request, "kinds")
    if kinds:
        found = found.filter(kind__in=kinds)
    units: list[Unit] = list(found.select_related("region")[:SHOWN])
    options = [(unit_text(unit), unit.get_kind_display()) for unit in units]
    return render(request, "orgs/parts/options.html", {"options": options})


@writes
@require_POST
def switch_post(request: HttpRequest) -> HttpResponse:
    """Act from another of one's posts from now on."""
    posts = {str(post.pk): post for post in getattr(request, "posts", ())}
    post = posts.get(request.POST.get("post", ""))
    if post is None:
        raise Missing(_("您没有这个岗位，或它已停用。"))
    request.session[POST_KEY] = str(post.pk)
    messages.success(request, _("现以“%(post)s”的岗位办事。") % {"post": str(post)})
    wanted = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return redirect(wanted if safe else "/")
