"""Opening a personal field: for a stated purpose, and on record before it is shown."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.disputes.models import Dispute, Party
from hemu.kernel import clock
from hemu.kernel.errors import Missing, Refused
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.privacy.masks import mask_name
from hemu.privacy.models import OpenedField, Opening, Purpose

LEAST_WORDS = 4


def open_personal(
    dispute: Dispute, party_id: int, field: OpenedField, purpose: Purpose, note: str = "", *, by: Actor
) -> str:
    """The field's value, once the opening is on record.

    The dispute must have been read within the actor's scope. Raises Forbidden without the permission,
    Missing for a party of another dispute or an empty field, Refused when the purpose isn't stated.
    """
    by.require(Permission.OPEN_PERSONAL)
    words = note.strip()
    if purpose == Purpose.OTHER and len(words) < LEAST_WORDS:
        raise Refused(_("请写明用途，至少四个字。"), field="note", code="required")
    with transaction.atomic():
        party = Party.objects.of(dispute).filter(pk=party_id, removed_at=None).first()
        value = str(getattr(party, field.column)) if party is not None else ""
        if party is None or not value:
            raise Missing(_("没有登记这一项。"))
        _record(dispute, party, field, purpose, words, by)
    return value


def _record(
    dispute: Dispute, party: Party, field: OpenedField, purpose: Purpose, note: str, by: Actor
) -> Opening:
    opening = Opening(
        county=dispute.county,
        dispute_id=dispute.pk,
        party_id=party.pk,
        party_label=mask_name(party.name, party.kind),
        field=field,
        purpose=purpose,
        note=note,
        at=clock.now(),
        person_id=by.person_id,
        person_name=by.name,
        unit_id=by.unit_id,
        unit_name=by.unit_name,
    )
    opening.save()
    return opening
