"""联席会: an item about a dispute that is registered already is joined to it, not registered again."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.disputes import amendment, origins
from hemu.disputes import queries as disputes
from hemu.disputes.models import ENDED, Dispute, Source
from hemu.disputes.origins import Prefill
from hemu.disputes.queries import Filter
from hemu.kernel import clock
from hemu.kernel.errors import Conflict
from hemu.loop.screening.models import Origin
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission

MOST = 30


def item(county: int, item_id: int, *, by: Actor) -> Prefill:
    """An item of a meeting that the actor may see; raises Missing."""
    return origins.read(Source.JOINT_MEETING, county, item_id, by=by)


def candidates(text: str, *, by: Actor) -> list[Dispute]:
    """Disputes of the actor's scope by number, party or words, those still open first."""
    if not text.strip():
        return []
    found = list(
        disputes.listed(Filter(text=text), by=by).defer("search").order_by("-opened_at", "-id")[:MOST]
    )
    return sorted(found, key=lambda row: row.state in ENDED)


@transaction.atomic
def join_item(told: Prefill, dispute: Dispute, *, by: Actor) -> None:
    """Join an item to a dispute, both read within the actor's scope: its words go to the dispute's ledger.

    Raises Conflict when it was joined, or registered as this dispute, before.
    """
    by.require(Permission.REGISTER)
    held = Origin.objects.of(dispute).filter(source=told.source, record_id=told.record_id)
    if held.exists():
        raise Conflict(_("这个事项已经并入这起纠纷。"), code="done_already")
    words = _("%(label)s：%(text)s") % {"label": told.label, "text": told.narrative}
    amendment.note(dispute, words, by=by)
    Origin(
        county=dispute.county,
        dispute_id=dispute.id,
        source=told.source,
        record_county=told.county,
        record_id=told.record_id,
        ref=dispute.ref,
        made_at=clock.now(),
    ).save(force_insert=True)
