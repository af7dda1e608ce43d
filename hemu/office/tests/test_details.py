"""Everything that acts tell the ledger is read back in words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import hemu
from hemu.disputes.models import State
from hemu.disputes.queries import timeline
from hemu.disputes.tests import factories
from hemu.office.pages import details
from hemu.office.pages.telling import happening

HEMU = Path(hemu.__path__[0])


def told(method: str) -> Iterator[str]:
    for file in HEMU.rglob("*.py"):
        if "tests" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == method
            ):
                yield from (given.arg for given in node.keywords if given.arg)


@pytest.mark.req("C7")
def test_every_name_that_an_act_tells_has_words():
    assert not set(told("tell")) - set(details.DETAILS) - details.SILENT
    assert not set(told("tell_of_persons")) - set(details.PERSONAL)


@pytest.mark.req("C7")
def test_a_whole_loop_reads_in_chinese(cast):
    dispute = factories.at_state(cast, State.CLOSED)
    pairs = [
        (label, value) for entry in timeline(dispute) for label, value in happening(entry, in_full=True).facts
    ]
    assert pairs
    for label, value in pairs:
        assert not label.isascii(), (label, value)
        assert value, label
