"""What people decided, to learn from: narratives with the kind that a person stood by."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute, Entry, Party, State

_WHY = "the installation's own disputes, to train the proposals of triage on; no person reads them"
_BATCH = 1000
_TOWNSHIP = 10**6
"""A place of 15 digits without its last six: the township."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """One dispute's narrative, its kind as it stands, its parties' names, and its township."""

    narrative: str
    kind: int
    names: tuple[str, ...]
    township: int


def confirmed(most: int) -> list[Confirmed]:
    """The latest disputes, `most` of them, whose rating a person confirmed: somebody looked at the kind too.

    Merged ones are left out, since their twin says the same. Oldest first, always in the same order.
    """
    rows = Dispute.objects.unscoped(reason=_WHY).exclude(state__in=(State.REGISTERED, State.MERGED))
    columns = ("county", "id", "narrative", "kind", "region")
    latest = list(rows.order_by("-opened_at", "-id").values_list(*columns)[:most])[::-1]
    found: list[Confirmed] = []
    for first in range(0, len(latest), _BATCH):
        some = latest[first : first + _BATCH]
        names = _names([dispute_id for _county, dispute_id, *_rest in some])
        found += [
            Confirmed(narrative, kind, tuple(names[county, dispute_id]), region // _TOWNSHIP)
            for county, dispute_id, narrative, kind, region in some
        ]
    return found


def _names(dispute_ids: list[int]) -> Mapping[tuple[int, int], list[str]]:
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    rows = Party.objects.unscoped(reason=_WHY).filter(dispute_id__in=dispute_ids).order_by("id")
    for county, dispute_id, name in rows.values_list("county", "dispute_id", "name"):
        found[county, dispute_id].append(name)
    return found


def what_was_taken(most: int) -> dict[str, Any]:
    """How often people took over what was proposed at registration, over the latest `most` of them.

    What came by spreadsheet isn't counted: nobody was asked row by row.
    """
    kinds: Counter[str] = Counter()
    facts: dict[str, Counter[str]] = defaultdict(Counter)
    for told in _told(most):
        kinds["abstained" if told["kind"] is None else "taken" if told["kind_taken"] else "otherwise"] += 1
        for how in ("taken", "changed", "left", "added"):
            for name in told[how]:
                facts[name][how] += 1
    return {"kind": dict(kinds), "facts": {name: dict(facts[name]) for name in sorted(facts)}}


def _told(most: int) -> Iterator[dict[str, Any]]:
    rows = Entry.objects.unscoped(reason=_WHY).filter(act=Act.REGISTER, details__has_key="triage")
    rows = rows.exclude(details__triage__has_key="unseen")
    for details in rows.order_by("-at", "-id").values_list("details", flat=True)[:most]:
        yield details["triage"]
