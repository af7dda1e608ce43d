"""``hemu serve``: the site and its worker, kept running together."""

from __future__ import annotations

import argparse
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from config import env, postgres
from config.embedded import EmbeddedFailed
from hemu.cli.main import CommandFailed

NEEDS_DJANGO = False
STOP_SECONDS = 20.0
LONGEST_PAUSE = 30.0
WATCH_SECONDS = 1.0
_PR_SET_PDEATHSIG = 1


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: %(default)s)")
    parser.add_argument("--workers", type=int, default=2, help="processes of the site (default: %(default)s)")
    parser.add_argument(
        "--threads", type=int, default=8, help="threads of each process (default: %(default)s)"
    )
    parser.add_argument(
        "--no-worker", action="store_true", help="run the site only; the worker runs elsewhere"
    )


def _die_with_parent() -> None:
    """In a child: end when the supervisor is killed, so that no orphan keeps the port (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """A process that is started again when it ends by itself."""

    name: str
    command: Sequence[str]
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    started: float = 0.0
    not_before: float = field(default=0.0)

    def watch(self) -> None:
        """Start it if it doesn't run; one that keeps dying is started less and less often."""
        moment = time.monotonic()
        if self.process is not None and self.process.poll() is not None:
            say(f"{self.name} ended with status {self.process.returncode}")
            self.failures = 0 if moment - self.started > LONGEST_PAUSE else self.failures + 1
            self.not_before = moment + min(LONGEST_PAUSE, 0.5 * 2**self.failures)
            self.process = None
        if self.process is None and moment >= self.not_before:
            self.started = moment
            # A session of its own: Ctrl-C reaches the supervisor alone, which then ends each in order.
            self.process = subprocess.Popen(  # noqa: S603  # our own programs
                self.command, env=self.environment, start_new_session=True, preexec_fn=_die_with_parent
            )

    def stop(self, until: float) -> None:
        """End it in good order, or hard when it hasn't ended by `until` (monotonic seconds)."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            say(f"{self.name} didn't end in time")
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def say(text: str) -> None:
    """A line for the person at the terminal."""
    print(f"hemu serve: {text}", file=sys.stderr, flush=True)


def children(options: argparse.Namespace) -> list[Child]:
    """The site, and unless it runs elsewhere the worker."""
    pool = env.number("HEMU_POOL_SIZE", default=options.threads, most=200)
    site = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "HEMU_POOL_SIZE": str(pool)}
    granian = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "config.wsgi:application",
        "--host", options.host, "--port", str(options.port),
        "--workers", str(options.workers), "--blocking-threads", str(options.threads),
        "--respawn-failed-workers", "--no-ws", "--log-level", "error",
    ]  # fmt: skip
    found = [Child("site", granian, site)]
    if not options.no_worker:
        plain = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
        found.append(Child("worker", [sys.executable, "-m", "hemu.jobs.worker"], plain))
    return found


def _refuse_taken_port(host: str, port: int) -> None:
    import socket

    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandFailed(f"can't listen on {host}:{port}: {error.strerror}; try --port") from None


def _keep_database(stopping: threading.Event) -> None:
    """Start the embedded server again should it have been killed."""
    if stopping.is_set():
        return
    try:
        postgres.ensure_running()
    except EmbeddedFailed as error:
        say(str(error))


def run(options: argparse.Namespace) -> int:
    """Serve until SIGTERM or SIGINT; what runs then is finished first."""
    _refuse_taken_port(options.host, options.port)
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    ours = postgres.is_embedded() and not postgres.cluster().is_up()
    postgres.ensure_running()
    running = children(options)
    say(f"http://{options.host}:{options.port}")
    while not stopping.is_set():
        for child in running:
            child.watch()
        stopping.wait(WATCH_SECONDS)
        _keep_database(stopping)
    say("stopping")
    until = time.monotonic() + STOP_SECONDS
    for child in running:
        child.stop(until)
    if ours:
        postgres.cluster().stop()
    return 0
