"""Changing what is known of a dispute, and the disputes that hang together with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hemu.disputes.advance import Turn, locked, turn
from hemu.disputes.checks import may_see
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import (
    ENDED,
    Colour,
    Dispute,
    Involvement,
    InvolvementRole,
    Link,
    LinkKind,
    Party,
    State,
)
from hemu.disputes.parties import NewParty, add_parties, check_party
from hemu.disputes.queries import incoming_links
from hemu.kernel.errors import Missing, Refused
from hemu.orgs.actor import Actor
from hemu.rulebook import codes


@dataclass(frozen=True, slots=True)
class Changes:
    """What to change; None leaves a thing as it is. A fact of None is taken back."""

    title: str | None = None
    narrative: str | None = None
    kind: int | None = None
    place: str | None = None
    occurred_on: date | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    add_parties: Sequence[NewParty] = ()
    remove_parties: Sequence[int] = ()
    reason: str = ""


def amend(dispute: Dispute, changes: Changes, *, by: Actor, seen: int | None = None) -> Dispute:
    """Write changes of the facts. The rules propose a new colour at once when it follows from them."""
    if changes.kind is not None and not codes.is_code(codes.KINDS, changes.kind):
        raise Refused(_("没有这个纠纷类型，请从列表中选择。"), field="kind", code="unknown_kind")
    for number, party in enumerate(changes.add_parties):
        check_party(party, field=f"parties-{number}")
    with turn(dispute.county, dispute.id, Act.AMEND, by=by, seen=seen) as this:
        _write(this, changes)
    return this.dispute


def _write(this: Turn, changes: Changes) -> None:
    texts = {"title": changes.title, "narrative": changes.narrative, "place": changes.place}
    given = {name: text.strip() for name, text in texts.items() if text is not None}
    for name in ("title", "narrative"):
        if given.get(name) == "":
            raise Refused(_("这一项不能留空。"), field=name, code="required")
    this.set(**given)
    if changes.kind is not None:
        this.set(kind=changes.kind)
    if changes.occurred_on is not None:
        this.set(occurred_on=changes.occurred_on)
    this.facts(**changes.facts)
    this.tell_of_persons(reason=changes.reason, **given)
    if changes.add_parties:
        add_parties(this.dispute, changes.add_parties, at=this.at)
        this.tell_of_persons(parties_added=[party.name for party in changes.add_parties])
    if changes.remove_parties:
        _remove(this, changes.remove_parties)
    if changes.add_parties or changes.remove_parties:
        present = Party.objects.of(this.dispute).filter(removed_at=None).order_by("id")
        this.parties_are(list(present.values_list("name", flat=True)))


def _remove(this: Turn, party_ids: Sequence[int]) -> None:
    present = Party.objects.of(this.dispute).filter(removed_at=None)
    going = present.filter(id__in=party_ids)
    names = list(going.order_by("id").values_list("name", flat=True))
    if len(names) == present.count():
        raise Refused(_("至少要留一名当事人。"), field="parties", code="required")
    going.update(removed_at=this.at)
    this.tell_of_persons(parties_removed=names)


def note(dispute: Dispute, text: str, *, by: Actor) -> Dispute:
    """Write down something that happened, without changing anything."""
    if not text.strip():
        raise Refused(_("请填写内容。"), field="text", code="required")
    with turn(dispute.county, dispute.id, Act.NOTE, by=by) as this:
        this.tell_of_persons(text=text.strip())
    return this.dispute


def link(
    dispute: Dispute, other: Dispute, kind: LinkKind, grounds: str, *, by: Actor, seen: int | None = None
) -> Link:
    """Say that `other` is the source of this dispute, is associated with it, or is the same one.

    Both disputes must have been read within the actor's scope. The other's ledger records it too.
    """
    if (dispute.county, dispute.id) == (other.county, other.id):
        raise Refused(_("不能与自己关联。"), field="other", code="itself")
    if not grounds.strip():
        raise Refused(_("请写明依据，例如“同一处房产引起”。"), field="grounds", code="required")
    try:
        with transaction.atomic():
            _both_locked(dispute, other, by)
            with turn(dispute.county, dispute.id, Act.LINK, by=by, seen=seen) as this:
                row = _link_row(this, other, kind, grounds)
                row.save(force_insert=True)
                this.facts(linked_disputes=_linked(this.dispute))
                this.tell(other=other.ref, kind=int(kind))
                this.tell_of_persons(grounds=grounds.strip())
            _tell_other(row, Act.LINK, this.dispute, by, grounds=grounds)
    except IntegrityError as error:
        raise Refused(_("这两件已经关联过了。"), field="other", code="linked_already") from error
    return row


def _link_row(this: Turn, other: Dispute, kind: LinkKind, grounds: str) -> Link:
    return Link(
        county=this.dispute.county,
        dispute_id=this.dispute.id,
        other_county=other.county,
        other_id=other.id,
        kind=kind,
        grounds=grounds.strip(),
        made_by=this.by.name,
        made_at=this.at,
    )


def _standing(this: Turn, row: Link) -> QuerySet[Link]:
    """The links that say the same already."""
    same = {name: getattr(row, name) for name in ("other_county", "other_id", "kind")}
    return Link.objects.of(this.dispute).filter(removed_at=None, **same)


def unlink(dispute: Dispute, link_id: int, reason: str, *, by: Actor) -> None:
    """Take a link back; both histories keep that it was there."""
    going = Link.objects.of(dispute).filter(id=link_id, removed_at=None)
    with _ends_locked(dispute, going), turn(dispute.county, dispute.id, Act.UNLINK, by=by) as this:
        row = going.first()
        if this.dispute.state == State.MERGED and row is not None and row.kind == LinkKind.DUPLICATE:
            raise Refused(_("本件已并入这一件。并错了的，请撤销并案。"), code="merged")
        if row is None or not going.update(removed_at=this.at):
            raise Missing(_("没有找到这条关联。"))
        this.facts(linked_disputes=_linked(this.dispute))
        this.tell_of_persons(reason=reason.strip())
        _tell_other(row, Act.UNLINK, this.dispute, by, reason=reason)


@contextmanager
def _ends_locked(dispute: Dispute, rows: QuerySet[Link]) -> Iterator[list[Link]]:
    """A transaction with the ends of links locked, always in the same order, so that no two acts deadlock."""
    with transaction.atomic():
        links = list(rows.order_by("id"))
        ends = {(dispute.county, dispute.id)} | {(row.other_county, row.other_id) for row in links}
        for county, number in sorted(ends):
            held = Dispute.objects.unscoped(reason="locks the ends of a link of a dispute in scope")
            held.filter(county=county, id=number).defer("search").select_for_update(of=("self",)).first()
        yield links


def _linked(dispute: Dispute) -> int | None:
    """How many others it hangs together with, whichever side said so; None for none."""
    own = Link.objects.of(dispute).filter(removed_at=None).exclude(kind=LinkKind.DUPLICATE).count()
    towards = [row for row in incoming_links(dispute) if row.kind != LinkKind.DUPLICATE]
    return own + len(towards) or None


def _tell_other(row: Link, act: Act, of: Dispute, by: Actor, **personal: str) -> None:
    """Write the same into the ledger at the link's other end, unless the actor can't see it."""
    why = "the other end of a link in scope; whether the actor sees it is asked next"
    other = Dispute.objects.unscoped(reason=why).filter(county=row.other_county, id=row.other_id).first()
    if other is None or not may_see(other, by):
        return
    with turn(other.county, other.id, act, by=by) as that:
        if that.dispute.state not in ENDED:
            that.facts(linked_disputes=_linked(that.dispute))
        that.tell(said_of=of.ref, kind=int(row.kind))
        that.tell_of_persons(**{name: text.strip() for name, text in personal.items()})


def merge(dispute: Dispute, into: Dispute, grounds: str, *, by: Actor, seen: int | None = None) -> Dispute:
    """End this record because `into` is the same dispute; both keep their ledgers.

    From now on only `into` counts in figures. It must not itself have been merged into another.
    """
    if (dispute.county, dispute.id) == (into.county, into.id):
        raise Refused(_("不能并入自己。"), field="other", code="itself")
    if not grounds.strip():
        raise Refused(_("请写明依据。"), field="grounds", code="required")
    with transaction.atomic():
        if _both_locked(dispute, into, by).state == State.MERGED:
            raise Refused(_("那一件已并入别的纠纷，请选定它并入的那一件。"), field="other", code="merged")
        with turn(dispute.county, dispute.id, Act.MERGE, by=by, seen=seen) as this:
            row = _link_row(this, into, LinkKind.DUPLICATE, grounds)
            if not _standing(this, row).exists():
                row.save(force_insert=True)
            this.pass_turn(None)
            this.tell(other=into.ref, kind=int(LinkKind.DUPLICATE))
            this.tell_of_persons(grounds=grounds.strip())
        _tell_other(row, Act.LINK, this.dispute, by, grounds=grounds)
    return this.dispute


def _both_locked(dispute: Dispute, into: Dispute, by: Actor) -> Dispute:
    """`into` as it is now. Two merges into each other wait here, always in the same order."""
    keys = sorted({(dispute.county, dispute.id), (into.county, into.id)})
    rows = {key: locked(*key, by) for key in keys}
    return rows[into.county, into.id]


def unmerge(dispute: Dispute, reason: str, *, by: Actor, seen: int | None = None) -> Dispute:
    """Take a merge back: the record goes on from the beginning, is rated anew, and counts again."""
    if not reason.strip():
        raise Refused(_("请写明为什么撤销并案。"), field="reason", code="required")
    merged = Link.objects.of(dispute).filter(kind=LinkKind.DUPLICATE, removed_at=None)
    with (
        _ends_locked(dispute, merged) as ends,
        turn(dispute.county, dispute.id, Act.UNMERGE, by=by, seen=seen) as this,
    ):
        merged.update(removed_at=this.at)
        this.set(colour=Colour.NONE, grounds=[])
        this.pass_turn(*_registered_by(this.dispute, by))
        this.tell_of_persons(reason=reason.strip())
        for row in ends:
            _tell_other(row, Act.UNLINK, this.dispute, by, reason=reason)
    return this.dispute


def _registered_by(dispute: Dispute, by: Actor) -> tuple[int | None, str]:
    """The unit that registered the dispute, whose turn it was first; the actor's own when none did."""
    parts = Involvement.objects.of(dispute).filter(role=InvolvementRole.REGISTERED, until=None)
    found = parts.order_by("id").values_list("unit_id", "unit_name").first()
    return found or (by.unit_id or None, by.unit_name)
