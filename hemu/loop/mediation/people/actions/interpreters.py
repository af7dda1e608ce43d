"""An interpreter for a party whose language no mediator speaks."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hemu.disputes.advance import turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute
from hemu.kernel.errors import Refused
from hemu.loop.mediation.people.models import Interpreter
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission


def name_interpreter(
    dispute: Dispute, language: str, name: str, *, consented: bool, by: Actor, unit_name: str = ""
) -> Dispute:
    """Somebody interprets, with every party's consent (人民调解法20). Never a party."""
    by.require(Permission.MEDIATE)
    if not language.strip():
        raise Refused(_("请填写翻译哪种语言。"), field="language", code="required")
    if not name.strip():
        raise Refused(_("请填写翻译的姓名。"), field="name", code="required")
    if not consented:
        raise Refused(_("请翻译参加要经各方当事人同意。"), field="consented", code="helpers")
    with turn(dispute.county, dispute.id, Act.NOTE, by=by) as this:
        if any(party.name == name.strip() for party in this.parties):
            raise Refused(_("当事人不能给自己一方或者对方当翻译。"), field="name", code="party")
        Interpreter(
            county=this.dispute.county,
            dispute_id=this.dispute.id,
            language=language.strip(),
            name=name.strip(),
            unit_name=unit_name.strip(),
            recorded_by=by.name,
            recorded_at=this.at,
        ).save(force_insert=True)
        this.tell(language=language.strip())
        this.tell_of_persons(interpreter=name.strip())
    return this.dispute
