"""The demonstration's papers: volumes to open, an inquiry, an agent, referrals, an order on a dispute."""

from __future__ import annotations

import pytest

from hemu.command.supervision.models import Cause, Order
from hemu.demo.offices import prefecture_office
from hemu.demo.tests import country
from hemu.demo.wengan import offices, paperwork
from hemu.demo.wengan.live import Present
from hemu.demo.wengan.plans import plans
from hemu.disputes.models import Dispute, State
from hemu.documents.volumes import queries
from hemu.documents.volumes.models import Awaited, Volume
from hemu.kernel import clock
from hemu.loop.mediation.inquiries.models import Authorisation, Inquiry
from hemu.loop.routing.models import Referral
from hemu.orgs.models import Region

pytestmark = pytest.mark.django_db


def _enough() -> bool:
    rows = Dispute.objects.unscoped(reason="test")
    by_state = set(rows.values_list("state", flat=True).order_by("state"))
    closed = rows.filter(state=State.CLOSED).count()
    return closed >= paperwork.VOLUMES and State.MEDIATING in by_state


@pytest.mark.req("M10")
@pytest.mark.req("R4")
def test_the_township_has_papers_to_show():
    country.load()
    county = Region.objects.get(pk=offices.COUNTY * 10**9)
    made = offices.build_staff(county, prefecture_office(county))
    present = Present(offices.places(made), clock.now())
    every = [plan for plan in plans() if plan.in_zhucang]
    for plan in every:
        present.walk(plan)
        if _enough():
            break
    paperwork.write(present.places, clock.now())
    volumes = list(Volume.objects.unscoped(reason="test"))
    assert len(volumes) == paperwork.VOLUMES
    assert queries.content(volumes[0])[:5] == b"%PDF-"
    assert Inquiry.objects.unscoped(reason="test").count() == 1
    assert Authorisation.objects.unscoped(reason="test").count() == 1
    asked = Referral.objects.unscoped(reason="test")
    assert (asked.count(), asked.filter(answered_at=None).count()) == (2, 1)
    assert Order.objects.unscoped(reason="test").get().cause == Cause.DISPUTE
    oldest = clock.now() - paperwork._STILL_FILED
    assert not Awaited.objects.unscoped(reason="test").filter(due_at__lt=oldest).exists()
