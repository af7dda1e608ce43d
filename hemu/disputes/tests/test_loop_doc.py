"""docs/loop.md says what the table says."""

from __future__ import annotations

from hemu.disputes import loop_doc


def test_the_page_of_the_loop_is_as_the_table_is() -> None:
    assert loop_doc.TARGET.read_text() == loop_doc.render(), "run: python -m hemu.disputes.loop_doc"
