"""The processes that serve phones. Imports nothing that needs Django before it is set up."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

FIFTY = 50
_PATH = "/field/v1/sync"
_EPOCH_MS = 1_420_070_400_000


@dataclass(frozen=True)
class Phone:
    """What a process must know to be a phone; the key as PKCS 8."""

    token: str
    key: bytes
    region: str
    person_id: int


def enrolled(number: int) -> Phone:
    """A phone of somebody new, who walks one village."""
    from hemu.field import devices
    from hemu.orgs.models import Level, Person, Post, Region, Role, Unit, UnitArea, UnitKind

    name = f"bench-{time.time_ns()}-{number}"
    village = Region.objects.filter(level=Level.VILLAGE).order_by("code")[1000 + 5000 * number]
    unit = Unit.objects.create(kind=UnitKind.VILLAGE_COMMITTEE, name=name, region=village)
    UnitArea.objects.create(unit=unit, lo=village.lo, hi=village.hi)
    person = Person.objects.create_user(name, name, name=name)
    post = Post.objects.create(person=person, unit=unit, role=Role.GRID_MEMBER, is_main=True)
    key = ec.generate_private_key(ec.SECP256R1())
    coding = serialization.Encoding
    point = key.public_key().public_bytes(coding.X962, serialization.PublicFormat.UncompressedPoint)
    made = devices.enrol(_id(), post, name, point, person=person)
    kept = key.private_bytes(coding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return Phone(made.token, kept, str(village.code), person.pk)


def run(work: Any, share: Any, database: str, ready: Any) -> None:
    """Get ready, wait for the others, do the share."""
    import django

    django.setup()
    from django.db import connection

    connection.settings_dict["NAME"] = database
    done = work(*share)
    next(done)
    ready.wait()
    for _ in done:
        pass


def send_all(phone: Phone, envelopes: int) -> Any:
    """Make the envelopes, pause, send them one after another."""
    from django.test import Client

    client, signer = Client(SERVER_NAME="localhost"), _Signer(phone)
    warm, *rest = [signer.envelope() for _ in range(envelopes + 1)]
    _sent(client, warm)
    yield
    for body, headers in rest:
        _sent(client, (body, headers))


def _sent(client: Any, request: tuple[bytes, dict[str, str]]) -> None:
    answer = client.post(_PATH, request[0], content_type="application/json", headers=request[1])
    if answer.status_code != 200 or answer.content.count(b'"stored"') != FIFTY:
        raise SystemExit(f"refused: {answer.content.decode()[:500]}")


class _Signer:
    """Makes envelopes and signs them, as the phone does while nobody measures."""

    def __init__(self, phone: Phone) -> None:
        key = serialization.load_der_private_key(phone.key, None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        self._phone, self._key, self._number = phone, key, 0

    def envelope(self) -> tuple[bytes, dict[str, str]]:
        from hemu.field.proof import b64url, text_of

        now = int(time.time() * 1000)
        items = [self._item(now) for _ in range(FIFTY)]
        told = {"envelope": str(_id()), "clock": {"sent_at": now, "rtt": 80}, "items": items}
        body = json.dumps(told, ensure_ascii=False).encode()
        text = text_of("POST", _PATH, str(now), str(now), body)
        r, s = decode_dss_signature(self._key.sign(text, ec.ECDSA(hashes.SHA256())))
        proof = b64url(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
        return body, {
            "Authorization": f"Bearer {self._phone.token}", "Hemu-At": str(now), "Hemu-Clock": str(now),
            "Hemu-Proof": proof,
        }  # fmt: skip

    def _item(self, now: int) -> dict[str, Any]:
        self._number += 1
        data = {
            "region": self._phone.region, "place": "三组 12 号", "visitors": "龙小梅、杨秀芬",
            "started_at": now - 2_400_000, "ended_at": now - 1_200_000, "object_kind": 1,
            "object_name": f"户主{self._number}", "object_phone": "13885425521", "object_people": 4,
            "object_info": "两位老人,儿子在外务工,春节回家。", "reason": 1, "result": 2,
            "publicity": "反诈、防溺水、调解免费", "done_on_spot": "查看用电,讲了防骗。",
            "position": {"latitude": 27.07, "longitude": 107.47, "accuracy": 14.0},
        }  # fmt: skip
        return {
            "id": str(_id()), "kind": "visit", "n": self._number, "at": now - 1_100_000, "age": None,
            "base": None, "data": data,
        }  # fmt: skip


def _id() -> int:
    return (int(time.time() * 1000) - _EPOCH_MS << 22) | secrets.randbits(22)


def renumbered(row: Sequence[Any], columns: Sequence[Any], shift: int) -> tuple[Any, ...]:
    """A row under another number, its JSON as text."""
    names = [column.name for column in columns]
    return tuple(
        value ^ shift if name in ("id", "visit_id") else json.dumps(value) if name == "jumps" else value
        for name, value in zip(names, row, strict=True)
    )


def insert_all(where: dict[str, Any], visits: Sequence[Sequence[tuple[str, Any]]]) -> Any:
    """A statement a row, fifty visits a transaction."""
    with psycopg.connect(**where, autocommit=True) as own, own.cursor() as cursor:
        yield
        for first in range(0, len(visits), FIFTY):
            with own.transaction():
                for statements in visits[first : first + FIFTY]:
                    for text, values in statements:
                        cursor.execute(text, values)
