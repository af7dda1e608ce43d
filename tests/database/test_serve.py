"""`hemu serve` keeps the site and its worker running, and ends both in good order."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from django.db import connection

from config import postgres
from hemu.cli import main
from hemu.jobs.models import JobRun

PATIENCE = 60.0


def until(holds: Callable[[], bool], what: str) -> None:
    """Wait for something that must come, however slow the machine."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    with (
        suppress(URLError, ConnectionError, TimeoutError),
        urlopen(f"http://127.0.0.1:{port}/account/login/", timeout=5) as response,
    ):
        return bool(response.status == 200)
    return False


def children(pid: int) -> dict[int, str]:
    """Process number → command line, of the running children of `pid`."""
    found = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            with suppress(OSError):
                with open(f"/proc/{entry}/stat") as file:
                    state, parent = file.read().rsplit(")", 1)[1].split()[:2]
                if int(parent) == pid and state != "Z":
                    with open(f"/proc/{entry}/cmdline") as file:
                        found[int(entry)] = file.read().replace("\0", " ")
    return found


def child(pid: int, part: str) -> int | None:
    return next((number for number, line in children(pid).items() if part in line), None)


@pytest.fixture
def served(transactional_db) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    app, port = postgres.parameters(postgres.APP), free_port()
    login = f"{app['USER']}:{quote(app['PASSWORD'])}"
    where = f"{connection.settings_dict['NAME']}?host={quote(app['HOST'])}&port={app['PORT'] or 5432}"
    address = f"postgresql://{login}@/{where}"
    process = subprocess.Popen(
        [sys.executable, "-m", "hemu.cli.main", "serve", "--port", str(port), "--workers", "1"],
        env={**os.environ, "HEMU_DATABASE_URL": address},
    )
    try:
        until(lambda: answers(port), "the first page")
        yield process, port
    finally:
        process.kill()
        process.wait()


def test_a_killed_part_comes_back_and_the_end_is_clean(served):
    supervisor, port = served
    until(lambda: child(supervisor.pid, "hemu.jobs.worker") is not None, "the worker")
    until(lambda: JobRun.objects.filter(name="minutely.sweep_clocks").exists(), "the worker's first job")
    worker, site = child(supervisor.pid, "hemu.jobs.worker"), child(supervisor.pid, "granian")
    os.kill(worker, signal.SIGKILL)
    os.killpg(site, signal.SIGKILL)
    until(lambda: child(supervisor.pid, "hemu.jobs.worker") not in (None, worker), "a new worker")
    until(lambda: child(supervisor.pid, "granian") not in (None, site) and answers(port), "a new site")
    left = [*children(supervisor.pid)]
    supervisor.send_signal(signal.SIGTERM)
    assert supervisor.wait(PATIENCE) == 0
    assert not answers(port)
    assert not any(os.path.exists(f"/proc/{number}") for number in left)


def test_a_killed_supervisor_leaves_no_orphan(served):
    supervisor, port = served
    left = [*children(supervisor.pid)]
    assert left
    supervisor.kill()
    supervisor.wait()
    until(lambda: not any(os.path.exists(f"/proc/{number}") for number in left), "the children's end")
    until(lambda: not answers(port), "the port's end")


def test_a_port_that_is_taken_is_named(capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main.main(["serve", "--port", str(port)]) == 1
    assert f"can't listen on 127.0.0.1:{port}" in capsys.readouterr().err
