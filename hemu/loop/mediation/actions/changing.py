"""A new agreement in place of one that stands."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hemu.disputes.advance import Turn
from hemu.disputes.models import ClockKind, Outcome
from hemu.kernel import clock
from hemu.kernel.errors import Refused
from hemu.loop.mediation.actions.agreements import agreement_row, watch, write_promises, write_signatures
from hemu.loop.mediation.mediable import require_limits
from hemu.loop.mediation.models import Acceptance, Agreement, AgreementForm, Promise, PromiseState
from hemu.loop.mediation.rules import NewAgreement, check_agreement


def put_in_place(this: Turn, old: Agreement, new: NewAgreement) -> Agreement:
    """Write the new agreement under the old one's acceptance, and end the old one with all it left open."""
    if new.form != AgreementForm.WRITTEN:
        raise Refused(_("变更协议要书面签订，各方签名。"), field="form", code="not_written")
    present = this.parties
    check_agreement(new, present, on=clock.local(this.at).date())
    require_limits(this.dispute, new.ownership_note or old.ownership_note)
    acceptance = Acceptance.objects.of(this.dispute).get(pk=old.acceptance_id)
    row = agreement_row(this, acceptance, new, present)
    row.mediators = old.mediators
    row.save(force_insert=True)
    write_signatures(this, row, new, present)
    owed = write_promises(row, new, present)
    _end(this, old)
    this.stop_clock(ClockKind.PERFORMANCE)
    watch(this, owed)
    this.set(outcome=Outcome.WRITTEN)
    this.tell(form=int(new.form), number=row.number, promises=len(new.promises))
    this.tell_of_persons(content=row.content)
    return row


def _end(this: Turn, old: Agreement) -> None:
    left = Promise.objects.of(this.dispute).filter(agreement_id=old.pk).exclude(state=PromiseState.PERFORMED)
    left.update(state=PromiseState.SUPERSEDED)
    old.ended_at = this.at
    old.save(update_fields=["ended_at"])
