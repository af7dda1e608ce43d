"""Opening a dispute from whatever made it known; and every other act of screening, by name."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hemu.disputes import origins
from hemu.disputes.models import Dispute, Source
from hemu.disputes.origins import Prefill
from hemu.disputes.registration import NewDispute, register
from hemu.kernel import clock
from hemu.kernel.errors import Conflict
from hemu.loop.screening.incidents import counting
from hemu.loop.screening.incidents.actions import (
    call_back,
    claim_incident,
    pass_incident,
    record_incident,
    settle_incident,
    take_incident,
)
from hemu.loop.screening.models import Origin
from hemu.loop.screening.records import (
    answer_petition,
    find_hazard,
    hold_meeting,
    note_group,
    record_petition,
    remove_hazard,
    take_petition,
)
from hemu.loop.screening.villagers.actions import answer_report, take_report
from hemu.loop.screening.visits import NewVisit, correct_visit, record_visit, review_visit
from hemu.orgs.actor import Actor

__all__ = [
    "NewVisit",
    "Registered",
    "answer_petition",
    "answer_report",
    "call_back",
    "claim_incident",
    "correct_visit",
    "find_hazard",
    "hold_meeting",
    "note_group",
    "pass_incident",
    "record_incident",
    "record_petition",
    "record_visit",
    "register_dispute",
    "remove_hazard",
    "review_visit",
    "settle_incident",
    "take_incident",
    "take_petition",
    "take_report",
]


@dataclass(frozen=True, slots=True)
class Registered:
    """The dispute, and whether this very call registered it (False: the same form came twice)."""

    dispute: Dispute
    is_new: bool


def register_dispute(new: NewDispute, *, by: Actor, origin: Prefill | None = None) -> Registered:
    """Register a dispute, and say what record it came from.

    With an identifier made by the sender, sending the same twice registers once. Raises what
    ``disputes.registration.register`` raises, and Conflict when the identifier is another's.
    """
    if new.dispute_id is not None:
        again = _registered_before(new.dispute_id, by)
        if again is not None:
            return Registered(again, is_new=False)
    if origin is not None:
        new = replace(new, source=origin.source, source_ref=origin.ref)
        if origin.source == Source.INCIDENT:
            new = counting.with_first(new)
    try:
        with transaction.atomic():
            dispute = register(new, by=by)
            if origin is not None:
                _remember(dispute, origin)
                origins.registered(dispute, origin, by=by)
    except IntegrityError:
        again = _registered_before(new.dispute_id, by) if new.dispute_id else None
        if again is None:
            raise Conflict(_("这个编号已被使用，请重新打开页面再填。"), code="id_taken") from None
        return Registered(again, is_new=False)
    return Registered(dispute, is_new=True)


def _registered_before(dispute_id: int, by: Actor) -> Dispute | None:
    return Dispute.objects.visible_to(by).filter(id=dispute_id).first()


def _remember(dispute: Dispute, origin: Prefill) -> None:
    Origin(
        county=dispute.county,
        dispute_id=dispute.id,
        source=origin.source,
        record_county=origin.county,
        record_id=origin.record_id,
        ref=dispute.ref,
        made_at=clock.now(),
    ).save(force_insert=True)
