"""Phones of the cast."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hemu.field import entry
from hemu.field.tests.phone import Phone


@pytest.fixture(autouse=True)
def _fresh() -> None:
    entry.forget()


@pytest.fixture
def phone_of(cast, settings) -> Callable[[str], Phone]:
    """An enrolled phone of somebody of the cast."""
    settings.REQUIRE_SECOND_FACTOR = False

    def enrolled(who: str) -> Phone:
        phone = Phone()
        assert phone.enrol(cast.people[who], cast.posts[who].pk).status_code == 201
        return phone

    return enrolled


@pytest.fixture
def phone(phone_of) -> Phone:
    """The grid member's."""
    return phone_of("grid_member")
