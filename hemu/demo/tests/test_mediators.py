"""The demonstration's mediators: every page of theirs has something to show."""

from __future__ import annotations

from typing import Any

import pytest

from hemu.demo.offices import prefecture_office
from hemu.demo.tests import country
from hemu.demo.wengan import live, offices
from hemu.demo.wengan.mediators import Mediators
from hemu.demo.wengan.plans import plans
from hemu.kernel import clock
from hemu.loop.mediation.advice.models import Discussion, Question, Standing
from hemu.loop.mediation.calendar.models import Round, Sitting, Stop
from hemu.loop.mediation.fusion.models import Strand
from hemu.loop.mediation.people import queries
from hemu.loop.mediation.people.models import Award, Committee, CourtReport, Tie, Training
from hemu.orgs.models import Region

pytestmark = pytest.mark.django_db


def test_every_page_of_who_mediates_has_something_to_show() -> None:
    country.load()
    county = Region.objects.get(pk=offices.COUNTY * 10**9)
    made = offices.build_staff(county, prefecture_office(county))
    present = live.Present(offices.places(made), clock.now())
    for plan in list(plans())[:40]:
        present.walk(plan)
    Mediators(present.places, clock.now()).write()
    rows = queries.rows_of([one.unit for one in Committee.objects.select_related("unit").order_by("unit_id")])
    assert len(rows) > 10
    assert {fault.article for row in rows for fault in row.faults} == {"人民调解法8", "人民调解法9"}
    assert any(not row.faults for row in rows)
    assert CourtReport.objects.count() == 1
    registers: tuple[Any, ...] = (Award, Training, Tie)
    assert all(model.objects.exists() for model in registers)
    cases: tuple[Any, ...] = (Sitting, Round, Stop, Discussion, Strand)
    assert all(model.objects.unscoped(reason="test").exists() for model in cases)
    asked = Question.objects.unscoped(reason="test")
    assert set(asked.values_list("standing", flat=True)) == {Standing.ASKED, Standing.ANSWERED}
