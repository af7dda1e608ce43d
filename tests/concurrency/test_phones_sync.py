"""Twenty phones sync at once over a line that loses, repeats and reorders: each visit counts, once."""

from __future__ import annotations

import http.client
import json
import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import connection

from hemu.disputes.counted import LEDGER_IMAGES
from hemu.field import devices
from hemu.field.clockwork import as_ms
from hemu.field.models import Envelope, Kept
from hemu.field.tests.phone import Phone, made_id, visit_data
from hemu.kernel.clock import now
from hemu.loop.screening.models import Visit
from hemu.loop.screening.sent.models import Sending
from hemu.tally import audit, projector
from tests.concurrency.site import PATIENCE, Site, start

pytestmark = pytest.mark.django_db(transaction=True)

PHONES, VISITS, FIFTY = 20, 500, 50
LOST_ASKING, LOST_ANSWER, TWICE, UNREADABLE = 0.10, 0.15, 0.15, 0.05
"""How often the line loses a request, loses an answer, delivers twice at once, and cuts a body short."""


@pytest.fixture
def site(cast) -> Iterator[Site]:
    found = start()
    yield found
    found.kill()


@dataclass
class Line:
    """A line between one phone and the site, bad in a way that its seed decides."""

    port: int
    chance: random.Random
    seen: dict[str, int] = field(default_factory=dict)

    def send(self, phone: Phone, path: str, body: bytes) -> dict[str, Any] | None:
        """The answer, or None when it was lost; then nobody knows whether the request arrived."""
        fate = self.chance.random()
        if fate < LOST_ASKING:
            self._note("request lost")
            return None
        if fate < LOST_ASKING + UNREADABLE:
            self._post(phone, path, body, cut=len(body) // 2)
            self._note("cut short")
            return None
        if fate < LOST_ASKING + UNREADABLE + TWICE:
            self._note("twice at once")
            with ThreadPoolExecutor(2) as pool:
                first, second = pool.map(lambda _n: self._post(phone, path, body), range(2))
            assert first is None or second is None or first == second
            return first or second
        answer = self._post(phone, path, body)
        if self.chance.random() >= LOST_ANSWER:
            return answer
        self._note("answer lost")
        return None

    def _note(self, what: str) -> None:
        self.seen[what] = self.seen.get(what, 0) + 1

    def _post(self, phone: Phone, path: str, body: bytes, cut: int | None = None) -> dict[str, Any] | None:
        headers = {**phone.headers("POST", path, body), "Content-Type": "application/json"}
        call = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            call.putrequest("POST", path)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                call.putheader(name, value)
            call.endheaders(body if cut is None else body[:cut])
            if cut is not None:
                return None
            answer = call.getresponse()
            content = answer.read()
            assert answer.status in (200, 429, 503), content.decode()
            return json.loads(content) if answer.status == 200 else None
        except (OSError, http.client.HTTPException):
            self._note("line broke")
            return None
        finally:
            call.close()


@dataclass
class Walker:
    """A phone with its outbox: what is in it leaves only when the site says that it is kept."""

    phone: Phone
    line: Line
    place: int
    outbox: dict[str, dict[str, Any]] = field(default_factory=dict)
    told: dict[str, set[str]] = field(default_factory=dict)

    def walk(self, visits: int) -> None:
        """Make visits in order, then send them in envelopes until nothing is left."""
        began = as_ms(now())
        for number in range(visits):
            # Each at a millisecond of its own: ten thousand visits within one second, which nobody walks,
            # would meet by chance in the random bits of their numbers.
            made = made_id(began - number * PHONES - self.place)
            data = visit_data(self.phone, object_name=f"户主{number}")
            item = self.phone.item("visit", data, id=made)
            self.outbox[item["id"]] = item
        unanswered: list[bytes] = []
        while self.outbox:
            body = self._next(unanswered)
            answer = self.line.send(self.phone, "/field/v1/sync", body)
            if answer is not None:
                self._take(answer["results"])
            elif body not in unanswered:
                unanswered.append(body)

    def _next(self, unanswered: list[bytes]) -> bytes:
        """Mostly the envelope that got no answer, again; now and then a new one of what is left."""
        if unanswered and self.line.chance.random() < 0.7:
            return unanswered.pop(self.line.chance.randrange(len(unanswered)))
        items = list(self.outbox.values())[:FIFTY]
        self.line.chance.shuffle(items)
        return json.dumps(self.phone.envelope(*items)).encode()

    def _take(self, results: list[dict[str, Any]]) -> None:
        for result in results:
            self.told.setdefault(result["id"], set()).add(result["status"])
            self.outbox.pop(result["id"], None)


def _enrolled(cast: Any, number: int) -> Phone:
    phone = Phone()
    coding, shape = serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    post, person = cast.posts["grid_member"], cast.people["grid_member"]
    key = phone.key.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    point = key.public_bytes(coding, shape)
    phone.token = devices.enrol(int(phone.id), post, f"第{number}部", point, person=person).token
    return phone


@pytest.mark.slow
@pytest.mark.req("S15")
def test_twenty_phones_on_a_bad_line_end_with_each_visit_once(cast, site, monkeypatch):
    monkeypatch.setattr(devices, "MOST_DEVICES", PHONES)
    walkers = [
        Walker(_enrolled(cast, number), Line(site.port, random.Random(number)), number)
        for number in range(PHONES)
    ]
    threads = [threading.Thread(target=walker.walk, args=(VISITS,)) for walker in walkers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    faults: dict[str, int] = {}
    for walker in walkers:
        for what, many in walker.line.seen.items():
            faults[what] = faults.get(what, 0) + many
    assert {"request lost", "answer lost", "twice at once", "cut short"} <= faults.keys()
    told = {number: statuses for walker in walkers for number, statuses in walker.told.items()}
    assert len(told) == PHONES * VISITS
    assert set().union(*told.values()) == {"stored", "already"}

    everything = {"reason": "test"}
    numbers = set(Visit.objects.unscoped(**everything).values_list("id", flat=True))
    assert numbers == {int(number) for number in told}
    assert Visit.objects.unscoped(**everything).count() == PHONES * VISITS
    assert Sending.objects.unscoped(**everything).count() == PHONES * VISITS
    assert not Kept.objects.unscoped(**everything).exists()
    _each_envelope_answered_once()
    projector.project_all()
    assert audit.drift(LEDGER_IMAGES) == []


def _each_envelope_answered_once() -> None:
    """No visit was said to be new by two envelopes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT one ->> 'id', count(*) FROM field_envelope, jsonb_array_elements(answer -> 'results') one"
            " WHERE one ->> 'status' = 'stored' GROUP BY 1 HAVING count(*) > 1"
        )
        assert cursor.fetchall() == []
    assert Envelope.objects.filter(at__lte=now()).count() >= PHONES * VISITS // FIFTY


@pytest.mark.req("S15")
def test_one_envelope_at_many_doors_at_once_counts_once(cast, site):
    """The race itself: eight connections carry the same bytes at the same moment."""
    phone = _enrolled(cast, 0)
    body = json.dumps(
        phone.envelope(*(phone.item("visit", visit_data(phone)) for _ in range(FIFTY)))
    ).encode()
    ready = threading.Barrier(8)

    def send(_number: int) -> dict[str, Any] | None:
        line = Line(site.port, random.Random(1))
        ready.wait(60)
        return line._post(phone, "/field/v1/sync", body)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(8)))
    assert all(answer == answers[0] for answer in answers)
    assert answers[0] is not None
    assert {result["status"] for result in answers[0]["results"]} == {"stored"}
    assert Visit.objects.unscoped(reason="test").count() == FIFTY
    assert Envelope.objects.count() == 1


@pytest.mark.req("S15")
def test_two_phones_that_amend_one_visit_at_once_keep_both(cast, site):
    first, second = _enrolled(cast, 1), _enrolled(cast, 2)
    line = Line(site.port, random.Random(1))
    item = first.item("visit", visit_data(first))
    line._post(first, "/field/v1/sync", json.dumps(first.envelope(item)).encode())
    ready = threading.Barrier(2)

    def amend(phone: Phone) -> str:
        data = visit_data(phone, visit={"county": 522725, "id": item["id"]}, object_name=f"户主{phone.id}")
        change = phone.item("visit_amend", data, base={"edition": 1}, id=made_id())
        ready.wait(60)
        answer = line._post(phone, "/field/v1/sync", json.dumps(phone.envelope(change)).encode())
        assert answer is not None
        return str(answer["results"][0]["status"])

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(amend, (first, second))) == ["conflict", "stored"]
    kept = Kept.objects.unscoped(reason="test").get()
    shown = Visit.objects.unscoped(reason="test").get().object_name
    names = {f"户主{first.id}", f"户主{second.id}"}
    assert shown in names
    assert (names - {shown}).pop() in kept.sent
