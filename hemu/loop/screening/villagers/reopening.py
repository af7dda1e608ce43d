"""A villager says that a matter isn't settled: whoever has the dispute that came of it must decide."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.disputes.advance import Turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute, Source, State
from hemu.disputes.queries import heir
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Missing, Refused
from hemu.loop.screening.models import Origin, VillagersReport
from hemu.loop.screening.villagers import telling
from hemu.loop.screening.villagers.models import ProposalStatus, ReopenProposal
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission

CAN_RELAPSE = (State.AGREED, State.REFERRED, State.FOLLOWING, State.CLOSED)
"""Before these the dispute is being worked on anyway, and there is nothing to open anew."""


def propose(report: VillagersReport, text: str) -> list[ReopenProposal]:
    """A proposal on every dispute that came of the report, or in which it goes on, and is thought over."""
    origins = Origin.objects.unscoped(reason="the disputes that came of this report")
    came = origins.filter(source=Source.VILLAGER, record_county=report.county, record_id=report.id)
    return [
        proposal
        for row in came.order_by("id")
        if (proposal := _propose(report, row.county, row.dispute_id, text)) is not None
    ]


def _propose(report: VillagersReport, county: int, dispute_id: int, text: str) -> ReopenProposal | None:
    rows = Dispute.objects.unscoped(reason="a proposal to those who see the dispute")
    came = rows.filter(county=county, id=dispute_id).first()
    dispute = heir(came) if came is not None else None
    if dispute is None or dispute.state not in CAN_RELAPSE:
        return None
    mine = ReopenProposal.objects.of(dispute).filter(report_id=report.id, status=ProposalStatus.OPEN)
    if mine.exists():
        return None
    proposal = ReopenProposal(
        county=dispute.county, dispute_id=dispute.id, report_id=report.id, text=text, at=clock.now()
    )
    proposal.save(force_insert=True)
    telling.tell_of_dispute(report, dispute)
    return proposal


def decline(dispute: Dispute, proposal_id: int, reason: str, *, by: Actor) -> ReopenProposal:
    """Say why the dispute isn't opened anew. The villager is answered with the report, not with this."""
    by.require(Permission.FOLLOW_UP)
    if not reason.strip():
        raise Refused(
            _("请写明为什么不重开，例如“协议已履行，反映的是另一件事”。"), field="reason", code="required"
        )
    with transaction.atomic():
        row = ReopenProposal.objects.of(dispute).filter(id=proposal_id).select_for_update().first()
        if row is None:
            raise Missing(_("没有找到这条提议。"))
        if row.status != ProposalStatus.OPEN:
            raise Conflict(_("这条提议已有人决定。"), code="done_already")
        found: ReopenProposal = row
        found.status, found.reason = ProposalStatus.DECLINED, reason.strip()
        found.decided_by, found.decided_at = by.name, clock.now()
        found.save()
    return found


def note_relapse(this: Turn) -> None:
    """A reaction to every act: when a person opened the dispute anew, its proposals have been followed."""
    if this.act != Act.RELAPSE:
        return
    waiting = ReopenProposal.objects.of(this.dispute).filter(status=ProposalStatus.OPEN)
    waiting.update(status=ProposalStatus.REOPENED, decided_by=this.by.name, decided_at=this.at)
