"""The test base itself: each of its traps is shown to close."""

from __future__ import annotations

import io
import logging
import socket
import warnings
from contextlib import redirect_stderr

import pytest
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.template import Context, Engine, Template
from django.template.base import Origin
from hypothesis import HealthCheck
from hypothesis import settings as examples

from config import logs
from config.env import ROOT
from hemu.kernel import clock
from tests.hostile.guards import NetworkForbidden, UndefinedVariable


def rendered(text: str, origin: str, **context: object) -> str:
    engine = Engine.get_default()
    template = Template(text, origin=Origin(name=origin), engine=engine)
    return template.render(Context(context))


def test_an_undefined_variable_fails_in_a_template_of_ours():
    ours = str(ROOT / "hemu" / "office" / "templates" / "x.html")
    assert rendered("{{ name }}", ours, name="和") == "和"
    assert rendered("{% if name %}x{% endif %}", ours) == ""
    with pytest.raises(UndefinedVariable, match="nmae"):
        rendered("{{ nmae }}", ours, name="和")


def test_other_packages_templates_stay_lenient():
    assert rendered("{{ nmae }}", "/somewhere/site-packages/x.html") == ""


@pytest.mark.django_db
def test_rows_without_an_order_come_shuffled():
    keys = [f"{number:032}" for number in range(30)]
    Session.objects.bulk_create(Session(session_key=key, expire_date=clock.now()) for key in keys)
    assert [row.session_key for row in Session.objects.all()] != keys
    assert sorted(row.session_key for row in Session.objects.all()) == keys
    assert [row.session_key for row in Session.objects.order_by("session_key")] == keys


def test_nothing_reaches_another_machine():
    with socket.socket() as stranger, pytest.raises(NetworkForbidden):
        stranger.connect(("192.0.2.1", 80))
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        client.connect(server.getsockname())


def test_a_warning_is_an_error():
    with pytest.raises(DeprecationWarning):
        warnings.warn("old", DeprecationWarning, stacklevel=1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_test_that_commits_leaves_what_migrations_wrote(turn):
    """Run twice: the second time finds the table as the first did."""
    assert Permission.objects.exists()
    assert not Session.objects.exists()
    Session.objects.create(session_key="left behind", expire_date=clock.now())
    Permission.objects.all().delete()


def test_no_test_database_without_the_mark():
    with pytest.raises((RuntimeError, ImproperlyConfigured), match="Database access not allowed"):
        connection.ensure_connection()


def test_examples_are_the_same_each_time_however_busy_the_machine():
    tried = examples.default
    assert (tried.derandomize, tried.deadline) == (True, None)
    assert HealthCheck.too_slow in tried.suppress_health_check


def test_a_log_goes_where_standard_error_is_now(capsys):
    first = io.StringIO()
    kept = logging.getLogger().handlers[:]
    try:
        with redirect_stderr(first):
            logs.configure({"json": False, "level": "info"})
        first.close()
        logging.getLogger("hemu.test").warning("说到这里")
    finally:
        logging.getLogger().handlers = kept
    said = capsys.readouterr().err
    assert "说到这里" in said
    assert "Logging error" not in said
