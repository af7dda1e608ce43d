"""A backup holds everything, and one that was tampered with is refused, naming the entry."""

from __future__ import annotations

import gzip
import io
import json
import stat
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from config import owner
from hemu.cli import main
from hemu.cli.main import CommandFailed
from hemu.cli.snapshot.read import restore
from hemu.cli.snapshot.write import write
from hemu.disputes import ledger
from hemu.disputes.amendment import note
from hemu.disputes.models import Dispute, Entry, Party
from hemu.disputes.registration import register
from hemu.disputes.tests.reports import report
from hemu.orgs.models import Person
from tests.hostile.database import restore_pristine

pytestmark = pytest.mark.django_db(transaction=True)

Member = tuple[tarfile.TarInfo, bytes]


def quiet(text: str) -> None:
    """Nobody listens."""


@pytest.fixture
def file_store(tmp_path: Path, settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture
def backup(cast, tmp_path: Path, file_store: Path) -> Path:
    dispute = register(report(), by=cast.officer)
    note(dispute, "第一次电话", by=cast.officer)
    register(report(), by=cast.officer)
    (file_store / "2018").mkdir(parents=True)
    (file_store / "2018" / "协议书.pdf").write_bytes(b"%PDF")
    write(tmp_path / "backup.tar", quiet)
    return tmp_path / "backup.tar"


def empty_everything(file_store: Path) -> None:
    restore_pristine()
    for path in sorted(file_store.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()


def bring_back(source: Path, said: Callable[[str], None] = quiet) -> None:
    with owner.as_owner():
        restore(source, said)


def rows() -> dict[str, list[tuple[object, ...]]]:
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table not in ("django_session", "django_migrations"):
                cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')
                found[table] = cursor.fetchall()
    return found


def rewritten(source: Path, change: Callable[[Member], Member | None]) -> Path:
    """A copy of a backup with each part passed through `change`."""
    target = source.with_name("changed.tar")
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for header in old.getmembers():
            part = old.extractfile(header)
            assert part is not None
            changed = change((header, part.read()))
            if changed is not None:
                header, content = changed
                header.size = len(content)
                new.addfile(header, io.BytesIO(content))
    return target


@pytest.mark.req("C7")
def test_everything_comes_back(backup, file_store):
    before, entries = rows(), ledger.verify().entries
    empty_everything(file_store)
    assert not Entry.objects.unscoped(reason="test").exists()
    bring_back(backup)
    assert rows() == before
    assert ledger.verify().entries == entries
    assert ledger.verify().faults == []
    assert (file_store / "2018" / "协议书.pdf").read_bytes() == b"%PDF"


def test_what_was_sealed_can_be_opened_again_and_work_goes_on(backup, file_store, cast):
    names = sorted(Party.objects.unscoped(reason="test").values_list("name", flat=True))
    empty_everything(file_store)
    bring_back(backup)
    assert sorted(Party.objects.unscoped(reason="test").values_list("name", flat=True)) == names
    note(Dispute.objects.unscoped(reason="test").earliest("id"), "恢复以后", by=cast.officer)
    assert ledger.verify().faults == []


def test_only_its_owner_reads_a_backup_and_none_is_overwritten(backup):
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    with pytest.raises(CommandFailed, match="exists already"):
        write(backup, quiet)
    with pytest.raises(CommandFailed, match="no folder"):
        write(backup.parent / "missing" / "backup.tar", quiet)


def with_another_unit(unit_name: str) -> Callable[[Member], Member]:
    """Puts the blame on another unit, in the first entry that names `unit_name`."""

    def change(member: Member) -> Member:
        header, content = member
        if header.name != "tables/disputes_entry.copy.gz":
            return member
        text = gzip.decompress(content).decode()
        assert unit_name in text
        return header, gzip.compress(text.replace(unit_name, "别的单位", 1).encode())

    return change


def test_a_tampered_entry_is_named_and_nothing_is_kept(backup, file_store, cast):
    changed = rewritten(backup, with_another_unit(cast.officer.unit_name))
    empty_everything(file_store)
    said: list[str] = []
    with pytest.raises(CommandFailed, match="tampered with"):
        bring_back(changed, said.append)
    assert "changed since the backup was made: tables/disputes_entry.copy.gz" in said
    assert any(line.startswith("ledger: 522725/") and "#" in line for line in said)
    assert not Entry.objects.unscoped(reason="test").exists()
    assert not Person.objects.exists()
    assert not any(path.is_file() for path in file_store.rglob("*"))


def test_a_changed_file_is_refused(backup, file_store):
    def swap(member: Member) -> Member:
        return (member[0], b"%PDF forged") if member[0].name.startswith("files/") else member

    changed = rewritten(backup, swap)
    empty_everything(file_store)
    with pytest.raises(CommandFailed, match="changed after it was made"):
        bring_back(changed)
    assert not Person.objects.exists()


def test_a_forger_without_the_key_cant_seal_it_again(backup, file_store):
    def reseal(member: Member) -> Member:
        header, content = member
        if header.name == "manifest.json":
            page = json.loads(content)
            page["made_at"] = "2000-01-01T00:00:00+00:00"
            return header, json.dumps(page).encode()
        return member

    changed = rewritten(backup, reseal)
    empty_everything(file_store)
    with pytest.raises(CommandFailed, match="changed after it was made"):
        bring_back(changed)


def test_a_missing_table_is_refused(backup, file_store):
    changed = rewritten(backup, lambda member: None if "orgs_person." in member[0].name else member)
    empty_everything(file_store)
    with pytest.raises(KeyError):
        bring_back(changed)
    assert not Person.objects.exists()


def test_never_into_a_database_with_people_in_it(backup, file_store):
    with pytest.raises(CommandFailed, match="isn't empty"):
        bring_back(backup)


def test_never_over_files(backup, file_store):
    restore_pristine()
    with pytest.raises(CommandFailed, match="file store"):
        bring_back(backup)


def test_another_installations_backup_is_refused(backup, file_store, settings):
    empty_everything(file_store)
    settings.FIELD_KEY = b"k" * 32
    with pytest.raises(CommandFailed, match="another field key"):
        bring_back(backup)


def test_a_newer_versions_backup_is_refused(backup, file_store):
    from hemu.cli.snapshot import manifest

    with tarfile.open(backup) as archive:
        page, _ = manifest.read(archive)
    page.migrations.append(["orgs", "9999_from_the_future"])

    def newer(member: Member) -> Member:
        return (member[0], page.to_json()) if member[0].name == "manifest.json" else member

    changed = rewritten(backup, newer)
    empty_everything(file_store)
    with pytest.raises(CommandFailed, match="newer version"):
        bring_back(changed)


@pytest.mark.parametrize("content", [b"", b"not a tar file", b"x" * 20_000])
def test_a_file_that_is_no_backup(tmp_path, capsys, content):
    (tmp_path / "wrong.tar").write_bytes(content)
    assert main.main(["restore", str(tmp_path / "wrong.tar")]) == 1
    assert "hemu restore:" in capsys.readouterr().err


def test_the_commands_themselves(cast, tmp_path, file_store, capsys):
    register(report(), by=cast.officer)
    assert main.main(["backup", str(tmp_path / "by-command.tar")]) == 0
    assert "The keys are not in it" in capsys.readouterr().out
    empty_everything(file_store)
    assert main.main(["restore", str(tmp_path / "by-command.tar"), "--quiet"]) == 0
    assert ledger.verify().faults == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(current_user, 'disputes_entry', 'UPDATE')")
        assert cursor.fetchone() == (False,)
    assert file_store == settings.MEDIA_ROOT
