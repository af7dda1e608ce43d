"""Where a petition stands, told from what was done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemu.kernel import clock
from hemu.kernel.errors import Missing
from hemu.loop.screening.models import Petition
from hemu.loop.screening.petitions import clocks
from hemu.loop.screening.petitions.models import Act, PetitionClock, PetitionStep
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission


class Stage(models.IntegerChoices):
    """Where a petition stands."""

    REGISTERED = 1, gettext_lazy("待受理")
    HANDLING = 2, gettext_lazy("办理中")
    ANSWERED = 3, gettext_lazy("已答复")
    IN_REVIEW = 4, gettext_lazy("复查中")
    REVIEWED = 5, gettext_lazy("已复查")
    IN_REREVIEW = 6, gettext_lazy("复核中")
    CLOSED = 7, gettext_lazy("程序终结")


_AFTER = {
    Act.REGISTERED: Stage.REGISTERED,
    Act.ACCEPTED: Stage.HANDLING,
    Act.NOT_ACCEPTED: Stage.CLOSED,
    Act.ANSWERED: Stage.ANSWERED,
    Act.REVIEW_ASKED: Stage.IN_REVIEW,
    Act.REVIEWED: Stage.REVIEWED,
    Act.REREVIEW_ASKED: Stage.IN_REREVIEW,
    Act.REREVIEWED: Stage.CLOSED,
}
"""Where each act leaves it; what isn't here leaves it where it was."""


def petition(county: int, petition_id: int, *, by: Actor) -> Petition:
    """One petition; raises Missing for a stranger."""
    by.require(Permission.VIEW)
    found = Petition.objects.visible_to(by).filter(county=county, id=petition_id).first()
    if found is None:
        raise Missing(_("没有找到这条记录。"))
    row: Petition = found
    return row


def petitions(by: Actor, *, waiting: bool = False) -> Any:
    """The petitions of the actor's area and unit, newest first; those that nobody answered yet, or all."""
    by.require(Permission.VIEW)
    rows = Petition.objects.visible_to(by)
    if waiting:
        rows = rows.filter(answered_at=None)
    return rows.order_by("-received_at", "-id")


def history(of: Petition) -> list[PetitionStep]:
    """Everything that was done on a petition that was read within a scope, in order."""
    rows = PetitionStep.objects.in_county(of.county, petition_id=of.id)
    return list(rows.order_by("at", "id"))


def open_clocks(rows: Sequence[Petition]) -> dict[int, PetitionClock]:
    """The time that runs on each of these, by petition, for those that were read within a scope."""
    found: dict[int, PetitionClock] = {}
    for county in {row.county for row in rows}:
        held = PetitionClock.objects.in_county(county, stopped_at=None)
        wanted = [row.id for row in rows if row.county == county]
        found |= {one.petition_id: one for one in held.filter(petition_id__in=wanted)}
    return found


def stage(of: Petition) -> Stage:
    """Where it stands now. An answer that nobody asked to have reviewed in time ends it."""
    steps = [step for step in history(of) if step.act in _AFTER]
    if not steps:
        return Stage.ANSWERED if of.answered_at else Stage.REGISTERED
    now = _AFTER[Act(steps[-1].act)]
    if now in (Stage.ANSWERED, Stage.REVIEWED) and clock.now() > clocks.may_ask_until(steps[-1].at):
        return Stage.CLOSED
    return now


def said_at(of: Petition) -> datetime | None:
    """When the petitioner was last told an opinion: from then on the time to ask for a review counts."""
    told = [step.at for step in history(of) if step.act in (Act.ANSWERED, Act.REVIEWED)]
    return told[-1] if told else of.answered_at
