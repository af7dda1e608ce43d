"""What the demonstration says of itself is so."""

from __future__ import annotations

import re
from pathlib import Path

HOUSE = Path(__file__).parents[3]


def test_make_demo_asks_for_no_second_factor_as_the_accounts_say():
    found = re.search(r"^demo:.*\n((?:\t.*\n)+)", (HOUSE / "Makefile").read_text(), re.MULTILINE)
    assert found is not None
    served = found[1].splitlines()[-1]
    assert "不要求第二步验证" in (HOUSE / "hemu/demo/accounts.py").read_text()
    assert "HEMU_REQUIRE_SECOND_FACTOR:-0" in served
    assert "hemu serve" in served
