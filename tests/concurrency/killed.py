"""Does one act in a process of its own that is killed amid it: what is left must be whole.

``python -m tests.concurrency.killed ACT AMID TIMES MOMENT ARGUMENT…``: the function ACT (``module:name``) is
called with whole numbers, as at MOMENT; as soon as the function AMID has been through TIMES times, the
process is killed.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from typing import Any

PATIENCE = 180.0


def killed(act: str, *arguments: int, amid: str, times: int = 1) -> None:
    """Have the process killed amid the act, and wait until the database has noticed."""
    from hemu.kernel import clock
    from tests.concurrency.site import database, let_the_database_notice

    moment = clock.now().isoformat()
    words = [act, amid, str(times), moment, *map(str, arguments)]
    more = {"DJANGO_SETTINGS_MODULE": "config.settings", "HEMU_DATABASE_URL": database()}
    command = [sys.executable, "-m", "tests.concurrency.killed", *words]
    ended = subprocess.run(command, env={**os.environ, **more}, timeout=PATIENCE, check=False)
    assert ended.returncode == -signal.SIGKILL, f"{act} came to its end before it was killed"
    let_the_database_notice()


def _named(path: str) -> tuple[Any, str]:
    module, _colon, name = path.partition(":")
    return import_module(module), name


def _deadly(real: Callable[..., Any], times: int) -> Callable[..., Any]:
    left = times

    def call(*args: Any, **named: Any) -> Any:
        nonlocal left
        done = real(*args, **named)
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    return call


def _main(act: str, amid: str, times: str, moment: str, *arguments: str) -> None:
    import django

    django.setup()
    from hemu.kernel import clock

    place, name = _named(amid)
    setattr(place, name, _deadly(getattr(place, name), int(times)))
    module, function = _named(act)
    with clock.at(datetime.fromisoformat(moment)):
        getattr(module, function)(*map(int, arguments))


if __name__ == "__main__":
    _main(*sys.argv[1:])
