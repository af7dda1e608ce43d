"""Who calls: a signed-in person who enrols a phone, or a phone that proves that it holds its key."""

from __future__ import annotations

import hmac
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja.security import HttpBearer
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from hemu.field import devices, proof, refusals
from hemu.field.clockwork import as_ms
from hemu.field.models import Device, EndedWhy
from hemu.kernel import clock
from hemu.orgs.actor import Actor, actor_for
from hemu.orgs.models import Person, Post
from hemu.orgs.permissions import ABOVE_TOWNSHIP
from hemu.orgs.queries import posts_of

FRESH_MS: Final = 300_000
"""How far a request's own time may be from the server's, ms."""
MOST_A_MINUTE: Final = 600
"""Requests of one phone to one process: nine photos in small pieces are two hundred."""
KEPT_SECONDS: Final = 5.0
"""How long a process trusts what it read of a post; the device itself is read for every request."""
SEEN_EVERY: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Caller:
    """A phone that was let in, and the actor that it acts as. `received` and `clock_ms` are milliseconds."""

    device: Device
    actor: Actor
    received: int
    clock_ms: int


_actors: dict[int, tuple[float, Actor | None]] = {}


def forget() -> None:
    """Drop what this process remembers of posts and of requests."""
    _actors.clear()
    _spent.clear()


def _actor(post_id: int, person: Person) -> Actor | None:
    found, now = _actors.get(post_id), time.monotonic()
    if found is None or now - found[0] > KEPT_SECONDS:
        if len(_actors) > 1000:
            _actors.clear()
        post = next((held for held in posts_of(person) if held.pk == post_id), None)
        found = _actors[post_id] = (now, actor_for(post) if post else None)
    return found[1]


class DeviceAuth(HttpBearer):
    """``Authorization: Bearer hemuf_<prefix>_<secret>`` with ``Hemu-At``, ``Hemu-Clock``, ``Hemu-Proof``."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """The caller. Raises Said with what the app must do."""
        received = as_ms(clock.now())
        device, is_next = _device(token)
        if not proof.holds(bytes(device.public_key), _signed(request), request.headers.get("Hemu-Proof", "")):
            raise refusals.bad_proof()
        if device.ended_why is not None:
            raise _told_to_wipe(device)
        at, phone = (_number(request.headers.get(name, "")) for name in ("Hemu-At", "Hemu-Clock"))
        if abs(at - received) > FRESH_MS:
            raise refusals.stale(received)
        _count(device.pk, received)
        actor = _standing(device, is_next)
        if is_next:
            device = devices.use_next(device)
        _note(device)
        request.actor = actor  # type: ignore[attr-defined]  # as ActorMiddleware sets it for pages
        return Caller(device, actor, received, phone)


def _device(token: str) -> tuple[Device, bool]:
    product, _first, rest = token.partition("_")
    prefix, _second, secret = rest.partition("_")
    if product != devices.PRODUCT or not secret:
        raise refusals.sign_in("unknown")
    known = Q(prefix=prefix) | Q(next_prefix=prefix)
    row = Device.objects.filter(known).select_related("person").order_by("pk").first()
    if row is None:
        raise refusals.sign_in("unknown")
    is_next = row.next_prefix == prefix
    held = row.next_hash if is_next else row.token_hash
    if held is None or not hmac.compare_digest(bytes(held), devices.hashed(secret)):
        raise refusals.sign_in("unknown")
    return row, is_next


def _signed(request: HttpRequest) -> bytes:
    return proof.text_of(
        str(request.method),
        request.get_full_path(),
        request.headers.get("Hemu-At", ""),
        request.headers.get("Hemu-Clock", ""),
        request.body,
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def _told_to_wipe(device: Device) -> refusals.Said:
    if device.wiped_at is None:
        Device.objects.filter(pk=device.pk).update(wiped_at=clock.now())
    return refusals.wipe(int(device.ended_why or 0))


def _standing(device: Device, is_next: bool) -> Actor:
    if not device.person.is_active:
        devices.end_of_person(device.person_id, EndedWhy.LEFT, _("系统"))
        device.ended_why = EndedWhy.LEFT
        raise _told_to_wipe(device)
    issued = device.next_issued_at if is_next and device.next_issued_at else device.issued_at
    if issued + devices.TOKEN_HOLDS <= clock.now():
        raise refusals.sign_in("expired")
    actor = _actor(device.post_id, device.person)
    if actor is None:
        raise refusals.sign_in("post_ended")
    return actor


_spent: dict[int, tuple[int, int]] = {}


def _count(device_id: int, now: int) -> None:
    """Count one request of a phone in this process's minute; raises Said ``too_many``."""
    minute, rest = divmod(now, 60_000)
    began, many = _spent.get(device_id, (minute, 0))
    if len(_spent) > 10_000:
        _spent.clear()
    _spent[device_id] = (minute, many + 1 if began == minute else 1)
    if _spent[device_id][1] > MOST_A_MINUTE:
        raise refusals.too_many(1 + (60_000 - rest) // 1000)


def _note(device: Device) -> None:
    now = clock.now()
    if device.seen_at is None or device.seen_at + SEEN_EVERY < now:
        Device.objects.filter(pk=device.pk).update(seen_at=now)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person with an ordinary session, and the posts that hold today."""

    person: Person
    posts: tuple[Post, ...]


class SessionAuth(AuthBase):
    """The browser's session, with the second factor where a post needs it; writes need the CSRF token."""

    openapi_type = "apiKey"

    def __call__(self, request: HttpRequest) -> SignedIn:
        """The person. Raises Said with where to go."""
        user: Any = request.user
        if not user.is_authenticated:
            raise refusals.Said(_("请先登录。"), code="sign_in", status=401, reason="no_session")
        if request.method == "POST" and check_csrf(request) is not None:
            raise refusals.Said(_("页面已过期，请重新打开。"), code="csrf", status=403)
        posts = posts_of(user)
        if not posts:
            raise refusals.Said(_("您现在没有岗位。"), code="no_post", status=403)
        if _lacks_factor(user, posts):
            raise refusals.Said(
                _("您的岗位要求两步验证，请先启用。"), code="second_factor", status=403,
                url=reverse("mfa_activate_totp"),
            )  # fmt: skip
        return SignedIn(user, posts)


def _lacks_factor(person: Person, posts: tuple[Post, ...]) -> bool:
    needs = settings.REQUIRE_SECOND_FACTOR and any(post.role in ABOVE_TOWNSHIP for post in posts)
    return bool(needs) and not is_mfa_enabled(person, [Authenticator.Type.TOTP])
