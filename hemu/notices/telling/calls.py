"""What a message couldn't tell, a person tells: by telephone, or in person where a call is unsafe."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hemu.disputes.advance import turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute
from hemu.kernel.errors import Conflict, Missing, Refused
from hemu.notices.telling.models import Message
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission


def told(dispute: Dispute, message_id: int, how: str, *, by: Actor) -> Message:
    """Somebody told the party; how is kept. Raises Refused without words, Conflict when it was done."""
    by.require(Permission.AMEND)
    if not how.strip():
        raise Refused(_("请写明怎样告知的，例如“电话告知，本人接的”。"), field="how", code="required")
    with turn(dispute.county, dispute.id, Act.TELL_PARTY, by=by) as this:
        rows = Message.objects.of(this.dispute).filter(pk=message_id, by_hand=True)
        row: Message | None = rows.select_for_update().first()
        if row is None:
            raise Missing(_("没有找到这条待告知。"))
        if row.told_at is not None:
            raise Conflict(_("%(who)s已经告知过了。") % {"who": row.told_by}, code="told_already")
        row.told_at, row.told_by, row.told_how = this.at, by.name, how.strip()[:200]
        row.save(update_fields=["told_at", "told_by", "told_how"])
        this.tell(told_by_hand=[row.what])
        this.tell_of_persons(party=row.party_name, note=row.told_how)
    return row
