"""Moving the weights towards what this office itself confirmed and refused.

A confirmed proposal counts as what it was confirmed as, a refused one as apart; one that was taken back
counts as nothing. What is shipped stays worth as many decisions as :data:`WORTH` says, so that ten clicks
move little and a thousand move much. Only disputes are learned of; how persons are told apart stays as
shipped, since a decision about disputes doesn't say which of their parties are one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hemu.disputes.models import LinkKind
from hemu.kernel import clock
from hemu.kernel.errors import Refused
from hemu.loop.screening.links import trained
from hemu.loop.screening.links.models import Proposal, Status, Trained
from hemu.loop.screening.links.weights import CLASSES, Levels, Table, Weights, counted, shipped
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission

WORTH = 200.0
"""As many decided pairs of each class as the shipped chances are worth."""
LEAST = 50
"""Below so many decisions nothing is learned: chance would speak louder than the office."""
SAME, GROWN, APART = range(len(CLASSES))


@dataclass(frozen=True, slots=True)
class Learned:
    """How many decisions were read, and how many the weights agree with, before and after."""

    confirmed: int
    refused: int
    right_before: int
    right_after: int

    @property
    def read(self) -> int:
        return self.confirmed + self.refused


def train(*, by: Actor) -> Learned:
    """Count the office's decisions into the weights, and let these hold from now on.

    Raises Refused with fewer than :data:`LEAST` decisions, or when the new weights would agree with fewer of
    them than the shipped ones do.
    """
    by.require(Permission.MANAGE_RULES)
    seen = list(_decided())
    if len(seen) < LEAST:
        raise Refused(
            _("核对过的建议只有 %(n)s 条，至少要 %(least)s 条才能训练。") % {"n": len(seen), "least": LEAST}
        )
    old = shipped()
    table = counted(seen, len(CLASSES), before=old.matter, worth=WORTH)
    learned = Learned(
        confirmed=sum(1 for _levels, label in seen if label != APART),
        refused=sum(1 for _levels, label in seen if label == APART),
        right_before=_right(old.matter, seen),
        right_after=_right(table, seen),
    )
    if learned.right_after < learned.right_before:
        raise Refused(_("训练后的权重不如原来的，没有采用。"), code="worse")
    _keep(Weights(old.person, table), learned, by)
    return learned


def _decided() -> Iterator[tuple[Levels, int]]:
    rows = Proposal.objects.unscoped(reason="levels and decisions, which say nothing of a person")
    labels = {LinkKind.DUPLICATE: SAME, LinkKind.SOURCE: GROWN, LinkKind.ASSOCIATED: GROWN}
    chosen = rows.filter(status__in=(Status.CONFIRMED, Status.REFUSED)).order_by("id")
    for grounds, status, kind in chosen.values_list("grounds", "status", "decided_kind").iterator():
        if grounds.get("levels"):
            yield grounds["levels"], APART if status == Status.REFUSED else labels[LinkKind(kind)]


def _right(table: Table, seen: list[tuple[Levels, int]]) -> int:
    """Of how many pairs the table's likeliest class is the decided one."""
    right = 0
    for levels, label in seen:
        bits = (*table.total(levels), 0.0)
        right += max(range(len(bits)), key=bits.__getitem__) == label
    return right


def _keep(weights: Weights, learned: Learned, by: Actor) -> None:
    Trained.objects.create(
        made_at=clock.now(),
        made_by=by.name,
        confirmed=learned.confirmed,
        refused=learned.refused,
        weights=weights.as_json(),
    )
    trained.forget()
