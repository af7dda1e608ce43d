"""The base of every test: see tests/hostile."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import translation

from tests.hostile import database, guards

pytest_plugins = ["hemu.orgs.tests.cast"] if find_spec("hemu.orgs.tests.cast") else []


def pytest_configure() -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    guards.fail_on_undefined_variables()
    guards.shuffle_unordered_queries()
    guards.forbid_network()
    guards.steady_examples()
    database.install_flush()


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: Any
) -> Iterator[None]:
    worker = getattr(request.config, "workerinput", {}).get("workerid", "")
    keep = bool(request.config.getvalue("reuse_db"))
    with django_db_blocker.unblock():
        made = database.make(keep=keep, recreate=bool(request.config.getvalue("create_db")), worker=worker)
    yield
    if not keep:
        with django_db_blocker.unblock():
            database.drop(made)


@pytest.fixture(autouse=True)
def _own_shuffle(request: pytest.FixtureRequest) -> None:
    guards.seed_shuffle(request.node.nodeid)


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """A request leaves its language behind in the thread; no test may find another's."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True, scope="session")
def _own_file_store(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings.MEDIA_ROOT = Path(tmp_path_factory.mktemp("files"))
