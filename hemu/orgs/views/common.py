"""What the pages share: who asks, what they may see, how a refusal returns to its form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.kernel.places import PLACE_DIGITS, Span
from hemu.orgs.actor import Actor
from hemu.orgs.models import OrgRecord, Person, Post, Region, Subject, Team, Unit
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import managed_people, managed_units

PAGE = 50
RECORDS_SHOWN = 20


def actor_of(request: HttpRequest) -> Actor:
    """Who asks; their post must let them see the organisation of their area."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        raise Missing(_("没有这一页"))
    if not actor.spans:
        raise Forbidden(_("您的岗位没有辖区，不能查看机构人员。"))
    return actor


def manager_of(request: HttpRequest) -> Actor:
    """Who asks; they must be allowed to manage the organisation."""
    actor = actor_of(request)
    actor.require(Permission.MANAGE_ORGS)
    return actor


def may_manage(actor: Actor, span: Span) -> bool:
    """Whether buttons that change something are shown."""
    return actor.may(Permission.MANAGE_ORGS) and actor.covers_span(span)


def unit_of(actor: Actor, unit_id: int) -> Unit:
    """A unit seated in the scope. Raises Missing."""
    unit = managed_units(actor).select_related("region", "parent").filter(pk=unit_id).first()
    if unit is None:
        raise Missing(_("没有这个单位。"))
    return unit


def person_of(actor: Actor, person_id: int) -> Person:
    """A person with a post in the scope. Raises Missing."""
    person = managed_people(actor).filter(pk=person_id).first()
    if person is None:
        raise Missing(_("没有这个人。"))
    return person


def team_of(actor: Actor, team_id: int) -> Team:
    """A team of a unit in the scope. Raises Missing."""
    found = Team.objects.filter(pk=team_id, unit__in=managed_units(actor))
    team = found.select_related("unit__region").first()
    if team is None:
        raise Missing(_("没有这支队伍。"))
    return team


def post_of(actor: Actor, post_id: int) -> Post:
    """A post in a unit of the scope. Raises Missing."""
    found = Post.objects.filter(pk=post_id, unit__in=managed_units(actor))
    post = found.select_related("unit__region", "person").first()
    if post is None:
        raise Missing(_("没有这个岗位。"))
    return post


def region_asked(request: HttpRequest) -> Region | None:
    """The region that ``?region=`` names, if there is such a one."""
    code = request.GET.get("region", "")
    if not code.isdigit() or len(code) > PLACE_DIGITS:
        return None
    return Region.objects.filter(pk=int(code)).first()


def page_of(request: HttpRequest, rows: QuerySet[Any], *, size: int = PAGE) -> Page[Any]:
    """The page that ``?page=`` asks for; the nearest one when there is none such."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in force, as the shell's ``filter_chips`` shows it."""

    label: str
    value: str
    remove: str


def chip_of(request: HttpRequest, name: str, label: str, value: str) -> Chip | None:
    """The chip of the parameter `name`; None when it isn't set."""
    if not value:
        return None
    rest = request.GET.copy()
    for key in (name, "page"):
        rest.pop(key, None)
    return Chip(label, value, f"?{rest.urlencode()}")


def tried(form: BaseForm, act: Callable[[], Any]) -> Any:
    """What `act` answers, or None after putting its refusal onto the form, by field."""
    try:
        return act()
    except (Conflict, Missing, Forbidden):
        raise
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return None


def records_of(subject: Subject, subject_id: int) -> list[OrgRecord]:
    """What was changed lately, the newest first."""
    rows = OrgRecord.objects.filter(subject=subject, subject_id=subject_id).order_by("-at", "-id")
    return list(rows[:RECORDS_SHOWN])


def form_page(
    request: HttpRequest, form: Any, title: str, *, back: tuple[Any, ...], **more: Any
) -> HttpResponse:
    """A page with one form; 422 when something in it is wrong. `back` is a URL name and its arguments."""
    shown = {"about": "", "note": "", "button": "", **more}
    context = {"form": form, "title": title, "back": reverse(back[0], args=back[1:]), **shown}
    return render(request, "orgs/form.html", context, status=422 if form.is_bound and form.errors else 200)
