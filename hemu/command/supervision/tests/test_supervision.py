"""督办 raised by itself for false, late, missed and concealed reports, and closed only by who raised it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hemu.command.supervision import actions, queries, raising
from hemu.command.supervision.models import Act, Cause, Order, OrderStatus
from hemu.jobs.hourly import supervise
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.loop.screening.doubts.actions import decide as decide_doubt
from hemu.loop.screening.doubts.models import Doubt, DoubtKind, DoubtStatus
from hemu.loop.screening.reporting import finding
from hemu.loop.screening.reporting.actions import decide
from hemu.loop.screening.reporting.models import Flag, FlagStatus
from hemu.loop.screening.reporting.tests.test_finding import incident, visit
from hemu.notices.delivery import deliver_once
from hemu.notices.models import Notice, Reason

pytestmark = [pytest.mark.django_db, pytest.mark.req("C4")]
DAY = timedelta(days=1)


def every() -> list[Order]:
    return list(Order.objects.unscoped(reason="test").order_by("opened_at", "id"))


def told(cast, who):
    deliver_once()
    notices = Notice.objects.of_post(cast.posts[who].pk).filter(path__startswith="/supervision/")
    return [notice.reason for notice in notices.order_by("at", "id")]


@pytest.fixture
def flag(cast) -> Flag:
    visit(cast.grid_member, object_info="户主身体好。")
    incident(cast.officer)
    finding.find()
    return Flag.objects.unscoped(reason="test").get()


@pytest.fixture
def order(cast, flag) -> Order:
    decide(flag, FlagStatus.CONFIRMED, "走访前一天两家已经吵过。", by=cast.coordinator)
    assert supervise.run() == 1
    [row] = every()
    return row


@pytest.mark.req("S11")
def test_a_confirmed_flag_raises_one_order_to_the_unit_by_itself(cast, flag, order):
    assert (order.cause, order.cause_id, order.unit_id) == (Cause.MISSED, flag.id, flag.unit_id)
    assert (order.raiser_id, order.status) == (cast.centre.pk, OrderStatus.OPEN)
    assert "走访前一天两家已经吵过" in order.demand
    assert order.due_at > clock.now()
    assert raising.sweep() == 0, "once"
    assert told(cast, "cadre") == [Reason.SUPERVISED]
    assert told(cast, "stranger") == []


@pytest.mark.req("S11")
def test_what_is_unfounded_or_still_open_raises_nothing_at_once(cast, flag):
    assert raising.sweep() == 0
    decide(flag, FlagStatus.UNFOUNDED, "走访时还没有吵。", by=cast.coordinator)
    with clock.at(clock.now() + 20 * DAY):
        assert raising.sweep() == 0


@pytest.mark.req("S3")
def test_a_visit_that_was_found_false_raises_one_order_however_many_doubts(cast):
    row = visit(cast.grid_member)
    for kind in (DoubtKind.SAME_TEXT, DoubtKind.TOO_MANY):
        doubt = Doubt(
            county=row.county, region=row.region, unit_id=row.unit_id, unit_name=row.unit_name,
            visit_id=row.id, edition=row.edition, kind=kind, found_at=clock.now(),
        )  # fmt: skip
        doubt.save(force_insert=True)
        decide_doubt(doubt, DoubtStatus.CONFIRMED, "没有去过这一户。", by=cast.station_head)
    assert (raising.sweep(), raising.sweep()) == (1, 0)
    [order] = every()
    assert (order.cause, order.cause_id, order.unit_id) == (Cause.FALSE_VISIT, row.id, row.unit_id)
    assert (order.raiser_id, "没有去过这一户" in order.demand) == (cast.centre.pk, True)


@pytest.mark.req("S11")
def test_findings_that_nobody_looks_at_raise_one_order_to_the_centre_that_should(cast, flag):
    visit(cast.grid_member, object_name="赵小河家")
    incident(cast.officer, "赵小河与人打架", number="JQ2")
    assert finding.find() == 1
    with clock.at(clock.now() + 12 * DAY):
        assert (raising.sweep(), raising.sweep()) == (1, 0)
        [order] = every()
        assert (order.cause, order.unit_id) == (Cause.FLAGS_UNCHECKED, cast.centre.pk)
        assert order.raiser_id == cast.county_centre.pk


def test_answered_sent_back_answered_again_and_closed_by_the_raiser_alone(cast, order):
    for who, error in ((cast.coordinator, Forbidden), (cast.grid_head, None), (cast.stranger, Missing)):
        if error:
            with pytest.raises(error):
                actions.answer(order, "我来", by=who)
    with pytest.raises(Refused):
        actions.answer(order, " ", by=cast.cadre)
    with pytest.raises(Conflict):
        actions.close(order, "行", by=cast.coordinator)
    actions.answer(order, "已补登，走访员已培训。", by=cast.cadre)
    for who in (cast.cadre, cast.county_coordinator):
        with pytest.raises(Forbidden):
            actions.close(order, "自己办结", by=who)
    assert told(cast, "coordinator") == [Reason.SUPERVISED_ANSWERED]
    actions.send_back(order, "没有写补登的编号。", by=cast.coordinator)
    with pytest.raises(Conflict):
        actions.close(order, "行", by=cast.coordinator)
    actions.answer(order, "补登编号已写明。", by=cast.cadre)
    done = actions.close(order, "整改到位。", by=cast.coordinator)
    assert (done.status, done.next_at) == (OrderStatus.CLOSED, None)
    acts = [Act.RAISED, Act.ANSWERED, Act.SENT_BACK, Act.ANSWERED, Act.CLOSED]
    assert [step.act for step in queries.history(done)] == acts
    with clock.at(clock.now() + 90 * DAY):
        assert raising.raise_late() == 0


def test_an_order_that_nobody_answers_goes_up_a_level_once(cast, order):
    with clock.at(order.due_at + timedelta(minutes=1)):
        assert (raising.raise_late(), raising.raise_late()) == (1, 0)
        assert told(cast, "county_coordinator") == [Reason.SUPERVISED_LATE]
        assert Reason.SUPERVISED_LATE in told(cast, "coordinator")
        actions.answer(order, "迟了，已整改。", by=cast.cadre)
    [row] = every()
    assert row.late_at is not None
    assert [step.act for step in queries.history(row)] == [Act.RAISED, Act.LATE, Act.ANSWERED]


@pytest.mark.req("O4")
def test_orders_are_seen_by_the_unit_and_above_and_not_next_door(cast, order):
    for who in (cast.cadre, cast.grid_head, cast.coordinator, cast.county_viewer, cast.grid_member):
        assert queries.order(order.county, order.id, by=who) == order
    for who in (cast.stranger, cast.auxiliary):
        with pytest.raises(Missing):
            queries.order(order.county, order.id, by=who)
        assert list(queries.orders(who)) == []


def test_the_pages_do_every_act_and_lead_to_the_finding(cast, order, client):
    def sign_in(who):
        client.force_login(cast.people[who], backend="allauth.account.auth_backends.AuthenticationBackend")

    path = f"/supervision/{order.county}/{order.id}/"
    sign_in("cadre")
    assert path in client.get("/supervision/").content.decode()
    page = client.get(path).content.decode()
    assert f"/reporting/{order.county}/{order.cause_id}/" in page
    assert 'value="close"' not in page
    assert client.post(path, {"do": "answer", "answer-text": ""}).status_code == 422
    assert client.post(path, {"do": "answer", "answer-text": "已补登。"}).status_code == 302
    assert path not in client.get("/supervision/").content.decode()
    assert path in client.get("/supervision/?view=open").content.decode()
    sign_in("coordinator")
    assert path in client.get("/supervision/").content.decode()
    assert client.post(path, {"do": "back", "back-text": ""}).status_code == 422
    assert client.post(path, {"do": "close", "close-text": "整改到位。"}).status_code == 302
    assert "整改到位" in client.get(path).content.decode()
    assert path not in client.get("/supervision/?view=open").content.decode()
    assert path in client.get("/supervision/?view=all").content.decode()
    assert client.post(path, {"do": "x"}).status_code == 409
    sign_in("stranger")
    assert client.get(path).status_code == 404


def test_an_order_names_no_person(order):
    assert not [field.name for field in Order._meta.local_fields if "person" in field.name]
