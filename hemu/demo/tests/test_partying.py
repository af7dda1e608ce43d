"""The demonstration's parties: a page to look at, and something on every page of privacy."""

from __future__ import annotations

from typing import Any

import pytest

from hemu.demo.offices import prefecture_office
from hemu.demo.tests import country
from hemu.demo.wengan import live, offices, partying
from hemu.demo.wengan.desk import Desk
from hemu.demo.wengan.plans import plans
from hemu.disputes.models import Dispute, State
from hemu.kernel import clock
from hemu.orgs.models import Region
from hemu.portal.parties import codes
from hemu.portal.parties.models import Request, Status
from hemu.privacy.models import Assessment, Breach, Emergency, Opening, PersonalConsent, Verdict

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    """珠藏镇 with as many disputes as it takes until one is in mediation and one is being performed."""
    country.load()
    county = Region.objects.get(pk=offices.COUNTY * 10**9)
    places = offices.places(offices.build_staff(county, prefecture_office(county)))
    present = live.Present(places, clock.now())
    for plan in plans():
        if plan.in_zhucang:
            present.walk(plan)
        if len(partying.shown()) == 2:
            break
    return Desk(places, clock.now(), 0)


def every(model: Any) -> Any:
    return model.objects.unscoped(reason="a test")


def test_each_page_has_something_and_the_printed_code_lets_in(desk: Desk) -> None:
    partying.write(desk)
    assert {one.state for one in partying.shown()} == {State.MEDIATING, State.AGREED}
    assert {row.verdict for row in every(Emergency).order_by("id")} == {Verdict.OPEN, Verdict.JUSTIFIED}
    assert {row.status for row in every(Request).order_by("id")} == {Status.OPEN, Status.GRANTED}
    assert every(Opening).filter(person_id__gt=0).count() >= 3
    assert every(PersonalConsent).get().guardian
    assert every(Dispute).filter(minors=True).count() == 1
    assert every(Assessment).count() == every(Breach).count() == 1
    printed = partying.lines()
    assert len(printed) == 2
    words = printed[0].split()
    assert codes.enter(words[words.index("查询码") + 1], words[words.index("核对码") + 1]) is not None
