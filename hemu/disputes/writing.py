"""Inserting rows now, or gathered and together: one statement a table for a whole batch of new disputes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import Model

from hemu.kernel import bulk


class Gathering:
    """Rows to insert when the batch is through. Nothing may read them before."""

    def __init__(self) -> None:
        self._rows: list[Model] = []

    def add(self, rows: Sequence[Model]) -> None:
        self._rows.extend(rows)

    @contextmanager
    def one(self) -> Iterator[None]:
        """What is added inside is forgotten when something is raised."""
        before = len(self._rows)
        try:
            yield
        except BaseException:
            del self._rows[before:]
            raise

    def flush(self) -> None:
        """Insert everything, tables in the order in which they were first added to."""
        by_model: dict[type[Model], list[Model]] = {}
        for row in self._rows:
            by_model.setdefault(type(row), []).append(row)
        self._rows = []
        for model, rows in by_model.items():
            _write_all(model, rows)


_gathering: ContextVar[Gathering | None] = ContextVar("hemu_gathering", default=None)
_kept: ContextVar[tuple[Gathering, frozenset[type[Model]]] | None] = ContextVar("hemu_kept", default=None)


def insert(*rows: Model) -> None:
    """Insert rows of one table: at once, or with what is being gathered."""
    if not rows:
        return
    gathering, kept = _gathering.get(), _kept.get()
    if gathering is not None:
        gathering.add(rows)
    elif kept is not None and type(rows[0]) in kept[1]:
        kept[0].add(rows)
    else:
        _write(type(rows[0]), rows)


def is_gathering() -> bool:
    """Whether rows wait for the end of a batch."""
    return _gathering.get() is not None


@contextmanager
def together() -> Iterator[Gathering]:
    """Gather what is inserted inside, and write it at the end. The caller holds the transaction."""
    gathering = Gathering()
    token = _gathering.set(gathering)
    try:
        yield gathering
    finally:
        _gathering.reset(token)
    gathering.flush()


@contextmanager
def kept_for_the_end(*models: type[Model]) -> Iterator[None]:
    """Several acts in the caller's one transaction: rows of these tables, which no act reads, go in at its
    end, together. An act that fails must end the transaction, for what it kept isn't forgotten.
    """
    gathering = Gathering()
    token = _kept.set((gathering, frozenset(models)))
    try:
        yield
    finally:
        _kept.reset(token)
    gathering.flush()


def _write(model: type[Model], rows: Sequence[Model]) -> None:
    manager: Any = model._default_manager
    manager.bulk_create(rows)


def _write_all(model: type[Model], rows: Sequence[Model]) -> None:
    """A batch's rows of a table. Whatever guards the model's own way in is asked first."""
    manager: Any = model._default_manager
    manager.bulk_create([])
    bulk.insert_all(rows)
