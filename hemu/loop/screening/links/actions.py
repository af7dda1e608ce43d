"""Deciding about a proposal: that it is so, that it isn't, or taking that back. Each once, by one person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.disputes import amendment, queries
from hemu.disputes.advance import locked
from hemu.disputes.amendment import Changes
from hemu.disputes.checks import check_step, pick_step
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import ENDED, Dispute, Link, LinkKind, State
from hemu.disputes.parties import as_typed
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Missing, Refused
from hemu.loop.screening.links.models import Proposal, Status
from hemu.loop.screening.links.queries import happened
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission

MERGEABLE = (State.REGISTERED, State.RATED)
"""What may end by merging: nobody has begun to handle it (see the lifecycle's row of MERGE)."""


@dataclass(frozen=True, slots=True)
class Both:
    """A proposal with its two disputes, both seen by the actor. `late` happened after `early`."""

    proposal: Proposal
    newer: Dispute
    older: Dispute

    @property
    def late(self) -> Dispute:
        return max(self.newer, self.older, key=happened)

    @property
    def early(self) -> Dispute:
        return self.older if self.late is self.newer else self.newer

    @property
    def ending(self) -> Dispute | None:
        """Which of the two would end by merging: the newer record if it may, else the older; else neither.

        None ends in one that is closed: the matter that goes on would be lost from sight.
        """
        ready = [one for one in (self.newer, self.older) if one.state in MERGEABLE]
        return next((one for one in ready if self.beside(one).state not in ENDED), None)

    @property
    def is_over(self) -> bool:
        """Whether the earlier one was closed: what came later is then no second registration."""
        return self.early.state == State.CLOSED

    def beside(self, dispute: Dispute) -> Dispute:
        """The other of the two."""
        return self.older if dispute.pk == self.newer.pk else self.newer


def both(county: int, proposal_id: int, *, by: Actor) -> Both:
    """A proposal and its disputes; raises Missing unless the actor may see both of them."""
    by.require(Permission.VIEW)
    rows = Proposal.objects.unscoped(reason="the actor must see both disputes, which is asked below")
    proposal = rows.filter(county=county, id=proposal_id).first()
    if proposal is None:
        raise Missing(_("没有找到这条建议。"))
    try:
        newer, older = (queries.get(*end, by=by) for end in proposal.pair)
    except Missing as missing:
        raise Missing(_("没有找到这条建议。")) from missing
    return Both(proposal, newer, older)


def confirm(
    county: int,
    proposal_id: int,
    kind: LinkKind,
    grounds: str,
    *,
    by: Actor,
    take_over: Collection[int] = (),
) -> Both:
    """Say that two disputes are the same matter, or that the earlier is the later one's source, or that they
    hang together. The same matter is merged where one of the two may still end; else it is linked as double.

    `take_over`: parties (by number) of the one that ends by merging, to be parties of the other from now on.
    Raises Missing for a stranger, Conflict when somebody decided before, Refused without grounds.
    """
    if not grounds.strip():
        raise Refused(_("请写明依据。"), field="grounds", code="required")
    with transaction.atomic():
        found = _locked(county, proposal_id, by=by)
        _check(found, by)
        _decide(found.proposal, Status.CONFIRMED, kind, grounds, by=by)
        if kind == LinkKind.DUPLICATE and found.ending is not None:
            _merge(found.ending, found.beside(found.ending), grounds, take_over, by=by)
        else:
            amendment.link(found.late, found.early, kind, grounds, by=by)
    return found


def _merge(ending: Dispute, into: Dispute, grounds: str, take_over: Collection[int], *, by: Actor) -> None:
    amendment.merge(ending, into, grounds, by=by)
    going = [as_typed(party) for party in queries.parties(ending) if party.pk in take_over]
    if going:
        reason = _("从并入的 %(ref)s 补充当事人") % {"ref": ending.ref}
        amendment.amend(into, Changes(add_parties=going, reason=reason), by=by)


def refuse(county: int, proposal_id: int, reason: str, *, by: Actor) -> Both:
    """Say that two disputes have nothing to do with each other. The pair isn't proposed again.

    Both ledgers keep who said so, and why.
    """
    with transaction.atomic():
        found = _locked(county, proposal_id, by=by)
        _check(found, by)
        _decide(found.proposal, Status.REFUSED, None, reason, by=by)
        _note(found, _("与 %(ref)s 核对：不是同一件事，也没有关联。%(reason)s"), reason, by=by)
    return found


def _note(found: Both, told: str, reason: str, *, by: Actor) -> None:
    """Write into both ledgers what was said of the two; `told` names the other one."""
    for one in sorted((found.newer, found.older), key=_key):
        words = {"ref": found.beside(one).ref, "reason": reason.strip()}
        amendment.note(one, told % words, by=by)


def undo(county: int, proposal_id: int, reason: str, *, by: Actor) -> Both:
    """Take a decision back: a merge or a link is undone with a reason; what was refused is open again.

    Nothing is wiped out: both ledgers keep the decision and its undoing.
    """
    if not reason.strip():
        raise Refused(_("请写明为什么撤销。"), field="reason", code="required")
    with transaction.atomic():
        found = _locked(county, proposal_id, by=by)
        _check_steps(found, by)
        if found.proposal.status == Status.REFUSED:
            _reopen(found.proposal)
            _note(found, _("撤销与 %(ref)s“没有关系”的认定，重新核对。%(reason)s"), reason, by=by)
        elif found.proposal.status == Status.CONFIRMED:
            _take_back(found, reason, by=by)
        else:
            raise Conflict(_("这条建议没有可撤销的处理。"), code="not_decided")
    return both(county, proposal_id, by=by)


def _take_back(found: Both, reason: str, *, by: Actor) -> None:
    for one in (found.newer, found.older):
        other = found.beside(one)
        rows = Link.objects.of(one).filter(other_county=other.county, other_id=other.pk, removed_at=None)
        for link in rows.order_by("id"):
            if one.state == State.MERGED and link.kind == LinkKind.DUPLICATE:
                amendment.unmerge(one, reason, by=by)
            else:
                amendment.unlink(one, link.pk, reason, by=by)


def _locked(county: int, proposal_id: int, *, by: Actor) -> Both:
    """The proposal, locked: who comes second waits here, and then sees what the first decided.

    Disputes are locked first, in the order in which acts lock them, and proposals after them, as acts do.
    """
    found = both(county, proposal_id, by=by)
    for one in sorted((found.newer, found.older), key=_key):
        locked(*_key(one), by)
    rows = Proposal.objects.unscoped(reason="the actor sees both disputes, as asked above")
    rows.filter(county=county, id=proposal_id).select_for_update(of=("self",)).first()
    return both(county, proposal_id, by=by)


def _key(dispute: Dispute) -> tuple[int, int]:
    return dispute.county, dispute.pk


def _check(found: Both, by: Actor) -> None:
    by.require(Permission.LINK)
    if found.proposal.status != Status.OPEN:
        raise Conflict(_already(found.proposal), code="decided")
    _check_steps(found, by)


def _check_steps(found: Both, by: Actor) -> None:
    for one in (found.newer, found.older):
        check_step(one, pick_step(one, Act.LINK, None), by)


def _already(proposal: Proposal) -> str:
    if proposal.status == Status.SHELVED:
        return _("其中一件已并入别的纠纷，请看它并入的那一件。")
    return _("%(who)s（%(unit)s）已于 %(when)s 处理过这条建议：%(status)s。") % {
        "who": proposal.decided_by,
        "unit": proposal.decided_unit,
        "when": clock.local(proposal.decided_at or proposal.made_at).strftime("%m-%d %H:%M"),
        "status": Status(proposal.status).label,
    }


def _reopen(proposal: Proposal) -> None:
    """Nobody has decided about it any more; that somebody had stands in the ledgers."""
    proposal.status, proposal.decided_kind, proposal.reason = Status.OPEN, None, ""
    proposal.decided_at, proposal.decided_by, proposal.decided_unit = None, "", ""
    proposal.save(update_fields=_DECISION)


_DECISION = ["status", "decided_kind", "reason", "decided_at", "decided_by", "decided_unit"]


def _decide(proposal: Proposal, status: Status, kind: LinkKind | None, reason: str, *, by: Actor) -> None:
    proposal.status, proposal.decided_kind, proposal.reason = status, kind, reason.strip()[:500]
    proposal.decided_at, proposal.decided_by, proposal.decided_unit = clock.now(), by.name, by.unit_name
    proposal.save(update_fields=_DECISION)
