"""Late, missed and concealed reports: each found where it is, and not where it isn't."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hemu.disputes import origins, overdue
from hemu.disputes.amendment import Changes, amend
from hemu.disputes.models import Source
from hemu.disputes.parties import NewParty
from hemu.disputes.registration import register
from hemu.disputes.tests.reports import report as new_dispute
from hemu.kernel import clock
from hemu.loop.assessment.actions import confirm
from hemu.loop.routing.actions import report_up
from hemu.loop.screening import actions as screening
from hemu.loop.screening.models import IncidentTier, ObjectKind, VisitReason, VisitResult
from hemu.loop.screening.reporting import finding
from hemu.loop.screening.reporting.models import Flag, FlagKind, Record

pytestmark = pytest.mark.django_db
GRID = 522725106201001
DAY = timedelta(days=1)


def visit(by, *, days: float = 5, **over):
    ended = clock.now() - days * DAY
    parts = {
        "region": GRID, "visitors": by.name, "started_at": ended - timedelta(minutes=30), "ended_at": ended,
        "object_kind": ObjectKind.HOUSEHOLD, "object_name": "王大山家", "place": "荣院村三组大田坝水沟边",
        "reason": VisitReason.ROUTINE, "result": VisitResult.NOTHING, "done_on_spot": "看了用电用火。",
    }  # fmt: skip
    with clock.at(ended + timedelta(minutes=5)):
        return screening.record_visit(screening.NewVisit(**{**parts, **over}), by=by)


def incident(by, text="王大山与邻居为放水打架", *, number="JQ1", **over):
    parts = {"region": GRID, "reported_at": clock.now() - timedelta(hours=2), "narrative": text}
    return screening.record_incident(**{**parts, **over}, number=number, tier=IncidentTier.ON_SCENE, by=by)


def flags(**by):
    rows = Flag.objects.unscoped(reason="test").filter(**by)
    return list(rows.order_by("kind", "id"))


@pytest.mark.req("S11")
def test_missed_an_incident_at_a_household_where_the_visit_saw_nothing(cast):
    seen = visit(cast.grid_member)
    known = incident(cast.officer)
    assert finding.find() == 1
    [flag] = flags()
    assert (flag.kind, flag.unit_id) == (FlagKind.MISSED, cast.village_committee.pk)
    assert (flag.known, flag.known_id) == (Record.VISIT, seen.id)
    assert (flag.against, flag.against_id) == (Record.INCIDENT, known.id)
    assert flag.grounds == [{"what": "name", "words": "王大山"}]
    assert "打架" in flag.words
    assert finding.find() == 0, "found once"


@pytest.mark.req("S11")
@pytest.mark.parametrize(
    ("case", "seen", "told"),
    [
        ("another household", {"object_name": "赵小河家", "place": "荣院村一组"}, {}),
        ("longer ago than the rules look", {"days": 40}, {}),
        ("no quarrel", {}, {"text": "王大山的羊走失"}),
        ("a quarrel denied", {}, {"text": "王大山报告羊走失，没有与人争吵"}),
        ("another village", {}, {"region": 522725106204001}),
        ("only a street that every village has", {"object_name": "小学", "place": "荣院村"}, {}),
    ],
)
def test_not_missed(cast, case, seen, told):
    visit(cast.grid_member, **seen)
    incident(cast.officer, told.pop("text", "王大山与邻居为放水打架"), **told)
    finding.find()
    assert flags(kind=FlagKind.MISSED) == [], case


def test_not_missed_when_it_had_been_registered_before(cast):
    visit(cast.grid_member)
    with clock.at(clock.now() - 4 * DAY):
        register(new_dispute(parties=(NewParty("王大山"), NewParty("李长河"))), by=cast.grid_head)
    incident(cast.officer)
    finding.find()
    assert flags(kind=FlagKind.MISSED) == []


@pytest.mark.req("S11")
def test_missed_by_the_place_when_no_name_is_told(cast):
    visit(cast.grid_member, object_name="村民")
    incident(cast.officer, "两家人在大田坝水沟边为放水打架")
    finding.find()
    [flag] = flags(kind=FlagKind.MISSED)
    assert flag.grounds == [{"what": "place", "words": "大田坝水沟边"}]


@pytest.mark.req("S11")
def test_petitions_and_villagers_words_are_sources_too_and_no_reporter_is_told(cast):
    visit(cast.grid_member)
    screening.record_petition(
        region=GRID, number="XF-1", from_unit="瓮安县信访局", received_at=clock.now() - timedelta(hours=3),
        narrative="王大山反映邻居侵占田坎", by=cast.coordinator,
    )  # fmt: skip
    screening.take_report(region=GRID, text="有人为水沟天天争吵", reporter="王大山", by=cast.cadre)
    finding.find()
    assert [flag.against for flag in flags()] == [Record.PETITION], "who reported is never a ground"
    screening.take_report(region=GRID, text="王大山家跟隔壁为水沟天天争吵", by=cast.cadre)
    finding.find()
    assert {flag.against for flag in flags()} == {Record.PETITION, Record.VILLAGER}


@pytest.mark.req("S11")
def test_concealed_the_visits_own_notes_tell_of_it(cast):
    visit(cast.grid_member, object_info="与隔壁因放水多次争吵，互不说话。")
    incident(cast.officer)
    finding.find()
    [flag] = flags()
    assert (flag.kind, flag.against) == (FlagKind.CONCEALED, Record.INCIDENT)
    assert "争吵" in flag.words


@pytest.mark.req("S11")
@pytest.mark.parametrize(
    "over",
    [
        {"object_info": "与隔壁因放水多次争吵。"},
        {"has_dispute": True, "dispute_text": "两家为田坎互不相让", "result": VisitResult.REPORTED},
    ],
)
def test_concealed_when_nothing_is_registered_in_the_time_given(cast, over):
    visit(cast.grid_member, days=6, **over)
    assert finding.find() == 0, "there is still time"
    visit(cast.grid_member, days=8, object_name="赵小河家", **over)
    assert finding.find() == 1
    [flag] = flags()
    assert (flag.kind, flag.against) == (FlagKind.CONCEALED, Record.NOTHING)
    assert flag.due_at < clock.now()


@pytest.mark.req("S11")
def test_concealed_what_came_in_from_a_group(cast):
    with clock.at(clock.now() - 9 * DAY):
        screening.note_group(
            region=GRID,
            group_name="平安群",
            received_at=clock.now(),
            text="王大山两家又在打架",
            by=cast.officer,
        )
    assert finding.find() == 1
    [flag] = flags()
    assert (flag.known, flag.unit_id) == (Record.GROUP, cast.station.pk)


@pytest.mark.parametrize(
    "over",
    [
        {"object_info": "家庭和睦，没有矛盾纠纷。"},
        {"done_on_spot": "宣传矛盾纠纷调解，有纠纷请找网格员。"},
        {"object_info": "与隔壁因放水争吵，已化解。"},
        {
            "object_info": "与隔壁争吵",
            "has_dispute": True,
            "dispute_text": "放水",
            "result": VisitResult.SETTLED,
        },
    ],
)
def test_not_concealed(cast, over):
    visit(cast.grid_member, days=9, **over)
    finding.find()
    assert flags() == []


def test_not_concealed_when_it_was_registered_from_the_visit(cast):
    row = visit(cast.grid_member, days=9, has_dispute=True, dispute_text="争吵")
    with clock.at(clock.now() - 9 * DAY + timedelta(hours=1)):
        origin = origins.read(Source.VISIT, row.county, row.id, by=cast.grid_member)
        screening.register_dispute(new_dispute(), by=cast.grid_member, origin=origin)
    finding.find()
    assert flags() == []


@pytest.mark.req("S11")
def test_late_a_dispute_registered_long_after_the_visit_that_found_it(cast):
    row = visit(cast.grid_member, days=6, has_dispute=True, dispute_text="争吵")
    origin = origins.read(Source.VISIT, row.county, row.id, by=cast.grid_member)
    done = screening.register_dispute(new_dispute(), by=cast.grid_member, origin=origin).dispute
    finding.find()
    [flag] = flags()
    assert (flag.kind, flag.known, flag.against, flag.against_id) == (
        FlagKind.LATE, Record.VISIT, Record.DISPUTE, done.id,
    )  # fmt: skip
    assert flag.reported_at > flag.due_at > flag.known_at


def test_not_late_when_it_was_registered_within_the_time(cast):
    row = visit(cast.grid_member, days=6, has_dispute=True, dispute_text="争吵")
    with clock.at(row.ended_at + timedelta(hours=1)):
        origin = origins.read(Source.VISIT, row.county, row.id, by=cast.grid_member)
        screening.register_dispute(new_dispute(), by=cast.grid_member, origin=origin)
    finding.find()
    assert flags() == []


@pytest.mark.req("S11")
def test_late_a_large_matter_that_nobody_reported_within_the_hour(cast):
    start = clock.now() - timedelta(hours=5)
    with clock.at(start):
        dispute = register(new_dispute(facts={"weapon": True}), by=cast.grid_member)
    with clock.at(start + timedelta(hours=2)):
        overdue.sweep()
        assert finding.find() == 1
        [flag] = flags()
        assert (flag.kind, flag.against, flag.reported_at) == (FlagKind.LATE, Record.REPORT_UP, None)
        assert flag.unit_id == cast.village_committee.pk
    with clock.at(start + timedelta(hours=3)):
        report_up(dispute, "现场有人持械，已控制。", by=cast.grid_member)
        assert finding.find() == 0
        [flag] = flags()
        assert flag.reported_at == start + timedelta(hours=3)


@pytest.mark.req("S11")
def test_not_late_when_it_was_reported_within_the_hour(cast):
    start = clock.now() - timedelta(hours=5)
    with clock.at(start):
        dispute = register(new_dispute(facts={"weapon": True}), by=cast.grid_member)
    with clock.at(start + timedelta(minutes=40)):
        report_up(dispute, "现场有人持械，已控制。", by=cast.grid_member)
    assert finding.find() == 0


def test_small_matters_need_no_report_besides_being_registered(cast):
    dispute = register(new_dispute(), by=cast.grid_member)
    with clock.at(clock.now() + 9 * DAY):
        assert finding.find() == 0
    assert dispute.colour == 0


def test_rated_red_after_all_starts_the_clock_then(cast):
    dispute = register(new_dispute(), by=cast.officer)
    with clock.at(clock.now() + DAY):
        amend(dispute, Changes(facts={"threat_violence": True}), by=cast.officer)
        confirm(dispute, by=cast.officer)
    with clock.at(clock.now() + DAY + timedelta(hours=3)):
        assert finding.find() == 1
