"""What of screening waits, on the first page: each number opens the list that it counts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hemu.kernel import clock
from hemu.loop.screening.actions import record_incident, settle_incident, take_report
from hemu.loop.screening.models import IncidentTier
from hemu.loop.screening.villagers.actions import answer_report
from hemu.office.pages.duties import duties

pytestmark = pytest.mark.django_db


def counts(actor):
    return {duty.url: duty.count for duty in duties(actor)}


def incident(cast):
    return record_incident(
        region=cast.grid.code,
        number="JQ2026-1",
        reported_at=clock.now() - timedelta(minutes=10),
        narrative="两家为水沟争吵。",
        tier=IncidentTier.ON_SCENE,
        by=cast.officer,
    )


@pytest.mark.req("S9")
def test_an_incident_waits_until_it_is_settled_and_only_in_its_area(cast):
    call = incident(cast)
    assert counts(cast.officer)["/records/incidents/"] == 1
    assert "/records/incidents/" not in counts(cast.stranger)
    settle_incident(call, "现场劝开。", by=cast.officer)
    assert "/records/incidents/" not in counts(cast.officer)


@pytest.mark.req("S7")
def test_a_villager_waits_until_answered_and_the_number_leads_to_the_list(cast, sign_in):
    report = take_report(region=cast.grid.code, text="路灯坏了。", by=cast.officer)
    assert counts(cast.coordinator)["/villagers/"] == 1
    page = sign_in("coordinator").get("/").content.decode()
    assert "村民说事待答复" in page
    assert sign_in("coordinator").get("/villagers/").status_code == 200
    answer_report(report, "已换灯。", by=cast.officer)
    assert "/villagers/" not in counts(cast.coordinator)


def test_who_reads_no_disputes_has_no_such_duties(cast, sign_in):
    incident(cast)
    assert duties(cast.administrator) == []
    page = sign_in("administrator").get("/").content.decode()
    assert "其他待办" not in page
    assert 'action="/disputes/"' not in page
