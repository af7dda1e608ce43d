"""The page of one dispute: everything on it, read in a bounded number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hemu.disputes import faces, origins, panels, queries
from hemu.disputes.checks import open_acts
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import (
    Clock,
    ClockKind,
    Colour,
    Dispute,
    Involvement,
    InvolvementRole,
    Outcome,
    Party,
    PartyKind,
    Sex,
    Side,
    Source,
    State,
)
from hemu.disputes.origins import Prefill
from hemu.disputes.queries import TimelineEntry
from hemu.documents.queries import attachments
from hemu.kernel.errors import Missing
from hemu.loop.assessment.rating import open_proposal
from hemu.office.components.lists import Tab
from hemu.office.components.times import say_moment
from hemu.office.pages import telling
from hemu.office.pages.sayers import MARKS
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import place_name
from hemu.privacy.masks import masked
from hemu.privacy.models import SEALED_FIELDS, OpenedField
from hemu.privacy.queries import openings
from hemu.privacy.veil import knows_names
from hemu.rulebook import codes
from hemu.rulebook.engine import Ground

ENTRIES_AT_FIRST = 30


@dataclass(frozen=True, slots=True)
class Reasoned:
    """A rating with the rules that gave it, and the facts they fired on, in words."""

    colour: Colour
    grounds: list[Ground]

    @classmethod
    def of(cls, colour: int, grounds: Sequence[Mapping[str, Any]]) -> Reasoned:
        return cls(Colour(colour), [Ground.from_json(one) for one in grounds if "rule" in one])


@dataclass(frozen=True, slots=True)
class Sealed:
    """One personal field of a party: its mask, and where it is opened (empty without the right)."""

    label: str
    masked: str
    field: str
    may_open: bool


@dataclass(frozen=True, slots=True)
class ShownParty:
    """A party as the page shows it."""

    party: Party
    side: str
    notes: list[str]
    sealed: list[Sealed]


@dataclass(frozen=True, slots=True)
class RunningClock:
    """A deadline with its name."""

    clock: Clock
    name: str


@dataclass(frozen=True, slots=True)
class Part:
    """A unit's part in the dispute."""

    unit_name: str
    role: str
    is_lead: bool


def shown_parties(dispute: Dispute, parties: Sequence[Party], actor: Actor) -> list[ShownParty]:
    """The parties, with identity, phone and address masked; for onlookers the name too."""
    may_open, onlooker = actor.may(Permission.OPEN_PERSONAL), not knows_names(dispute, actor)
    return [_party(party, may_open, onlooker) for party in parties]


def _party(party: Party, may_open: bool, onlooker: bool) -> ShownParty:
    notes = [str(Sex(party.sex).label)] if party.sex in (Sex.MALE, Sex.FEMALE) else []
    notes += [pgettext("kind of party", "单位")] if party.kind == PartyKind.ORGANISATION else []
    notes += [_("%(year)s 年生") % {"year": party.born.year}] if party.born else []
    notes += [_("未成年人")] if party.is_minor else []
    notes += [_("需要%(language)s") % {"language": party.language}] if party.language else []
    notes += [party.occupation] if party.occupation else []
    notes += (
        [_("法定代表人 %(name)s") % {"name": party.legal_representative}]
        if party.legal_representative
        else []
    )
    sealed = [
        Sealed(_field_label(field, party), masked(field, value), field.column, may_open)
        for field in SEALED_FIELDS
        if (value := str(getattr(party, field.column)))
    ]
    if onlooker and party.kind == PartyKind.PERSON:
        field = OpenedField.NAME
        sealed.insert(0, Sealed(str(field.label), masked(field, party.name), field.column, True))
    return ShownParty(party, str(Side(party.side).label), notes, sealed)


def _field_label(field: OpenedField, party: Party) -> str:
    if field == OpenedField.IDENTITY_NUMBER:
        return _("信用代码") if party.kind == PartyKind.ORGANISATION else _("身份证号")
    return {OpenedField.PHONE: _("电话"), OpenedField.ADDRESS: _("住址")}[field]


def loop_notes(entries: Sequence[TimelineEntry]) -> list[str]:
    """Under each of the five marks: who did it last, and when."""
    latest: dict[int, TimelineEntry] = {}
    for told in entries:
        stage = _STAGE_OF.get(told.act)
        if stage is not None:
            latest.setdefault(stage, told)
    return [
        f"{latest[stage].entry.person_name} {say_moment(latest[stage].entry.at)}" if stage in latest else ""
        for stage in range(5)
    ]


_STAGE_OF: dict[Act, int] = {
    Act.REGISTER: 0,
    **dict.fromkeys((Act.RATE, Act.OVERRIDE), 1),
    **dict.fromkeys((Act.ROUTE, Act.NAME_UNITS, Act.HAND_OVER, Act.RETURN), 2),
    **dict.fromkeys((Act.ACCEPT, Act.SESSION, Act.AGREE, Act.FAIL, Act.DECLINE, Act.NOT_ACCEPT), 3),
    **dict.fromkeys((Act.FOLLOW_UP, Act.CLOSE), 4),
}


def timeline_tabs(request: HttpRequest, entries: Sequence[TimelineEntry]) -> list[Tab]:
    """The timeline's filters, with how many entries each holds."""
    chosen = request.GET.get("ledger", "")
    found = [Tab(_("全部"), "?#ledger", len(entries), chosen not in telling.GROUPS)]
    for name, (label, acts) in telling.GROUPS.items():
        count = sum(1 for told in entries if told.act in acts)
        if count:
            found.append(Tab(str(label), f"?ledger={name}#ledger", count, chosen == name))
    return found


def _chosen_entries(request: HttpRequest, entries: Sequence[TimelineEntry]) -> list[TimelineEntry]:
    group = telling.GROUPS.get(request.GET.get("ledger", ""))
    return [told for told in entries if group is None or told.act in group[1]]


def reads_in_full(dispute: Dispute, involved: Sequence[Involvement], actor: Actor) -> bool:
    """Whether the actor reads the ledger's words about persons: who may see ledgers, and who handles it."""
    handles = {InvolvementRole.LEAD, InvolvementRole.JOINT, InvolvementRole.REGISTERED}
    own = any(part.unit_id == actor.unit_id and part.role in handles for part in involved)
    return actor.may(Permission.LEDGER) or own or dispute.turn_unit_id == actor.unit_id


def context(dispute: Dispute, request: HttpRequest, *, by: Actor) -> dict[str, Any]:
    """Everything that the page's template needs."""
    involved = queries.involvements(dispute)
    entries = queries.timeline(dispute)
    linked = queries.links(dispute, by=by)
    return {
        **_plain(dispute),
        **_acts(dispute, by),
        **_ledger(request, entries, in_full=reads_in_full(dispute, involved, by)),
        "origin": origin(dispute, entries, by=by),
        "loop_notes": loop_notes(entries),
        "rating": Reasoned.of(dispute.colour, dispute.grounds),
        "proposal": _proposal(dispute),
        "parties": shown_parties(dispute, queries.parties(dispute), by),
        "parts": [
            Part(one.unit_name, str(InvolvementRole(one.role).label), one.role == InvolvementRole.LEAD)
            for one in involved
        ],
        "clocks": [
            RunningClock(one, str(ClockKind(one.kind).label)) for one in queries.running_clocks(dispute)
        ],
        "panels": panels.for_dispute(dispute, by),
        "linked": linked,
        "attachments": attachments(dispute),
        "openings": openings(dispute) if by.may(Permission.LEDGER) else None,
    }


def _acts(dispute: Dispute, by: Actor) -> dict[str, Any]:
    """What the actor can do next: one strong button at most, the rest as a menu."""
    steps = open_acts(dispute, by)
    every = faces.for_acts(steps, dispute)
    offers = [one for one in every if one.face.permission is None or by.may(one.face.permission)]
    strong = next((offer for offer in offers if offer.face.weight >= faces.STRONG), None)
    acts = {step.act for step in steps}
    return {
        "strong": strong,
        "offers": [offer for offer in offers if offer is not strong],
        "may_link": Act.LINK in acts,
        "may_attach": Act.ATTACH in acts,
    }


def _ledger(request: HttpRequest, entries: Sequence[TimelineEntry], *, in_full: bool) -> dict[str, Any]:
    """The timeline: the group that was asked for, the newest first, all of it when ``?whole=1``."""
    chosen = _chosen_entries(request, entries)
    shown = chosen if request.GET.get("whole") == "1" else chosen[:ENTRIES_AT_FIRST]
    return {
        "happenings": [telling.happening(told, in_full=in_full) for told in shown],
        "in_full": in_full,
        "timeline_tabs": timeline_tabs(request, entries),
        "left_out": len(chosen) - len(shown),
    }


def _plain(dispute: Dispute) -> dict[str, Any]:
    """What stands in the dispute itself, in words."""
    return {
        "dispute": dispute,
        "state": State(dispute.state),
        "place": place_name(dispute.region),
        "kind": codes.full_label(codes.KINDS, dispute.kind),
        "source": Source(dispute.source).label,
        "outcome": Outcome(dispute.outcome).label if dispute.outcome else "",
        "marks": [MARKS[name] for name in MARKS if getattr(dispute, name, False)],
        "is_ended": dispute.state in (State.CLOSED, State.MERGED),
        "is_merged": dispute.state == State.MERGED,
    }


def origin(dispute: Dispute, entries: Sequence[TimelineEntry], *, by: Actor) -> Prefill | None:
    """The visit, incident or other record that it came from, when there is one that the actor may see."""
    first = entries[-1].entry if entries else None
    _source, _colon, record_id = str(first.details.get("source_ref", "") if first else "").partition(":")
    if not record_id.isdigit():
        return None
    try:
        return origins.read(dispute.source, dispute.county, int(record_id), by=by)
    except Missing:
        return None


def _proposal(dispute: Dispute) -> Reasoned | None:
    """What the rules propose now and nobody has confirmed or overruled."""
    if dispute.state in (State.CLOSED, State.MERGED) or dispute.proposed_colour == Colour.NONE:
        return None
    if dispute.colour != Colour.NONE and open_proposal(dispute) is None:
        return None
    return Reasoned.of(dispute.proposed_colour, dispute.proposed_grounds)
