"""Signing in, the token, the data key, signing out (docs/field-sync.md §2)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from ninja import Router
from ninja.responses import Status

from hemu.field import devices, proof
from hemu.field.clockwork import as_ms
from hemu.field.entry import SessionAuth, SignedIn
from hemu.field.models import Device
from hemu.field.routers.shared import caller, post_as_json
from hemu.field.schemas import DeviceIn, EndIn
from hemu.kernel import clock
from hemu.kernel.errors import Missing, Refused
from hemu.orgs.models import Post

router = Router()
session = SessionAuth()


def _signed_in(request: HttpRequest) -> SignedIn:
    found: SignedIn = request.auth  # type: ignore[attr-defined]  # ninja sets it
    return found


@router.get("/session", auth=session, response=dict[str, Any])
def who(request: HttpRequest) -> Any:
    """Who is signed in in this browser, and for which posts a phone may be enrolled."""
    here = _signed_in(request)
    return {
        "person": {"id": str(here.person.pk), "name": here.person.name},
        "csrf": get_token(request),
        "posts": [post_as_json(post) for post in here.posts],
        "devices": devices.in_use(here.person.pk).count(),
        "most_devices": devices.MOST_DEVICES,
    }


@router.post("/device", auth=session, response={200: dict[str, Any], 201: dict[str, Any]})
def enrol(request: HttpRequest, body: DeviceIn) -> Any:
    """Enrol this phone for a post of the person signed in."""
    here = _signed_in(request)
    post = next((held for held in here.posts if held.pk == body.post), None)
    if post is None:
        raise Missing(_("您没有这个岗位。"), field="post")
    try:
        key = proof.read_key(body.public_key.model_dump())
    except proof.BadKey:
        raise Refused(_("这部手机的密钥无法识别。"), field="public_key", code="bad_key") from None
    made = devices.enrol(body.id, post, body.name, key, person=here.person)
    answer = {
        "device": str(made.device.pk),
        **_token(made.device, made.token),
        **_whose(made.device.post),
        "secret": made.device.secret,
        "secret_version": made.device.secret_version,
    }
    return Status(201 if made.is_new else 200, answer)


def _token(device: Device, token: str) -> dict[str, Any]:
    issued = device.next_issued_at or device.issued_at
    return {
        "token": token,
        "refresh_after": as_ms(issued + devices.REFRESH_AFTER),
        "expires_at": as_ms(issued + devices.TOKEN_HOLDS),
    }


def _whose(post: Post) -> dict[str, Any]:
    return {"post": post_as_json(post), "person": {"id": str(post.person_id), "name": post.person.name}}


@router.get("/device", response=dict[str, Any])
def mine(request: HttpRequest) -> Any:
    """Whether this phone is still in, and as what."""
    device = caller(request).device
    post = Post.objects.select_related("person", "unit").get(pk=device.post_id)
    return {
        "device": str(device.pk),
        **_whose(post),
        "refresh_after": as_ms(device.issued_at + devices.REFRESH_AFTER),
        "expires_at": as_ms(device.issued_at + devices.TOKEN_HOLDS),
        "server_time": as_ms(clock.now()),
    }


@router.post("/device/refresh", response=dict[str, Any])
def refresh(request: HttpRequest) -> Any:
    """A new token; the old one holds until the new one is first used."""
    return _token(*devices.refresh(caller(request).device))


@router.post("/device/unlock", response=dict[str, Any])
def unlock(request: HttpRequest) -> Any:
    """The data key's secret, for a phone that is in use."""
    device = devices.unlock(caller(request).device)
    return {"secret": device.secret, "secret_version": device.secret_version}


@router.post("/device/end", response=dict[str, Any])
def end(request: HttpRequest, body: EndIn) -> Any:
    """Sign out: the server destroys the data key, the phone its store."""
    devices.sign_out(caller(request).device, unsent=body.unsent)
    return {"ended": True}
