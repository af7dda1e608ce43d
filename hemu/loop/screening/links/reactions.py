"""What follows by itself: keys with every registration and change, proposals settled with every link."""

from __future__ import annotations

from hemu.disputes import writing
from hemu.disputes.advance import Turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute, Link, State
from hemu.disputes.queries import incoming_links
from hemu.loop.screening.links import blocking
from hemu.loop.screening.links.finding import matter_of
from hemu.loop.screening.links.models import Key, Proposal, Status
from hemu.loop.screening.links.proposing import of_dispute, pair_of
from hemu.outbox import queue
from hemu.outbox.models import Topic

_COMPARED = ("title", "narrative", "kind", "place", "occurred_on", "region")
_WHY = "settles what an act in scope has decided"


def keep_keys(this: Turn) -> None:
    """The dispute's keys are those of its present parties and facts; the sweep will look at it (again)."""
    if this.act == Act.REGISTER:
        writing.insert(*_keys(this, blocking.keys_of(matter_of(this.dispute, this.parties))))
    elif this.parties_changed or any(this.changed(column) for column in _COMPARED):
        _renew(this)
    elif this.act != Act.UNMERGE:  # what came while it was merged hasn't been held against it
        return
    told = {"county": this.dispute.county, "dispute": str(this.dispute.pk)}
    writing.insert(*queue.rows_for((Topic.LINKS, told)))


def _keys(this: Turn, found: list[blocking.Key]) -> list[Key]:
    county, number = this.dispute.county, this.dispute.pk
    return [Key(county=county, dispute_id=number, value=key.value) for key in found]


def _renew(this: Turn) -> None:
    wanted = {key.value: key for key in blocking.keys_of(matter_of(this.dispute, this.parties))}
    standing = Key.objects.of(this.dispute.county, this.dispute.pk)
    known = set(standing.values_list("value", flat=True))
    standing.filter(value__in=known - set(wanted)).delete()
    Key.objects.bulk_create(_keys(this, [wanted[value] for value in wanted if value not in known]))


def settle(this: Turn) -> None:
    """A link made or taken back, by whatever way, decides the proposal that it answers.

    The others of a merged dispute are shelved until the merge is taken back.
    """
    dispute = this.dispute
    if this.act not in (Act.LINK, Act.UNLINK, Act.MERGE) and this.came_from != State.MERGED:
        return
    rows = Proposal.objects.unscoped(reason=_WHY).filter(of_dispute(dispute.county, dispute.pk))
    standing = {link.pair: link for link in map(_Standing, _links(dispute))}
    for proposal in rows.order_by("id"):
        link = standing.get(proposal.pair)
        if link is not None and proposal.status != Status.CONFIRMED:
            _decide(this, proposal, Status.CONFIRMED, link.kind)
        elif link is None and proposal.status == Status.CONFIRMED:
            _decide(this, proposal, Status.UNDONE, None)
        elif link is None and proposal.status in (Status.OPEN, Status.SHELVED):
            _shelve(proposal, dispute)


class _Standing:
    """A link with its two ends as a proposal names them."""

    def __init__(self, link: Link) -> None:
        self.pair = pair_of((link.county, link.dispute_id), (link.other_county, link.other_id))
        self.kind = link.kind


def _links(dispute: Dispute) -> list[Link]:
    own = Link.objects.of(dispute).filter(removed_at=None).order_by("id")
    return [*own, *incoming_links(dispute)]


def _decide(this: Turn, proposal: Proposal, status: Status, kind: int | None) -> None:
    proposal.status, proposal.decided_kind = status, kind
    proposal.decided_at, proposal.decided_by = this.at, this.by.name
    proposal.decided_unit = this.by.unit_name
    proposal.save(update_fields=["status", "decided_kind", "decided_at", "decided_by", "decided_unit"])


def _shelve(proposal: Proposal, dispute: Dispute) -> None:
    """An open proposal waits while either of the two is merged into a third."""
    merged = dispute.state == State.MERGED or _other_is_merged(proposal, dispute)
    status = Status.SHELVED if merged else Status.OPEN
    if proposal.status != status:
        proposal.status = status
        proposal.save(update_fields=["status"])


def _other_is_merged(proposal: Proposal, dispute: Dispute) -> bool:
    county, number = next(end for end in proposal.pair if end != (dispute.county, dispute.pk))
    rows = Dispute.objects.unscoped(reason=_WHY).filter(county=county, id=number, state=State.MERGED)
    return rows.exists()
