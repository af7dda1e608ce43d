"""Who sees flags, who decides on them, and the pages."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hemu.disputes import queries as disputes
from hemu.disputes.amendment import Changes, amend
from hemu.disputes.models import Clock, ClockKind
from hemu.disputes.registration import register
from hemu.disputes.tests.reports import report as new_dispute
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.loop.routing.actions import report_up
from hemu.loop.screening.reporting import actions, finding, panels, queries, sides
from hemu.loop.screening.reporting.models import Flag, FlagKind, FlagStatus
from hemu.loop.screening.reporting.tests.test_finding import incident, visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def flag(cast) -> Flag:
    visit(cast.grid_member, object_info="户主身体好。")
    incident(cast.officer)
    finding.find()
    return Flag.objects.unscoped(reason="test").get()


@pytest.fixture
def pages(cast, client):
    def sign_in(who):
        client.force_login(cast.people[who], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


@pytest.mark.req("S11")
@pytest.mark.req("O4")
def test_flags_are_seen_in_the_area_only(cast, flag):
    assert queries.flag(flag.county, flag.id, by=cast.coordinator) == flag
    assert flag in queries.flags(cast.county_viewer, queries.Filter())
    for stranger in (cast.stranger,):
        assert list(queries.flags(stranger, queries.Filter())) == []
        with pytest.raises(Missing):
            queries.flag(flag.county, flag.id, by=stranger)
    with pytest.raises(Forbidden):
        queries.flag(flag.county, flag.id, by=cast.grid_member)


@pytest.mark.req("S11")
def test_a_person_decides_with_a_reason_and_never_the_unit_itself(cast, flag):
    with pytest.raises(Forbidden):
        actions.decide(flag, FlagStatus.UNFOUNDED, "我们没错", by=cast.cadre)
    with pytest.raises(Forbidden):
        actions.decide(flag, FlagStatus.UNFOUNDED, "查了", by=cast.county_viewer)
    with pytest.raises(Missing):
        actions.decide(flag, FlagStatus.UNFOUNDED, "查了", by=cast.stranger)
    with pytest.raises(Refused):
        actions.decide(flag, FlagStatus.CONFIRMED, "  ", by=cast.coordinator)
    done = actions.decide(flag, FlagStatus.UNFOUNDED, "走访时两家还没有吵", by=cast.coordinator)
    assert (done.status, done.decided_by) == (FlagStatus.UNFOUNDED, "周丽")
    with pytest.raises(Conflict):
        actions.decide(flag, FlagStatus.CONFIRMED, "再查", by=cast.station_head)


@pytest.mark.req("S11")
def test_both_sources_stand_side_by_side_with_the_words_marked(cast, flag):
    known, against = sides.sides(flag, by=cast.coordinator)
    assert "王大山家" in known.says
    assert "无矛盾纠纷" in known.says
    assert against.unit == cast.station.name
    assert ("打架", True) in against.text
    assert ("王大山", True) in against.text
    assert all(side.url for side in (known, against))


def test_a_flag_names_no_person(cast, flag):
    told = " ".join(str(getattr(flag, field.name)) for field in Flag._meta.local_fields)
    assert "龙小梅" not in told
    assert not [field.name for field in Flag._meta.local_fields if "person" in field.name]


@pytest.mark.req("S11")
def test_figures_by_area_open_the_lists_that_they_count(cast, flag, pages):
    [row] = [one for one in queries.figures(cast.coordinator) if one.count()]
    assert row.region == cast.village
    assert (row.count(FlagKind.MISSED), row.count(None, FlagStatus.OPEN)) == (1, 1)
    client = pages("coordinator")
    page = client.get("/reporting/figures/").content.decode()
    assert f"/reporting/?region={cast.village.shown_code}&amp;kind=2" in page
    listed = client.get(f"/reporting/?region={cast.village.shown_code}&kind=2&status=1").content.decode()
    assert f"/reporting/{flag.county}/{flag.id}/" in listed
    assert f"/reporting/{flag.county}/{flag.id}/" not in client.get("/reporting/?kind=1").content.decode()
    assert client.get("/reporting/figures/?region=522725106201").status_code == 200


@pytest.mark.req("S11")
def test_the_page_of_a_flag(cast, flag, pages):
    path = f"/reporting/{flag.county}/{flag.id}/"
    client = pages("coordinator")
    page = client.get(path).content.decode()
    assert "疑似漏报：荣院村村民委员会" in page
    assert "<mark>打架</mark>" in page
    assert client.post(path, {"status": "2", "reason": ""}).status_code == 422
    assert client.post(path, {"status": "2", "reason": "核对了走访记录"}).status_code == 302
    assert "核对了走访记录" in client.get(path).content.decode()
    assert client.post(path, {"status": "3", "reason": "改主意"}).status_code == 409


def test_the_unit_itself_is_told_who_decides(cast, flag, pages):
    page = pages("cadre").get(f"/reporting/{flag.county}/{flag.id}/").content.decode()
    assert "由上级或其他单位核查" in page
    assert 'name="reason"' not in page


@pytest.mark.req("S11")
def test_a_large_matter_has_its_clock_and_its_panel_until_it_is_reported(cast):
    dispute = register(new_dispute(facts={"injury": True}), by=cast.grid_member)
    shown = panels.reporting(dispute, cast.grid_member)
    assert str(shown["level"]) == "大事急报"
    assert shown["may_report"]
    assert "县级综治中心" in shown["to"]
    assert shown["running"].due_at - shown["running"].started_at == timedelta(hours=1)
    done = report_up(dispute, "一人轻伤，已送医。", by=cast.grid_member)
    after = panels.reporting(disputes.get(done.county, done.id, by=cast.coordinator), cast.coordinator)
    assert after["running"] is None
    [entry] = after["entries"]
    assert entry.details["report_level"] == "urgent"
    assert panels.reporting(register(new_dispute(), by=cast.officer), cast.officer) is None


def test_reported_as_urgent_is_not_asked_for_again(cast):
    dispute = register(new_dispute(facts={"injury": True}), by=cast.officer)
    report_up(dispute, "一人轻伤。", by=cast.officer)
    amend(dispute, Changes(facts={"weapon": True}), by=cast.officer)
    running = Clock.objects.of(dispute).filter(kind=ClockKind.REPORT, stopped_at=None)
    assert not running.exists()


def test_a_fact_that_is_taken_back_stops_the_clock(cast):
    dispute = register(new_dispute(facts={"injury": True}), by=cast.officer)
    running = Clock.objects.of(dispute).filter(kind=ClockKind.REPORT, stopped_at=None)
    assert running.exists()
    with clock.at(clock.now() + timedelta(minutes=5)):
        amend(dispute, Changes(facts={"injury": None}), by=cast.officer)
    assert not running.exists()
