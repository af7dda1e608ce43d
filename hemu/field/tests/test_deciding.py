"""Conflicts: both sides kept, looked at beside one another, decided by a person, once."""

from __future__ import annotations

import pytest

from hemu.disputes import promised
from hemu.disputes.models import Dispute, State
from hemu.disputes.tests import factories
from hemu.field import deciding, sides
from hemu.field.models import Decision, Kept
from hemu.field.tests.phone import made_id, visit_data
from hemu.field.tests.test_kinds import follow_up_data, one, ref, spot_data
from hemu.field.tests.test_uploads import photo
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.loop.assessment import actions as assessment
from hemu.loop.followup.models import FollowUp
from hemu.loop.followup.planning import waiting
from hemu.loop.screening.models import Visit, VisitStatus
from hemu.loop.screening.visits import review_visit

pytestmark = pytest.mark.req("S15")
ALL = {"reason": "test"}


def visit() -> Visit:
    return Visit.objects.unscoped(**ALL).get()


def kept() -> Kept:
    return Kept.objects.unscoped(**ALL).get()


@pytest.fixture
def two_versions(phone, phone_of):
    """A visit that the grid member amended on two phones; the second phone's answer."""
    item = phone.item("visit", visit_data(phone, photos=[]))
    phone.sync(item)
    second = phone_of("grid_member")
    of = {"county": 522725, "id": item["id"]}
    mine = visit_data(phone, visit=of, object_name="张大川", object_people=5)
    yours = visit_data(phone, visit=of, object_name="张大河", what_follows="下周再去", place="四组")
    assert one(phone, "visit_amend", mine, base={"edition": 1})["status"] == "stored"
    return one(second, "visit_amend", yours, base={"edition": 1})


def test_both_sides_are_shown_part_by_part(two_versions, cast):
    parts = {part.name: part for part in sides.parts(kept(), cast.grid_head) if part.differs}
    assert {name: (part.standing, part.phone) for name, part in parts.items()} == {
        "object_name": ("张大川", "张大河"),
        "object_people": ("5", "3"),
        "what_follows": ("", "下周再去"),
        "place": ("荣院村三组", "四组"),
    }
    assert ["户主或单位名称", "张大河", "张大川"] in two_versions["theirs"]


def test_the_answer_to_the_phone_is_kept_without_what_stands(two_versions, phone_of):
    from hemu.field.models import Envelope, Item

    for row in (*Envelope.objects.all(), *Item.objects.all()):
        assert "张大川" not in str(row.answer)


def test_versions_are_merged_part_by_part(two_versions, cast):
    deciding.decide(kept(), Decision.MERGED, by=cast.grid_head, from_phone={"object_name", "what_follows"})
    row = visit()
    assert (row.object_name, row.object_people, row.what_follows) == ("张大河", 5, "下周再去")
    assert (row.place, row.edition, row.status) == ("荣院村三组", 3, VisitStatus.SUBMITTED)
    assert (kept().decision, kept().decided_by) == (Decision.MERGED, "罗正国")


def test_the_phones_version_is_taken_whole(two_versions, cast):
    deciding.decide(kept(), Decision.PHONE, by=cast.grid_member)
    assert (visit().object_name, visit().object_people, visit().person_name) == ("张大河", 3, "龙小梅")


def test_what_stands_is_left_with_a_reason_that_the_phone_reads(two_versions, cast, phone_of):
    with pytest.raises(Refused) as refused:
        deciding.decide(kept(), Decision.STANDING, by=cast.grid_head)
    assert refused.value.field == "reason"
    deciding.decide(kept(), Decision.STANDING, by=cast.grid_head, reason="名字写错了")
    assert visit().object_name == "张大川"
    (told,) = phone_of("grid_member").get("/today").json()["decided"]
    assert (told["item"], told["outcome"]) == (str(kept().item_id), "set_aside")
    assert told["message"] == "以现有记录为准 · 罗正国 · 名字写错了"


def test_it_is_decided_once(two_versions, cast):
    row = kept()
    deciding.decide(row, Decision.PHONE, by=cast.grid_head)
    with pytest.raises(Conflict):
        deciding.decide(row, Decision.STANDING, by=cast.cadre, reason="不对")


@pytest.mark.req("O4")
def test_who_may_look_and_decide(two_versions, cast):
    row = kept()
    for who in (cast.stranger, cast.court, cast.auxiliary, cast.officer):
        with pytest.raises(Missing):
            deciding.get(row.county, row.id, by=who)
        with pytest.raises((Missing, Forbidden)):
            deciding.decide(row, Decision.PHONE, by=who)
    assert list(deciding.waiting(cast.stranger)) == []
    assert list(deciding.waiting(cast.grid_member)) == [row]
    assert list(deciding.waiting(cast.cadre)) == [row]


@pytest.mark.req("S2")
def test_an_archived_visit_stays_as_it_is(two_versions, cast):
    review_visit(visit(), approve=True, by=cast.grid_head, edition=2)
    assert deciding.open_decisions(kept(), cast.grid_head) == [Decision.STANDING]
    with pytest.raises(Refused) as refused:
        deciding.decide(kept(), Decision.PHONE, by=cast.grid_head)
    assert refused.value.code == "not_open"


def test_the_photos_of_both_versions_stay(phone, phone_of, cast):
    first, number = made_id(), made_id()
    item = phone.item("visit", visit_data(phone, photos=[first]))
    phone.sync(item)
    phone.upload(photo("red"), item["id"], id=first)
    of = {"county": 522725, "id": item["id"]}
    one(phone, "visit_amend", visit_data(phone, visit=of, photos=visit().photos), base={"edition": 1})
    late = phone.item("visit_amend", visit_data(phone, visit=of, photos=[number]), base={"edition": 1})
    phone.upload(photo("blue"), late["id"], id=number)
    assert phone.sync(late)[0]["status"] == "conflict"
    deciding.decide(kept(), Decision.PHONE, by=cast.grid_head)
    assert len(visit().photos) == 2


@pytest.mark.req("F1")
def test_both_follow_ups_are_recorded_each_by_who_made_it(phone, phone_of, cast):
    dispute, head = factories.agreed(cast), phone_of("grid_head")
    base = {"plan": str(waiting(dispute).pk)}
    one(phone, "follow_up", follow_up_data(dispute), base=base)
    (owed,) = promised.at_hand(dispute).promises
    more = {"measures": "约好下周再来", "marks": [{"promise": str(owed.id), "done": True, "note": "看过"}]}
    late = one(head, "follow_up", follow_up_data(dispute, answer="还在吵", satisfaction=2, **more), base=base)
    assert ["满意度", "2", "5"] in late["theirs"]
    shown = {part.label: part.phone for part in sides.parts(kept(), cast.cadre)}
    assert (shown["采取了什么措施"], shown["逐条核对"]) == ("约好下周再来", "修好水沟 已经做到 看过")
    deciding.decide(kept(), Decision.BOTH, by=cast.cadre)
    done = FollowUp.objects.of(dispute).filter(done_at__isnull=False).order_by("number")
    assert [(row.done_by, row.satisfaction) for row in done] == [("龙小梅", 5), ("罗正国", 2)]


@pytest.mark.req("R5")
def test_a_settlement_is_carried_out_once_the_dispute_is_blue(phone_of, cast):
    auxiliary = phone_of("auxiliary")
    assert one(auxiliary, "spot", spot_data())["code"] == "not_rated"
    row = kept()
    with pytest.raises(Conflict):
        deciding.decide(row, Decision.PHONE, by=cast.cadre)
    assert kept().decided_at is None
    dispute = Dispute.objects.in_area(cast.officer).get()
    assessment.confirm(dispute, by=cast.officer)
    deciding.decide(row, Decision.PHONE, by=cast.cadre)
    assert Dispute.objects.in_area(cast.officer).get().state == State.AGREED


def test_an_answer_that_came_second_is_kept_for_the_record_only(phone, phone_of, cast):
    taken = one(phone, "report", {"region": "522725106201001", "text": "路灯坏了"})["record"]
    answer = {"report": {"county": taken["county"], "id": taken["id"]}, "answer": "已修好"}
    one(phone, "report_answer", answer)
    late = one(phone_of("cadre"), "report_answer", {**answer, "answer": "我来修"})
    assert ["回答", "我来修", "已修好"] in late["theirs"]
    assert deciding.open_decisions(kept(), cast.cadre) == [Decision.STANDING]


def test_the_record_of_a_dispute_shows_where_it_stands(phone_of, cast):
    mediator, dispute = phone_of("mediator"), factories.routed(cast)
    one(mediator, "receive", {"dispute": ref(dispute)}, base={"seq": 1})
    shown = {part.name: part.standing for part in sides.parts(kept(), cast.station_head)}
    assert shown["state"] == "待接收 · 蓝色"
    deciding.decide(kept(), Decision.PHONE, by=cast.station_head)
    assert Dispute.objects.in_area(cast.officer).get().state == State.RECEIVED
