"""Acts that another process does, by numbers alone: what a request would bring."""

from __future__ import annotations

from decimal import Decimal

from hemu.disputes.models import Dispute
from hemu.disputes.tests.factories import agreement, due_in, sides
from hemu.kernel import clock
from hemu.loop.mediation import actions as mediation
from hemu.loop.mediation.confirmation import actions as confirmation
from hemu.loop.mediation.confirmation.actions import NewFiling
from hemu.loop.mediation.confirmation.models import CourtGround
from hemu.loop.mediation.rules import NewPromise
from hemu.orgs.actor import Actor, actor_for
from hemu.orgs.models import Post
from hemu.rulebook import actions as rules

INSTALMENTS = 3


def _by(post: int) -> Actor:
    return actor_for(Post.objects.select_related("person", "unit").get(pk=post))


def _dispute(county: int, number: int) -> Dispute:
    return Dispute.objects.unscoped(reason="a test").get(county=county, pk=number)


def agree(county: int, number: int, post: int) -> None:
    """An agreement with instalments."""
    dispute = _dispute(county, number)
    owed = [
        NewPromise(f"第{n}期", due_on=due_in(10 * n), party_id=sides(dispute)[1], amount=Decimal(3000))
        for n in range(1, INSTALMENTS + 1)
    ]
    mediation.agree(dispute, agreement(dispute, promises=owed), by=_by(post))


def file(county: int, number: int, post: int) -> None:
    """Both parties ask the court to confirm."""
    dispute = _dispute(county, number)
    new = NewFiling(
        "瓮安县人民法院", CourtGround.ORGANISATION, ("1", "2", "3", "5"), sides(dispute), clock.today()
    )
    confirmation.file(dispute, new, by=_by(post))


def approve(version: int, post: int) -> None:
    """A version of the rating table takes effect today."""
    rules.approve("rating", version, by=_by(post))
