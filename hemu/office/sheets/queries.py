"""Reading what one asked for."""

from __future__ import annotations

from hemu.documents.store import store
from hemu.kernel import crypto
from hemu.kernel.errors import Missing
from hemu.office.sheets.models import Batch, Step
from hemu.orgs.actor import Actor

MOST_SHOWN = 20


def mine(by: Actor) -> list[Batch]:
    """The actor's newest batches."""
    return list(Batch.objects.of(by).order_by("-asked_at", "-id")[:MOST_SHOWN])


def batch(county: int, batch_id: int, *, by: Actor) -> Batch:
    """One of the actor's own; raises Missing."""
    found: Batch | None = Batch.objects.of(by).filter(county=county, id=batch_id).first()
    if found is None:
        raise Missing("")
    return found


def content(row: Batch) -> bytes:
    """What was made. Raises Missing while it isn't, and when it is gone."""
    if row.step != Step.DONE:
        raise Missing("")
    with store().open(row.stored) as file:
        return crypto.unseal_bytes(file.read())
