"""Opening personal fields: for a stated purpose, and on record before anything is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.disputes.models import Dispute, Party
from hemu.disputes.queries import parties
from hemu.kernel import clock
from hemu.kernel.errors import Missing, Refused
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.privacy.masks import mask_name
from hemu.privacy.models import OpenedField, Opening, Purpose, Way

LEAST_WORDS = 4


def open_personal(
    dispute: Dispute,
    party_id: int,
    field: OpenedField,
    purpose: Purpose,
    note: str = "",
    *,
    way: Way = Way.SCREEN,
    by: Actor,
) -> str:
    """The field's value, once the opening is on record, with whether it was to be seen or to be printed.

    The dispute must have been read within the actor's scope. Raises Forbidden without the permission (for a
    name: to see disputes), Missing for a party of another dispute or an empty field, Refused when the purpose
    isn't stated.
    """
    by.require(Permission.VIEW if field == OpenedField.NAME else Permission.OPEN_PERSONAL)
    words = note.strip()
    if purpose == Purpose.OTHER and len(words) < LEAST_WORDS:
        raise Refused(_("请写明用途，至少四个字。"), field="note", code="required")
    with transaction.atomic():
        party = Party.objects.of(dispute).filter(pk=party_id, removed_at=None).first()
        value = str(getattr(party, field.column)) if party is not None else ""
        if party is None or not value:
            raise Missing(_("没有登记这一项。"))
        record_opening(dispute, party, field, purpose, words, way=way, by=by)
    return value


@dataclass(frozen=True, slots=True)
class Opened:
    """One field of one party, opened."""

    party_id: int
    field: OpenedField
    value: str


@transaction.atomic
def open_all(
    dispute: Dispute, fields: Sequence[OpenedField], purpose: Purpose, note: str, *, way: Way, by: Actor
) -> list[Opened]:
    """Open fields of every present party without asking whether the actor may: that is the caller's part."""
    found = []
    for party in parties(dispute):
        for field in fields:
            value = str(getattr(party, field.column))
            if value:
                record_opening(dispute, party, field, purpose, note, way=way, by=by)
                found.append(Opened(party.pk, field, value))
    return found


def record_opening(
    dispute: Dispute,
    party: Party,
    field: OpenedField,
    purpose: Purpose,
    note: str,
    *,
    by: Actor,
    way: Way = Way.SCREEN,
) -> Opening:
    """Write down that a field was opened."""
    opening = Opening(
        county=dispute.county,
        region=dispute.region,
        dispute_id=dispute.pk,
        party_id=party.pk,
        party_label=mask_name(party.name, party.kind),
        way=way,
        role=by.role,
        field=field,
        purpose=purpose,
        note=note[:200],
        at=clock.now(),
        person_id=by.person_id,
        person_name=by.name,
        unit_id=by.unit_id,
        unit_name=by.unit_name,
    )
    opening.save()
    return opening
