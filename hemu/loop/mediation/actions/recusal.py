"""Somebody doesn't mediate this dispute."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hemu.disputes.advance import turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute
from hemu.kernel.errors import Refused
from hemu.loop.mediation.models import NamedMediator, Recusal, RecusalKind
from hemu.loop.mediation.rules import require_text
from hemu.orgs.actor import Actor
from hemu.orgs.models import Post
from hemu.orgs.permissions import Permission


def recuse(dispute: Dispute, post: Post, kind: RecusalKind, reason: str, *, by: Actor) -> Dispute:
    """A mediator declares a tie to the dispute, or a party doesn't accept them (人民调解法19, 23)."""
    require_text(reason=reason)
    by.require(Permission.MEDIATE)
    if kind == RecusalKind.DECLARED and post.person_id != by.person_id:
        raise Refused(_("只能由调解员本人声明。"), field="kind", code="not_own")
    with turn(dispute.county, dispute.id, Act.NOTE, by=by) as this:
        if Recusal.objects.of(this.dispute).filter(person_id=post.person_id).exists():
            raise Refused(_("已经记录过这名调解员回避。"), field="mediator", code="recused_already")
        if _is_the_last(this.dispute, post.person_id):
            raise Refused(
                _("这是本案唯一的调解员，请先移送或另行受理，确定新的调解员。"), field="mediator", code="last"
            )
        Recusal(
            county=this.dispute.county,
            dispute_id=this.dispute.id,
            kind=kind,
            person_id=post.person_id,
            name=post.person.name,
            reason=reason.strip(),
            recorded_by=by.name,
            recorded_at=this.at,
        ).save(force_insert=True)
        named = NamedMediator.objects.of(this.dispute).filter(person_id=post.person_id, is_open=True)
        named.update(is_open=False)
        this.tell(recusal=int(kind))
        this.tell_of_persons(recused=post.person.name, reason=reason.strip())
    return this.dispute


def _is_the_last(dispute: Dispute, person_id: int) -> bool:
    open_ones = NamedMediator.objects.of(dispute).filter(is_open=True)
    people = set(open_ones.values_list("person_id", flat=True))
    return people == {person_id}
