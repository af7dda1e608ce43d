"""The demonstration asks its people: calls, own answers, complaints, what is urged, and the month's lot."""

from __future__ import annotations

from typing import Any

import pytest

from hemu.demo.offices import prefecture_office
from hemu.demo.tests import country
from hemu.demo.wengan import offices, plans
from hemu.demo.wengan.asking import Asking
from hemu.demo.wengan.desk import Desk
from hemu.demo.wengan.live import Present
from hemu.disputes.ledger import verify
from hemu.kernel import clock
from hemu.loop.followup.callbacks.models import Callback, State
from hemu.loop.followup.satisfaction.models import Draw
from hemu.orgs.models import Region

pytestmark = pytest.mark.django_db


def all_of(model: Any) -> Any:
    return model.objects.unscoped(reason="a test")


def test_there_is_something_on_every_page_of_asking() -> None:
    country.load()
    county = Region.objects.get(pk=offices.COUNTY * 10**9)
    made = offices.build_staff(county, prefecture_office(county))
    present = Present(offices.places(made), clock.now())
    for plan in list(plans.plans())[::6]:
        present.walk(plan)
    assert Asking(Desk(present.places, present.now, 0)).write() > 0
    assert all_of(Callback).filter(state=State.REACHED).exists()
    assert all_of(Draw).filter(drawn_at__isnull=False).exists()
    assert verify().faults == []
