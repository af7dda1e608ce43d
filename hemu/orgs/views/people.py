"""People: list, one, new, amended, their posts, leaving and coming back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hemu.kernel.errors import Refused
from hemu.kernel.web import reads, writes
from hemu.kernel.wording import listed
from hemu.orgs import queries
from hemu.orgs.actions import people as acts
from hemu.orgs.actor import Actor
from hemu.orgs.forms.people import NewPersonForm, PersonForm, PostForm
from hemu.orgs.models import Person, Post, Role, Subject, TeamMember, Unit
from hemu.orgs.names import mask_phone
from hemu.orgs.permissions import LABELS, ROLE_PERMISSIONS, Permission
from hemu.orgs.views.common import (
    Chip,
    actor_of,
    chip_of,
    form_page,
    manager_of,
    page_of,
    person_of,
    post_of,
    records_of,
    region_asked,
    tried,
    unit_of,
)


def filtered(request: HttpRequest, actor: Actor) -> QuerySet[Person]:
    """The people that the list's filters leave; the export shows the same."""
    found = queries.search_people(actor, request.GET.get("q", ""))
    found = found.filter(is_active=request.GET.get("state") != "left")
    posts = Post.objects.current()
    role, inside = request.GET.get("role", ""), region_asked(request)
    if role.isdigit():
        posts = posts.filter(role=int(role))
    if inside is not None:
        posts = posts.filter(unit__in=Unit.objects.active().touching((inside.span,)))
    if role.isdigit() or inside is not None:
        found = found.filter(pk__in=posts.values("person"))
    held = Post.objects.current().select_related("unit__region").order_by("-is_main", "id")
    return found.prefetch_related(Prefetch("posts", held, to_attr="held"))


@reads
def people(request: HttpRequest) -> HttpResponse:
    """People of the scope, by the sound of their names."""
    actor = actor_of(request)
    context = {
        "page": page_of(request, filtered(request, actor)),
        "roles": Role.choices,
        "role": request.GET.get("role", ""),
        "in_region": region_asked(request),
        "left": request.GET.get("state") == "left",
        "q": request.GET.get("q", ""),
        "may_manage": actor.may(Permission.MANAGE_ORGS),
        "query": request.GET.urlencode(),
        "chips": _chips(request),
    }
    return render(request, "orgs/people.html", context)


@reads
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """One person: posts and what each allows, teams, what changed."""
    actor = actor_of(request)
    found = person_of(actor, person_id)
    held = Post.objects.filter(person=found).select_related("unit__region")
    posts = list(held.order_by("until", "-is_main", "id"))
    teams = TeamMember.objects.current().filter(person=found).select_related("team__unit")
    context = {
        "person": found,
        "described": _about(found),
        "posts": [_described(actor, post) for post in posts if post.is_current],
        "past": [_described(actor, post) for post in posts if not post.is_current],
        "teams": teams.order_by("id"),
        "records": records_of(Subject.PERSON, found.pk),
        "may_manage": actor.may(Permission.MANAGE_ORGS) and found.pk != actor.person_id,
        "is_self": found.pk == actor.person_id,
    }
    return render(request, "orgs/person.html", context)


def _chips(request: HttpRequest) -> list[Chip]:
    roles = {str(value): str(label) for value, label in Role.choices}
    inside = region_asked(request)
    found = (
        chip_of(request, "q", _("查找"), request.GET.get("q", "")),
        chip_of(request, "region", _("所在区划"), inside.local_name if inside else ""),
        chip_of(request, "role", _("岗位"), roles.get(request.GET.get("role", ""), "")),
    )
    return [chip for chip in found if chip is not None]


def _about(person: Person) -> list[tuple[str, str]]:
    pairs = [
        (_("用户名"), person.username),
        (_("手机号码"), mask_phone(person.phone) if person.phone else ""),
        (_("工号"), person.staff_number),
        (_("语言"), listed(person.languages)),
        (_("专长"), listed(person.skills)),
    ]
    return [(name, value) for name, value in pairs if value]


def _described(actor: Actor, post: Post) -> dict[str, Any]:
    names = queries.place_names([post.lo], local=True) if post.lo is not None else {}
    allowed = ROLE_PERMISSIONS[Role(post.role)]
    return {
        "post": post,
        "key": str(post.pk),
        "area": names.get(post.lo, "") if post.lo is not None else "",
        "allows": [LABELS[permission] for permission in Permission if permission in allowed],
        "mine": actor.covers_span(post.unit.region.span),
    }


@writes
def new_person(request: HttpRequest) -> HttpResponse:
    """A form for a new person and their first post."""
    actor = manager_of(request)
    initial: dict[str, Any] = {}
    if request.GET.get("unit", "").isdigit():
        initial["unit"] = unit_of(actor, int(request.GET["unit"]))
    form = NewPersonForm(request.POST or None, actor=actor, initial=initial)
    if form.is_valid():
        made = tried(form, lambda: acts.create_person(form.person_data(), form.post_data(), by=actor))
        if made is not None:
            told = _("已新增“%(name)s”，用户名 %(username)s。发放初始密码后即可登录。")
            messages.success(request, told % {"name": made.name, "username": made.username})
            return redirect("orgs:person", person_id=made.pk)
    return form_page(request, form, _("新增人员"), back=("orgs:people",))


@writes
def edit_person(request: HttpRequest, person_id: int) -> HttpResponse:
    """A form to amend a person."""
    actor = manager_of(request)
    found = person_of(actor, person_id)
    form = PersonForm(request.POST or None, person=found)
    if form.is_valid() and tried(form, lambda: acts.amend_person(found, form.person_data(), by=actor)):
        messages.success(request, _("已保存。"))
        return redirect("orgs:person", person_id=found.pk)
    return form_page(request, form, _("修改人员"), about=found.name, back=("orgs:person", found.pk))


@writes
def new_post(request: HttpRequest, person_id: int) -> HttpResponse:
    """A form for one more post."""
    actor = manager_of(request)
    found = person_of(actor, person_id)
    form = PostForm(request.POST or None, actor=actor)
    if form.is_valid() and tried(form, lambda: acts.give_post(found, form.post_data(), by=actor)):
        messages.success(request, _("已设岗。"))
        return redirect("orgs:person", person_id=found.pk)
    return form_page(request, form, _("增设岗位"), about=found.name, back=("orgs:person", found.pk))


@writes
@require_POST
def end_post(request: HttpRequest, post_id: int) -> HttpResponse:
    """End a post."""
    actor = manager_of(request)
    post = post_of(actor, post_id)
    acts.end_post(post, by=actor)
    messages.success(request, _("已撤销岗位“%(post)s”。") % {"post": str(post)})
    return redirect("orgs:person", person_id=post.person_id)


@writes
@require_POST
def leave(request: HttpRequest, person_id: int) -> HttpResponse:
    """Somebody leaves."""
    actor = manager_of(request)
    found = person_of(actor, person_id)
    try:
        acts.leave(found, by=actor)
        messages.success(request, _("“%(name)s”已离岗，账号已停用。") % {"name": found.name})
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("orgs:person", person_id=found.pk)


@writes
@require_POST
def come_back(request: HttpRequest, person_id: int) -> HttpResponse:
    """Somebody comes back."""
    actor = manager_of(request)
    found = acts.come_back(person_of(actor, person_id), by=actor)
    messages.success(request, _("“%(name)s”已恢复，请为其设岗。") % {"name": found.name})
    return redirect("orgs:person", person_id=found.pk)


@writes
@require_POST
def issue_password(request: HttpRequest, person_id: int) -> HttpResponse:
    """Make a new password and show it this once."""
    actor = manager_of(request)
    found = person_of(actor, person_id)
    try:
        password = acts.issue_password(found, by=actor)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("orgs:person", person_id=found.pk)
    context = {"person": found, "password": password}
    response = render(request, "orgs/password.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response
