"""The one door: the only code that changes a dispute.

``turn(...)`` opens one transaction: lock the row → check scope, permission and the lifecycle table →
the stage writes its own rows → the door writes the dispute, its ledger entry, its clocks and the
outbox. Either all of it is committed or none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from hemu.disputes import reactions, search, writing
from hemu.disputes.checks import check_step, may_see, pick_step, require_reader
from hemu.disputes.clocks import Board
from hemu.disputes.counted import image
from hemu.disputes.ledger import digest, seal
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import (
    ClockKind,
    Dispute,
    Entry,
    Involvement,
    InvolvementRole,
    Party,
    State,
    door_open,
)
from hemu.disputes.queries import parties
from hemu.disputes.rating import propose
from hemu.kernel import clock
from hemu.kernel.errors import Missing, Refused
from hemu.orgs.actor import Actor
from hemu.outbox import queue
from hemu.outbox.models import Topic
from hemu.rulebook import facts as fact_registry

_SEARCHED = frozenset({"title", "narrative", "place", "ref"})
_RATED_BY = frozenset({"facts", "kind"})
SETTABLE = frozenset(
    {
        *("region", "place", "title", "narrative", "kind", "occurred_on", "colour", "grounds"),
        *("lead_unit_id", "lead_unit_name", "turn_unit_id", "turn_unit_name", "returns", "follow_ups"),
        *("body", "outcome", "settled_on", "closed_at", "hard", "petition", "mass_prevented"),
        *("turned_criminal", "minors", "data_key"),
    }
)


class Turn:
    """One act on one locked dispute. What the stage sets here is written together, or not at all."""

    def __init__(self, dispute: Dispute, act: Act, by: Actor, before: dict[str, Any] | None) -> None:
        self.dispute = dispute
        self.act = act
        self.by = by
        self.at = clock.now()
        self.came_from: int | None = dispute.state if before is not None else None
        self._before = before
        self._changed: set[str] = set()
        self._written = {"state", "due_at", "overdue", "ledger_seq", "ledger_hash"}
        self._details: dict[str, Any] = {}
        self._personal: dict[str, Any] = {}
        self._party_names: list[str] | None = None
        self._parties: list[Party] | None = None
        self._notify: dict[str, Any] = {}
        self.clocks = Board(dispute, at=self.at, new=before is None)

    def set(self, **fields: Any) -> None:
        """Change columns of the dispute; the ledger keeps which, and numbers and codes as they become."""
        unknown = set(fields) - SETTABLE
        if unknown:
            raise ValueError(f"not settable through an act: {', '.join(sorted(unknown))}")
        for name, value in fields.items():
            if getattr(self.dispute, name) != value:
                setattr(self.dispute, name, value)
                self._changed.add(name)

    def facts(self, **facts: Any) -> None:
        """Record facts for the rating. None takes a fact back. Raises Refused on a fact nobody defined."""
        merged = {**self.dispute.facts, **facts}
        try:
            known = fact_registry.known(merged)
        except fact_registry.BadFact as error:
            raise Refused(str(error), field="facts", code="bad_fact") from error
        if known != self.dispute.facts:
            changed = {name: known.get(name) for name in {*known, *self.dispute.facts} if name in facts}
            self._details.setdefault("facts", {}).update(changed)
            self.dispute.facts = known
            self._changed.add("facts")

    def tell(self, **details: Any) -> None:
        """Add codes, numbers and names of units to the ledger entry (JSON without floats)."""
        self._details.update(details)

    def tell_of_persons(self, **personal: Any) -> None:
        """Add words that say something of a person; the ledger seals them under the dispute's key."""
        self._personal.update({name: value for name, value in personal.items() if value})

    def notify(self, *, units: tuple[int, ...] = (), posts: tuple[int, ...] = ()) -> None:
        """Have these units or posts told of the act, besides those whom the act concerns by itself."""
        self._notify.setdefault("units", []).extend(str(unit) for unit in units)
        self._notify.setdefault("posts", []).extend(str(post) for post in posts)

    def parties_are(self, names: list[str], rows: Sequence[Party] | None = None) -> None:
        """The stage has written parties; these are the names of all present ones, for the search.

        `rows`, when they are all there are: a batch's rows can't be read before its end.
        """
        self._party_names = names
        self._parties = sorted(rows, key=lambda row: (row.side, row.id)) if rows is not None else None

    @property
    def parties_changed(self) -> bool:
        """Whether the act wrote or removed parties."""
        return self._party_names is not None

    @property
    def parties(self) -> list[Party]:
        """The present parties, applicants first; read once in an act."""
        if self._parties is None:
            self._parties = parties(self.dispute)
        return self._parties

    def pass_turn(self, unit_id: int | None, unit_name: str = "") -> None:
        """Say whose turn it is from now on."""
        self.set(turn_unit_id=unit_id, turn_unit_name=unit_name)

    def involve(self, unit_id: int, unit_name: str, role: InvolvementRole) -> None:
        """Let a unit see the dispute in a role, from now on. Doing it twice changes nothing."""
        if role == InvolvementRole.LEAD:
            before = self.dispute.lead_unit_id
            self.set(lead_unit_id=unit_id, lead_unit_name=unit_name)
            if before == unit_id:
                return
            self._end_lead(before)
        elif self._before is not None and self._parts(role).filter(unit_id=unit_id).exists():
            return
        part = Involvement(
            county=self.dispute.county,
            dispute_id=self.dispute.id,
            unit_id=unit_id,
            unit_name=unit_name,
            role=role,
            since=self.at,
        )
        writing.insert(part)

    def _parts(self, role: InvolvementRole) -> QuerySet[Involvement]:
        return Involvement.objects.of(self.dispute).filter(role=role, until=None)

    def _end_lead(self, unit_id: int | None) -> None:
        if unit_id is not None:
            self._parts(InvolvementRole.LEAD).update(until=self.at)

    def release(self, *roles: InvolvementRole) -> None:
        """End the parts that units have in these roles. The lead's ends when another takes it."""
        if InvolvementRole.LEAD in roles:
            raise ValueError("a dispute keeps its lead until another unit is involved as one")
        Involvement.objects.of(self.dispute).filter(role__in=roles, until=None).update(until=self.at)

    def start_clock(self, kind: ClockKind, *, due_at: datetime | None = None, source: str = "") -> None:
        """Start a clock of a kind, ending the one that runs (see hemu.disputes.clocks.Board.start)."""
        self.clocks.start(kind, due_at=due_at, source=source)

    def stop_clock(self, *kinds: ClockKind) -> None:
        """Stop the clocks of these kinds."""
        self.clocks.stop(*kinds)

    def changed(self, column: str) -> bool:
        """Whether the act changes this column of the dispute."""
        return column in self._changed

    def enters(self, *states: State) -> bool:
        """Whether the act brings the dispute into one of these states."""
        return self.dispute.state != self.came_from and self.dispute.state in states

    def _finish(self) -> Entry:
        dispute, before = self.dispute, self._before
        reactions.react(self)
        if before is None or self.act == Act.PROPOSE or self._changed & _RATED_BY:
            self._changed |= propose(dispute, clock.local(self.at).date(), self._details)
        if before is None or dispute.state != self.came_from:
            self.clocks.entered_state(self.came_from)
        self.clocks.write()
        if self._party_names is not None or self._changed & _SEARCHED:
            names = self._party_names
            dispute.search = _search_vector(dispute, names or [party.name for party in self.parties])
            self._written.add("search")
        after = image(dispute)
        entry = self._entry(after if after != before else None)
        dispute.ledger_seq, dispute.ledger_hash = entry.seq, entry.hash
        if before is None:
            writing.insert(dispute)
        else:
            dispute.save(update_fields=self._changed | self._written)
        writing.insert(entry)
        self._put_out(entry, before, after)
        return entry

    def _entry(self, counted: dict[str, Any] | None) -> Entry:
        dispute = self.dispute
        if self._changed:
            self._details["changed"] = sorted(self._changed)
        entry = Entry(
            county=dispute.county,
            dispute_id=dispute.id,
            seq=dispute.ledger_seq + 1,
            at=self.at,
            act=self.act,
            from_state=self.came_from,
            state=dispute.state,
            colour=dispute.colour,
            kind=dispute.kind,
            region=dispute.region,
            person_id=self.by.person_id,
            person_name=self.by.name,
            unit_id=self.by.unit_id,
            unit_name=self.by.unit_name,
            details=_plain(self._details),
            image=counted,
            sealed=seal(dispute, _plain(self._personal)),
            prev_hash=bytes(dispute.ledger_hash),
        )
        entry.hash = digest(entry)
        return entry

    def _put_out(self, entry: Entry, before: dict[str, Any] | None, after: dict[str, Any]) -> None:
        told = {
            "county": entry.county,
            "dispute": str(entry.dispute_id),
            "seq": entry.seq,
            "act": int(entry.act),
            **self._notify,
        }
        rows: list[tuple[Topic, Any]] = [(Topic.NOTICE, told)]
        if after != before:
            rows.append((Topic.TALLY, [before, after]))
        writing.insert(*queue.rows_for(*rows))


def _plain(value: Any) -> Any:
    """`value` as JSON keeps it: text for anything that isn't a whole number, a truth, a list or a map."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    if isinstance(value, Promise):
        return str(value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _search_vector(dispute: Dispute, party_names: list[str]) -> Any:
    texts = (dispute.title, dispute.narrative, dispute.place, dispute.ref, *party_names)
    return search.vector(dispute.county, *texts)


@contextmanager
def _door() -> Iterator[None]:
    token = door_open.set(True)
    try:
        yield
    finally:
        door_open.reset(token)


def locked(county: int, dispute_id: int, by: Actor) -> Dispute:
    """The dispute, locked until the transaction ends; raises Missing for a stranger."""
    rows = Dispute.objects.unscoped(reason="whether the actor may see it is asked of the locked row, below")
    one = rows.filter(county=county, id=dispute_id).defer("search").select_for_update(of=("self",))
    found = next(iter(one), None)
    if found is None or not may_see(found, by):
        raise Missing(_("没有找到这件纠纷。"))
    require_reader(found, by)
    return found


@contextmanager
def turn(county: int, dispute_id: int, act: Act, *, by: Actor, seen: int | None = None) -> Iterator[Turn]:
    """Do one act on one dispute.

    `seen` is the ledger number that the actor's page showed: when the dispute has moved on since,
    the act is refused with Conflict. Raises Missing, Forbidden, Conflict, Refused; then nothing is
    changed.
    """
    with transaction.atomic():
        dispute = locked(county, dispute_id, by)
        step = pick_step(dispute, act, seen)
        check_step(dispute, step, by)
        before = image(dispute)
        this = Turn(dispute, act, by, before)
        if step.to is not None:
            dispute.state = step.to
        with _door():
            yield this
            this._finish()


@contextmanager
def first_turn(dispute: Dispute, *, by: Actor) -> Iterator[Turn]:
    """Register a new dispute: the door's first act. The body adds the parties.

    Inside :func:`first_turns` the rows wait for the end of the batch, and share its transaction.
    """
    with nullcontext() if writing.is_gathering() else transaction.atomic():
        this = Turn(dispute, Act.REGISTER, by, None)
        with _door():
            yield this
            this._finish()


@contextmanager
def first_turns() -> Iterator[writing.Gathering]:
    """Register many in one transaction: what their first turns write goes in together at the end."""
    with transaction.atomic(), _door(), writing.together() as gathering:
        yield gathering
