"""More time: only when every party of both sides agrees to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from hemu.disputes.advance import Turn, turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import ClockKind, Dispute
from hemu.kernel import clock
from hemu.kernel.errors import Refused
from hemu.kernel.wording import listed
from hemu.loop.mediation.models import Acceptance, Extension
from hemu.loop.mediation.queries import current_acceptance
from hemu.loop.mediation.rules import require_text, who_has_not_consented
from hemu.orgs.actor import Actor
from hemu.rulebook import calendar, evaluate


def longest(from_: datetime) -> date:
    """The last day to which the rulebook lets a term be extended at once."""
    term = evaluate("clock", {"clock": "mediation_extension"}, on=clock.today()).value
    return clock.local(calendar.deadline(from_, term["amount"], term["unit"])).date()


def extend(
    dispute: Dispute,
    until: date,
    reason: str,
    agreed: Sequence[int],
    *,
    by: Actor,
    seen: int | None = None,
) -> Dispute:
    """Mediate until the end of another day. `agreed`: the parties who said so, which must be all.

    In a labour dispute the fifteen days go on by themselves: a party may go to arbitration whatever was
    agreed (劳动争议调解仲裁法14), and the notice says so.
    """
    require_text(reason=reason)
    with turn(dispute.county, dispute.id, Act.EXTEND, by=by, seen=seen) as this:
        acceptance = _acceptance(this, agreed)
        was_due = acceptance.due_at or this.at
        _check_day(until, was_due)
        due_at = datetime.combine(until + timedelta(days=1), time(), tzinfo=clock.CHINA)
        names = [party.name for party in this.parties if party.pk in agreed]
        _write(this, acceptance, due_at, reason, names)
        this.start_clock(ClockKind.MEDIATION, due_at=due_at, source=_("各方当事人同意延长调解期限"))
        this.tell(due=due_at, was_due=was_due)
        this.tell_of_persons(reason=reason.strip(), consented=names)
    return this.dispute


def _acceptance(this: Turn, agreed: Sequence[int]) -> Acceptance:
    found = current_acceptance(this.dispute)
    if found is None:
        raise Refused(_("还没有受理，没有期限可以延长。"), code="not_accepted")
    missing = who_has_not_consented(this.parties, agreed)
    if missing:
        raise Refused(
            _("延长调解要各方都同意，还缺：%(names)s。不同意的，按调解不成办理。")
            % {"names": listed(party.name for party in missing)},
            field="agreed",
            code="not_everybody",
        )
    return found


def _check_day(until: date, was_due: datetime) -> None:
    if until <= max(clock.local(was_due).date(), clock.today() - timedelta(days=1)):
        raise Refused(_("新的期限要晚于原来的期限。"), field="until", code="not_later")
    last = longest(max(was_due, clock.now()))
    if until > last:
        raise Refused(
            _("一次最多延长到 %(day)s。") % {"day": last.isoformat()}, field="until", code="too_long"
        )


def _write(this: Turn, acceptance: Acceptance, due_at: datetime, reason: str, names: list[str]) -> None:
    Extension(
        county=this.dispute.county,
        dispute_id=this.dispute.id,
        acceptance_id=acceptance.pk,
        was_due=acceptance.due_at or this.at,
        due_at=due_at,
        reason=reason.strip(),
        agreed_by=names,
        extended_at=this.at,
        recorded_by=this.by.name,
    ).save(force_insert=True)
    acceptance.due_at = due_at
    acceptance.save(update_fields=["due_at"])
