"""Search finds what its index holds, whatever the words look like."""

from __future__ import annotations

import pytest

from hemu.disputes import queries
from hemu.disputes.queries import Filter
from hemu.disputes.registration import register
from hemu.disputes.tests.reports import report

pytestmark = pytest.mark.django_db

NUMBERS_IN_DISGUISE = ["E7ARN", "5E8XR", "7E19X", "E10QF", "3E2J4"]
"""Endings of references that a parser of free text reads as a number and letters after it."""


@pytest.mark.parametrize("ending", NUMBERS_IN_DISGUISE)
def test_a_reference_is_found_that_looks_like_a_number(cast, monkeypatch, ending):
    monkeypatch.setattr("hemu.disputes.registration.short_code", lambda length: ending)
    dispute = register(report(), by=cast.officer)
    found = queries.listed(Filter(text=dispute.ref), by=cast.officer)
    assert [row.id for row in found.defer("search")] == [dispute.id]
    assert not queries.listed(Filter(text=f"{dispute.ref[:-1]}Z"), by=cast.officer).exists()


@pytest.mark.parametrize("typed", ["张", "张大", "张大山 浇水", "大山"])
def test_a_few_characters_find_a_dispute(cast, typed):
    dispute = register(report(), by=cast.officer)
    assert [row.id for row in queries.listed(Filter(text=typed), by=cast.officer).defer("search")] == [
        dispute.id
    ]
    assert not queries.listed(Filter(text=f"{typed}龘龘"), by=cast.officer).exists()
