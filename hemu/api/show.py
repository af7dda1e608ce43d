"""What calls are answered with: plain JSON, numbers of records as text, moments in ISO 8601."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Field, Model

from hemu.disputes.checks import open_acts
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Body, Colour, Dispute, Outcome, Party, PartyKind, Side, Source, State
from hemu.disputes.queries import TimelineEntry, involvements, links, parties, running_clocks
from hemu.kernel.errors import Refused
from hemu.kernel.fields import SealedTextField
from hemu.kernel.places import show_code
from hemu.orgs.actor import Actor
from hemu.privacy.masks import masked
from hemu.privacy.models import OpenedField
from hemu.rulebook import codes


def coded(choice: Any) -> dict[str, Any]:
    """A code with its words."""
    return {"code": int(choice), "label": str(choice.label)}


def columns(row: Model, *names: str) -> dict[str, Any]:
    """These columns of a row: codes with their words, numbers of records as text, telephones masked."""
    return {name: _column(row, name) for name in names}


def _column(row: Model, name: str) -> Any:
    column, value = row._meta.get_field(name), getattr(row, name)
    if isinstance(column, SealedTextField):
        return masked(OpenedField.PHONE, str(value))
    if isinstance(column, Field) and column.choices and value is not None:
        return {"code": value, "label": str(getattr(row, f"get_{name}_display")())}
    if column.primary_key or name.endswith("_id"):  # type: ignore[union-attr]  # columns, no relations
        return str(value) if value else None
    return str(value) if isinstance(value, Decimal) else value


def kind(code: int) -> dict[str, Any]:
    """A kind of dispute: its code, words, and the ministry's kind."""
    return {
        "code": f"{code:04d}",
        "label": codes.full_label(codes.KINDS, code),
        "ministry": codes.moj_kind(code),
    }


def brief(dispute: Dispute) -> dict[str, Any]:
    """A dispute as a line of a list."""
    return {
        "county": dispute.county,
        "id": str(dispute.id),
        "ref": dispute.ref,
        "title": dispute.title,
        "region": show_code(dispute.region),
        "kind": kind(dispute.kind),
        "source": coded(Source(dispute.source)),
        "state": coded(State(dispute.state)),
        "colour": coded(Colour(dispute.colour)),
        "turn": unit(dispute.turn_unit_id, dispute.turn_unit_name),
        "lead": unit(dispute.lead_unit_id, dispute.lead_unit_name),
        "opened_at": dispute.opened_at,
        "due_at": dispute.due_at,
        "overdue": dispute.overdue,
        "seq": dispute.ledger_seq,
    }


def unit(unit_id: int | None, name: str) -> dict[str, str] | None:
    """A unit by number and name."""
    return None if unit_id is None else {"id": str(unit_id), "name": name}


def refusal(refused: Refused) -> dict[str, Any]:
    """Why one of many was refused: the same things that the answer to one alone would say."""
    message = str(refused.message)
    fields = {refused.field: [message]} if refused.field else {}
    return {"status": refused.status, "error": refused.code, "message": message, "fields": fields}


def full(dispute: Dispute, *, by: Actor) -> dict[str, Any]:
    """A dispute with everything that its page shows, personal numbers masked."""
    return {
        **brief(dispute),
        "narrative": dispute.narrative,
        "place": dispute.place,
        "occurred_on": dispute.occurred_on,
        "facts": dispute.facts,
        "grounds": dispute.grounds,
        "proposed": {"colour": coded(Colour(dispute.proposed_colour)), "grounds": dispute.proposed_grounds},
        "outcome": coded(Outcome(dispute.outcome)),
        "body": coded(Body(dispute.body)),
        "settled_on": dispute.settled_on,
        "closed_at": dispute.closed_at,
        "parties": [party(row) for row in parties(dispute)],
        "units": [
            {"id": str(row.unit_id), "name": row.unit_name, "role": coded(row_role(row))}
            for row in involvements(dispute)
        ],
        "clocks": [
            {"kind": int(row.kind), "due_at": row.due_at, "unit": row.unit_name, "source": row.source}
            for row in running_clocks(dispute)
        ],
        "links": [_link(found) for found in links(dispute, by=by)],
        "acts": [step.act.name.lower() for step in open_acts(dispute, by)],
    }


def row_role(row: Any) -> Any:
    """The role of an involvement as a choice."""
    from hemu.disputes.models import InvolvementRole

    return InvolvementRole(row.role)


def _link(found: Any) -> dict[str, Any]:
    other = found.other
    return {
        "id": str(found.link.id),
        "kind": int(found.link.kind),
        "grounds": found.grounds,
        "other": None if other is None else {"county": other.county, "id": str(other.id), "ref": other.ref},
    }


def party(row: Party) -> dict[str, Any]:
    """A party; identity number and phone are masked always: opening them is for people, with a reason."""
    return {
        "id": str(row.id),
        "name": row.name,
        "side": coded(Side(row.side)),
        "kind": coded(PartyKind(row.kind)),
        "identity_number": masked(OpenedField.IDENTITY_NUMBER, str(row.identity_number)),
        "phone": masked(OpenedField.PHONE, str(row.phone)),
        "language": row.language,
    }


def entry(found: TimelineEntry, *, with_personal: bool) -> dict[str, Any]:
    """An entry of the ledger; what it sealed only for those who may read the ledger."""
    row = found.entry
    return {
        "seq": row.seq,
        "at": row.at,
        "act": {"code": int(row.act), "name": Act(row.act).name.lower(), "label": str(Act(row.act).label)},
        "state": coded(State(row.state)),
        "colour": coded(Colour(row.colour)),
        "by": row.person_name,
        "unit": row.unit_name,
        "details": row.details,
        "personal": found.personal if with_personal else {},
        "hash": bytes(row.hash).hex(),
    }
