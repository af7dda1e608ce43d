"""A party's code and slip: made, printed again, renewed, ended; and the second proof beside it.

The second proof is something that only the party should know as well: the end of the telephone or identity
number that was recorded, or the six figures of the slip. Whatever is wrong, the answer is the same and
takes the same work.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hemu.disputes.advance import Turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute, Party, Side
from hemu.disputes.queries import parties
from hemu.kernel import clock, crypto
from hemu.kernel.errors import Missing
from hemu.loop.screening.villagers import rules
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.portal.parties.models import PartyCode
from hemu.privacy.sealing import is_sealed

MOST_TRIES = 5
LOCKS = (timedelta(hours=1), timedelta(days=1))
"""How long a code is locked after MOST_TRIES wrong proofs, the first and second time. The third time the
office must renew it."""
TAIL = 4
PIN_DIGITS = 6
_SIDES = (Side.APPLICANT, Side.RESPONDENT)


def _secret(party_id: int, edition: int, purpose: str) -> bytes:
    return crypto.keyed_hash(f"{party_id}:{edition}", purpose=purpose)


def code_of(row: PartyCode) -> str:
    """The code of 16 characters that an edition stands for."""
    return rules.code_from(_secret(row.party_id, row.edition, "party-code"))


def pin_of(row: PartyCode) -> str:
    """The six figures on its slip."""
    number = int.from_bytes(_secret(row.party_id, row.edition, "party-pin")[:8], "big")
    return f"{number % 10**PIN_DIGITS:0{PIN_DIGITS}}"


def hash_of(code: str) -> bytes:
    """What is kept of a code."""
    return crypto.keyed_hash(code, purpose="party-code-kept")


def has_page(party: Party) -> bool:
    """Whether a party is given a code: those of either side. A child's guardian uses the child's."""
    return party.side in _SIDES and party.removed_at is None


def give_at_acceptance(this: Turn) -> None:
    """A reaction: parties have their codes from the moment that mediation is accepted. One statement."""
    if this.act == Act.ACCEPT:
        rows = [_first(this.dispute, party) for party in this.parties if has_page(party)]
        PartyCode.objects.bulk_create(rows, ignore_conflicts=True)


def ensure(dispute: Dispute) -> int:
    """A code for each party who has none, also before mediation is accepted; how many. None once sealed."""
    if is_sealed(dispute):
        return 0
    lacking = [one.party for one in of_parties(dispute) if one.code is None]
    PartyCode.objects.bulk_create([_first(dispute, party) for party in lacking], ignore_conflicts=True)
    return len(lacking)


def _first(dispute: Dispute, party: Party) -> PartyCode:
    return _edition(dispute, party.pk, 1)


def _edition(dispute: Dispute, party_id: int, edition: int) -> PartyCode:
    row = PartyCode(
        county=dispute.county,
        dispute_id=dispute.pk,
        party_id=party_id,
        edition=edition,
        made_at=clock.now(),
    )
    row.hash = hash_of(code_of(row))
    return row


def current(dispute: Dispute) -> QuerySet[PartyCode]:
    """The codes in force of a dispute that was read within a scope."""
    return PartyCode.objects.filter(dispute_id=dispute.pk, county=dispute.county, ended_at=None)


@dataclass(frozen=True, slots=True)
class Given:
    """A party, and the code that stands, if any."""

    party: Party
    code: PartyCode | None


def of_parties(dispute: Dispute) -> list[Given]:
    """Every party who can have a code, with theirs."""
    have = {row.party_id: row for row in current(dispute)}
    return [Given(party, have.get(party.pk)) for party in parties(dispute) if has_page(party)]


def given(dispute: Dispute, party_id: int) -> Given:
    """One of them; raises Missing."""
    found = next((one for one in of_parties(dispute) if one.party.pk == party_id), None)
    if found is None:
        raise Missing(_("没有找到这名当事人。"))
    return found


@transaction.atomic
def renew(dispute: Dispute, party_id: int, *, by: Actor) -> PartyCode:
    """A new code and slip for a party; every earlier one opens nothing any more."""
    by.require(Permission.OPEN_PERSONAL)
    given(dispute, party_id)
    if is_sealed(dispute):
        raise Missing(_("保存期已满，个人信息已经封存。"))
    rows = PartyCode.objects.select_for_update().filter(county=dispute.county, party_id=party_id)
    editions = [row.edition for row in rows.order_by("edition")]
    rows.filter(ended_at=None).update(ended_at=clock.now())
    row = _edition(dispute, party_id, max(editions, default=0) + 1)
    row.save(force_insert=True)
    return row


def end_all(dispute: Dispute) -> int:
    """The end of retention: the codes of a dispute open nothing any more."""
    return PartyCode.objects.filter(county=dispute.county, dispute_id=dispute.pk).delete()[0]


@dataclass(frozen=True, slots=True)
class Entered:
    """Who came in: a party and their dispute, by a code that stands."""

    code: PartyCode
    dispute: Dispute
    party: Party


def enter(typed: str, proof: str) -> Entered | None:
    """Whom a code and a second proof let in; None for whatever is wrong, and while the code is locked."""
    code = rules.read_code(typed)
    with transaction.atomic():
        rows = PartyCode.objects.select_for_update().filter(hash=hash_of(code), ended_at=None)
        row = rows.first()
        found = _found(row) if row is not None else None
        right = _is_right(proof, _proofs(row, found))
        if row is None or found is None:
            return None
        if is_locked(row):
            return None
        if not right:
            _count(row)
            return None
        row.tries, row.used_at = 0, clock.now()
        row.save(update_fields=["tries", "used_at"])
    return found


def again(hash_: bytes) -> Entered | None:
    """Who came in before and goes on, as long as their code stands."""
    row = PartyCode.objects.filter(hash=hash_, ended_at=None).first()
    return _found(row) if row is not None else None


def _found(row: PartyCode) -> Entered | None:
    disputes = Dispute.objects.unscoped(reason="the dispute of a party who brought its code")
    dispute = disputes.filter(county=row.county, pk=row.dispute_id).defer("search").first()
    if dispute is None or is_sealed(dispute):
        return None
    party = Party.objects.of(dispute).filter(pk=row.party_id, removed_at=None).first()
    return Entered(row, dispute, party) if party is not None else None


def _proofs(row: PartyCode | None, found: Entered | None) -> Sequence[str]:
    """What is accepted; as many for nobody as for somebody, so that the work is the same."""
    if row is None or found is None:
        return ("", "", "")
    phone, number = str(found.party.phone or ""), str(found.party.identity_number or "").upper()
    return (pin_of(row), phone[-TAIL:], number[-TAIL:])


def _is_right(typed: str, accepted: Sequence[str]) -> bool:
    """Compares with every one of them, whichever is right, in constant time."""
    given = crypto.keyed_hash(typed.strip().upper(), purpose="party-proof")
    right = False
    for one in accepted:
        same = hmac.compare_digest(given, crypto.keyed_hash(one, purpose="party-proof"))
        right = (same and len(one) >= TAIL) or right
    return right


def is_locked(row: PartyCode) -> bool:
    """Whether a code opens nothing for now, since wrong proofs came with it too often."""
    if row.locks > len(LOCKS):
        return True
    return row.locked_until is not None and row.locked_until > clock.now()


def _count(row: PartyCode) -> None:
    row.tries += 1
    if row.tries >= MOST_TRIES:
        row.tries, row.locks = 0, row.locks + 1
        if row.locks <= len(LOCKS):
            row.locked_until = clock.now() + LOCKS[row.locks - 1]
    row.save(update_fields=["tries", "locks", "locked_until"])
