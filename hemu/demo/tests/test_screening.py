"""The demonstration's screening: what was odd on purpose is found by the product itself."""

from __future__ import annotations

from typing import Any

import pytest

from hemu.demo.offices import prefecture_office
from hemu.demo.tests import country
from hemu.demo.wengan import offices
from hemu.demo.wengan.screening import Screening
from hemu.field.models import Device, Kept
from hemu.kernel import clock
from hemu.loop.mediation.confirmation.models import Confirmation
from hemu.loop.mediation.crimes.models import CrimeReview
from hemu.loop.mediation.models import Promise, PromiseState
from hemu.loop.mediation.outcomes.models import Prevention
from hemu.loop.mediation.performance.models import Urging
from hemu.loop.mediation.police.models import CaseStep, PoliceReport
from hemu.loop.screening.campaigns.models import Campaign
from hemu.loop.screening.campaigns.queries import progress
from hemu.loop.screening.doubts.models import Doubt, DoubtKind, DoubtStatus
from hemu.loop.screening.importing.models import Step, Upload
from hemu.loop.screening.links.models import Proposal, Status
from hemu.loop.screening.models import ReportStatus, VillagersReport
from hemu.loop.screening.reporting.models import Flag, FlagKind
from hemu.orgs.models import Region

pytestmark = pytest.mark.django_db


@pytest.fixture
def screened() -> Screening:
    """珠藏镇 as `hemu demo` leaves it, without the disputes."""
    country.load()
    county = Region.objects.get(pk=offices.COUNTY * 10**9)
    made = offices.build_staff(county, prefecture_office(county))
    screening = Screening(offices.places(made), clock.now())
    for number in screening.pieces:
        screening.write(number)
    for number in range(2):
        screening.follows(number)
    screening.at_last()
    return screening


def test_every_page_of_screening_has_something_to_show(screened: Screening) -> None:
    for part in (_doubts, _flags, _links, _reports, _ledgers, _campaigns, _phones, _lawful):
        part(screened)


def _lawful(_screened: Screening) -> None:
    """Beside it: mediation under the law, each part of it once."""
    for model in (Confirmation, CrimeReview, Prevention, PoliceReport, Urging):
        assert all_of(model).count() == 1, model
    assert all_of(CaseStep).count() == 4
    assert all_of(Promise).filter(state=PromiseState.DEFAULTED).count() == 1


def all_of(model: Any) -> Any:
    return model.objects.unscoped(reason="a test")


def _doubts(_screened: Screening) -> None:
    found = all_of(Doubt)
    assert set(found.values_list("kind", flat=True)) == set(DoubtKind)
    decided = set(found.exclude(status=DoubtStatus.OPEN).values_list("status", flat=True))
    assert decided == {DoubtStatus.CONFIRMED, DoubtStatus.UNFOUNDED}
    far = found.filter(kind__in=(DoubtKind.FAR, DoubtKind.SPEED, DoubtKind.SAME_PHOTO))
    assert far.count() <= 8, "ordinary visits are taken for odd ones"


def _flags(_screened: Screening) -> None:
    assert set(all_of(Flag).values_list("kind", flat=True)) == set(FlagKind)


def _links(_screened: Screening) -> None:
    statuses = set(all_of(Proposal).values_list("status", flat=True))
    assert {Status.OPEN, Status.CONFIRMED, Status.REFUSED} <= statuses


def _reports(_screened: Screening) -> None:
    assert set(all_of(VillagersReport).values_list("status", flat=True)) == set(ReportStatus)


def _ledgers(_screened: Screening) -> None:
    steps = dict(all_of(Upload).values_list("step", "wrong"))
    assert steps.keys() == {Step.DONE, Step.CHECKED, Step.MAPPING}
    assert steps[Step.CHECKED] > 0


def _campaigns(screened: Screening) -> None:
    by = screened.desk.county_centre
    half = all_of(Campaign).get(name__startswith="冬季")
    so_far = progress(half, by)
    assert 0 < so_far.visited < so_far.every


def _phones(_screened: Screening) -> None:
    assert Device.objects.filter(ended_at__isnull=False).count() == 1
    assert all_of(Kept).filter(decided_at=None).count() == 1
