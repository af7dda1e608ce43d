"""English is complete: every text that users read is translated, with the same things filled in."""

from __future__ import annotations

import re

import pytest

from hemu.cli import messages

FILLED_IN = re.compile(r"%\([A-Za-z_]+\)[sd]|\{[a-z_]+\}")


def test_nothing_is_left_to_translate():
    known = {message.id for message in messages._read("en") if message.string}
    missing = [message.id for message in messages.found_messages() if message.id and message.id not in known]
    assert missing == [], "run `hemu messages extract` and translate what is empty"


@pytest.mark.parametrize("part", [0, 1])
def test_translations_fill_in_the_same_things(part):
    for message in messages._read("en"):
        pair = message.id if isinstance(message.id, tuple | list) else (message.id, message.id)
        said = (
            message.string if isinstance(message.string, tuple | list) else (message.string, message.string)
        )
        assert set(FILLED_IN.findall(pair[part])) == set(FILLED_IN.findall(said[part])), message.id
