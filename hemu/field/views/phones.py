"""Pages: my phones, and those of somebody whom I manage; one that is lost is ended here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.field import deciding, devices
from hemu.field.models import Device, EndedWhy
from hemu.kernel.errors import Missing
from hemu.kernel.web import reads, writes
from hemu.orgs.actor import Actor
from hemu.orgs.models import Person
from hemu.orgs.permissions import Permission
from hemu.orgs.signed_in import actor_of

MOST_COUNTED = 100


@dataclass(frozen=True, slots=True)
class Line:
    """A phone as the list shows it."""

    device: Device
    state: str
    tone: str
    may_end: bool

    @property
    def dialog(self) -> str:
        """The id of the dialog that asks before it is ended."""
        return f"lost-{self.device.pk}"


def _line(device: Device, by: Actor) -> Line:
    if device.ended_why is None:
        return Line(device, _("在用"), "active", devices.may_end(device, by))
    why = str(EndedWhy(device.ended_why).label)
    if device.ended_why == EndedWhy.SIGNED_OUT:
        return Line(device, why, "stop", may_end=False)
    words = _("%(why)s，已清除") if device.wiped_at else _("%(why)s，待清除")
    return Line(device, words % {"why": why}, "stop", may_end=False)


def _page(request: HttpRequest, found: list[Device], by: Actor, **more: Any) -> HttpResponse:
    context = {"lines": [_line(device, by) for device in found], "most": devices.MOST_DEVICES, **more}
    return render(request, "field/phones.html", context)


@reads
def mine(request: HttpRequest) -> HttpResponse:
    """The phones of whoever asks."""
    by = actor_of(request)
    waiting = deciding.waiting(by)[:MOST_COUNTED].count()
    return _page(request, devices.devices_of(by.person_id), by, person=None, waiting=waiting)


@reads
def of_person(request: HttpRequest, person_id: int) -> HttpResponse:
    """The phones of somebody for posts in the area of whoever manages people there."""
    by = actor_of(request)
    by.require(Permission.MANAGE_ORGS)
    person = Person.objects.filter(pk=person_id).first()
    found = [row for row in devices.devices_of(person_id) if devices.may_end(row, by)]
    if person is None or not (found or _manages(person, by)):
        raise Missing(_("没有这个人。"))
    return _page(request, found, by, person=person, waiting=0)


def _manages(person: Person, by: Actor) -> bool:
    posts = person.posts.select_related("unit__region")
    return any(by.covers_span(post.unit.region.span) for post in posts.order_by("pk"))


@writes
def lost(request: HttpRequest, device_id: int) -> HttpResponse:
    """Say that a phone is lost: at its next contact it destroys what it holds."""
    by = actor_of(request)
    if request.method != "POST":
        return redirect("field:phones")
    row = devices.end(device_id, EndedWhy.LOST, by=by, but_session=request.session.session_key or "")
    told = _("已停用“%(name)s”。它下次联网时清除本机数据，机主在别处的登录也已退出。")
    messages.success(request, told % {"name": row.name})
    if row.person_id == by.person_id:
        return redirect("field:phones")
    return redirect("field:phones-of", row.person_id)
