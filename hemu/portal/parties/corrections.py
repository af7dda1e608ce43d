"""A correction that a party asks for: whether it can be right, what it changes, and who looked at it."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from hemu.disputes import queries as disputes
from hemu.disputes.advance import turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Party
from hemu.disputes.parties import NewParty, as_typed, check_party
from hemu.kernel import identity
from hemu.kernel.errors import Missing, Refused
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.portal.parties.models import Column, Request
from hemu.privacy.actions import record_opening
from hemu.privacy.models import SEALED_FIELDS, OpenedField, Purpose

_LONG = 80
_LENGTHS = {Column.ADDRESS: 200, Column.OCCUPATION: 50, Column.LANGUAGE: 30}


def check(party: Party, column: Column | None, text: str, becomes: str) -> None:
    """Raise Refused when the correction that is asked for can't be made."""
    if column is None:
        raise Refused(_("请选择哪一项不对。"), field="column", code="required")
    if column == Column.OTHER:
        if not text.strip():
            raise Refused(_("请写一写哪里不对、应该是什么。"), field="text", code="required")
        return
    if not becomes.strip():
        raise Refused(_("请填写正确的内容。"), field="becomes", code="required")
    _corrected(party, column, becomes)


def _corrected(party: Party, column: Column, value: str) -> str:
    """The value as it is kept; raises Refused (field ``becomes``) when it can't be right."""
    text = value.strip()
    if len(text) > _LENGTHS.get(column, _LONG):
        raise Refused(_("写得太长了。"), field="becomes", code="too_long")
    try:
        check_party(_typed(party, column, text), field="x")
    except Refused as refused:
        raise Refused(refused.message, field="becomes", code=refused.code) from refused
    if column == Column.PHONE:
        return identity.plain_phone(text)
    return text.upper() if column == Column.IDENTITY_NUMBER else text


def _typed(party: Party, column: Column, text: str) -> NewParty:
    """The party as it would be typed with the new value."""
    typed = as_typed(party)
    return {
        Column.NAME: replace(typed, name=text),
        Column.PHONE: replace(typed, phone=text),
        Column.IDENTITY_NUMBER: replace(typed, identity_number=text),
    }.get(column, typed)


def carry_out(row: Request, by: Actor) -> None:
    """Write what was wrong and what is right into the ledger, sealed, and the right one into the record."""
    column = Column(row.column or 0)
    with turn(row.county, row.dispute_id, Act.CORRECT_PARTY, by=by) as this:
        party = Party.objects.of(this.dispute).filter(pk=row.party_id, removed_at=None).first()
        if party is None:
            raise Missing(_("没有找到这名当事人。"))
        was, now = str(getattr(party, column.column)), _corrected(party, column, str(row.becomes))
        setattr(party, column.column, now)
        party.save()
        this.tell(column=str(column.label))
        this.tell_of_persons(party=row.party_name, was=was, now=now, reason=row.reason)
        if column == Column.NAME:
            this.parties_are([one.name for one in this.parties])


def opened_field(row: Request) -> OpenedField | None:
    """The field that is opened by looking at what a correction changes; None for what nobody masks."""
    column = Column(row.column).column if row.column else ""
    return next((field for field in SEALED_FIELDS if field.column == column), None)


def open_values(row: Request, *, by: Actor) -> None:
    """Write down that somebody looks at both values, to check them."""
    by.require(Permission.OPEN_PERSONAL)
    field = opened_field(row)
    dispute = disputes.get(row.county, row.dispute_id, by=by)
    party = Party.objects.of(dispute).filter(pk=row.party_id).first()
    if field is None or party is None:
        raise Missing("")
    record_opening(dispute, party, field, Purpose.VERIFY, _("核对当事人的更正请求"), by=by)
