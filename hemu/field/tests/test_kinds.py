"""Every kind of item does what the same act does in the office, within the same scope."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PIL import Image

from hemu.disputes import promised
from hemu.disputes.models import Dispute, Source, State
from hemu.disputes.queries import parties
from hemu.disputes.tests import factories
from hemu.documents.models import Attachment
from hemu.documents.store import store
from hemu.field import kinds_of
from hemu.field.models import Item, Kept, KeptWhy
from hemu.field.tests.phone import made_id, visit_data
from hemu.kernel import clock
from hemu.loop.followup.models import FollowUp
from hemu.loop.followup.planning import waiting
from hemu.loop.mediation.models import Agreement, Signature
from hemu.loop.screening.models import GroupRecord, Hazard, HazardStatus, Origin, VillagersReport, Visit
from hemu.outreach.models import ServiceResult, SmallService

GRID = "522725106201001"
NEXT_DOOR = "522725110201001"
ALL = {"reason": "test"}
DRAWN = {"width": 300, "height": 120, "strokes": [[[10, 10], [60, 80], [110.5, 20]], [[150, 50], [150, 51]]]}


def dispute_data(**over):
    given = {
        "region": GRID,
        "title": "张某与李某浇水纠纷",
        "narrative": "两户因浇水先后发生口角，无人受伤，可当场调解。",
        "kind": 201,
        "facts": {"settleable_on_spot": True},
        "parties": [{"name": "张大山", "phone": "13885425521"}, {"name": "李长河", "side": 2}],
    }
    return {**given, **over}


def spot_data(**over):
    given = {
        "new": dispute_data(),
        "requests": "停止堵水",
        "consents": [{"party": "#0", "own_will": True}, {"party": "#1", "own_will": True}],
        "place": "大田坝",
        "record": "双方各自陈述了经过，调解员讲解了相邻关系的规定。",
        "agreement": {
            "form": 1, "main_facts": "两户共用一条水沟。", "issues": "先后",
            "content": "单日张家，双日李家。",
            "manner": "自行履行", "time_limit": "自签订之日起", "mediator_signed": True, "sealed": True,
            "promises": [{"what": "修沟", "due_on": str(clock.today() + timedelta(days=9)), "party": "#0",
                          "amount": "120.50"}],
        },
        "signatures": [{"party": "#0", "form": 1, "drawing": DRAWN}, {"party": "#1", "form": 3}],
        "mediator_drawing": {**DRAWN, "strokes": [[[5, 5], [80, 90]]]},
    }  # fmt: skip
    return {**given, **over}


def follow_up_data(dispute, **over):
    party = parties(dispute)[0]
    given = {
        "dispute": {"county": dispute.county, "id": str(dispute.pk)}, "mode": 1, "asked": 1, "kept": 2,
        "party": str(party.pk), "answer": "水沟修好了。", "satisfaction": 5,
    }  # fmt: skip
    return {**given, **over}


def ref(row):
    return {"county": row.county, "id": str(row.pk)}


def one(phone, kind, data, **over):
    return phone.sync(phone.item(kind, data, **over))[0]


@pytest.mark.req("S1")
def test_a_yes_at_dispute_hazard_or_help_opens_that_record_from_the_visit(phone, cast):
    visit = phone.item("visit", visit_data(
        phone, has_dispute=True, dispute_text="浇水", has_hazard=True, hazard_text="电线", needs_help=True,
        help_text="送证",
    ))  # fmt: skip
    origin = {"source": "visit", "county": 522725, "id": visit["id"]}
    results = phone.sync(
        phone.item("dispute", dispute_data(origin=origin)),
        phone.item("service", {
            "service_kind": 4, "region": GRID, "for_whom": "张大山", "text": "送身份证", "origin": origin,
            "result": 1, "result_text": "已送到",
        }),
        phone.item("hazard", {
            "region": GRID, "text": "电线老化", "found_at": phone.now - 1000, "visit": visit["id"],
        }),
        visit,
    )  # fmt: skip
    assert [result["status"] for result in results] == ["stored"] * 4
    dispute = Dispute.objects.in_area(cast.grid_member).get()
    assert (dispute.source, results[0]["record"]) == (
        Source.VISIT,
        {"county": 522725, "id": str(dispute.pk), "ref": dispute.ref},
    )
    assert Origin.objects.of(dispute).get().record_id == int(visit["id"])
    assert Hazard.objects.unscoped(**ALL).get().visit_id == int(visit["id"])
    service = SmallService.objects.unscoped(**ALL).get()
    assert (service.result, service.record_id) == (ServiceResult.DONE, int(visit["id"]))


def test_what_refers_to_a_visit_that_has_not_come_waits(phone):
    origin = {"source": "visit", "county": 522725, "id": made_id()}
    result = one(phone, "dispute", dispute_data(origin=origin))
    assert (result["status"], result["code"], result["retry_after"]) == ("later", "waits", 60)
    assert not Dispute.objects.unscoped(**ALL).exists()
    assert not Item.objects.exists()


@pytest.mark.req("O4")
def test_a_stranger_finds_nothing_to_refer_to(phone, phone_of, cast):
    dispute = factories.registered(cast)
    visit = phone.item("visit", visit_data(phone))
    phone.sync(visit)
    stranger = phone_of("stranger")
    origin = {"source": "visit", "county": 522725, "id": visit["id"]}
    amended = visit_data(stranger, region=NEXT_DOOR, visit={"county": 522725, "id": visit["id"]})
    results = stranger.sync(
        stranger.item("note", {"dispute": ref(dispute), "text": "看看"}),
        stranger.item("dispute", dispute_data(region=NEXT_DOOR, origin=origin)),
        stranger.item("visit_amend", amended, base={"edition": 1}),
    )
    assert [(result["status"], result["error"]["code"]) for result in results] == [("refused", "missing")] * 3


@pytest.mark.req("S15")
def test_an_item_is_carried_out_once(phone, cast):
    item = phone.item("dispute", dispute_data())
    first, again = phone.sync(item)[0], phone.sync(item)[0]
    assert (first["status"], again["status"]) == ("stored", "already")
    assert first["record"] == again["record"]
    other = {**item, "data": dispute_data(title="别的")}
    assert (phone.sync(other)[0]["status"], phone.sync(other)[0]["code"]) == ("conflict", "same_id")
    assert Dispute.objects.in_area(cast.officer).count() == 1
    assert Kept.objects.visible_to(cast.officer).get().why == KeptWhy.SAME_ID


@pytest.mark.req("S7")
def test_a_villagers_matter_is_taken_down_and_answered(phone, phone_of, cast):
    taken = one(phone, "report", {"region": GRID, "text": "路灯坏了", "reporter": "王婶"})
    row = VillagersReport.objects.unscoped(**ALL).get()
    assert (taken["status"], taken["record"]["id"]) == ("stored", str(row.id))
    assert len(taken["record"]["code"]) >= 8
    answer = {"report": taken["record"] | {}, "answer": "已修好"}
    del answer["report"]["code"]
    assert one(phone, "report_answer", answer)["status"] == "stored"
    cadre = phone_of("cadre")
    late = one(cadre, "report_answer", {**answer, "answer": "我来修"})
    assert (late["status"], late["code"]) == ("conflict", "done_already")
    assert VillagersReport.objects.unscoped(**ALL).get().answer == "已修好"
    assert "我来修" in Kept.objects.visible_to(cast.cadre).get().sent


def test_a_record_may_be_named_by_the_item_that_made_it(phone):
    found = phone.item("hazard", {"region": GRID, "text": "电线老化", "found_at": phone.now})
    gone = phone.item("hazard_remove", {"hazard": {"county": 522725, "id": found["id"]}, "result": "换了线"})
    assert [result["status"] for result in phone.sync(found, gone)] == ["stored", "stored"]
    assert Hazard.objects.unscoped(**ALL).get().status == HazardStatus.REMOVED


@pytest.mark.req("V1")
def test_a_small_service_is_opened_and_closed_once(phone, phone_of):
    opened = one(phone, "service", {"service_kind": 1, "region": GRID, "for_whom": "王婶", "text": "找羊"})
    close = {"service": opened["record"], "result": 1, "result_text": "找到了"}
    assert one(phone, "service_close", close)["status"] == "stored"
    head = phone_of("grid_head")
    late = one(head, "service_close", {**close, "result": 2, "result_text": "没找到"})
    assert (late["status"], late["code"]) == ("conflict", "done_already")
    assert SmallService.objects.unscoped(**ALL).get().result_text == "找到了"


def test_a_word_from_a_group_is_noted(phone):
    given = {"region": GRID, "group_name": "荣院群", "received_at": phone.now, "text": "有人卖药"}
    assert one(phone, "group_note", given)["status"] == "stored"
    assert GroupRecord.objects.unscoped(**ALL).get().text == "有人卖药"


def test_something_is_noted_and_received(phone_of, cast):
    mediator, dispute = phone_of("mediator"), factories.routed(cast)
    assert one(mediator, "note", {"dispute": ref(dispute), "text": "去看过了"})["status"] == "stored"
    stale = one(mediator, "receive", {"dispute": ref(dispute)}, base={"seq": dispute.ledger_seq})
    assert (stale["status"], stale["code"]) == ("conflict", "moved_on")
    assert one(mediator, "receive", {"dispute": ref(dispute)})["status"] == "stored"
    dispute = Dispute.objects.in_area(cast.officer).get()
    assert dispute.state == State.RECEIVED


@pytest.mark.req("F1")
@pytest.mark.req("F2")
def test_a_follow_up_is_recorded_with_when_it_really_was(phone, cast):
    dispute = factories.agreed(cast)
    plan = waiting(dispute)
    done_at = phone.now - 300_000
    given = follow_up_data(dispute, done_at=done_at)
    assert one(phone, "follow_up", given, base={"plan": str(plan.pk)})["status"] == "stored"
    plan = FollowUp.objects.of(dispute).get(pk=plan.pk)
    assert round(plan.done_at.timestamp() * 1000) == done_at
    assert (plan.satisfaction, plan.done_by) == (5, "龙小梅")


@pytest.mark.req("F3")
@pytest.mark.req("F5")
def test_a_follow_up_brings_everything_that_the_offices_form_asks(phone, cast):
    """What was promised is marked one by one; what the office marked meanwhile is left as it is."""
    dispute = factories.agreed(cast)
    (owed,) = promised.at_hand(dispute).promises
    marks = [
        {"promise": str(owed.id), "done": True, "note": "水沟修好了"},
        {"promise": "77", "done": False, "note": "不是这份协议的"},
    ]
    words = {"suit": "无", "wrong": "无", "measures": "请村组干部盯着", "new_dispute": "又为晒坝争吵"}
    given = follow_up_data(dispute, marks=marks, **words)
    assert one(phone, "follow_up", given)["status"] == "stored"
    row = FollowUp.objects.of(dispute).filter(done_at__isnull=False).get()
    assert {name: getattr(row, name) for name in words} == words
    (done,) = promised.at_hand(dispute).promises
    assert (done.done_on, done.note) == (clock.today(), "水沟修好了")
    assert one(phone, "follow_up", {**given, "answer": "都好"})["status"] == "stored"
    for name, too_long in (("suit", 301), ("wrong", 301), ("measures", 1001), ("new_dispute", 1001)):
        told = one(phone, "follow_up", {**given, name: "长" * too_long})
        assert (told["status"], list(told["error"]["fields"])) == ("refused", [name])


@pytest.mark.req("F5")
def test_what_was_promised_and_not_done_in_time_is_marked_at_the_door(phone_of, cast):
    dispute = factories.agreed(cast)
    (owed,) = promised.at_hand(dispute).promises
    late = {
        "marks": [{"promise": str(owed.id), "done": False, "note": "说没钱"}],
        "kept": 3,
        "smoulders": "没钱",
    }
    assert one(phone_of("grid_member"), "follow_up", follow_up_data(dispute, **late))["status"] == "stored"
    assert promised.at_hand(dispute).promises[0].owed, "its day isn't over"
    with clock.at(clock.now() + timedelta(days=20)):
        assert (
            one(phone_of("grid_member"), "follow_up", follow_up_data(dispute, **late))["status"] == "stored"
        )
        (found,) = promised.at_hand(dispute).promises
    assert (found.state, found.note) == ("未按期履行", "说没钱")


@pytest.mark.req("F3")
def test_signs_of_escalation_reopen_the_dispute(phone, cast):
    dispute = factories.agreed(cast)
    given = follow_up_data(dispute, signs={"threat": True}, smoulders="扬言报复")
    refused = one(phone, "follow_up", given)
    assert (refused["status"], list(refused["error"]["fields"])) == ("refused", ["measures"])
    given["measures"] = "已报派出所，村组干部守着"
    assert one(phone, "follow_up", given)["status"] == "stored"
    dispute = Dispute.objects.in_area(cast.officer).get()
    assert (dispute.state, dispute.facts["threat"]) == (State.REGISTERED, True)


@pytest.mark.req("S15")
def test_two_phones_at_one_follow_up_keep_both(phone, phone_of, cast):
    dispute, head = factories.agreed(cast), phone_of("grid_head")
    base = {"plan": str(waiting(dispute).pk)}
    assert one(phone, "follow_up", follow_up_data(dispute), base=base)["status"] == "stored"
    late = one(head, "follow_up", follow_up_data(dispute, answer="还在吵", satisfaction=2), base=base)
    assert (late["status"], late["code"]) == ("conflict", "done_already")
    assert "龙小梅" in late["message"]
    assert FollowUp.objects.of(dispute).filter(done_at__isnull=False).count() == 1
    assert "还在吵" in Kept.objects.visible_to(cast.cadre).get().sent


@pytest.mark.req("M4")
@pytest.mark.req("R5")
@pytest.mark.req("S15")
def test_a_quarrel_is_settled_on_the_spot_with_drawn_signatures(phone_of, cast):
    mediator = phone_of("mediator")
    item = mediator.item("spot", spot_data())
    first, again = mediator.sync(item)[0], mediator.sync(item)[0]
    assert (first["status"], again["status"]) == ("stored", "already")
    dispute = Dispute.objects.in_area(cast.officer).get()
    assert (str(dispute.pk), dispute.state) == (item["id"], State.AGREED)
    agreement = Agreement.objects.of(dispute).get()
    assert Signature.objects.of(dispute).filter(agreement_id=agreement.pk).count() == 2
    drawn = Attachment.objects.of(dispute).order_by("id")
    assert [row.name for row in drawn] == ["张大山的签名.png", "王德明的签名.png"]
    with store().open(drawn[0].stored) as content, Image.open(content) as picture:
        assert picture.size == (632, 272)
        assert min(picture.convert("L").tobytes()) < 60


@pytest.mark.req("R5")
def test_what_is_not_blue_is_registered_and_the_settlement_kept(phone_of, cast):
    mediator = phone_of("mediator")
    data = spot_data(new=dispute_data(facts={"revenge_on_society": True}))
    result = one(mediator, "spot", data)
    assert (result["status"], result["code"]) == ("conflict", "not_blue")
    dispute = Dispute.objects.in_area(cast.officer).get()
    assert (dispute.state, result["record"]["ref"]) == (State.REGISTERED, dispute.ref)
    assert Kept.objects.visible_to(cast.officer).get().record_id == dispute.pk


@pytest.mark.req("R5")
def test_one_who_may_not_rate_leaves_the_settlement_to_a_person(phone_of):
    auxiliary = phone_of("auxiliary")
    assert one(auxiliary, "spot", spot_data())["code"] == "not_rated"


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"consents": [{"party": "#0", "own_will": True}]}, "no_consent"),
        ({"consents": [{"party": "#7", "own_will": True}]}, "missing"),
        ({"signatures": []}, "unsigned"),
        ({"mediators": ["1"]}, "missing"),
        ({"mediator_drawing": {**DRAWN, "strokes": [[[1, 1]] * 5001]}}, "invalid"),
        ({"dispute": {"county": 1, "id": "1"}}, "invalid"),
        ({"record": " "}, "required"),
    ],
)
def test_a_settlement_that_lacks_something_leaves_nothing(phone_of, over, code):
    result = one(phone_of("mediator"), "spot", spot_data(**over))
    assert (result["status"], result["error"]["code"]) == ("refused", code)
    assert not Dispute.objects.unscoped(**ALL).exists()


def test_one_who_may_not_mediate_is_told_so(phone):
    result = one(phone, "spot", spot_data())
    assert (result["status"], result["error"]["code"]) == ("refused", "forbidden")


def test_a_known_dispute_that_was_given_is_received_and_settled(phone_of, cast):
    mediator, dispute = phone_of("mediator"), factories.routed(cast)
    people = [str(party.pk) for party in parties(dispute)]
    data = spot_data(
        dispute=ref(dispute), consents=[{"party": one_, "own_will": True} for one_ in people],
        signatures=[{"party": one_} for one_ in people],
    )  # fmt: skip
    del data["new"]
    data["agreement"]["promises"] = []
    result = one(mediator, "spot", data, base={"seq": dispute.ledger_seq})
    assert result["status"] == "stored", result
    assert Dispute.objects.in_area(cast.officer).get().state == State.AGREED


@pytest.mark.req("S2")
@pytest.mark.req("S15")
def test_two_phones_amend_one_visit_and_both_versions_are_kept(phone, phone_of, cast):
    item = phone.item("visit", visit_data(phone))
    phone.sync(item)
    second = phone_of("grid_member")
    of = {"county": 522725, "id": item["id"]}
    mine, yours = (visit_data(phone, visit=of, object_name=name) for name in ("张大川", "张大河"))
    stored = one(phone, "visit_amend", mine, base={"edition": 1})
    assert (stored["status"], stored["record"]["edition"]) == ("stored", 2)
    late = one(second, "visit_amend", yours, base={"edition": 1})
    assert (late["status"], late["code"]) == ("conflict", "moved_on")
    assert Visit.objects.visible_to(cast.grid_member).get().object_name == "张大川"
    assert "张大河" in Kept.objects.visible_to(cast.grid_head).get().sent


def test_an_amendment_that_overtakes_its_visit_waits(phone):
    of = {"county": 522725, "id": made_id()}
    result = one(phone, "visit_amend", visit_data(phone, visit=of), base={"edition": 1})
    assert (result["status"], result["code"]) == ("later", "waits")


def test_a_mistake_of_ours_in_one_item_holds_up_no_other(phone, monkeypatch):
    def broken(item):
        raise ZeroDivisionError

    kind = kinds_of.KINDS["group_note"]
    monkeypatch.setitem(kinds_of.KINDS, "group_note", replace(kind, apply=broken))
    given = {"region": GRID, "group_name": "荣院群", "received_at": phone.now, "text": "有人卖药"}
    results = phone.sync(phone.item("group_note", given), phone.item("visit", visit_data(phone)))
    assert [result["status"] for result in results] == ["later", "stored"]
    assert (results[0]["code"], results[0]["retry_after"]) == ("fault", 3600)
    assert not Item.objects.exists()


@pytest.mark.req("O4")
def test_only_its_author_amends_a_visit(phone, phone_of):
    item = phone.item("visit", visit_data(phone))
    phone.sync(item)
    head = phone_of("grid_head")
    given = visit_data(head, visit={"county": 522725, "id": item["id"]})
    result = one(head, "visit_amend", given, base={"edition": 1})
    assert (result["status"], result["error"]["code"]) == ("refused", "forbidden")


def test_a_change_without_its_base_is_refused(phone):
    item = phone.item("visit", visit_data(phone))
    phone.sync(item)
    result = one(phone, "visit_amend", visit_data(phone, visit={"county": 522725, "id": item["id"]}))
    assert (result["status"], list(result["error"]["fields"])) == ("refused", ["base"])
