"""Writing proposals for a dispute that was registered or changed: the system's own sweep, from the outbox."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from structlog import get_logger

from hemu.disputes.models import Dispute, Link, LinkKind, State
from hemu.disputes.queries import incoming_links, parties
from hemu.kernel import clock
from hemu.loop.screening.links.finding import Found, found_around, matter_of
from hemu.loop.screening.links.matter import Matter
from hemu.loop.screening.links.models import Proposal, Status
from hemu.orgs.upper import counties_beside
from hemu.outbox import queue
from hemu.outbox.models import Topic

BATCH = 100
MOST_PROPOSED = 8
"""So many proposals a dispute gets at most at a time: more than a person would look at."""
_SWEEP = "the system's own sweep; who may see a proposal is asked when it is shown"
log = get_logger(__name__)
Key = tuple[int, int]
Pair = tuple[Key, Key]


def propose_once(limit: int = BATCH) -> int:
    """Take a batch of registered or changed disputes from the outbox; answers how many.

    One that fails goes back into the outbox and holds up no other.
    """
    with transaction.atomic():
        items = queue.take(Topic.LINKS, limit)
        failed = [item for item in items if not _done(item.payload)]
        if failed:
            queue.put_back(Topic.LINKS, failed)
    return len(items)


def _done(payload: dict[str, Any]) -> bool:
    try:
        with transaction.atomic():
            propose_for(payload["county"], int(payload["dispute"]))
    except Exception:
        log.exception("proposing failed", dispute=payload.get("dispute"))
        return False
    return True


def propose_for(county: int, dispute_id: int) -> list[Proposal]:
    """Hold a dispute against those that share keys with it, and write what is likely; answers the new ones.

    Open proposals of it that the present facts no longer bear are taken away; decided ones never change.
    """
    rows = Dispute.objects.unscoped(reason=_SWEEP).filter(county=county, id=dispute_id).defer("search")
    dispute = rows.first()
    if dispute is None or dispute.state == State.MERGED:
        return []
    one = matter_of(dispute, parties(dispute))
    found = found_around(one, counties_beside(county))
    _drop_stale(dispute, {pair_of(one.key, each.other.key) for each in found})
    linked = _linked(dispute)
    chosen = [each for each in found[:MOST_PROPOSED] if each.other.key not in linked]
    closed = _closed(dispute, chosen)
    return _write([_proposal(one, each, closed) for each in chosen])


def _linked(dispute: Dispute) -> set[tuple[int, int]]:
    """The disputes that stand in a link with this one already, either way."""
    own = Link.objects.of(dispute).filter(removed_at=None).values_list("other_county", "other_id")
    return set(own) | {(link.county, link.dispute_id) for link in incoming_links(dispute)}


def pair_of(one: tuple[int, int], two: tuple[int, int]) -> Pair:
    """Two disputes in the order in which a proposal names them: the greater number first."""
    first, second = sorted((one, two), key=lambda key: key[1], reverse=True)
    return first, second


def _closed(dispute: Dispute, found: Sequence[Found]) -> dict[Key, date]:
    """When those of them that are closed were."""
    ends = [each.other.key for each in found]
    rows = Dispute.objects.unscoped(reason=_SWEEP).filter(
        county__in={county for county, _n in ends}, id__in=[n for _county, n in ends], closed_at__isnull=False
    )
    known = {(row.county, row.pk): row for row in [*rows.only("county", "closed_at").order_by("id"), dispute]}
    return {key: clock.local(row.closed_at).date() for key, row in known.items() if row.closed_at}


def _proposal(one: Matter, found: Found, closed: Mapping[Key, date]) -> Proposal:
    other, verdict = found.other, found.verdict
    newer_first = pair_of(one.key, other.key)[0] == one.key
    newer, older = (one, other) if newer_first else (other, one)
    return Proposal(
        county=newer.county, dispute_id=newer.dispute_id, region=newer.region,
        other_county=older.county, other_id=older.dispute_id, other_region=older.region,
        kind=_kind(one, found, closed), chance=round(verdict.linked, 4), made_at=clock.now(),
        grounds=_grounds(one, found, newer_first=newer_first),
    )  # fmt: skip


def _kind(one: Matter, found: Found, closed: Mapping[Key, date]) -> LinkKind:
    """The same matter; or one grown out of the other, when both sides agree or the words say so.

    What happens after a matter was closed is no second registration of it.
    """
    verdict = found.verdict
    early, late = sorted((one, found.other), key=lambda each: each.day)
    if verdict.same >= verdict.grown:
        is_over = early.key in closed and closed[early.key] < late.day
        return LinkKind.SOURCE if is_over else LinkKind.DUPLICATE
    sure = [pair for pair in verdict.persons if pair.grade in ("sure", "likely")]
    return LinkKind.SOURCE if len(sure) > 1 or verdict.levels["cue"] == "yes" else LinkKind.ASSOCIATED


def _grounds(one: Matter, found: Found, *, newer_first: bool) -> dict[str, Any]:
    """What is kept of a verdict: levels, and which parties (by number) were held to be one."""
    persons = []
    for pair in found.verdict.persons:
        mine, theirs = one.persons[pair.mine].party_id, found.other.persons[pair.theirs].party_id
        newer, older = (mine, theirs) if newer_first else (theirs, mine)
        persons.append({"newer": newer, "older": older, "grade": pair.grade, "levels": dict(pair.levels)})
    return {"levels": dict(found.verdict.levels), "persons": persons}


def of_dispute(county: int, dispute_id: int) -> Q:
    """The proposals that have a dispute on either side. Those of other counties are its prefecture's."""
    as_other = Q(county__in=counties_beside(county), other_id=dispute_id)
    return Q(county=county, dispute_id=dispute_id) | as_other


def _free(rows: QuerySet[Proposal]) -> list[Proposal]:
    """The open ones that nobody is deciding at this moment: the sweep waits for nobody."""
    held = rows.filter(status=Status.OPEN).select_for_update(skip_locked=True, of=("self",))
    return list(held.order_by("id"))


def _drop_stale(dispute: Dispute, still: Set[Pair]) -> None:
    """Take away the open ones that the facts no longer bear. Others may have found more than we propose."""
    rows = Proposal.objects.unscoped(reason=_SWEEP).filter(of_dispute(dispute.county, dispute.pk))
    gone = [row.pk for row in _free(rows) if row.pair not in still]
    if gone:
        rows.filter(pk__in=gone).delete()


def _write(made: Iterable[Proposal]) -> list[Proposal]:
    """New pairs are proposed; open ones get the new grounds; decided ones stay as they are."""
    new: list[Proposal] = []
    for proposal in sorted(made, key=lambda one: one.pair):  # two sweeps insert in the same order
        county, number = proposal.pair[0]
        rows = Proposal.objects.unscoped(reason=_SWEEP).filter(county=county, dispute_id=number)
        rows = rows.filter(other_county=proposal.other_county, other_id=proposal.other_id)
        if not rows.exists():
            new.append(proposal)
        for known in _free(rows):
            known.kind, known.chance, known.grounds = proposal.kind, proposal.chance, proposal.grounds
            known.save(update_fields=["kind", "chance", "grounds"])
    Proposal.objects.bulk_create(new, ignore_conflicts=True)
    return new
