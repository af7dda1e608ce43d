"""The site in processes of its own, on the tests' database, as it serves in earnest."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from django.db import connection

from config import postgres

PATIENCE = 180.0


@dataclass
class Site:
    """The site in a process group of its own, on the tests' database, without its worker."""

    port: int
    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        """SIGKILL the master and its workers together: nothing is finished, nothing is said goodbye to."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def answers(self) -> bool:
        with (
            suppress(URLError, OSError, HTTPException),
            urlopen(f"http://127.0.0.1:{self.port}/account/login/", timeout=5) as response,
        ):
            return bool(response.status == 200)
        return False


def database() -> str:
    """The tests' database, as an address that another process can be given."""
    app = postgres.parameters(postgres.APP)
    login = f"{app['USER']}:{quote(app['PASSWORD'])}"
    where = f"{connection.settings_dict['NAME']}?host={quote(app['HOST'])}&port={app['PORT'] or 5432}"
    return f"postgresql://{login}@/{where}"


def start() -> Site:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "config.wsgi:application",
        "--host", "127.0.0.1", "--port", str(port), "--workers", "2", "--blocking-threads", "4",
        "--no-ws", "--log-level", "error",
    ]  # fmt: skip
    more = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "HEMU_DATABASE_URL": database(),
        "HEMU_POOL_SIZE": "4",
    }
    site = Site(port, subprocess.Popen(command, env={**os.environ, **more}, start_new_session=True))
    end = time.monotonic() + PATIENCE
    while not site.answers():
        if site.process.poll() is not None or time.monotonic() > end:
            site.kill()
            pytest.fail("the site didn't come up")
        time.sleep(0.1)
    return site


def let_the_database_notice() -> None:
    """Wait for what the dead left running in the database: a COMMIT that had arrived is still carried out."""
    end = time.monotonic() + PATIENCE
    busy = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state <> 'idle'"
    )
    while True:
        with connection.cursor() as cursor:
            cursor.execute(busy)
            if cursor.fetchone() == (0,):
                return
        assert time.monotonic() < end, "something still runs in the database"
        time.sleep(0.1)
