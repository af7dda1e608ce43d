"""A party says yes to be told by SMS, and stops: on their page, at a desk, by an answer or an address.

Without a yes nothing is sent (个人信息保护法13、14); taking it back is as easy as giving it, and harms
nothing (15、16): whoever stops is told as everybody was before, by telephone or in person.
"""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.disputes.advance import turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute, Party
from hemu.kernel import crypto, identity
from hemu.kernel.errors import Missing, Refused
from hemu.notices.bulletins.subscribing import STOP_WORDS
from hemu.notices.sending.models import Channel, Purpose
from hemu.notices.telling.danger import why_never
from hemu.notices.telling.models import Agreed, Way
from hemu.notices.telling.posting import News, drop, tell, waiting
from hemu.orgs.actor import Actor, system_actor
from hemu.orgs.permissions import Permission
from hemu.privacy.sealing import is_sealed

STOP = "party-stop"
OWN = (Way.PAGE, Way.ANSWER, Way.ADDRESS)
"""Done by the party alone."""


def may_be_asked(dispute: Dispute, party: Party) -> str:
    """Empty when a party can agree; else why they can't, for an office (never for a party: it may tell)."""
    if is_sealed(dispute) or party.removed_at is not None:
        return _("保存期已满，个人信息已经封存。")
    if not party.phone:
        return _("没有登记手机号码，先补充当事人的号码。")
    if not _is_mobile(str(party.phone)):
        return _("登记的不是手机号码，收不到短信。")
    never = why_never(dispute, [party]).get(party.pk)
    return str(never.label) if never is not None else ""


def _is_mobile(phone: str) -> bool:
    plain = identity.plain_phone(phone)
    return plain.isascii() and plain.isdigit() and len(plain) == 11 and plain[0] == "1"


def agree(dispute: Dispute, party_id: int, way: Way, *, by: Actor) -> Agreed:
    """Write down a yes; the party's first message says that they gave it, and how to take it back.

    Raises Refused for whom nobody may write to, Missing for no party. Saying yes twice changes nothing.
    """
    if way not in OWN:
        by.require(Permission.AMEND)
    with turn(dispute.county, dispute.id, Act.AGREE_MESSAGES, by=by) as this:
        party = _party(this.parties, party_id)
        if problem := may_be_asked(this.dispute, party):
            raise Refused(problem if way not in OWN else _("这件事不发短信。"), code="never")
        stands = Agreed.objects.of(this.dispute).filter(party_id=party.pk, stopped_at=None).first()
        if stands is not None and bytes(stands.phone_hash) == bytes(party.phone_hash or b""):
            raise Refused(_("已经同意过了。"), code="already")
        Agreed.objects.of(this.dispute).filter(party_id=party.pk, stopped_at=None).update(
            stopped_at=this.at, stopped_way=way, stopped_by=by.name
        )
        row = _new(this.dispute, party, way, by)
        row.given_at = this.at
        row.save(force_insert=True)
        this.tell(messages="agreed", message_way=int(way))
        this.tell_of_persons(party=party.name)
        news = News(Purpose.PARTY_AGREED, f"agreed:{row.pk}")
        tell(this.dispute, news, (party.pk,), caused_by=f"{by.unit_name} {by.name}".strip())
    return row


def _party(people: list[Party], party_id: int) -> Party:
    found = next((one for one in people if one.pk == party_id), None)
    if found is None:
        raise Missing(_("没有找到这名当事人。"))
    return found


def _new(dispute: Dispute, party: Party, way: Way, by: Actor) -> Agreed:
    secret = secrets.token_urlsafe(9)
    return Agreed(
        county=dispute.county, dispute_id=dispute.pk, party_id=party.pk, party_name=party.name,
        phone_hash=bytes(party.phone_hash or b""), way=way, recorded_by=by.name, unit_name=by.unit_name,
        stop=secret, stop_hash=crypto.keyed_hash(secret, purpose=STOP),
    )  # fmt: skip


def stop(dispute: Dispute, party_id: int, way: Way, *, by: Actor) -> bool:
    """No more messages to a party in this matter, from now on; what waits isn't sent. Whether any stood."""
    if way not in OWN:
        by.require(Permission.AMEND)
    with turn(dispute.county, dispute.id, Act.AGREE_MESSAGES, by=by) as this:
        rows = Agreed.objects.of(this.dispute).filter(party_id=party_id, stopped_at=None)
        row: Agreed | None = rows.select_for_update().first()
        if row is None:
            raise Missing(_("没有找到这条同意记录。"))
        row.stopped_at, row.stopped_way, row.stopped_by = this.at, way, by.name
        row.save(update_fields=["stopped_at", "stopped_way", "stopped_by"])
        drop(waiting(this.dispute, party_id), _("当事人不再接收短信"))
        this.tell(messages="stopped", message_way=int(way))
        this.tell_of_persons(party=row.party_name)
    return True


def by_secret(secret: str) -> Agreed | None:
    """Whose stop address this is, stopped already or not; None when it is nobody's."""
    rows = Agreed.objects.unscoped(reason="the secret in the address is the proof")
    found: Agreed | None = rows.filter(stop_hash=crypto.keyed_hash(secret, purpose=STOP)).first()
    return found


def stop_here(row: Agreed, way: Way) -> None:
    """The party stops by themselves, by the address or an answer. Twice is once."""
    every = Dispute.objects.unscoped(reason="the party's own matter, by the secret that only they were sent")
    dispute = every.filter(county=row.county, id=row.dispute_id).first()
    if dispute is None or row.stopped_at is not None:
        return
    stop(dispute, row.party_id, way, by=system_actor(_("当事人退订")))


@transaction.atomic
def heard(channel: Channel, phone: str, words: str) -> None:
    """A listener: who answers with a word for stopping is written to no more, in any matter of theirs."""
    if words.strip().upper() not in STOP_WORDS:
        return
    hashed = crypto.keyed_hash(identity.plain_phone(phone), purpose="phone")
    rows = Agreed.objects.unscoped(reason="the owner of the number asks")
    for row in rows.filter(phone_hash=hashed, stopped_at=None).order_by("id"):
        stop_here(row, Way.ANSWER)


def end_all(dispute: Dispute) -> int:
    """The end of retention: nobody is told of the dispute any more; the ledger keeps that they agreed."""
    drop(waiting(dispute), _("保存期已满"))
    return Agreed.objects.of(dispute).delete()[0]
