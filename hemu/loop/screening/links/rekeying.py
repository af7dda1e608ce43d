"""Writing the keys of disputes that have none: registered before keys were kept, or before a new secret."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from hemu.disputes.models import Dispute, Party, State
from hemu.loop.screening.links import blocking
from hemu.loop.screening.links.finding import matter_of
from hemu.loop.screening.links.models import Key
from hemu.outbox import queue
from hemu.outbox.models import Topic

BATCH = 500
_WHY = "keys of every dispute, which tell nothing of it"


def rekey(
    *, again: bool = False, propose: bool = False, progress: Callable[[int], None] | None = None
) -> int:
    """Write the keys of every dispute that has none (`again`: of every one); answers of how many.

    With `propose` each is put before the sweep too. Batches are committed one by one, so that a stopped run
    goes on where it was.
    """
    done, last = 0, 0
    while batch := _after(last):
        last = batch[-1].pk
        missing = batch if again else _without_keys(batch)
        with transaction.atomic():
            _write(missing)
            if propose:
                told = [{"county": one.county, "dispute": str(one.pk)} for one in missing]
                queue.put(*((Topic.LINKS, each) for each in told))
        done += len(missing)
        if progress is not None:
            progress(done)
    return done


def _after(last: int) -> list[Dispute]:
    rows = Dispute.objects.unscoped(reason=_WHY).filter(id__gt=last).exclude(state=State.MERGED)
    return list(rows.defer("search", "facts", "grounds", "proposed_grounds").order_by("id")[:BATCH])


def _without_keys(batch: list[Dispute]) -> list[Dispute]:
    rows = Key.objects.unscoped(reason=_WHY).filter(
        county__in={one.county for one in batch}, dispute_id__in=[one.pk for one in batch]
    )
    known = set(rows.order_by().values_list("dispute_id", flat=True).distinct())
    return [one for one in batch if one.pk not in known]


def _write(batch: list[Dispute]) -> None:
    ids, counties = [one.pk for one in batch], {one.county for one in batch}
    Key.objects.unscoped(reason=_WHY).filter(county__in=counties, dispute_id__in=ids).delete()
    parties: dict[int, list[Party]] = {}
    rows = Party.objects.unscoped(reason=_WHY).filter(
        county__in=counties, dispute_id__in=ids, removed_at=None
    )
    for party in rows.defer("identity_number", "phone").order_by("side", "id"):
        parties.setdefault(party.dispute_id, []).append(party)
    Key.objects.bulk_create(
        Key(county=one.county, dispute_id=one.pk, value=key.value)
        for one in batch
        for key in blocking.keys_of(matter_of(one, parties.get(one.pk, [])))
    )
