"""The worker's loops: each alone, slower after an error, ended in good order."""

from __future__ import annotations

import threading

import pytest

from hemu.jobs import worker
from hemu.jobs.worker import LONGEST_PAUSE, Loop


@pytest.mark.django_db
def test_a_loop_rests_only_when_there_was_nothing_to_do():
    left = [3, 2, 0]
    loop = Loop("x", lambda: left.pop(0), 0.5)
    assert [loop.turn() for _ in range(3)] == [0.0, 0.0, 0.5]


@pytest.mark.django_db(transaction=True)
def test_a_loop_that_fails_waits_longer_each_time():
    answers: list[int | Exception] = [*[ValueError("no")] * 9, 1, ValueError("no")]

    def once() -> int:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    loop = Loop("x", once, 1.0)
    pauses = [loop.turn() for _ in range(9)]
    assert pauses[:3] == [2.0, 4.0, 8.0]
    assert pauses[-1] == LONGEST_PAUSE
    assert loop.turn() == 0.0
    assert loop.turn() == 2.0, "after a success it starts over"


@pytest.mark.django_db(transaction=True)
def test_one_failing_loop_stops_no_other(monkeypatch):
    stopping = threading.Event()
    done: list[str] = []

    def sound() -> int:
        done.append("sound")
        if len(done) >= 3:
            stopping.set()
        return 1

    def broken() -> int:
        raise RuntimeError("always")

    monkeypatch.setattr(worker, "loops", lambda: [Loop("broken", broken, 0.01), Loop("sound", sound, 0.01)])
    worker.run(stopping)
    assert done == ["sound"] * 3


def test_the_loops_of_the_product():
    assert [loop.name for loop in worker.loops()] == [
        *("projector", "notices", "messages", "links", "jobs", "trials", "volumes", "sheets", "imports"),
    ]


def test_a_part_that_cant_be_imported_fails_when_called_not_before():
    call = worker._call("hemu.no_such_part", "do")
    with pytest.raises(ModuleNotFoundError):
        call()
