"""Settings that can't be read are refused, each in words that name it."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from config import env, keys, logs, postgres

FAILING = """
import structlog
from config import logs
logs.configure({{"level": "info", "json": {as_json}}})
def answer():
    confided = "138" + "0" * 8
    return 1 / 0
try:
    answer()
except ZeroDivisionError:
    structlog.get_logger("x").exception("failed", phone="13800000000")
"""


def test_a_mistyped_name_is_refused_with_the_nearest(monkeypatch):
    monkeypatch.setenv("HEMU_DATABSE_URL", "x")
    with pytest.raises(env.BadEnvironment, match="did you mean HEMU_DATABASE_URL"):
        env.check_names()


def test_a_name_that_nothing_declares_cant_be_read():
    with pytest.raises(env.BadEnvironment, match=re.escape("config/env.py")):
        env.text("HEMU_UNDECLARED")


@pytest.mark.parametrize(("written", "read"), [("1", True), ("yes", True), ("OFF", False), ("0", False)])
def test_a_flag(monkeypatch, written, read):
    monkeypatch.setenv("HEMU_DEBUG", written)
    assert env.flag("HEMU_DEBUG", default=not read) is read


@pytest.mark.parametrize("written", ["maybe", "2", "ja"])
def test_a_flag_that_cant_be_read(monkeypatch, written):
    monkeypatch.setenv("HEMU_DEBUG", written)
    with pytest.raises(env.BadEnvironment, match="HEMU_DEBUG must be 1 or 0"):
        env.flag("HEMU_DEBUG", default=False)


@pytest.mark.parametrize("written", ["many", "-1", "1000", "1.5"])
def test_a_number_that_cant_be_read(monkeypatch, written):
    monkeypatch.setenv("HEMU_POOL_SIZE", written)
    with pytest.raises(env.BadEnvironment, match="HEMU_POOL_SIZE must"):
        env.number("HEMU_POOL_SIZE", default=1, most=200)


def test_an_empty_value_is_none_at_all(monkeypatch):
    monkeypatch.setenv("HEMU_POOL_SIZE", "")
    assert env.number("HEMU_POOL_SIZE", default=7) == 7


def test_words_and_choices(monkeypatch):
    monkeypatch.setenv("HEMU_ALLOWED_HOSTS", " a.example, b.example ,")
    assert env.words("HEMU_ALLOWED_HOSTS", default=[]) == ["a.example", "b.example"]
    monkeypatch.setenv("HEMU_LOG_LEVEL", "loud")
    with pytest.raises(env.BadEnvironment, match="debug, info"):
        env.choice("HEMU_LOG_LEVEL", options=("debug", "info"), default="info")


def test_a_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    path = tmp_path / "keys" / "secret-key"
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: keys.text("HEMU_SECRET_KEY", path), range(32)))
    assert len(made) == 1
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert os.listdir(path.parent) == ["secret-key"]


def test_a_key_from_the_environment_wins(monkeypatch, tmp_path):
    monkeypatch.setenv("HEMU_FIELD_KEY", "ab" * 32)
    assert keys.raw("HEMU_FIELD_KEY", tmp_path / "field-key") == b"\xab" * 32
    assert not (tmp_path / "field-key").exists()


@pytest.mark.parametrize("written", ["short", "ab" * 31, "zz" * 32])
def test_a_key_that_isnt_one(monkeypatch, tmp_path, written):
    monkeypatch.setenv("HEMU_FIELD_KEY", written)
    with pytest.raises(env.BadEnvironment, match="64 hexadecimal digits"):
        keys.raw("HEMU_FIELD_KEY", tmp_path / "field-key")


def test_an_address_of_a_database():
    found = postgres.from_url("postgresql://us%40er:p%2Fw@db.example:6432/hemu?sslmode=require", variable="X")
    assert found == {
        "NAME": "hemu",
        "USER": "us@er",
        "PASSWORD": "p/w",
        "HOST": "db.example",
        "PORT": "6432",
        "OPTIONS": {"sslmode": "require"},
    }


@pytest.mark.parametrize("written", ["mysql://host/name", "postgresql://host/", "host"])
def test_an_address_that_isnt_one(written):
    with pytest.raises(env.BadEnvironment, match="HEMU_DATABASE_URL must look like"):
        postgres.from_url(written, variable="HEMU_DATABASE_URL")


def test_an_outside_server_without_its_owner_is_named(monkeypatch):
    monkeypatch.setenv("HEMU_DATABASE_URL", "postgresql://app@db.example/hemu")
    with pytest.raises(postgres.NoOwner, match="HEMU_OWNER_DATABASE_URL"):
        postgres.parameters(postgres.OWNER)


@pytest.mark.parametrize("as_json", [True, False])
def test_a_traceback_in_the_log_tells_no_local_variable(as_json):
    done = subprocess.run(
        [sys.executable, "-c", FAILING.format(as_json=as_json)], capture_output=True, text=True, check=True
    )
    assert "ZeroDivisionError" in done.stderr
    assert "13800000000" not in done.stderr


def test_secrets_never_reach_the_log():
    event = logs.hide_secrets(None, "info", {"event": "x", "db_password": "a", "Phone": "b", "count": 3})
    assert event == {"event": "x", "db_password": logs.HIDDEN, "Phone": logs.HIDDEN, "count": 3}


def test_networks_are_read_and_a_mistyped_one_is_refused(monkeypatch):
    monkeypatch.setenv("HEMU_INNER_GATEWAYS", "10.2.3.4, 10.3.0.0/16,fd00::/8")
    assert [str(one) for one in env.networks("HEMU_INNER_GATEWAYS")] == [
        "10.2.3.4/32", "10.3.0.0/16", "fd00::/8",
    ]  # fmt: skip
    for wrong in ("10.2.3.4/16", "gateway"):
        monkeypatch.setenv("HEMU_INNER_GATEWAYS", wrong)
        with pytest.raises(env.BadEnvironment, match="HEMU_INNER_GATEWAYS"):
            env.networks("HEMU_INNER_GATEWAYS")
