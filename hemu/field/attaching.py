"""Putting files of phones to the disputes that their items are about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from structlog import get_logger

from hemu.disputes.models import Dispute
from hemu.documents.actions import attach
from hemu.documents.models import Purpose
from hemu.documents.store import store
from hemu.field.models import Item, Upload
from hemu.kernel.errors import Refused
from hemu.orgs.actor import Actor

log = get_logger(__name__)
PURPOSES: Final = {
    "dispute": Purpose.SCENE,
    "spot": Purpose.SCENE,
    "note": Purpose.EVIDENCE,
    "follow_up": Purpose.FOLLOW_UP,
}


def to_dispute(item_id: int, files: Sequence[Upload], *, by: Actor) -> bool:
    """Put files to the dispute of the actor's own item; False when the item hasn't come yet.

    One that the dispute has already, or may not have, is left where it is, and noted in the log.
    """
    item = Item.objects.filter(pk=item_id, person_id=by.person_id, kind__in=PURPOSES).first()
    if item is None or not item.record_id:
        return False
    dispute = Dispute.objects.visible_to(by).filter(county=item.county, id=item.record_id).first()
    if dispute is None:
        return False
    for file in files:
        with store().open(file.stored) as content:
            try:
                attach(dispute, str(file.pk), content.read(), PURPOSES[item.kind], by=by)
            except Refused as refused:
                log.warning("a file of a phone was not put to its dispute", upload=file.pk, code=refused.code)
    return True
