"""Mediators whom a party chooses or doesn't accept, and what follows from a yes (人民调解法19, 23)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hemu.disputes import queries as disputes
from hemu.disputes.models import Dispute, State
from hemu.kernel.errors import Forbidden, Refused
from hemu.loop.mediation import actions as mediation
from hemu.loop.mediation.actions import Leaving
from hemu.loop.mediation.models import ChosenBy, RecusalKind
from hemu.loop.mediation.proposal import able_posts
from hemu.loop.mediation.queries import named_mediators
from hemu.loop.mediation.wishes import Wish
from hemu.orgs.actor import Actor
from hemu.orgs.models import Post
from hemu.portal.parties.models import Kind, Request, Status

_NOT_YET = (State.REGISTERED, State.RATED, State.ROUTED, State.RECEIVED)
CAN_CHOOSE = (*_NOT_YET, State.MEDIATING)
"""Afterwards there is nothing left to mediate."""
"""Mediation may still be accepted, which names the mediators."""
_STANDS = (Status.OPEN, Status.GRANTED, Status.PARTLY)
"""A wish that wasn't turned down."""


def mediators(dispute: Dispute, kind: Kind) -> list[tuple[int, str]]:
    """Whom a party may refuse (those named), or choose (those of the place who aren't): id, name and unit."""
    named = {one.person_id: f"{one.name}（{one.unit_name}）" for one in named_mediators(dispute)}
    if kind == Kind.REFUSE:
        return list(named.items())
    posts = able_posts(dispute)
    found = {post.person_id: f"{post.person.name}（{post.unit.name}）" for post in posts}
    return [(person, name) for person, name in found.items() if person not in named]


def instead_of(row: Request, *, by: Actor) -> list[tuple[int, str]]:
    """Who may come instead of the mediator whom a party doesn't accept; nobody once they have left."""
    dispute = disputes.get(row.county, row.dispute_id, by=by)
    if dispute.state != State.MEDIATING or row.person_id not in dict(mediators(dispute, Kind.REFUSE)):
        return []
    return mediators(dispute, Kind.CHOOSE)


def wishes(dispute: Dispute) -> list[Wish]:
    """Whom the parties asked for and nobody turned down, each mediator once, the first wish first."""
    rows = Request.objects.of(dispute).filter(kind=Kind.CHOOSE, status__in=_STANDS)
    found: dict[int | None, Wish] = {}
    for row in rows.order_by("at", "id"):
        wish = Wish(row.party_name, row.person_id or 0, granted=row.status != Status.OPEN)
        found.setdefault(row.person_id, wish)
    return list(found.values())


def carry_out(row: Request, *, by: Actor, instead: int | None = None) -> None:
    """Name whom a party chose, or let go whom they don't accept, `instead` (a person) coming in their place.

    Before a mediation is accepted nobody is named: the acceptance proposes whom a party chose.
    Nothing is done when it stands so already. Raises Refused, saying what must be done first.
    """
    dispute = disputes.get(row.county, row.dispute_id, by=by)
    try:
        if row.kind == Kind.CHOOSE:
            _name_chosen(dispute, row, by)
        else:
            _let_go(dispute, row, by, instead)
    except Forbidden as error:
        raise Refused(
            _("请先由办理单位的调解人员办理“更换、增加调解员”，再答复同意。"), code="others_first"
        ) from error


def _name_chosen(dispute: Dispute, row: Request, by: Actor) -> None:
    if any(one.person_id == row.person_id for one in named_mediators(dispute)):
        return
    post = _post(dispute, row.person_id, field="status")
    if dispute.state in _NOT_YET:
        return
    if dispute.state != State.MEDIATING:
        raise Refused(_("现在没有正在进行的调解，不能确定调解员。"), field="status", code="not_going_on")
    reason = row.text or _("当事人选择")
    mediation.change_mediators(dispute, [post], by=by, reason=reason, chosen_by=ChosenBy.PARTIES)


def _let_go(dispute: Dispute, row: Request, by: Actor, instead: int | None) -> None:
    named = named_mediators(dispute)
    one = next((each for each in named if each.person_id == row.person_id), None)
    if one is None:
        return
    reason = row.text or _("当事人不同意由其调解")
    if instead is not None:
        post = _post(dispute, instead, field="instead")
        leaving = Leaving(one.person_id, RecusalKind.REFUSED)
        mediation.change_mediators(dispute, [post], by=by, reason=reason, leaving=leaving)
        return
    if len(named) == 1 and dispute.state == State.MEDIATING:
        raise Refused(
            _("这是本案唯一的调解员，请选择由谁接替，或者先办理“更换、增加调解员”。"),
            field="instead",
            code="last",
        )
    post = Post.objects.select_related("person", "unit").get(pk=one.post_id)
    mediation.recuse(dispute, post, RecusalKind.REFUSED, reason, by=by)


def _post(dispute: Dispute, person_id: int | None, *, field: str) -> Post:
    post: Post | None = able_posts(dispute).filter(person_id=person_id or 0).first()
    if post is None:
        raise Refused(_("这名调解员现在不能办理本案，请另选。"), field=field, code="not_able")
    return post
