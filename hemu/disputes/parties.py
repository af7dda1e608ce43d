"""Parties: checking what was typed, and writing the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.utils.translation import gettext as _

from hemu.disputes import writing
from hemu.disputes.models import Dispute, Party, PartyKind, Sex, Side
from hemu.kernel import clock, identity
from hemu.kernel.errors import Refused

ADULT_YEARS = 18
"""Civil Code art. 17: a natural person of eighteen years or more is an adult."""


@dataclass(frozen=True, slots=True)
class NewParty:
    """A party as somebody typed it. Identity number and phone are open text here, sealed in the row."""

    name: str
    side: Side = Side.APPLICANT
    kind: PartyKind = PartyKind.PERSON
    sex: Sex = Sex.UNSTATED
    born: date | None = None
    identity_number: str = ""
    phone: str = ""
    address: str = ""
    occupation: str = ""
    legal_representative: str = ""
    language: str = ""
    is_minor: bool = False


def as_typed(party: Party) -> NewParty:
    """A party of one dispute as it would be typed for another."""
    names = [column.name for column in fields(NewParty) if column.name not in ("side", "kind", "sex")]
    given = {name: getattr(party, name) for name in names}
    given |= {name: str(given[name]) for name in ("identity_number", "phone")}
    return NewParty(side=Side(party.side), kind=PartyKind(party.kind), sex=Sex(party.sex), **given)


def check_party(party: NewParty, *, field: str) -> None:
    """Raise Refused, naming ``field-…``, when something typed of a party can't be right."""
    if not party.name.strip():
        raise Refused(_("请填写当事人的姓名或名称。"), field=f"{field}-name", code="required")
    number = party.identity_number.strip().upper()
    if number and not identity.valid_number(number, organisation=party.kind == PartyKind.ORGANISATION):
        message = (
            _("统一社会信用代码不对，请核对18位代码。")
            if party.kind == PartyKind.ORGANISATION
            else _("身份证号不对：请核对18位号码，最后一位是校验码。")
        )
        raise Refused(message, field=f"{field}-identity_number", code="identity")
    if party.phone.strip() and not identity.valid_phone(party.phone):
        raise Refused(_("电话号码不对，请填手机号或带区号的座机号。"), field=f"{field}-phone", code="phone")


def add_parties(dispute: Dispute, parties: Sequence[NewParty], *, at: datetime) -> list[Party]:
    """Write parties of a dispute, within the door. Answers the rows, in the order given."""
    rows = [_row(dispute, party, at) for party in parties]
    for row in rows:
        row.hash_identifiers()
    writing.insert(*rows)
    return rows


def _row(dispute: Dispute, party: NewParty, at: datetime) -> Party:
    number = party.identity_number.strip().upper()
    person = party.kind == PartyKind.PERSON
    born = party.born or (identity.birth_date(number) if number and person else None)
    sex = Sex(identity.sex(number)) if number and person and party.sex == Sex.UNSTATED else party.sex
    return Party(
        county=dispute.county,
        dispute_id=dispute.id,
        kind=party.kind,
        side=party.side,
        name=party.name.strip(),
        sex=sex,
        born=born,
        identity_number=number,
        phone=identity.plain_phone(party.phone),
        address=party.address.strip(),
        occupation=party.occupation.strip(),
        legal_representative=party.legal_representative.strip(),
        language=party.language.strip(),
        is_minor=party.is_minor or (born is not None and _years(born) < ADULT_YEARS),
        added_at=at,
    )


def _years(born: date) -> int:
    today = clock.today()
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
