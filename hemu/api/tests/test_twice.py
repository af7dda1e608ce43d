"""One call sent twice at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from hemu.api.models import AnsweredCall
from hemu.api.tests.test_journey import REPORT
from hemu.disputes.models import Dispute

WAYS = 2


def at_once(*calls):
    """Make the calls from one thread each, all let go together."""
    gate = Barrier(len(calls))

    def go(call):
        try:
            gate.wait(timeout=10)
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [waiting.result(timeout=60) for waiting in [pool.submit(go, call) for call in calls]]


def count():
    return Dispute.objects.unscoped(reason="test").count()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_one_idempotency_key_register_one_dispute(outside):
    officer = outside("officer")
    answers = at_once(*[lambda: officer.post("/disputes", REPORT, idempotency_key="at-once")] * WAYS)
    assert [answer.status_code for answer in answers] == [201] * WAYS, [answer.content for answer in answers]
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert count() == 1
    assert AnsweredCall.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_keys_of_their_own_register_two(outside):
    officer = outside("officer")
    first, second = at_once(
        lambda: officer.post("/disputes", REPORT, idempotency_key="one"),
        lambda: officer.post("/disputes", REPORT, idempotency_key="two"),
    )
    assert (first.status_code, second.status_code) == (201, 201)
    assert count() == 2


@pytest.mark.django_db(transaction=True)
def test_what_was_refused_may_be_put_right_under_the_same_key(outside):
    officer = outside("officer")
    bad = {**REPORT, "kind": 9876}
    answers = at_once(*[lambda: officer.post("/disputes", bad, idempotency_key="again")] * WAYS)
    assert [answer.status_code for answer in answers] == [422] * WAYS
    assert officer.post("/disputes", REPORT, idempotency_key="again").status_code == 201
    assert count() == 1
