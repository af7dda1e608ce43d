"""The site is killed while registrations come in: what it acknowledged is there, whole, and counted once."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from hemu.api import keys
from hemu.api.models import AnsweredCall
from hemu.disputes import ledger
from hemu.disputes.counted import LEDGER_IMAGES
from hemu.disputes.models import Dispute, Entry, State
from hemu.orgs.permissions import ROLE_PERMISSIONS
from hemu.tally import audit, projector
from hemu.tally.models import DayCell
from tests.concurrency.site import PATIENCE, Site, let_the_database_notice, start

pytestmark = pytest.mark.django_db(transaction=True)

CALLS = 200
CALLERS = 8
ENOUGH = 60
"""Acknowledged before the kill: well into the run, well before its end."""


@pytest.fixture
def site(cast) -> Iterator[Site]:
    found = start()
    yield found
    found.kill()


@dataclass
class Callers:
    """Outside systems that register at once, each call under a key of its own."""

    token: str
    region: int
    acknowledged: dict[int, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    enough: threading.Event = field(default_factory=threading.Event)

    def body(self, number: int) -> bytes:
        given = {
            "region": str(self.region),
            "title": f"第{number}件浇水纠纷",
            "narrative": "两户因浇水先后发生口角，无人受伤。",
            "kind": 201,
            "source": 5,
            "parties": [{"name": "张大山"}, {"name": "李长河", "side": 2}],
        }
        return json.dumps(given).encode()

    def send(self, site: Site, number: int) -> int:
        """Register number `number`; answers the status, 0 when the line broke."""
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": f"killed-{number}",
        }
        address = f"http://127.0.0.1:{site.port}/api/v1/disputes"
        try:
            with urlopen(Request(address, self.body(number), headers), timeout=PATIENCE) as response:
                made = json.load(response)
                self.acknowledged[number] = made["id"]
                if len(self.acknowledged) >= ENOUGH:
                    self.enough.set()
                return int(response.status)
        except HTTPError as error:
            self.refused.append(f"{error.code} {error.read().decode()}")
            return error.code
        except (OSError, HTTPException, ValueError):
            return 0

    def send_all(self, site: Site, numbers: range) -> list[int]:
        with ThreadPoolExecutor(CALLERS) as pool:
            return list(pool.map(lambda number: self.send(site, number), numbers))


def _kill_midway(site: Site, callers: Callers) -> None:
    callers.enough.wait(PATIENCE)
    site.kill()


def _are_whole(disputes: dict[str, Dispute]) -> None:
    """Each has its first entry and stands as that left it; what wasn't finished left nothing."""
    entries = {str(entry.dispute_id): entry for entry in Entry.objects.unscoped(reason="test")}
    assert entries.keys() == disputes.keys()
    assert {dispute.state for dispute in disputes.values()} == {State.REGISTERED}
    assert AnsweredCall.objects.filter(status=201).count() == len(disputes)
    assert not AnsweredCall.objects.exclude(status=201).exists()


def _counts_agree(county: int, many: int) -> None:
    projector.project_all()
    assert audit.drift(LEDGER_IMAGES) == []
    assert sum(DayCell.objects.filter(region=county).values_list("n", flat=True)) == many
    verified = ledger.verify()
    assert verified.faults == []
    assert verified.disputes == many


def _all() -> dict[str, Dispute]:
    return {str(dispute.pk): dispute for dispute in Dispute.objects.unscoped(reason="test")}


@pytest.mark.slow
def test_what_was_acknowledged_survives_a_kill_and_nothing_is_registered_twice(cast, site):
    post = cast.posts["officer"]
    permissions = sorted(ROLE_PERMISSIONS[post.role])
    key = keys.make("警务平台", post, permissions, by=cast.administrator, per_minute=100_000)
    callers = Callers(key.token, cast.grid.code)
    killer = threading.Thread(target=_kill_midway, args=(site, callers))
    killer.start()
    statuses = callers.send_all(site, range(CALLS))
    killer.join()
    assert callers.refused == []
    assert statuses.count(201) >= ENOUGH
    assert 0 in statuses, "the kill came too late to break anything"

    let_the_database_notice()
    kept = _all()
    assert kept.keys() >= set(callers.acknowledged.values())
    assert len(kept) <= len(callers.acknowledged) + CALLERS
    _are_whole(kept)
    _counts_agree(cast.county.code, len(kept))

    # The callers don't know what became of the rest: they send everything again, under the same keys.
    before = dict(callers.acknowledged)
    again = start()
    try:
        assert set(callers.send_all(again, range(CALLS))) == {201}
    finally:
        again.kill()
    assert callers.acknowledged.items() >= before.items()
    registered = _all()
    assert registered.keys() == set(callers.acknowledged.values())
    assert registered.keys() >= kept.keys()
    assert len(registered) == CALLS
    _are_whole(registered)
    _counts_agree(cast.county.code, CALLS)
