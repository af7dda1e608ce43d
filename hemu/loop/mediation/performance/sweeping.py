"""What the worker does about promises: reminds before and on the day, and enters a default by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _

from hemu.disputes.announcing import announce_dispute
from hemu.disputes.models import Dispute
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Refused
from hemu.loop.mediation import actions as mediation
from hemu.loop.mediation.models import NamedMediator, Promise, PromiseState
from hemu.loop.mediation.performance.queries import OWING
from hemu.orgs.actor import system_actor
from hemu.rulebook import evaluate

BATCH = 500


def default_late(limit: int = BATCH) -> int:
    """Enter a default for what nobody has recorded as done by the end of its day; answers how many.

    人民调解法31: so that somebody asks and urges. Who has in fact performed has it recorded, and it is done.
    Each is one act in one transaction; one that can't be entered holds up no other.
    """
    return sum(_enter(dispute, promise) for dispute, promise in _of({"due_on__lt": clock.today()}, limit))


def default(dispute: Dispute, promise_id: int) -> Dispute:
    """Enter one by the system itself. Raises Refused for what isn't late, Conflict where nothing is owed."""
    reason = _("到期没有登记履行。已经履行的，请补登记并附凭证。")
    return mediation.default(dispute, promise_id, reason, by=system_actor(_("履行提醒")))


def _enter(dispute: Dispute, promise: Promise) -> int:
    try:
        default(dispute, promise.pk)
    except (Conflict, Refused):
        return 0
    return 1


def _of(condition: dict[str, object], limit: int) -> Iterator[tuple[Dispute, Promise]]:
    rows = Promise.objects.unscoped(reason="the worker looks at every county's promises")
    found = rows.filter(state=PromiseState.OPEN, dispute__state__in=OWING, **condition)
    for promise in found.select_related("dispute").order_by("due_on", "id")[:limit]:
        yield promise.dispute, promise


def remind(limit: int = 5000) -> int:
    """Tell who handles it of what falls due in some days, which the rulebook says, and today; how many."""
    today = clock.today()
    ahead = evaluate("clock", {"clock": "promise_reminder"}, on=today).value["amount"]
    days = (today, today + timedelta(days=ahead))
    done = 0
    for dispute, promise in _of({"due_on__in": days}, limit):
        _remind(dispute, promise, today)
        done += 1
    return done


def _remind(dispute: Dispute, promise: Promise, today: date) -> None:
    stayed = NamedMediator.objects.of(dispute).filter(left_at=None)
    posts = stayed.order_by("id").values_list("post_id", flat=True)
    on_the_day = "d" if promise.due_on == today else "a"
    announce_dispute(
        dispute,
        "promise_soon",
        key=f"promise:{on_the_day}:{promise.pk}",
        due=promise.due_on,
        units=(dispute.lead_unit_id,),
        posts=tuple(dict.fromkeys(posts)),
        path=f"{dispute.get_absolute_url()}#panel-performance",
    )
