"""The demonstration's assessment: conferrals, key disputes, a safety plan, an answered notice."""

from __future__ import annotations

import pytest

from hemu.demo.offices import prefecture_actor, prefecture_office
from hemu.demo.tests import country
from hemu.demo.wengan import besides, offices
from hemu.demo.wengan.assessing import Assessing
from hemu.disputes.models import Colour
from hemu.disputes.registration import register
from hemu.disputes.tests.reports import report
from hemu.kernel import clock
from hemu.loop.assessment.actions import confirm
from hemu.loop.assessment.conferral.models import Conferral, ConferralStatus
from hemu.loop.assessment.key.models import KeyDispute, Responsible
from hemu.loop.assessment.models import SafetyContact, WarnedStage, WarnedUnit
from hemu.orgs.models import Region

pytestmark = pytest.mark.django_db


def test_every_page_of_assessment_has_something_to_show() -> None:
    country.load()
    county = Region.objects.get(pk=offices.COUNTY * 10**9)
    made = offices.build_staff(county, prefecture_office(county))
    places = offices.places(made)
    for facts in ({"may_escalate": True}, {"failed_mediations": 2, "households": 30, "people": 40}):
        row = register(report(region=places[0].grid, facts=facts), by=places[0].officer)
        assert confirm(row, by=places[0].officer).colour >= Colour.ORANGE
    besides.warn(places, prefecture_actor(county), clock.now())
    Assessing(places, clock.now()).write()
    meetings = Conferral.objects.unscoped(reason="a test")
    assert set(meetings.values_list("status", flat=True)) == {ConferralStatus.HELD, ConferralStatus.CALLED}
    assert KeyDispute.objects.unscoped(reason="a test").count() == 2
    levels = Responsible.objects.unscoped(reason="a test").values_list("level", flat=True)
    assert set(levels) >= {2, 3, 4}
    assert SafetyContact.objects.unscoped(reason="a test").get().told_at is not None
    stages = WarnedUnit.objects.unscoped(reason="a test").values_list("stage", flat=True)
    assert WarnedStage.ANSWERED in stages
