"""What the application's role can't do, whatever code it runs."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction
from psycopg.errors import InsufficientPrivilege

from config import grants, postgres

pytestmark = pytest.mark.django_db()


def refused(text: str) -> bool:
    with connection.cursor() as cursor, pytest.raises(ProgrammingError) as caught, transaction.atomic():
        cursor.execute(text)
    return isinstance(caught.value.__cause__, InsufficientPrivilege)


def test_the_tests_run_as_the_application():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (postgres.parameters(postgres.APP)["USER"],)


@pytest.mark.parametrize("table", grants.APPEND_ONLY)
@pytest.mark.parametrize(
    "text",
    [
        "UPDATE {} SET county = county",
        "DELETE FROM {}",
        "TRUNCATE {}",
        "ALTER TABLE {} DISABLE TRIGGER ALL",
        "ALTER TABLE {} ADD COLUMN more int",
        "DROP TABLE {}",
        "LOCK TABLE {} IN ACCESS EXCLUSIVE MODE",
    ],
)
def test_history_cant_be_touched(table, text):
    assert refused(text.format(table))


@pytest.mark.parametrize(
    "text",
    [
        "SET ROLE hemu_owner",
        "SET session_replication_role = replica",
        "CREATE TABLE mine (id int)",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "ALTER TABLE disputes_dispute DISABLE TRIGGER USER",
        "DELETE FROM django_migrations",
        "ALTER ROLE hemu_app SUPERUSER",
        "COPY disputes_entry TO PROGRAM 'cat'",
    ],
)
def test_it_cant_raise_itself(text):
    assert refused(text)
