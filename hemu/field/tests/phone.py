"""A phone for tests: it makes keys and numbers, signs what it sends, and remembers nothing else."""

from __future__ import annotations

import gzip
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from django.test import Client

from hemu.field import entry
from hemu.field.clockwork import as_ms
from hemu.field.proof import b64url, text_of
from hemu.kernel import clock
from hemu.kernel.ids import EPOCH_MS
from hemu.orgs.models import Person

BASE = "/field/v1"


def made_id(ms: int | None = None) -> str:
    """A number as a phone makes it (docs/field-sync.md §1)."""
    return str((ms if ms is not None else as_ms(clock.now())) - EPOCH_MS << 22 | secrets.randbits(22))


@dataclass
class Phone:
    """One phone. `off` is how far its clock is wrong, ms."""

    client: Client = field(default_factory=Client)
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: str = field(default_factory=made_id)
    token: str = ""
    secret: str = ""
    off: int = 0
    learned: int = 0
    counter: int = 0

    @property
    def now(self) -> int:
        """What its clock says."""
        return as_ms(clock.now()) + self.off

    @property
    def public(self) -> dict[str, str]:
        """Its public key as WebCrypto exports it."""
        numbers = self.key.public_key().public_numbers()
        x, y = (b64url(part.to_bytes(32, "big")) for part in (numbers.x, numbers.y))
        return {"kty": "EC", "crv": "P-256", "x": x, "y": y, "ext": "true"}

    def sign(self, text: bytes) -> str:
        """r and s as WebCrypto gives them."""
        r, s = decode_dss_signature(self.key.sign(text, ec.ECDSA(hashes.SHA256())))
        return b64url(r.to_bytes(32, "big") + s.to_bytes(32, "big"))

    def headers(self, method: str, path: str, body: bytes) -> dict[str, str]:
        """The four headers of every request."""
        at, says = str(self.now + self.learned), str(self.now)
        return {
            "Authorization": f"Bearer {self.token}",
            "Hemu-At": at,
            "Hemu-Clock": says,
            "Hemu-Proof": self.sign(text_of(method, path, at, says, body)),
        }

    def get(self, path: str, **more: str) -> Any:
        """A signed GET."""
        path = BASE + path
        return self.client.get(path, headers={**self.headers("GET", path, b""), **more})

    def post(self, path: str, body: Any = None, *, raw: bytes | None = None, zipped: bool = False) -> Any:
        """A signed POST of JSON, or of raw bytes."""
        path = BASE + path
        content = raw if raw is not None else json.dumps(body if body is not None else {}).encode()
        more = {}
        if zipped:
            content, more = gzip.compress(content), {"Content-Encoding": "gzip"}
        kind = "application/json" if raw is None else "application/octet-stream"
        headers = {**self.headers("POST", path, content), **more}
        return self.client.post(path, content, content_type=kind, headers=headers)

    def enrol(self, person: Person, post_id: int) -> Any:
        """Sign the person in on this phone's browser and enrol it."""
        entry.forget()
        self.client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        body = {"id": self.id, "post": str(post_id), "name": "Redmi 12", "public_key": self.public}
        answer = self.client.post(f"{BASE}/device", json.dumps(body), content_type="application/json")
        if answer.status_code in (200, 201):
            self.token, self.secret = answer.json()["token"], answer.json()["secret"]
        return answer

    def item(self, kind: str, data: dict[str, Any], **over: Any) -> dict[str, Any]:
        """An item of this phone."""
        self.counter += 1
        given = {"id": made_id(), "kind": kind, "n": self.counter, "at": self.now, "age": None, "base": None}
        return {**given, "data": data, **over}

    def envelope(self, *items: dict[str, Any], **clock_: Any) -> dict[str, Any]:
        """An envelope of items."""
        clocks = {"sent_at": self.now, "rtt": 0, "jumps": [], **clock_}
        return {"envelope": made_id(), "app": "test", "clock": clocks, "items": list(items)}

    def sync(self, *items: dict[str, Any], **clock_: Any) -> list[dict[str, Any]]:
        """Send items and answer the results; the envelope must have been taken."""
        answer = self.post("/sync", self.envelope(*items, **clock_))
        assert answer.status_code == 200, answer.content.decode()
        return answer.json()["results"]

    def upload(self, content: bytes, item: str, kind: str = "photo", **more: Any) -> Any:
        """Send a file in one piece; the answer to its end."""
        number = more.pop("id", made_id())
        told = {"id": number, "kind": kind, "sha256": hashlib.sha256(content).hexdigest()}
        begun = self.post("/uploads", {**told, "size": len(content), "item": item, **more})
        assert begun.status_code == 200, begun.content.decode()
        assert self.post(f"/uploads/{number}/chunk?offset=0", raw=content).status_code == 200
        return self.post(f"/uploads/{number}/finish")


def visit_data(phone: Phone, **over: Any) -> dict[str, Any]:
    """A visit as the app sends it."""
    given = {
        "region": "522725106201001",
        "place": "荣院村三组",
        "visitors": "龙小梅",
        "started_at": phone.now - 1_800_000,
        "ended_at": phone.now - 600_000,
        "object_kind": 1,
        "object_name": "张大山",
        "object_phone": "13885425521",
        "object_people": 3,
        "reason": 1,
        "result": 1,
        "publicity": "反诈",
        "position": {"latitude": 27.1, "longitude": 107.5, "accuracy": 12.5, "at": phone.now - 900_000},
    }
    return {**given, **over}
