"""The demonstration's publicity: each page of it has something to show, made by the same acts."""

from __future__ import annotations

import pytest

from hemu.demo.offices import prefecture_office
from hemu.demo.tests import country
from hemu.demo.wengan import offices, publicity
from hemu.kernel import clock
from hemu.notices.bulletins.models import Bulletin, Status, Subscriber
from hemu.notices.sending.models import Channel, Delivery, State
from hemu.orgs.models import Region
from hemu.outreach.talks.models import Drive, Talk, TalkFile, TalkState

pytestmark = pytest.mark.django_db


def test_every_page_of_publicity_has_something_to_show():
    country.load()
    county = Region.objects.get(pk=offices.COUNTY * 10**9)
    places = offices.places(offices.build_staff(county, prefecture_office(county)))
    now = clock.now()
    publicity.write(places, now)
    every = "a test"
    talks = Talk.objects.unscoped(reason=every)
    assert talks.filter(state=TalkState.HELD).count() == 3
    assert talks.filter(state=TalkState.PLANNED).count() == 2
    assert TalkFile.objects.unscoped(reason=every).count() == 3
    assert Drive.objects.unscoped(reason=every).count() == 1
    assert Subscriber.objects.unscoped(reason=every).filter(stopped_at=None).count() == 6
    statuses = Bulletin.objects.unscoped(reason=every).order_by("send_at").values_list("status", flat=True)
    assert list(statuses) == [Status.SENT, Status.WAITING]
    states = list(Delivery.objects.order_by("state").values_list("state", flat=True))
    assert states == [State.SENT, *[State.DELIVERED] * 4, State.FAILED]
    assert Channel.objects.filter(families=[]).count() == 2
