"""The demonstration's change of the rules waits for the second administrator; of three requests one waits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hemu.demo.offices import prefecture_office
from hemu.demo.tests import country
from hemu.demo.wengan import offices, ruling
from hemu.disputes.registration import register
from hemu.disputes.tests.reports import report
from hemu.disputes.trials.models import Trial
from hemu.kernel import clock
from hemu.loop.assessment.actions import confirm
from hemu.loop.assessment.changing.models import Lowering, LoweringStatus
from hemu.orgs.models import Region, Role, UnitKind
from hemu.rulebook import actions as rules
from hemu.rulebook.models import RuleTable, Status

pytestmark = pytest.mark.django_db


def test_both_are_shown_and_can_be_done() -> None:
    country.load()
    county = Region.objects.get(pk=offices.COUNTY * 10**9)
    places = offices.places(offices.build_staff(county, prefecture_office(county)))
    here, now = places[0], clock.now()
    with clock.at(now - timedelta(days=2)):
        for _ in range(4):
            one = report(region=here.grid, facts={"may_escalate": True})
            confirm(register(one, by=here.officer), by=here.officer)
    ruling.lower(places, now)
    ruling.revise(places, now)
    ruling.revise(places, now)
    requests = Lowering.objects.unscoped(reason="a test").order_by("status")
    found = [LoweringStatus(row.status) for row in requests]
    assert found == [LoweringStatus.WAITING, LoweringStatus.APPROVED, LoweringStatus.REFUSED]
    held = RuleTable.objects.get(name="rating", status=Status.PROPOSED)
    assert Trial.objects.filter(version=held.version, done=4).count() == 2
    second = here.actor(UnitKind.JUDICIAL_BUREAU, Role.ADMINISTRATOR)
    assert rules.approve("rating", held.version, by=second).status == Status.ACTIVE
