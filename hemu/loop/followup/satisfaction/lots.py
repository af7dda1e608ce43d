"""Drawing by lot: stratified simple random sampling that anybody who has the seed can repeat.

In each township the closed disputes are put in the order of HMAC-SHA256(seed, list hash : dispute) and
the first ones are taken. The seed was committed to (its SHA-256 published) before the month was over, and
the hash of the list of what was closed goes into every lot, so that who knows one can't choose the other.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from math import ceil


def commitment(seed: str) -> bytes:
    """What is published of a seed (32 bytes)."""
    return hashlib.sha256(bytes.fromhex(seed)).digest()


def list_hash(disputes: Sequence[int]) -> bytes:
    """SHA-256 over the numbers of all disputes to draw from, one a line, ascending."""
    return hashlib.sha256("\n".join(str(one) for one in sorted(disputes)).encode()).digest()


def lot(seed: str, of_list: bytes, number: int, purpose: str = "draw") -> int:
    """The lot of a number, 256 bits."""
    told = f"{purpose}:{of_list.hex()}:{number}".encode()
    return int.from_bytes(hmac.new(bytes.fromhex(seed), told, hashlib.sha256).digest(), "big")


def size(population: int, percent: int, least: int) -> int:
    """How many are drawn of so many: the percentage, but `least` where there are as many."""
    return min(population, max(least, ceil(population * percent / 100)))


def draw(seed: str, strata: Mapping[int, Sequence[int]], *, percent: int, least: int) -> dict[int, list[int]]:
    """What is drawn of each stratum, in the order of the lots."""
    of_list = list_hash([one for members in strata.values() for one in members])
    return {
        stratum: sorted(members, key=lambda one: (lot(seed, of_list, one), one))[
            : size(len(members), percent, least)
        ]
        for stratum, members in strata.items()
    }


def pick(seed: str, of_list: bytes, dispute: int, among: Sequence[int]) -> int:
    """Which of a dispute's parties is asked, by lot too."""
    return min(sorted(among), key=lambda one: lot(seed, of_list, one, f"party:{dispute}"))
