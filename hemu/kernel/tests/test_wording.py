"""Lists and notes in both languages."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from hemu.kernel import wording


@pytest.mark.parametrize(
    ("language", "read"),
    [
        ("zh-hans", ["a、b", "a，b", "a；b", "a：2", "a（b）", "a"]),
        ("en", ["a, b", "a, b", "a; b", "a: 2", "a (b)", "a"]),
    ],
)
def test_parts_are_joined_as_the_language_is_written(language: str, read: list[str]) -> None:
    with override(language):
        assert [
            wording.listed(["a", "b"]),
            wording.phrases(["a", "b"]),
            wording.sentences(["a", "b"]),
            wording.labelled("a", 2),
            wording.noted("a", "b"),
            wording.noted("a", ""),
        ] == read
