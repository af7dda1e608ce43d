"""Drawing a lot again, for whoever doubts it."""

from __future__ import annotations

from dataclasses import dataclass

from hemu.loop.followup.satisfaction import lots
from hemu.loop.followup.satisfaction.drawing import closed_in, strata_of
from hemu.loop.followup.satisfaction.models import Draw, Drawn


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether a lot holds when it is drawn again: the promise, the list, and what was taken."""

    promise: bool
    list_: bool
    taken: bool

    @property
    def holds(self) -> bool:
        return self.promise and self.list_ and self.taken


def verify(row: Draw) -> Proof:
    """Draw a lot again from its seed and the ledger, and hold it against what was kept."""
    seed = str(row.seed)
    closed = closed_in(row)
    strata = strata_of(row.county, closed)
    again = lots.draw(seed, strata, percent=row.percent, least=row.least)
    rows = Drawn.objects.unscoped(reason="a lot is drawn again").filter(county=row.county, draw_id=row.pk)
    kept: dict[int, list[int]] = {}
    for stratum, dispute_id in rows.order_by("stratum", "rank").values_list("stratum", "dispute_id"):
        kept.setdefault(stratum, []).append(dispute_id)
    return Proof(
        promise=lots.commitment(seed) == bytes(row.commitment),
        list_=lots.list_hash([one.pk for one in closed]) == bytes(row.population_hash or b""),
        taken=kept == {stratum: members for stratum, members in again.items() if members},
    )
