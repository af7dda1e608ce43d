"""Somebody doesn't mediate this dispute."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hemu.disputes.advance import Turn, turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute
from hemu.kernel.errors import Refused
from hemu.loop.mediation.actions.naming import let_go
from hemu.loop.mediation.models import NamedMediator, Recusal, RecusalKind
from hemu.loop.mediation.rules import require_text
from hemu.orgs.actor import Actor
from hemu.orgs.models import Post
from hemu.orgs.permissions import Permission


def recuse(dispute: Dispute, post: Post, kind: RecusalKind, reason: str, *, by: Actor) -> Dispute:
    """A mediator declares a tie to the dispute, or a party doesn't accept them (人民调解法19, 23).

    Refused (code ``last``) for the only one: another is named in the same step (see ``change_mediators``).
    """
    require_text(reason=reason)
    by.require(Permission.MEDIATE)
    with turn(dispute.county, dispute.id, Act.NOTE, by=by) as this:
        if _is_the_last(this.dispute, post.person_id):
            raise Refused(
                _("这是本案唯一的调解员，请办理“更换、增加调解员”，换下的同时确定新的调解员。"),
                field="mediator",
                code="last",
            )
        write_recusal(this, post.person_id, post.person.name, kind, reason)
        let_go(this, post.person_id, reason)
        this.tell_of_persons(recused=post.person.name, reason=reason.strip())
    return this.dispute


def write_recusal(this: Turn, person_id: int, name: str, kind: RecusalKind, reason: str) -> None:
    """Keep somebody from being named in this dispute again. Raises Refused (field ``kind``, ``mediator``)."""
    if kind == RecusalKind.DECLARED and person_id != this.by.person_id:
        raise Refused(_("只能由调解员本人声明。"), field="kind", code="not_own")
    if Recusal.objects.of(this.dispute).filter(person_id=person_id).exists():
        raise Refused(_("已经记录过这名调解员回避。"), field="mediator", code="recused_already")
    Recusal(
        county=this.dispute.county,
        dispute_id=this.dispute.id,
        kind=kind,
        person_id=person_id,
        name=name,
        reason=reason.strip(),
        recorded_by=this.by.name,
        recorded_at=this.at,
    ).save(force_insert=True)
    this.tell(recusal=int(kind))


def _is_the_last(dispute: Dispute, person_id: int) -> bool:
    open_ones = NamedMediator.objects.of(dispute).filter(is_open=True)
    people = set(open_ones.values_list("person_id", flat=True))
    return people == {person_id}
