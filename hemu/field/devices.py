"""Enrolling a phone, renewing its token, handing out its data key, ending it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext as _

from hemu.field import refusals
from hemu.field.models import Device, EndedWhy
from hemu.field.proof import b64url
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Missing
from hemu.orgs.actor import Actor
from hemu.orgs.models import Person, Post
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import posts_of

PRODUCT: Final = "hemuf"
PREFIX_BYTES, SECRET_BYTES, DATA_BYTES = 6, 32, 32
TOKEN_HOLDS: Final = timedelta(days=180)
REFRESH_AFTER: Final = timedelta(days=30)
MOST_DEVICES: Final = 5
"""Phones of one person that may be in use at once."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token just made; its text is shown this once."""

    text: str
    prefix: str
    hash: bytes


def new_token() -> Token:
    """A token of 256 random bits."""
    prefix, secret = secrets.token_hex(PREFIX_BYTES), secrets.token_urlsafe(SECRET_BYTES)
    return Token(f"{PRODUCT}_{prefix}_{secret}", prefix, hashed(secret))


def hashed(secret: str) -> bytes:
    """SHA-256 of a secret of 256 random bits: nothing slower is needed for those."""
    return hashlib.sha256(secret.encode()).digest()


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A device with its new token; `is_new`: it was never enrolled before."""

    device: Device
    token: str
    is_new: bool


@transaction.atomic
def enrol(device_id: int, post: Post, name: str, public_key: bytes, *, person: Person) -> Enrolled:
    """Let a phone work for a post of the person who has just signed in on it.

    The same phone again keeps its data key and gets a new token, perhaps for another post. Raises
    Missing, Conflict (``other_person``, ``other_key``, ``too_many_devices``), Said (``wipe``).
    """
    if post.pk not in {held.pk for held in posts_of(person)}:
        raise Missing(_("您没有这个岗位。"), field="post")
    token, now = new_token(), clock.now()
    row = Device.objects.select_for_update().filter(pk=device_id).first()
    if row is None:
        return Enrolled(_new(device_id, post, name, public_key, token, now), token.text, is_new=True)
    if row.ended_why is not None:
        raise refusals.wipe(row.ended_why)
    if row.person_id != person.pk:
        raise Conflict(_("这部手机登记在别人名下，请先清除本机数据。"), code="other_person")
    if bytes(row.public_key) != public_key:
        raise Conflict(_("这部手机的密钥变了，请清除本机数据后重新登记。"), code="other_key")
    row.post, row.name = post, name
    _give(row, token, now)
    row.save()
    return Enrolled(row, token.text, is_new=False)


def _new(device_id: int, post: Post, name: str, public_key: bytes, token: Token, now: datetime) -> Device:
    others = in_use(post.person_id).select_for_update().order_by("pk").values_list("pk", flat=True)
    if len(others) >= MOST_DEVICES:
        raise Conflict(
            _("您已有 %(most)s 部手机在用，请先停用一部。") % {"most": MOST_DEVICES}, code="too_many_devices"
        )
    row = Device(
        id=device_id, person_id=post.person_id, post=post, name=name, public_key=public_key, enrolled_at=now,
        secret=b64url(secrets.token_bytes(DATA_BYTES)),
    )  # fmt: skip
    _give(row, token, now)
    row.save(force_insert=True)
    return row


def _give(row: Device, token: Token, now: datetime) -> None:
    row.prefix, row.token_hash, row.issued_at = token.prefix, token.hash, now
    row.next_prefix = row.next_hash = row.next_issued_at = None


def in_use(person_id: int) -> Any:
    """The devices of a person that may be used."""
    return Device.objects.filter(person_id=person_id, ended_at=None)


def devices_of(person_id: int) -> list[Device]:
    """Every device of a person, those in use first."""
    rows = Device.objects.filter(person_id=person_id).select_related("post__unit")
    return sorted(rows.order_by("-enrolled_at", "id"), key=lambda row: row.ended_at is not None)


@transaction.atomic
def refresh(device: Device) -> tuple[Device, str]:
    """A new token beside the old one, which holds until the new one is first used."""
    row = hold(device)
    token = new_token()
    row.next_prefix, row.next_hash, row.next_issued_at = token.prefix, token.hash, clock.now()
    row.save(update_fields=["next_prefix", "next_hash", "next_issued_at"])
    return row, token.text


@transaction.atomic
def use_next(device: Device) -> Device:
    """The renewed token was used: the old one is over."""
    row = hold(device)
    if row.next_prefix is not None and row.next_hash is not None and row.next_issued_at is not None:
        row.prefix, row.token_hash, row.issued_at = row.next_prefix, row.next_hash, row.next_issued_at
        row.next_prefix = row.next_hash = row.next_issued_at = None
        row.save()
    return row


@transaction.atomic
def unlock(device: Device) -> Device:
    """The device with its data key's secret, for a phone that is still in use."""
    return hold(device)


def hold(device: Device) -> Device:
    """The device's row, locked until the transaction ends: what a phone does happens one after another.

    Raises Said ``wipe`` when it was ended meanwhile.
    """
    row = Device.objects.select_for_update(of=("self",)).get(pk=device.pk)
    if row.ended_why is not None:
        raise refusals.wipe(row.ended_why)
    return row


@transaction.atomic
def sign_out(device: Device, *, unsent: int) -> Device:
    """The person signs out on the phone."""
    row = hold(device)
    row.unsent = unsent
    row.wiped_at = clock.now()
    return _end(row, EndedWhy.SIGNED_OUT, row.person.name)


@transaction.atomic
def end(device_id: int, why: EndedWhy, *, by: Actor, but_session: str = "") -> Device:
    """End a phone from the office: its owner does, or an administrator of its post's area.

    At its next contact it is told to destroy what it holds; the server destroys the data key at once, and
    ends its owner's sign-ins, since the phone's own browser may hold one; not `but_session`, which asks.
    Raises Missing for a stranger. Ending twice changes nothing.
    """
    rows = Device.objects.select_for_update(of=("self",)).select_related("post__unit__region", "person")
    row = rows.filter(pk=device_id).first()
    if row is None or not may_end(row, by):
        raise Missing(_("没有找到这部手机。"))
    if row.ended_at is not None:
        return row
    sessions = UserSession.objects.filter(user=row.person).exclude(session_key=but_session)
    for session in sessions.order_by("pk"):
        session.end()
    return _end(row, why, by.name)


def may_end(device: Device, by: Actor) -> bool:
    """Whether the actor owns the phone, or manages the people of its post's area."""
    if device.person_id == by.person_id:
        return True
    return by.may(Permission.MANAGE_ORGS) and by.covers_span(device.post.unit.region.span)


@transaction.atomic
def end_of_person(person_id: int, why: EndedWhy, who: str) -> int:
    """End every phone of a person who left; answers how many."""
    rows: Iterable[Device] = in_use(person_id).select_for_update(of=("self",)).order_by("pk")
    return len([_end(row, why, who) for row in rows])


def _end(row: Device, why: EndedWhy, who: str) -> Device:
    row.ended_at, row.ended_why, row.ended_by = clock.now(), why, who
    row.secret, row.next_prefix, row.next_hash, row.next_issued_at = "", None, None, None
    row.save()
    return row
