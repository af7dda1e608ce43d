"""A new dispute that a follow-up found: registered filled in, and linked to the one followed (F3)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hemu.disputes import amendment, origins, queries
from hemu.disputes.models import Dispute, LinkKind, Source
from hemu.disputes.origins import Prefill
from hemu.kernel import clock
from hemu.kernel.errors import Missing
from hemu.loop.followup.models import FollowUp
from hemu.orgs.actor import Actor, system_actor


def read(county: int, record_id: int, _aspect: str, by: Actor) -> Prefill:
    """What the follow-up says of the new dispute. Raises Missing outside the actor's scope."""
    row, dispute = _found(county, record_id, by)
    label = _("%(ref)s 第 %(n)s 次回访") % {"ref": dispute.ref, "n": row.number}
    return Prefill(
        Source.FOLLOW_UP, county, row.pk, label, dispute.get_absolute_url(), dispute.region,
        place=dispute.place, narrative=row.new_dispute,
        occurred_on=clock.local(row.done_at).date() if row.done_at else None,
    )  # fmt: skip


def _found(county: int, record_id: int, by: Actor) -> tuple[FollowUp, Dispute]:
    rows = FollowUp.objects.unscoped(reason="whether the actor may see its dispute is asked next")
    row: FollowUp | None = rows.filter(county=county, id=record_id, done_at__isnull=False).first()
    if row is None:
        raise Missing(_("没有找到这次回访。"))
    return row, queries.get(county, row.dispute_id, by=by)


def link(dispute: Dispute, origin: Prefill, by: Actor) -> None:
    """The new dispute hangs together with the one in whose follow-up it was found."""
    row, followed = _found(origin.county, origin.record_id, by)
    grounds = _("第 %(n)s 次回访发现") % {"n": row.number}
    amendment.link(dispute, followed, LinkKind.ASSOCIATED, grounds, by=system_actor(_("回访发现")))


def register() -> None:
    """Called when the application starts."""
    origins.register_reader(Source.FOLLOW_UP, read)
    origins.register_opener(Source.FOLLOW_UP, link)
