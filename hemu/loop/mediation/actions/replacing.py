"""Other mediators, or more of them, while a mediation goes on (人民调解法19, 23)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hemu.disputes.advance import Turn, turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute
from hemu.kernel.errors import Missing, Refused
from hemu.loop.mediation.actions.naming import let_go, name_mediators
from hemu.loop.mediation.actions.recusal import write_recusal
from hemu.loop.mediation.models import ChosenBy, NamedMediator, RecusalKind
from hemu.loop.mediation.queries import current_acceptance, named_mediators
from hemu.loop.mediation.rules import require_text
from hemu.orgs.actor import Actor
from hemu.orgs.models import Post


@dataclass(frozen=True, slots=True)
class Leaving:
    """Who mediates no more. `kind` None: for the office's own reason, such as illness; they may come back."""

    person_id: int
    kind: RecusalKind | None = None


def change_mediators(
    dispute: Dispute,
    posts: Sequence[Post],
    *,
    by: Actor,
    reason: str = "",
    leaving: Leaving | None = None,
    chosen_by: ChosenBy = ChosenBy.COMMITTEE,
    seen: int | None = None,
) -> Dispute:
    """M8: name more mediators, or others instead of one who leaves, for a reason. Somebody always remains.

    Whoever comes is checked as at acceptance. Raises Refused by field (``mediators``, ``leaving``, ``kind``,
    ``reason``).
    """
    if leaving is not None:
        require_text(reason=reason)
    elif not posts:
        raise Refused(_("请选择新的调解员。"), field="mediators", code="required")
    with turn(dispute.county, dispute.id, Act.CHANGE_MEDIATORS, by=by, seen=seen) as this:
        acceptance = current_acceptance(this.dispute)
        if acceptance is None:
            raise Missing(_("没有正在进行的调解。"))
        _check(named_mediators(this.dispute), posts, leaving)
        if leaving is not None:
            _leave(this, leaving, reason)
        if posts:
            name_mediators(this, acceptance, posts, chosen_by)
            this.tell(chosen_by=int(chosen_by), mediators=[post.person.name for post in posts])
        this.tell_of_persons(reason=reason.strip())
    return this.dispute


def _check(named: list[NamedMediator], posts: Sequence[Post], leaving: Leaving | None) -> None:
    here = {one.person_id for one in named}
    for post in posts:
        if post.person_id in here:
            raise Refused(
                _("%(name)s已经是本案的调解员。") % {"name": post.person.name},
                field="mediators",
                code="named_already",
            )
    if leaving is None:
        return
    if leaving.person_id not in here:
        raise Refused(_("这名调解员现在不办理本案。"), field="leaving", code="not_named")
    if here == {leaving.person_id} and not posts:
        raise Refused(_("换下本案唯一的调解员，要同时确定新的调解员。"), field="mediators", code="last")


def _leave(this: Turn, leaving: Leaving, reason: str) -> None:
    one = next(row for row in named_mediators(this.dispute) if row.person_id == leaving.person_id)
    if leaving.kind is not None:
        write_recusal(this, one.person_id, one.name, leaving.kind, reason)
    let_go(this, one.person_id, reason)
    this.tell_of_persons(replaced=one.name)
