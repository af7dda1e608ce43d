"""The embedded server: private, and not to be brought down by a kill."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from config import embedded
from config.embedded import Cluster, SystemUser

ROLES = ("own", "app")


def under(home: Path) -> Cluster:
    return Cluster.under(
        home, superuser="boss", password=lambda role: f"secret of {role}", roles=ROLES, database="house"
    )


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="hemu-test-", dir="/tmp"))
    folder.chmod(0o711)
    yield folder / "pg"
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def cluster(home: Path) -> Iterator[Cluster]:
    made = under(home)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: under(home).ensure_running(), range(4)))
    yield made
    made.stop()


def connect(cluster: Cluster, role: str, password: str = "") -> psycopg.Connection:
    return psycopg.connect(
        host=str(cluster.sockets),
        port=cluster.port,
        user=role,
        dbname="house",
        password=password or cluster.password(role),
        autocommit=True,
        connect_timeout=5,
    )


def postmaster(cluster: Cluster) -> int:
    return int((cluster.data / "postmaster.pid").read_text().splitlines()[0])


def test_four_that_start_at_once_get_one_server(cluster):
    with connect(cluster, "app") as first, connect(cluster, "own") as second:
        assert first.execute("SELECT current_user").fetchone() == ("app",)
        assert second.execute("SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user").fetchone() == (
            True,
        )


def test_a_wrong_password_is_refused(cluster):
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        connect(cluster, "app", "guess")


def test_nothing_listens_on_the_network_and_folders_are_private(cluster, home):
    with connect(cluster, "app") as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    for folder in (cluster.data, cluster.sockets):
        assert stat.S_IMODE(folder.stat().st_mode) & 0o077 == 0
    assert stat.S_IMODE(home.parent.stat().st_mode) == 0o711, "a parent folder was opened to others"


def test_the_server_never_runs_as_root(cluster):
    assert Path(f"/proc/{postmaster(cluster)}").stat().st_uid != 0


def test_chinese_words_are_letters_to_it(cluster):
    with connect(cluster, "app") as connection:
        row = connection.execute("SELECT '和睦' ~ '^\\w+$', upper('é')").fetchone()
    assert row == (True, "É")


def test_a_killed_server_comes_back_and_lost_nothing(cluster):
    with connect(cluster, "own") as connection:
        connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
    os.kill(postmaster(cluster), signal.SIGKILL)
    cluster.ensure_running()
    with connect(cluster, "own") as connection:
        assert connection.execute("SELECT sum(n) FROM kept").fetchone() == (500_500,)


def test_stopped_and_started(cluster):
    cluster.stop()
    assert not cluster.is_up()
    cluster.stop()
    cluster.ensure_running()
    assert cluster.is_up()


def test_a_start_broken_off_half_way_is_begun_again(home):
    broken = under(home.parent / "broken")
    broken.home.mkdir()
    broken._prepare_folders()
    (broken.data / "base").mkdir()
    (broken.data / "base" / "left").write_text("by a killed initdb")
    broken.ensure_running()
    try:
        assert broken.is_up()
        assert not (broken.data / "base" / "left").exists()
    finally:
        broken.stop()


def test_a_folder_that_its_user_cant_reach_is_left_alone(monkeypatch, tmp_path):
    monkeypatch.setattr(SystemUser, "reaches", lambda self, path: False)
    moved = under(tmp_path / "pg")
    assert moved.home.parent == embedded.ELSEWHERE
    assert not (tmp_path / "pg").exists()


def test_a_deep_folder_gets_a_short_socket(cluster):
    deep = replace(cluster, home=Path("/tmp") / ("x" * 120))
    assert len(os.fsencode(deep.sockets)) < 60


@pytest.mark.parametrize(("bytes_of_shm", "kind"), [(64 << 20, "mmap"), (8 << 30, "posix")])
def test_a_container_with_little_shared_memory(monkeypatch, bytes_of_shm, kind):
    monkeypatch.setattr(
        shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(bytes_of_shm, 0, bytes_of_shm)
    )
    assert embedded.settings_of_this_machine()["dynamic_shared_memory_type"] == kind


def test_an_unknown_system_user_is_named(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setenv("HEMU_POSTGRES_USER", "nobody-of-that-name")
    with pytest.raises(embedded.EmbeddedFailed, match="nobody-of-that-name"):
        SystemUser.chosen()
    monkeypatch.setenv("HEMU_POSTGRES_USER", "root")
    with pytest.raises(embedded.EmbeddedFailed, match="doesn't run as root"):
        SystemUser.chosen()


def test_a_folder_of_another_user_is_refused(cluster, monkeypatch):
    stranger = replace(cluster, user=replace(cluster.user, uid=4_242, gid=4_242))
    with pytest.raises(embedded.EmbeddedFailed, match="belongs to another user"):
        stranger._prepare_folders()
