"""The doctor finds each kind of breakage, by name."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from hemu.cli import main
from hemu.cli.doctor import examine
from hemu.cli.health import data, database, machine
from hemu.cli.health.base import Check
from hemu.disputes.registration import register
from hemu.disputes.tests.reports import report
from hemu.jobs import installation
from hemu.jobs.models import JobRun
from hemu.kernel import clock
from hemu.outbox import queue
from hemu.outbox.models import Topic
from hemu.rulebook.calendar import published_years
from hemu.tally import projector
from tests.hostile.database import owner_connection


def names(check: Check) -> list[str]:
    return [trouble.name for trouble in check()]


def by_owner(text: str) -> None:
    with owner_connection() as owner:
        owner.execute(text)


@pytest.fixture
def broken(transactional_db) -> Iterator[Callable[[str, str], None]]:
    """Breaks the database as its owner could, and mends it afterwards."""
    mends: list[str] = []

    def breaks(text: str, mend: str) -> None:
        mends.append(mend)
        by_owner(text)

    yield breaks
    for mend in reversed(mends):
        by_owner(mend)


@pytest.mark.django_db
def test_a_sound_database_has_nothing_wrong(settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    installation.record_keys()
    for check in (database.reachable, database.migrated, database.least_rights, database.guarded):
        assert names(check) == []
    for check in (machine.keys, machine.keys_fit, machine.file_store, machine.disk, machine.openness):
        assert names(check) == []
    assert names(data.drift) == names(data.projector) == []


def test_an_unreachable_database(monkeypatch, db):
    def refuse(self: BaseDatabaseWrapper) -> None:
        raise OperationalError("connection refused")

    with monkeypatch.context() as patch:
        patch.setattr(BaseDatabaseWrapper, "ensure_connection", refuse)
        found = [trouble.name for trouble in examine()]
    assert "database-unreachable" in found
    assert "regions-not-loaded" not in found, "what can't be looked at isn't judged"


def test_a_server_that_is_too_old(monkeypatch, db):
    monkeypatch.setattr(connection, "pg_version", 130_004)
    assert names(database.reachable) == ["database-too-old"]


@pytest.mark.parametrize("right", ["UPDATE", "DELETE", "TRUNCATE", "UPDATE (unit_name)"])
def test_a_role_that_can_alter_the_ledger(broken, right):
    broken(f"GRANT {right} ON disputes_entry TO hemu_app", f"REVOKE {right} ON disputes_entry FROM hemu_app")
    assert names(database.least_rights) == ["role-can-alter-ledger"]


def test_a_role_that_can_create_beside_us(broken):
    broken("GRANT CREATE ON SCHEMA public TO hemu_app", "REVOKE CREATE ON SCHEMA public FROM hemu_app")
    assert names(database.least_rights) == ["role-can-create"]


def test_a_role_that_owns_the_ledger(monkeypatch, db):
    with owner_connection() as owner, owner.cursor() as cursor:
        assert [trouble.name for trouble in database._rights_on(cursor, "disputes_entry")] == [
            "role-can-alter-ledger"
        ]


def test_a_trigger_that_is_switched_off(broken):
    broken(
        "ALTER TABLE disputes_entry DISABLE TRIGGER USER",
        "ALTER TABLE disputes_entry ENABLE TRIGGER USER",
    )
    assert set(names(database.guarded)) == {"trigger-disabled"}


def test_a_trigger_that_is_missing(broken):
    with owner_connection() as owner:
        name, definition = owner.execute(
            "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = 'disputes_entry'::regclass"
            " AND NOT tgisinternal ORDER BY tgname LIMIT 1"
        ).fetchone()
    broken(f"DROP TRIGGER {name} ON disputes_entry", definition)
    assert names(database.guarded) == ["trigger-missing"]


def test_a_migration_that_wasnt_applied(broken):
    broken(
        "DELETE FROM django_migrations WHERE app = 'jobs'",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('jobs', '0001_initial', now())",
    )
    assert names(database.migrated) == ["migrations-unapplied"]
    assert "tally-drift" not in [trouble.name for trouble in examine()]


def test_a_program_older_than_its_database(broken):
    broken(
        "INSERT INTO django_migrations (app, name, applied) VALUES ('orgs', '9999_later', now())",
        "DELETE FROM django_migrations WHERE name = '9999_later'",
    )
    assert names(database.migrated) == ["program-too-old"]


@pytest.mark.django_db
def test_keys_that_arent_this_databases(settings):
    assert names(machine.keys_fit) == ["key-unrecorded"]
    installation.record_keys()
    settings.FIELD_KEY = b"another key, of just 32 bytes ok"
    installation.record_keys()
    assert names(machine.keys_fit) == ["key-wrong"]


def test_keys_that_are_missing_or_readable(settings, tmp_path):
    settings.HOME = tmp_path
    assert names(machine.keys) == ["key-missing", "key-missing"]
    (tmp_path / "keys").mkdir()
    for name in ("secret-key", "field-key"):
        (tmp_path / "keys" / name).write_text("x")
        (tmp_path / "keys" / name).chmod(0o644)
    assert names(machine.keys) == ["key-readable", "key-readable"]


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def test_a_full_disk(monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(100 << 30, 99 << 30, 1 << 30))
    assert set(names(machine.disk)) == {"disk-full"}


def test_a_file_store_that_cant_be_written(settings, tmp_path):
    (tmp_path / "files").write_text("a file where the folder should be")
    settings.MEDIA_ROOT = tmp_path / "files"
    assert names(machine.file_store) == ["file-store-unwritable"]


def test_pages_that_werent_built(monkeypatch):
    monkeypatch.setattr(machine.finders, "find", lambda name: None)
    assert names(machine.assets) == ["assets-not-built"]


def test_translations_that_werent_compiled(monkeypatch, tmp_path):
    folder = tmp_path / "locale" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text("")
    monkeypatch.setattr(machine.env, "ROOT", tmp_path)
    assert names(machine.translations) == ["translations-not-compiled"]


def test_a_site_that_others_reach_without_care(settings):
    settings.ALLOWED_HOSTS = ["hemu.example"]
    settings.DEBUG = True
    settings.HTTPS = False
    assert names(machine.openness) == ["debug-on", "no-https"]


@pytest.mark.django_db
def test_divisions_that_werent_loaded():
    assert names(data.regions) == ["regions-not-loaded"]


@pytest.mark.django_db
def test_a_year_whose_holidays_arent_known():
    last = published_years()[-1]
    with clock.at(datetime(last + 1, 3, 1, tzinfo=UTC)):
        assert names(data.calendar) == ["calendar-year-unknown"]
    with clock.at(datetime(last, 12, 20, tzinfo=UTC)):
        found = list(data.calendar())
    assert [(trouble.name, trouble.minor) for trouble in found] == [("calendar-year-unknown", True)]
    with clock.at(datetime(last, 6, 1, tzinfo=UTC)):
        assert names(data.calendar) == []


@pytest.mark.django_db
def test_a_projector_that_stopped():
    queue.put((Topic.TALLY, []))
    assert names(data.projector) == []
    with clock.at(clock.now() + timedelta(minutes=5)):
        assert names(data.projector) == ["projector-stopped"]


@pytest.mark.django_db
def test_a_worker_that_is_silent_and_a_job_that_fails():
    assert names(data.jobs) == ["worker-silent"]
    JobRun.objects.create(name="minutely.x", started_at=clock.now(), error="KeyError: 'x'", failures=3)
    assert names(data.jobs) == ["job-failing"]


def test_counters_that_differ_from_the_ledger(cast, transactional_db):
    register(report(), by=cast.officer)
    projector.project_all()
    assert names(data.drift) == []
    by_owner("UPDATE tally_daycell SET n = n + 1")
    assert names(data.drift) == ["tally-drift"]


@pytest.mark.django_db
def test_the_command_says_it_in_words_and_in_json(capsys):
    assert main.main(["doctor"]) == 1
    assert "regions-not-loaded: the division tree hasn't been loaded\n    run: hemu regions load" in (
        capsys.readouterr().out
    )
    assert main.main(["doctor", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert {"name", "what", "do", "minor"} == set(found[0])
