"""Reminders of the thirty days: as long before as the rulebook says, then three, one, and on the last."""

from __future__ import annotations

from datetime import timedelta

from hemu.disputes.announcing import announce_dispute
from hemu.kernel import clock
from hemu.loop.mediation.confirmation.models import Confirmation
from hemu.loop.mediation.models import Agreement
from hemu.loop.mediation.performance.queries import OWING
from hemu.rulebook import evaluate


def remind(limit: int = 5000) -> int:
    """Tell who handles it of agreements that nobody has yet brought before a court; answers of how many."""
    today = clock.today()
    ahead = evaluate("clock", {"clock": "confirmation_reminder"}, on=today).value["amount"]
    days = sorted({today + timedelta(days=each) for each in (ahead, 3, 1, 0)})
    rows = Agreement.objects.unscoped(reason="the worker looks at every county's agreements")
    due = rows.filter(confirmation_until__in=days, ended_at=None, about_status=False)
    due = due.filter(dispute__state__in=OWING).select_related("dispute").order_by("confirmation_until", "id")
    done = 0
    for agreement in due[:limit]:
        asked = Confirmation.objects.of(agreement.dispute).filter(agreement_id=agreement.pk)
        if not asked.exists():
            _tell(agreement)
            done += 1
    return done


def _tell(agreement: Agreement) -> None:
    left = (agreement.confirmation_until - clock.today()).days if agreement.confirmation_until else 0
    announce_dispute(
        agreement.dispute,
        "confirm_soon",
        key=f"confirm:{left}:{agreement.pk}",
        due=agreement.confirmation_until or clock.today(),
        units=(agreement.dispute.lead_unit_id,),
        path=f"{agreement.dispute.get_absolute_url()}#panel-confirmation",
    )
