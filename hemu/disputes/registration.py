"""Registering a dispute: the loop's first act, for every way that one comes to be known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from hemu.disputes.advance import first_turn, first_turns
from hemu.disputes.models import Dispute, InvolvementRole, Source, State
from hemu.disputes.parties import NewParty, add_parties, check_party
from hemu.kernel import clock, crypto
from hemu.kernel.errors import Forbidden, Refused
from hemu.kernel.ids import new_id, short_code
from hemu.kernel.places import county_of
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.rulebook import codes

REF_LETTERS = {Source.IMPORT: 7}
"""Five letters are enough for what a county registers by hand in a day; old ledgers come by the thousand."""


@dataclass(frozen=True, slots=True)
class NewDispute:
    """A dispute as somebody reports it. `region` is a place of 15 digits; `kind` a code such as 903."""

    region: int
    title: str
    narrative: str
    kind: int
    source: Source
    parties: Sequence[NewParty]
    place: str = ""
    occurred_on: date | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    petition: bool = False
    source_ref: str = ""
    """What it came from: a visit's or an incident's number."""
    triage: dict[str, Any] | None = None
    """What was proposed from the narrative and what the person took of it (hemu.triage.taken)."""
    dispute_id: int | None = None
    """An identifier made by the sender, so that sending twice registers once."""


def register(new: NewDispute, *, by: Actor) -> Dispute:
    """Register a dispute with its parties. Raises Refused by field, Forbidden outside the actor's area."""
    by.require(Permission.REGISTER)
    check_new(new, by)
    dispute = _fresh(new, by)
    with first_turn(dispute, by=by) as turn:
        rows = add_parties(dispute, new.parties, at=turn.at)
        turn.parties_are([party.name for party in rows], rows)
        turn.facts(**new.facts)
        turn.involve(by.unit_id, by.unit_name, InvolvementRole.REGISTERED)
        turn.tell(source=int(new.source), source_ref=new.source_ref, parties=len(new.parties))
        if new.triage is not None:
            turn.tell(triage=new.triage)
        turn.tell_of_persons(
            title=new.title, narrative=new.narrative, parties=[party.name for party in new.parties]
        )
    return dispute


def register_many(news: Sequence[NewDispute], *, by: Actor) -> list[Dispute | Refused]:
    """Register a batch in one transaction; each dispute, or why it was refused, in the order given.

    One refused doesn't hold up the rest. Rows of all are written together at the end.
    """
    results: list[Dispute | Refused] = []
    with first_turns() as gathering:
        for new in news:
            try:
                with gathering.one():
                    results.append(register(new, by=by))
            except Refused as error:
                results.append(error)
    return results


def _fresh(new: NewDispute, by: Actor) -> Dispute:
    now = clock.now()
    local = clock.local(now)
    return Dispute(
        id=new.dispute_id or new_id(),
        county=county_of(new.region),
        ref=f"{local:%y%m%d}-{short_code(REF_LETTERS.get(new.source, 5))}",
        region=new.region,
        place=new.place.strip(),
        title=new.title.strip(),
        narrative=new.narrative.strip(),
        kind=new.kind,
        source=new.source,
        occurred_on=new.occurred_on,
        petition=new.petition or new.source == Source.PETITION,
        state=State.REGISTERED,
        turn_unit_id=by.unit_id or None,
        turn_unit_name=by.unit_name,
        opened_at=now,
        opened_on=local.date(),
        data_key=crypto.new_data_key()[1],
    )


def check_new(new: NewDispute, by: Actor) -> None:
    """Raise Refused, by field, unless the dispute can be registered by the actor as it is."""
    if not by.covers(new.region):
        raise Forbidden(_("这个地点不在您的管辖范围内，不能登记。"), field="region", code="outside_area")
    if county_of(new.region) == 0:
        raise Refused(_("请选择到县以下的地点。"), field="region", code="too_wide")
    if not new.title.strip():
        raise Refused(_("请填写纠纷名称，例如“张某与李某林权纠纷”。"), field="title", code="required")
    if not new.narrative.strip():
        raise Refused(_("请写明发生了什么、双方各要求什么。"), field="narrative", code="required")
    if not codes.is_code(codes.KINDS, new.kind):
        raise Refused(_("没有这个纠纷类型，请从列表中选择。"), field="kind", code="unknown_kind")
    if new.occurred_on is not None and new.occurred_on > clock.today():
        raise Refused(_("发生日期不能晚于今天。"), field="occurred_on", code="future")
    if not new.parties:
        raise Refused(_("请至少填写一名当事人。"), field="parties", code="required")
    for number, party in enumerate(new.parties):
        check_party(party, field=f"parties-{number}")
