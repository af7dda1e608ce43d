"""What the model looks at: single and paired characters, and the lexicon's points; never a name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from hemu.triage.normal import MASK, masked

_DIGITS = re.compile("[0-9]")


def grams(text: str, names: Iterable[str] = ()) -> Counter[str]:
    """The characters and pairs of characters of a normalised text, names left out, digits all alike."""
    seen = _DIGITS.sub("0", masked(text, names))
    found = Counter(seen)
    found.update(map("".join, pairwise(seen)))
    for gram in [gram for gram in found if MASK in gram or gram.isspace()]:
        del found[gram]
    return found
