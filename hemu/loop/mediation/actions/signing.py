"""What shows that an agreement was signed: the paper as a picture, and names drawn on a phone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.disputes.models import Dispute
from hemu.documents.actions import attach
from hemu.documents.models import Purpose
from hemu.loop.mediation.actions.agreements import agree
from hemu.loop.mediation.models import Signature
from hemu.loop.mediation.queries import standing_agreement
from hemu.loop.mediation.rules import NewAgreement
from hemu.orgs.actor import Actor


@dataclass(frozen=True, slots=True)
class SignedFiles:
    """`scan`: the signed paper, its name and bytes. `drawn`: by party, a picture of the name they wrote."""

    scan: tuple[str, bytes] | None = None
    drawn: Mapping[int, bytes] = field(default_factory=dict)


@transaction.atomic
def agree_signed(
    dispute: Dispute, new: NewAgreement, files: SignedFiles, *, by: Actor, seen: int | None = None
) -> Dispute:
    """An agreement with what shows its signatures. All of it is kept, or none."""
    done = agree(dispute, new, by=by, seen=seen)
    keep_signed(done, files, by=by)
    return done


def keep_signed(dispute: Dispute, files: SignedFiles, *, by: Actor) -> None:
    """Put the files to the dispute, and each drawn name to its signature. Raises Refused (field ``scan``)."""
    agreement = standing_agreement(dispute)
    if agreement is None:
        return
    if files.scan is not None:
        attach(dispute, *files.scan, Purpose.AGREEMENT, by=by)
    rows = Signature.objects.of(dispute).filter(agreement_id=agreement.pk)
    for party_id, picture in files.drawn.items():
        row = rows.filter(party_id=party_id).first()
        if row is not None:
            name = _("%(name)s的签名.png") % {"name": row.party_name}
            kept = attach(dispute, name, picture, Purpose.AGREEMENT, by=by)
            row.attachment_id = kept.pk
            row.save(update_fields=["attachment_id"])
