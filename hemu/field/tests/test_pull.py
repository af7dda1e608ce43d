"""What a phone fetches: its own grids' work and nobody else's, and little of it twice."""

from __future__ import annotations

import gzip
import json
from datetime import timedelta

import pytest

from hemu.disputes.models import Side
from hemu.disputes.parties import NewParty
from hemu.disputes.tests import factories
from hemu.field.clockwork import as_ms
from hemu.field.tests.phone import visit_data
from hemu.field.tests.test_kinds import follow_up_data, one
from hemu.kernel import clock
from hemu.loop.followup import concerned
from hemu.loop.followup.actions import plan_follow_up
from hemu.loop.followup.models import Asked
from hemu.loop.screening.actions import find_hazard, take_report
from hemu.loop.screening.campaigns.actions import NewCampaign, NewTarget, add_targets, order_campaign
from hemu.loop.screening.campaigns.models import CampaignKind, TargetKind
from hemu.loop.screening.models import Visit
from hemu.loop.screening.visits import review_visit
from hemu.notices import delivery
from hemu.outreach.actions import open_service
from hemu.outreach.models import ServiceKind

pytestmark = pytest.mark.req("S15")


def sections(phone):
    return {section["key"]: section["entries"] for section in phone.get("/today").json()["sections"]}


def test_nothing_new_costs_no_body(phone):
    for path in ("/today", "/reference"):
        first = phone.get(path)
        again = phone.get(path, **{"If-None-Match": first["ETag"]})
        assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
        assert first["ETag"] == f'"{first.json()["version"]}"'
        assert int(again["Hemu-Time"]) > 0


def test_answers_are_gzipped_where_the_phone_takes_it(phone):
    packed = phone.get("/reference", **{"Accept-Encoding": "gzip, br"})
    assert packed["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(packed.content)) == phone.get("/reference").json()
    assert len(packed.content) < 20_000


@pytest.mark.req("S1")
def test_the_form_has_thirteen_items(phone):
    form = phone.get("/reference").json()["form"]
    assert [item["number"] for item in form["items"]] == list(range(1, 14))
    fields = {field["name"]: field for field in form["fields"]}
    assert fields["visitors"] == {
        "name": "visitors", "label": "走访人员", "type": "text", "required": True, "max": 200,
        "help": "一起去的人都写上，用顿号隔开。",
    }  # fmt: skip
    assert (fields["object_kind"]["list"], fields["dispute_text"]["type"]) == ("object_kind", "long")
    assert set(visit_data(phone)) <= set(fields)


@pytest.mark.req("O4")
def test_only_the_posts_own_grids_are_told(phone, phone_of):
    grids = [grid["code"] for grid in phone.get("/reference").json()["grids"]]
    assert grids == ["522725106201001"]
    cadre = [grid["code"] for grid in phone_of("cadre").get("/reference").json()["grids"]]
    assert cadre == ["522725106201", "522725106201001", "522725106201002", "522725106201003"]
    assert phone_of("court").get("/reference").json()["grids"] == []


def test_the_middle_of_past_visits_is_the_grids_centre(phone):
    assert phone.get("/reference").json()["grids"][0]["centre"] is None
    where = [(27.1, 107.5), (27.2, 107.6), (28.9, 107.7)]
    for latitude, longitude in where:
        position = {"latitude": latitude, "longitude": longitude, "accuracy": 20.0}
        one(phone, "visit", visit_data(phone, position=position))
    assert phone.get("/reference").json()["grids"][0]["centre"] == {"latitude": 27.2, "longitude": 107.6}


def test_who_may_mediate_is_told_whom_to_name(phone, phone_of):
    assert phone.get("/reference").json()["mediators"] == []
    names = [one_["name"] for one_ in phone_of("mediator").get("/reference").json()["mediators"]]
    assert "王德明" in names
    found = phone_of("mediator").get("/reference").json()
    assert any(fact["sign"] for fact in found["facts"])
    assert found["rights"]["text"]


@pytest.mark.req("S2")
def test_a_visit_sent_back_can_be_put_right_from_the_list(phone, cast):
    item = phone.item("visit", visit_data(phone))
    phone.sync(item)
    visit = Visit.objects.unscoped(reason="test").get()
    review_visit(visit, approve=False, reason="请写明人数", by=cast.grid_head, edition=1)
    (entry,) = sections(phone)["returned"]
    assert (entry["more"]["reason"], entry["opens"]["base"]) == ("请写明人数", {"edition": 1})
    change = phone.item("visit_amend", {**entry["opens"]["data"], "object_people": 4}, base={"edition": 1})
    assert phone.sync(change)[0]["status"] == "stored"
    assert sections(phone)["returned"] == []
    assert Visit.objects.unscoped(reason="test").get().object_people == 4


def test_a_home_to_be_visited_again_stays_until_somebody_went(phone):
    before = {"started_at": phone.now - 90_000_000, "ended_at": phone.now - 89_000_000}
    one(phone, "visit", visit_data(phone, result=4, what_follows="看药费", **before))
    (entry,) = sections(phone)["again"]
    assert (entry["title"], entry["text"], entry["opens"]["kind"]) == ("张大山", "看药费", "visit")
    assert one(phone, "visit", visit_data(phone, **entry["opens"]["data"]))["status"] == "stored"
    assert sections(phone)["again"] == []


@pytest.mark.req("F1")
def test_due_follow_ups_come_with_what_the_visitor_must_know(phone, cast):
    dispute = factories.agreed(cast)
    plan_follow_up(dispute, clock.today(), "先看看", by=cast.officer)
    concerned.name(dispute, Asked.VILLAGE, "罗组长", "说得上话", by=cast.officer)
    (entry,) = sections(phone)["follow_ups"]
    assert (entry["due"], entry["late"], entry["opens"]["kind"]) == (str(clock.today()), 0, "follow_up")
    assert entry["more"]["narrative"] == dispute.narrative
    assert [party["name"] for party in entry["more"]["parties"]] == ["张大山", "李长河"]
    assert ["可以当场调解", "是"] in entry["more"]["facts"]
    held = entry["more"]["agreement"]
    assert (held["content"], held["promises"][0]["what"]) == (
        "单日由张大山先浇，双日由李长河先浇。",
        "修好水沟",
    )
    assert (held["promises"][0]["owed"], held["promises"][0]["late"]) == (True, False)
    assert entry["more"]["others"] == [
        {"name": "罗组长", "relation": 4, "label": "村组干部邻居", "note": "说得上话"}
    ]
    given = {**follow_up_data(dispute), **entry["opens"]["data"]}
    assert one(phone, "follow_up", given, base=entry["opens"]["base"])["status"] == "stored"
    assert sections(phone)["follow_ups"] == []


@pytest.mark.law("未成年人保护法4")
def test_a_follow_up_about_a_child_is_on_no_phone_of_those_who_may_not_read_it(phone, phone_of, cast):
    child = (NewParty("张小山", is_minor=True), NewParty("李长河", side=Side.RESPONDENT))
    dispute = factories.agreed(cast, parties=child)
    plan_follow_up(dispute, clock.today(), "先看看", by=cast.mediator)
    assert sections(phone)["follow_ups"] == []
    assert [one["title"] for one in sections(phone_of("mediator"))["follow_ups"]] == [dispute.title]


def test_a_late_follow_up_says_by_how_many_days(phone, cast):
    dispute = factories.agreed(cast)
    plan_follow_up(dispute, clock.today(), "先看看", by=cast.officer)
    with clock.at(clock.now() + timedelta(days=3)):
        (entry,) = sections(phone)["follow_ups"]
    assert entry["late"] == 3


@pytest.mark.req("O4")
def test_numbers_are_masked_and_strangers_see_nothing(phone, phone_of, cast):
    party = {"name": "张大山", "phone": "13885425521"}
    one(phone, "dispute", {
        "region": "522725106201001", "title": "浇水", "narrative": "争吵", "kind": 201, "parties": [party],
    })  # fmt: skip
    find_hazard(region=522725106201001, text="电线", found_at=clock.now(), by=cast.officer)
    cadre = sections(phone_of("cadre"))["given"]
    assert cadre[0]["more"]["parties"][0]["phone"] == "138****5521"
    for who in ("stranger", "court"):
        assert all(not entries for entries in sections(phone_of(who)).values())


@pytest.mark.req("O4")
def test_a_phone_holds_nothing_of_the_grid_next_door(phone, cast):
    """Also when its own unit wrote it: in the office the unit sees it, on the phone it has no business."""
    next_door = {"region": 522725106201002, "by": cast.grid_head}
    find_hazard(text="电线", found_at=clock.now(), **next_door)
    open_service(kind=ServiceKind.LOST_THING, for_whom="王婶", text="找羊", **next_door)
    take_report(text="路灯坏了", **next_door)
    found = sections(phone)
    assert found["hazards"] == found["services"] == []
    mine = [entry for entry in found["reports"] if entry["region"] != "522725106201002"]
    assert mine == []


def test_a_matter_handed_to_the_unit_says_what_may_be_done(phone_of, cast):
    dispute = factories.routed(cast)
    (entry,) = sections(phone_of("mediator"))["given"]
    assert [act["kind"] for act in entry["acts"]] == ["receive", "spot", "note"]
    assert entry["opens"]["base"] == {"seq": dispute.ledger_seq}
    assert entry["more"]["mine"] is False


def test_notices_are_told(phone_of, cast):
    dispute = factories.routed(cast)
    delivery.deliver_once()
    texts = [notice["text"] for notice in phone_of("mediator").get("/today").json()["notices"]]
    assert f"待接收 · {dispute.title}" in texts


@pytest.mark.req("S7")
@pytest.mark.req("V1")
def test_matters_dangers_and_services_can_be_finished_from_the_list(phone):
    region = "522725106201001"
    one(phone, "report", {"region": region, "text": "路灯坏了", "reporter": "王婶"})
    one(phone, "hazard", {"region": region, "text": "电线老化", "found_at": phone.now})
    one(phone, "service", {"service_kind": 1, "region": region, "for_whom": "王婶", "text": "找羊"})
    more = {"report_answer": {"answer": "修好了"}, "hazard_remove": {"result": "换了"},
            "service_close": {"result": 1, "result_text": "找到了"}}  # fmt: skip
    found = sections(phone)
    assert "王婶" not in json.dumps(found["reports"], ensure_ascii=False)
    for key in ("reports", "hazards", "services"):
        (entry,) = found[key]
        opens = entry["opens"]
        assert one(phone, opens["kind"], {**opens["data"], **more[opens["kind"]]})["status"] == "stored"
    assert all(not entries for entries in sections(phone).values())


def test_the_list_says_when_it_was_made(phone):
    made = phone.get("/today").json()
    assert abs(made["made_at"] - as_ms(clock.now())) < 60_000
    assert made["day"] == str(clock.today())


@pytest.mark.req("S5")
def test_targets_of_running_campaigns_are_listed_until_somebody_was_there(phone, cast):
    today = clock.today()
    new = NewCampaign(
        region=522725106000000, kind=CampaignKind.CAMPAIGN, name="万警进万家", since=today, until=today
    )
    campaign = order_campaign(new, by=cast.coordinator)
    inside = NewTarget(kind=TargetKind.HOUSEHOLD, region=522725106201001, name="王大爷家")
    outside = NewTarget(kind=TargetKind.HOUSEHOLD, region=522725106201002, name="别的网格的人家")
    add_targets(campaign, [inside, outside], by=cast.coordinator)
    (entry,) = sections(phone)["campaigns"]
    assert (entry["title"], entry["due"], entry["opens"]["kind"]) == ("王大爷家", str(today), "visit")
    given = {**visit_data(phone), **entry["opens"]["data"]}
    assert one(phone, "visit", given)["status"] == "stored"
    assert sections(phone)["campaigns"] == []
