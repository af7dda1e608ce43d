"""What is owed: of one dispute, and what waits in an actor's area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, Sum

from hemu.disputes.models import Dispute, State
from hemu.kernel import clock
from hemu.loop.mediation.models import Agreement, Promise, PromiseState
from hemu.loop.mediation.performance.models import Change, Payment, Urging
from hemu.loop.mediation.queries import promises
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission

SOON_DAYS = 7
OWING = (State.AGREED, State.FOLLOWING)
VIEWS = ("late", "today", "soon", "open", "done")


@dataclass(frozen=True, slots=True)
class Owed:
    """One promise with what came in of it, and how its debtor was urged."""

    promise: Promise
    payments: list[Payment]
    urgings: list[Urging]

    @property
    def paid(self) -> Decimal:
        """Yuan that came in so far."""
        return sum((each.amount or Decimal(0) for each in self.payments), Decimal(0))

    @property
    def left(self) -> Decimal | None:
        """Yuan still owed; None where no amount was agreed."""
        return None if self.promise.amount is None else max(self.promise.amount - self.paid, Decimal(0))

    @property
    def is_owed(self) -> bool:
        return self.promise.state in (PromiseState.OPEN, PromiseState.DEFAULTED)

    @property
    def is_partly(self) -> bool:
        """Whether something of it was done, and not all."""
        return self.is_owed and self.paid > 0


def paid(dispute: Dispute) -> dict[int, Decimal]:
    """Yuan that came in of each promise, by the promise's number in the database."""
    rows = Payment.objects.of(dispute).order_by().values_list("promise_id").annotate(all=Sum("amount"))
    return {promise_id: total or Decimal(0) for promise_id, total in rows}


def owed_under(agreement: Agreement, dispute: Dispute) -> list[Owed]:
    """Everything promised in an agreement that was read through its dispute, in its order."""
    payments = list(Payment.objects.of(dispute).order_by("performed_on", "id"))
    urgings = list(Urging.objects.of(dispute).order_by("urged_at", "id"))
    return [
        Owed(
            each,
            [one for one in payments if one.promise_id == each.pk],
            [one for one in urgings if one.promise_id == each.pk],
        )
        for each in promises(agreement)
    ]


def changes(dispute: Dispute) -> list[Change]:
    """Agreements that were changed, the newest first."""
    return list(Change.objects.of(dispute).order_by("-changed_at", "-id"))


def promise(dispute: Dispute, promise_id: int) -> Promise | None:
    """One promise of a dispute that was read within a scope."""
    found: Promise | None = Promise.objects.of(dispute).filter(id=promise_id).first()
    return found


def listed(by: Actor, view: str = "late", text: str = "") -> Any:
    """Promises of the actor's area, or of disputes given to the unit, by when they are due.

    `view` is one of VIEWS; `text` is sought in what is owed, by whom, and in the dispute's number.
    """
    by.require(Permission.VIEW)
    rows = Dispute.objects.in_area(by) if by.spans else Dispute.objects.given_to(by.unit_id)
    seen = rows.filter(county=OuterRef("county"), id=OuterRef("dispute_id"))
    found = Promise.objects.unscoped(reason="only those of disputes that the actor sees, which is asked here")
    found = found.filter(_view(view))
    if view != "done":
        seen = seen.filter(state__in=OWING)
    if text.strip():
        sought = Q(what__icontains=text.strip()) | Q(party_name__icontains=text.strip())
        found = found.filter(sought | Q(dispute__ref__icontains=text.strip()))
    order = "-performed_on" if view == "done" else "due_on"
    # A promise names its debtor: of a dispute with minors only its readers may know (未成年人保护法4).
    may = Dispute.objects.readable_by(by).filter(county=OuterRef("county"), id=OuterRef("dispute_id"))
    return found.filter(Exists(seen), Exists(may)).select_related("dispute").order_by(order, "id")


def _view(view: str) -> Q:
    today = clock.today()
    still = Q(state__in=(PromiseState.OPEN, PromiseState.DEFAULTED))
    conditions = {
        "late": still & Q(due_on__lt=today),
        "today": still & Q(due_on=today),
        "soon": still & Q(due_on__gt=today, due_on__lte=today + timedelta(days=SOON_DAYS)),
        "open": still,
        "done": Q(state=PromiseState.PERFORMED),
    }
    return conditions[view]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the list."""

    promise: Promise
    dispute: Dispute
    paid: Decimal
    urged: int
    late: int


def lines(rows: Sequence[Promise]) -> list[Line]:
    """Rows of a page of :func:`listed`, with what came in, how often it was urged, how late it is."""
    ids = [row.pk for row in rows]
    counties = sorted({row.county for row in rows})
    money = Payment.objects.unscoped(reason="of promises that the actor was allowed to list")
    came = money.filter(county__in=counties, promise_id__in=ids).order_by().values_list("promise_id")
    sums = dict(came.annotate(all=Sum("amount")))
    urged = Urging.objects.unscoped(reason="of promises that the actor was allowed to list")
    often: dict[int, int] = {}
    for promise_id in urged.filter(county__in=counties, promise_id__in=ids).values_list(
        "promise_id", flat=True
    ):
        often[promise_id] = often.get(promise_id, 0) + 1
    today = clock.today()
    return [
        Line(
            row,
            row.dispute,
            sums.get(row.pk) or Decimal(0),
            often.get(row.pk, 0),
            max((today - row.due_on).days, 0) if row.state != PromiseState.PERFORMED else 0,
        )
        for row in rows
    ]
