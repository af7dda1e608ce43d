"""The command: help for everything, plain words when it can't, and an exit status that tells."""

from __future__ import annotations

import importlib
import io
import subprocess
import sys

import pytest

from hemu.cli import main
from hemu.cli.main import COMMANDS, CommandFailed
from hemu.disputes.registration import register
from hemu.disputes.tests.reports import report
from hemu.orgs.models import Person, Role
from hemu.tally import projector
from tests.hostile.database import owner_connection


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - {"django"}))
def test_help_for_every_command(name, capsys):
    with pytest.raises(SystemExit) as left:
        main.main([name, "--help"])
    assert left.value.code == 0
    assert f"usage: hemu {name}" in capsys.readouterr().out


def test_the_list_of_commands(capsys):
    with pytest.raises(SystemExit) as left:
        main.main(["--help"])
    assert left.value.code == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in COMMANDS)


@pytest.mark.parametrize(
    "given", [["no-such-command"], ["ledger"], ["ledger", "burn"], ["serve", "--port", "x"]]
)
def test_what_cant_be_understood_is_an_error(given, capsys):
    with pytest.raises(SystemExit) as left:
        main.main(given)
    assert left.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_an_error_is_one_line_in_plain_words(monkeypatch, capsys):
    def fail(options: object) -> int:
        raise CommandFailed("the paper is out")

    monkeypatch.setattr(importlib.import_module("hemu.cli.doctor"), "run", fail)
    assert main.main(["doctor"]) == 1
    assert capsys.readouterr().err == "hemu doctor: the paper is out\n"


def test_help_needs_no_database_and_a_typo_in_a_setting_is_named():
    done = subprocess.run(
        [sys.executable, "-m", "hemu.cli.main", "database", "status"],
        env={"HEMU_DATABSE_URL": "x"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "did you mean HEMU_DATABASE_URL?" in done.stderr


@pytest.mark.req("C7")
@pytest.mark.django_db(transaction=True)
def test_ledger_verify(cast, capsys):
    register(report(), by=cast.officer)
    assert main.main(["ledger", "verify"]) == 0
    assert "of 1 disputes hold" in capsys.readouterr().out
    with owner_connection() as owner:
        owner.execute("ALTER TABLE disputes_entry DISABLE TRIGGER USER")
        owner.execute("UPDATE disputes_entry SET unit_name = '别的单位'")
        owner.execute("ALTER TABLE disputes_entry ENABLE TRIGGER USER")
    assert main.main(["ledger", "verify", "--quiet"]) == 1
    shown = capsys.readouterr()
    assert "its content was changed after it was written" in shown.out
    assert "the ledger doesn't hold" in shown.err


@pytest.mark.req("C1")
@pytest.mark.django_db(transaction=True)
def test_tally_drift_and_rebuild(cast, capsys):
    register(report(), by=cast.officer)
    projector.project_all()
    assert main.main(["tally", "drift"]) == 0
    with owner_connection() as owner:
        owner.execute("UPDATE tally_daycell SET n = n + 7")
    assert main.main(["tally", "drift"]) == 1
    assert "counters are wrong" in capsys.readouterr().err
    assert main.main(["tally", "rebuild"]) == 0
    assert main.main(["tally", "drift"]) == 0


def create_admin(monkeypatch, password: str, *, region: str = "522725", username: str = "boss") -> int:
    monkeypatch.setattr(sys, "stdin", io.StringIO(password + "\n"))
    return main.main(["createadmin", username, "--name", "王主任", "--region", region, "--password-stdin"])


@pytest.mark.req("O3")
@pytest.mark.django_db
def test_the_first_administrator(cast, monkeypatch):
    assert create_admin(monkeypatch, "long enough, and odd") == 0
    person = Person.objects.get(username="boss")
    assert person.check_password("long enough, and odd")
    post = person.posts.get()
    assert post.role == Role.ADMINISTRATOR
    assert post.unit.region_id == 522725 * 10**9


@pytest.mark.django_db
def test_an_administrator_that_cant_be_made(cast, monkeypatch, capsys):
    assert create_admin(monkeypatch, "short") == 1
    assert create_admin(monkeypatch, "long enough, and odd", region="990000") == 1
    assert "no division has the code 990000" in capsys.readouterr().err
    assert create_admin(monkeypatch, "long enough, and odd", region="x") == 1
    assert create_admin(monkeypatch, "long enough, and odd", username="a b") == 1
    assert not Person.objects.filter(username__in=["boss", "a b"]).exists()
    assert create_admin(monkeypatch, "long enough, and odd") == 0
    assert create_admin(monkeypatch, "long enough, and odd") == 1
    assert "already" in capsys.readouterr().err
