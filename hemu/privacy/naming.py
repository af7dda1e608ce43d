"""Names for those who needn't know them: whoever only looks at lists reads titles without persons' names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q

from hemu.disputes.models import Dispute, Party
from hemu.orgs.actor import Actor
from hemu.privacy.masks import hide_names, needs_names


def mask_titles(disputes: Sequence[Dispute], *, by: Actor) -> None:
    """Mask the parties' names in the titles of rows that are only shown, unless the post needs them.

    The rows were read within the actor's scope. They must not be saved afterwards. One query for all.
    """
    if needs_names(by) or not disputes:
        return
    people: dict[int, list[Party]] = {}
    for party in people_of(disputes):
        people.setdefault(party.dispute_id, []).append(party)
    for dispute in disputes:
        dispute.title = hide_names(dispute.title, people.get(dispute.pk, ()))


def people_of(disputes: Iterable[Dispute]) -> Iterable[Party]:
    """Everybody who is or was a party of these, which were read within a scope: names and kinds alone."""
    by_county: dict[int, list[int]] = {}
    for dispute in disputes:
        by_county.setdefault(dispute.county, []).append(dispute.pk)
    wanted = Q(pk__in=())
    for county, ids in by_county.items():
        wanted |= Q(county=county, dispute_id__in=ids)
    rows = Party.objects.unscoped(reason="parties of disputes that were read within the actor's scope")
    return rows.filter(wanted).only("county", "dispute_id", "name", "kind").order_by("id")
