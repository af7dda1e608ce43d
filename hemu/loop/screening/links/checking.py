"""While a dispute is being registered: what is there already and may be the same, by what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from hemu.disputes.models import Dispute, PartyKind
from hemu.disputes.parties import NewParty
from hemu.disputes.queries import parties
from hemu.kernel import clock, identity
from hemu.kernel.crypto import keyed_hash
from hemu.kernel.places import county_of
from hemu.loop.screening.forms.dispute import DisputeForm
from hemu.loop.screening.links import finding, matter, sides
from hemu.loop.screening.links.matter import Person
from hemu.loop.screening.links.sides import Row, Sheet
from hemu.loop.screening.links.words import sureness
from hemu.orgs.actor import Actor
from hemu.orgs.queries import place_names
from hemu.rulebook import codes

MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Likely:
    """A dispute that is there already and may be what is being typed."""

    dispute: Dispute
    sureness: str
    is_same: bool
    agreeing: list[Row]
    rows: list[Row]


def typed(data: Mapping[str, Any], by: Actor) -> Sheet | None:
    """What was typed so far, as far as it can be read; None without a place of the area or any party."""
    form = DisputeForm(data, by=by)
    form.is_valid()
    given: dict[str, Any] = form.cleaned_data
    people = [row.party() for row in form.parties if row.is_valid() and not row.is_empty()]
    region = given.get("region") or form.chosen_place
    if not region or not by.covers(region) or not county_of(region) or not people:
        return None
    kind = str(given.get("kind") or "")
    code = int(kind) if kind.isdigit() else 0
    spot, narrative = str(given.get("place") or ""), str(given.get("narrative") or "")
    return Sheet(
        matter=matter.matter(
            county=county_of(region), dispute_id=0, region=region, kind=code, place=spot,
            day=given.get("occurred_on") or clock.today(), persons=[_person(one) for one in people],
            words=f"{given.get('title') or ''}。{narrative}",
        ),
        day=given.get("occurred_on"),
        title=str(given.get("title") or ""),
        parties=tuple(one.name for one in people),
        place=place_names([region], local=True)[region],
        spot=spot,
        kind=codes.full_label(codes.KINDS, code) if code else "",
        narrative=narrative,
    )  # fmt: skip


def _person(given: NewParty) -> Person:
    number = given.identity_number.strip().upper()
    organisation = given.kind == PartyKind.ORGANISATION
    phone = identity.plain_phone(given.phone)
    born = given.born or (identity.birth_date(number) if number and not organisation else None)
    return matter.person(
        given.name.strip(),
        is_organisation=organisation,
        address=given.address,
        sex=int(given.sex),
        born=born,
        identity=keyed_hash(number, purpose="identity") if number else None,
        phone=keyed_hash(phone, purpose="phone") if phone else None,
    )


def likely(sheet: Sheet, *, by: Actor) -> list[Likely]:
    """Disputes of the actor's scope that may be the same as what was typed, the likeliest first."""
    found = finding.found_in_county(sheet.matter)
    wanted = Q(pk__in=())
    for each in found:
        wanted |= Q(county=each.other.county, id=each.other.dispute_id)
    rows = Dispute.objects.readable_by(by).filter(wanted).defer("search").order_by("id") if found else ()
    seen = {row.pk: row for row in rows}
    shown = [(seen[each.other.dispute_id], each) for each in found if each.other.dispute_id in seen]
    return [_likely(sheet, dispute, each) for dispute, each in shown[:MOST_SHOWN]]


def _likely(sheet: Sheet, dispute: Dispute, found: finding.Found) -> Likely:
    other = sides.sheet(dispute, parties(dispute))
    rows = sides.rows(sheet, other, found.verdict)
    return Likely(
        dispute=dispute,
        sureness=sureness(found.verdict.linked),
        is_same=found.verdict.same >= found.verdict.grown,
        agreeing=[row for row in rows if row.fit in (sides.YES, sides.NEAR)],
        rows=rows,
    )
