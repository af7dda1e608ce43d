"""Ties that somebody declares by themselves: never asked of others, never guessed."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.errors import Missing, Refused
from hemu.loop.mediation.people.models import Tie, TieKind
from hemu.orgs.actor import Actor


def declare_tie(kind: TieKind, name: str, *, by: Actor, note: str = "") -> Tie:
    """The actor declares a tie to somebody who may come to be a party."""
    if not name.strip():
        raise Refused(_("请填写与谁有关系。"), field="name", code="required")
    row = Tie(
        person_id=by.person_id,
        kind=kind,
        name=name.strip()[:80],
        note=note.strip()[:200],
        declared_at=clock.now(),
    )
    row.save(force_insert=True)
    return row


@transaction.atomic
def withdraw_tie(tie_id: int, *, by: Actor) -> Tie:
    """The actor's tie doesn't hold any more; it stays on record with its end."""
    row = Tie.objects.select_for_update().filter(pk=tie_id, person_id=by.person_id, withdrawn_at=None).first()
    if row is None:
        raise Missing(_("没有找到这条申报。"))
    row.withdrawn_at = clock.now()
    row.save()
    return row
