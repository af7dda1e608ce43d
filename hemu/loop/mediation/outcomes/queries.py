"""Statements in an actor's area, and how many of each kind count."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Sum

from hemu.disputes.models import Dispute
from hemu.kernel.errors import Missing
from hemu.loop.mediation.outcomes.models import Prevented, Prevention, Verdict
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission


def of(dispute: Dispute) -> list[Prevention]:
    """The statements of a dispute that was read within a scope, the newest first."""
    return list(Prevention.objects.of(dispute).order_by("-stated_at", "-id"))


def statement(dispute: Dispute, prevention_id: int) -> Prevention:
    """One statement; raises Missing."""
    found: Prevention | None = Prevention.objects.of(dispute).filter(id=prevention_id).first()
    if found is None:
        raise Missing("")
    return found


def listed(by: Actor, verdict: int | None = None, kind: int | None = None) -> Any:
    """Statements of the actor's area, the newest first."""
    by.require(Permission.VIEW)
    rows = Prevention.objects.visible_to(by)
    if verdict is not None:
        rows = rows.filter(verdict=verdict)
    if kind is not None:
        rows = rows.filter(kind=kind)
    return rows.select_related("dispute").order_by("-happened_on", "-id")


def counted(by: Actor, since: date, until: date) -> list[tuple[Prevented, int, int]]:
    """For each kind, how many approved statements in the days (inclusive) and how many people in them."""
    rows = listed(by, Verdict.APPROVED).filter(happened_on__gte=since, happened_on__lte=until)
    found = rows.order_by().values_list("kind").annotate(n=Count("id"), people=Sum("people"))
    have = {kind: (n, people) for kind, n, people in found}
    return [(kind, *have.get(kind.value, (0, 0))) for kind in Prevented]
