"""Pages: the keys of outside systems, and how to call the API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Case, IntegerField, Q, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache

from hemu.api import keys
from hemu.api.forms import KeyForm
from hemu.api.models import ApiKey
from hemu.kernel import clock
from hemu.kernel.errors import Missing, Refused
from hemu.kernel.web import reads, writes
from hemu.orgs.actor import Actor
from hemu.orgs.models import Post, Role
from hemu.orgs.permissions import LABELS, Permission
from hemu.orgs.queries import managed_units
from hemu.orgs.signed_in import actor_of

MOST_POSTS = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A key as the list shows it."""

    key: ApiKey
    permissions: list[Any]
    state: str
    tone: str

    @property
    def dialog(self) -> str:
        """The id of the dialog that asks before it is revoked."""
        return f"revoke-{self.key.pk}"


def _manager(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    actor.require(Permission.MANAGE_ORGS)
    return actor


def _line(key: ApiKey) -> Line:
    if key.revoked_at is not None:
        state, tone = _("已停用"), "stop"
    elif key.expires_at is not None and key.expires_at <= clock.now():
        state, tone = pgettext("key", "已过期"), "late"
    elif not key.post.is_current or not key.post.person.is_active:
        state, tone = _("岗位已撤，不能用"), "stop"
    else:
        state, tone = _("可用"), "active"
    return Line(key, [LABELS[name] for name in Permission if name in key.permissions], state, tone)


def _covered(by: Actor, post: Post) -> bool:
    return by.covers_span(post.unit.region.span)


@reads
def index(request: HttpRequest) -> HttpResponse:
    """The keys that act from posts of the administrator's area."""
    actor = _manager(request)
    rows = ApiKey.objects.select_related("post__person", "post__unit__region").order_by("name", "id")
    lines = [_line(key) for key in rows if _covered(actor, key.post)]
    lines.sort(key=lambda line: line.key.revoked_at is not None)
    return render(request, "api/keys.html", {"lines": lines})


def _posts(by: Actor, text: str) -> list[Post]:
    """Posts a key may act from: those for outside systems, or any whose person or unit bears the name."""
    wanted = Q(role=Role.OUTSIDE_SYSTEM)
    if text:
        wanted = Q(person__name__contains=text) | Q(unit__name__contains=text)
    first = Case(When(role=Role.OUTSIDE_SYSTEM, then=Value(0)), default=Value(1), output_field=IntegerField())
    found = (
        Post.objects.current()
        .filter(wanted, unit__in=managed_units(by).filter(is_active=True), person__is_active=True)
        .exclude(role=Role.VOLUNTEER)
        .select_related("person", "unit__region")
        .order_by(first, "unit__name", "id")
    )
    return [post for post in found[:MOST_POSTS] if _covered(by, post)]


@reads
def choose(request: HttpRequest) -> HttpResponse:
    """Which post a new key acts from."""
    actor = _manager(request)
    text = request.GET.get("q", "").strip()[:60]
    return render(request, "api/posts.html", {"q": text, "posts": _posts(actor, text), "most": MOST_POSTS})


def _post(by: Actor, post_id: int) -> Post:
    rows = Post.objects.current().select_related("person", "unit__region")
    found = rows.filter(pk=post_id, unit__is_active=True, person__is_active=True).first()
    if found is None or not _covered(by, found):
        raise Missing(_("没有找到这个岗位。"))
    return found


@never_cache
@writes
def new(request: HttpRequest, post_id: int) -> HttpResponse:
    """Make a key; its token is on the answer to the form and nowhere else."""
    actor = _manager(request)
    post = _post(actor, post_id)
    form = KeyForm(post, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = keys.make(post=post, by=actor, **form.asked())
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            return render(request, "api/token.html", {"made": made, "line": _line(made.key)})
    status = 422 if form.is_bound else 200
    return render(request, "api/new.html", {"form": form, "post": post}, status=status)


@writes
def revoke(request: HttpRequest, key_id: int) -> HttpResponse:
    """End a key."""
    actor = _manager(request)
    key = ApiKey.objects.filter(pk=key_id).select_related("post__unit__region").first()
    if key is None:
        raise Missing(_("没有找到这个密钥。"))
    if request.method == "POST":
        keys.revoke(key, by=actor)
        messages.success(request, _("“%(name)s”的密钥已停用，几秒内生效。") % {"name": key.name})
    return redirect("api-keys:index")
