"""English is complete: every text that users read is translated, with the same things filled in."""

from __future__ import annotations

import re

import pytest

from hemu.cli import messages

HALF_WIDTH = re.compile(r"[\u4e00-\u9fff”》）X] ?[,;:?!(]|[,;:?!)] ?[\u4e00-\u9fff“《（]")
"""ASCII punctuation beside a Chinese character; ``X`` stands for whatever is filled in."""

FILLED_IN = re.compile(r"%\([A-Za-z_]+\)[sd]|\{[a-z_]+\}")


def test_nothing_is_left_to_translate():
    known = {(message.id, message.context) for message in messages._read("en") if message.string}
    wanted = [message for message in messages.found_messages() if message.id]
    missing = [message.id for message in wanted if (message.id, message.context) not in known]
    assert missing == [], "run `hemu messages extract` and translate what is empty"


@pytest.mark.parametrize("part", [0, 1])
def test_translations_fill_in_the_same_things(part):
    for message in messages._read("en"):
        pair = message.id if isinstance(message.id, tuple | list) else (message.id, message.id)
        said = (
            message.string if isinstance(message.string, tuple | list) else (message.string, message.string)
        )
        assert set(FILLED_IN.findall(pair[part])) == set(FILLED_IN.findall(said[part])), message.id


def test_chinese_texts_are_punctuated_in_full_width():
    """。，：；？！（） in Chinese; half width is for numbers, codes and times."""
    wrong = []
    for message in messages.found_messages():
        texts = message.id if isinstance(message.id, tuple | list) else [message.id]
        wrong += [text for text in texts if HALF_WIDTH.search(FILLED_IN.sub("X", text))]
    assert wrong == []
