"""Two administrators at the same moment: the race is shown with the lock off, then with it on."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import IntegrityError, connection

from hemu.kernel.errors import Conflict, Refused
from hemu.orgs.actions import grids, units
from hemu.orgs.models import Region, Unit, UnitKind
from hemu.orgs.tests import cast as players
from hemu.orgs.tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
WAIT_S = 1.5


@pytest.fixture
def everybody(transactional_db: None) -> Cast:
    return players.build()


def both(act: Callable[[int], Any]) -> list[Any]:
    """What two threads got from `act` at once: an answer or the error."""

    def one(number: int) -> Any:
        try:
            return act(number)
        except (Refused, IntegrityError) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, range(2)))


def meet_after(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
    """Let both threads pass the function `name` before either goes on, if both get that far."""
    barrier, real = Barrier(2), getattr(module, name)

    def waits(*args: Any, **kwargs: Any) -> Any:
        answer = real(*args, **kwargs)
        with suppress(BrokenBarrierError):
            barrier.wait(WAIT_S)
        return answer

    monkeypatch.setattr(module, name, waits)


def split(cast: Cast, number: int) -> Any:
    names = [f"东片{number}", f"西片{number}"]
    return grids.split_grid(cast.grid, names, by=cast.administrator)


@pytest.mark.req("O1")
def test_without_the_lock_two_splits_collide(everybody: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grids, "_locked_village", lambda village, by: village)
    meet_after(monkeypatch, grids, "_free_numbers")
    found = both(lambda number: split(everybody, number))
    assert any(isinstance(answer, IntegrityError) for answer in found)


@pytest.mark.req("O1")
def test_with_the_lock_the_second_is_told_that_the_grid_is_gone(
    everybody: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    meet_after(monkeypatch, grids, "_free_numbers")
    found = both(lambda number: split(everybody, number))
    assert sorted(type(answer).__name__ for answer in found) == ["Conflict", "list"]
    assert any(isinstance(answer, Conflict) for answer in found)
    assert Region.objects.current().filter(parent=everybody.village).count() == 4


@pytest.mark.req("O2")
def test_the_same_unit_made_twice_at_once_is_refused_in_words(
    everybody: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    meet_after(monkeypatch, units, "_refuse_twin")
    data = units.UnitData("珠藏镇水利站", UnitKind.DEPARTMENT, everybody.township)
    found = both(lambda _number: units.create_unit(data, by=everybody.administrator))
    assert sorted(type(answer).__name__ for answer in found) == ["Refused", "Unit"]
    assert Unit.objects.filter(name="珠藏镇水利站").count() == 1
