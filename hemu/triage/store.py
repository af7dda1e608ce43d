"""Where trained models lie: numbered files under the data folder, the newest in use, none missed.

A model is read when it is first needed. Without one, or when the newest can't be read, the lexicon alone
speaks; what is wrong goes to the log and to `hemu triage models`.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import lru_cache
from pathlib import Path

import structlog
from django.conf import settings

from hemu.kernel import clock
from hemu.rulebook import codes, store
from hemu.triage import kinds
from hemu.triage.kinds import NO_DISPUTE
from hemu.triage.model import BadModel, Model, load, save

OTHER = "9900"
_NAME = re.compile(r"kind-(\d{4})\.npz")
_LOOK_SECONDS = 5.0
_log = structlog.get_logger(__name__)
_lock = threading.Lock()


def folder() -> Path:
    """The folder of the models; it may not be there yet."""
    return Path(settings.TRIAGE_FOLDER)


def versions() -> dict[int, Path]:
    """Number → file, the newest last."""
    if not folder().is_dir():
        return {}
    found = {path: _NAME.fullmatch(path.name) for path in folder().iterdir()}
    return dict(sorted((int(match[1]), path) for path, match in found.items() if match))


def keep(model: Model) -> int:
    """Write a model as the newest version; its number. It is in use at once."""
    folder().mkdir(parents=True, exist_ok=True)
    number = max(versions(), default=0) + 1
    save(model, folder() / f"kind-{number:04d}.npz")
    forget()
    return number


class _Held:
    """What this process read last, and when it looked."""

    looked_at = 0.0
    path: Path | None = None
    model: Model | None = None


_held = _Held()
_instead: ContextVar[Model | None] = ContextVar("hemu_triage_model", default=None)


def forget() -> None:
    """Look again at the next question."""
    with _lock:
        _held.looked_at, _held.path, _held.model = 0.0, None, None


def current() -> tuple[int, Model]:
    """The model in use and its number; 0 and the lexicon alone where none was trained.

    Another process's training is seen within five seconds.
    """
    if (given := _instead.get()) is not None:
        return 0, given
    with _lock:
        if time.monotonic() - _held.looked_at > _LOOK_SECONDS:
            _look()
            _held.looked_at = time.monotonic()
        if _held.model is not None and _held.path is not None:
            return int(_held.path.stem[-4:]), _held.model
    return 0, lexicon_alone()


@contextmanager
def instead(model: Model) -> Iterator[None]:
    """Let `model` speak inside the block, whatever is kept; for measuring and for tests."""
    token = _instead.set(model)
    try:
        yield
    finally:
        _instead.reset(token)


def _look() -> None:
    newest = next(reversed(versions().values()), None)
    if newest == _held.path:
        return
    _held.path, _held.model = newest, None
    if newest is not None:
        try:
            _held.model = load(newest)
        except BadModel as error:
            _log.warning("triage_model_unreadable", file=newest.name, error=str(error))


def lexicon_alone() -> Model:
    """What speaks where nothing was trained, for the kinds that hold today."""
    return Model(of_code(), OTHER)


def of_code() -> Mapping[str, str]:
    """The kinds of the lexicon that may be proposed today, each for itself."""
    return _of_code(of_choice())


def of_choice() -> frozenset[str]:
    """The kinds that may be chosen today, and what is no dispute."""
    return _of_choice(store.snapshot().stamp, clock.today())


@lru_cache(maxsize=4)
def _of_choice(_stamp: int, today: date) -> frozenset[str]:
    return frozenset({code for code, _words in codes.choices(codes.KINDS, today)} | {NO_DISPUTE})


@lru_cache(maxsize=4)
def _of_code(may: frozenset[str]) -> Mapping[str, str]:
    return {code: code for code in kinds.codes() if code in may}
