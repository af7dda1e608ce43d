"""Messages to groups and to villagers who subscribed, with their consent, their count and their way out."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.core import signing

from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.kernel.ids import new_id
from hemu.loop.screening.groups.models import Push
from hemu.loop.screening.groups.tests.test_groups import registered
from hemu.loop.screening.villagers.actions.posters import village_code
from hemu.notices.bulletins import actions, queries, subscribing
from hemu.notices.bulletins.models import Bulletin, Status, Subscriber, Topic
from hemu.notices.channels.kinds import ChannelKind
from hemu.notices.sending import working
from hemu.notices.sending.models import Delivery, State
from hemu.notices.sending.tests.conftest import at
from hemu.office.pages.duties import duties
from hemu.orgs.actor import Actor
from hemu.orgs.models import Region
from hemu.portal import tokens
from tests.channels import platforms
from tests.channels.platforms import SECRET

pytestmark = [pytest.mark.django_db, pytest.mark.req("P2")]
VILLAGE, TOWN = 522725106201000, 522725106000000
PHONE = "13900001111"


def everybody():
    return Subscriber.objects.unscoped(reason="test").order_by("id")


def planned(cast, by=None, **over) -> Bulletin:
    parts = {
        "area": Region.objects.get(pk=TOWN), "topic": Topic.FRAUD, "subject": "防诈骗",
        "text": "要转账到安全账户的都是诈骗", "to_subscribers": False, "groups": [], "send_at": at(10),
    }  # fmt: skip
    return actions.plan(actions.NewBulletin(**{**parts, **over}), by=by or cast.coordinator)


def subscribed(cast, phone: str = PHONE, topics=(Topic.FRAUD,)) -> Subscriber:
    return subscribing.subscribe(VILLAGE, phone, topics, by=cast.officer)


@pytest.fixture
def sms(made, run):
    """A gateway and its channel."""
    platform = run(platforms.gateway)
    return platform, made(ChannelKind.SMS_GATEWAY, platform, families=[], values={"secret_header": "X-Token"})


def test_it_goes_to_those_who_asked_for_the_topic_once_and_says_how_to_stop(cast, sms, settings):
    settings.PUBLIC_URL = "https://hemu.example.gov.cn"
    platform, _channel = sms
    one = subscribed(cast)
    subscribed(cast, "13900002222", [Topic.LAW])
    row = planned(cast, to_subscribers=True)
    with clock.at(at(10)):
        assert actions.send_due() == 1
        assert actions.send_due() == 0
        working.send_once()
    (came,) = platform.came
    assert came.json["mobile"] == PHONE
    assert f"https://hemu.example.gov.cn/t/{one.stop}/" in came.json["content"]
    assert "退订" in came.json["content"]
    row = queries.bulletin(row.county, row.id, by=cast.coordinator)
    assert (row.status, row.subscribers) == (Status.SENT, 1)
    result = queries.results([row])[row.id]
    assert (result.sent, result.queued, queries.billed(row)) == (1, 0, 2)
    label = Delivery.objects.get().label
    assert label == "139****1111"


def test_nothing_goes_before_its_time_at_night_or_when_it_was_cancelled(cast, sms):
    subscribed(cast)
    planned(cast, to_subscribers=True, send_at=at(22))
    gone = planned(cast, to_subscribers=True, send_at=at(11))
    with clock.at(at(10)):
        assert actions.send_due() == 0
        actions.cancel(gone, by=cast.coordinator)
    with clock.at(at(22, 30)):
        assert actions.send_due() == 1
        assert working.send_once() == 0
    row = Delivery.objects.get()
    assert clock.local(row.not_before).strftime("%d %H:%M") == "02 08:30"
    with pytest.raises(Conflict):
        actions.cancel(gone, by=cast.coordinator)


def test_a_group_with_a_robot_is_told_by_it_one_without_by_somebody(cast, made, run):
    platform = run(platforms.wecom_robot)
    robot = made(ChannelKind.WECOM_ROBOT, platform, families=[])
    group, other = registered(cast), registered(cast, name="微信群")
    actions.set_robot(group, robot, by=cast.coordinator)
    row = planned(cast, groups=[group, other])
    with clock.at(at(10)):
        actions.send_due()
        working.send_once()
    assert "安全账户" in platform.came[0].json["text"]["content"]
    pushes = Push.objects.unscoped(reason="test")
    assert list(pushes.values_list("group_id", flat=True).order_by("id")) == [group.id]
    actions.passed_on(row, other.id, by=cast.officer)
    assert pushes.filter(group_id=other.id).count() == 1
    with pytest.raises(Conflict):
        actions.passed_on(row, other.id, by=cast.officer)
    with pytest.raises(Conflict):
        actions.passed_on(row, group.id, by=cast.officer)


def test_who_may_send_and_to_whom(cast, sms):
    with pytest.raises(Forbidden):
        planned(cast, by=cast.officer, to_subscribers=True)
    with pytest.raises(Forbidden):
        planned(cast, by=cast.stranger, to_subscribers=True)
    with pytest.raises(Refused) as nobody:
        planned(cast)
    assert nobody.value.field == "groups"
    row = planned(cast, to_subscribers=True)
    with pytest.raises(Missing):
        queries.bulletin(row.county, row.id, by=cast.stranger)


@pytest.mark.law("个人信息保护法14", "个人信息保护法15")
def test_a_villager_subscribes_by_a_code_and_stops_by_one_step(cast, sms, client):
    platform, _channel = sms
    word = village_code(VILLAGE, by=cast.officer).code
    address = f"/p/{word}/subscribe/"
    page = client.get(address).content.decode()
    token, total = _token(page)
    given = {"phone": PHONE, "topics": ["1"], "agreed": "on", "token": token, "sum": total}
    assert client.post(address, {**given, "agreed": ""}).status_code == 422
    assert client.post(address, {**given, "sum": "99"}).status_code == 422
    with clock.at(at(12, 30)):
        page = client.post(address, {**given, **_fresh(client, address)}).content.decode()
        ticket = re.search(r'name="ticket" value="([^"]+)"', page)
        assert ticket
        assert not everybody().filter(stopped_at=None).exists()
        working.send_once()
        code = re.search(r"\d{6}", platform.came[0].json["content"])[0]
        wrong = client.post(address, {"ticket": ticket[1], "code": "000000" if code != "000000" else "1"})
        assert wrong.status_code == 422
        assert "订阅好了" in client.post(address, {"ticket": ticket[1], "code": code}).content.decode()
    row = everybody().get()
    assert (row.phone, row.stopped_at) == (PHONE, None)
    assert "停止发送" in client.get(f"/t/{row.stop}/").content.decode()
    assert "已经停了" in client.post(f"/t/{row.stop}/").content.decode()
    row = everybody().get()
    assert row.stopped_at is not None
    assert row.phone == ""
    assert "已经停了" in client.get(f"/t/{row.stop}/").content.decode()
    assert client.get("/t/guessed/").status_code == 404


def _token(page: str) -> tuple[str, str]:
    """The form's token, and the little sum that a person would do in their head."""
    text = re.findall(r'name="token" value="([^"]+)"', page)[0]
    _subject, secret, _since = signing.loads(text, salt="hemu.portal.form")
    return text, str(sum(tokens.Token("", bytes.fromhex(secret), 0).sum))


def _fresh(client, address: str) -> dict[str, str]:
    token, total = _token(client.get(address).content.decode())
    return {"token": token, "sum": total}


def test_the_number_is_sealed_and_only_its_hash_is_searched(cast):
    from django.db import connection

    subscribed(cast)
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, phone_hash FROM bulletins_subscriber")
        sealed, hashed = cursor.fetchone()
    assert PHONE.encode() not in bytes(sealed)
    assert len(bytes(hashed)) == 32
    with pytest.raises(Refused) as again:
        subscribed(cast)
    assert again.value.code == "already"


@pytest.mark.parametrize("word", ["T", " td ", "退订"])
def test_a_word_by_sms_stops_it_and_other_words_are_not_kept(cast, sms, client, word):
    _platform, channel = sms
    subscribed(cast)
    address = f"/receipts/{channel.receipts}/"
    say = {"content_type": "application/json"}
    client.post(address, json.dumps({"phone": f"86{PHONE}", "text": "你好"}), **say)
    assert everybody().filter(stopped_at=None).exists()
    client.post(address, json.dumps({"phone": f"86{PHONE}", "text": word}), **say)
    assert not everybody().filter(stopped_at=None).exists()
    assert everybody().get().phone == ""


def test_nobody_is_pestered_with_codes(cast, sms):
    with clock.at(at(10)):
        subscribing.ask(VILLAGE, PHONE, [Topic.LAW])
        with pytest.raises(Refused, match="稍后"):
            subscribing.ask(VILLAGE, PHONE, [Topic.LAW])
    for n in range(1, 5):
        with clock.at(at(10, 2 * n)):
            subscribing.ask(VILLAGE, PHONE, [Topic.LAW])
    with clock.at(at(11)), pytest.raises(Refused, match="稍后"):
        subscribing.ask(VILLAGE, PHONE, [Topic.LAW])


def test_a_code_is_guessed_five_times_at_most_and_unconfirmed_rows_are_forgotten(cast, sms):
    with clock.at(at(10)):
        row = subscribing.ask(VILLAGE, PHONE, [Topic.LAW])
        text = Delivery.objects.get().text
        code = re.search(r"\d{6}", text)[0]
        for _try in range(subscribing.MOST_TRIES):
            with pytest.raises(Refused):
                subscribing.confirm(row.county, row.id, "x")
        with pytest.raises(Refused):
            subscribing.confirm(row.county, row.id, code)
    with clock.at(at(10) + timedelta(days=2)):
        assert subscribing.forget_unconfirmed() == 1
    assert not everybody().exists()


def test_what_somebody_must_pass_on_stands_on_the_first_page_and_in_its_list(cast, sign_in):
    def waiting(by: Actor) -> list[int]:
        return [one.count for one in duties(by) if one.url == "/bulletins/?view=pass"]

    group = registered(cast)
    row = planned(cast, groups=[group])
    assert waiting(cast.officer) == []
    with clock.at(at(10)):
        actions.send_due()
    assert waiting(cast.officer) == [1]
    assert waiting(cast.stranger) == []
    client = sign_in("officer")
    assert row.subject in client.get("/bulletins/?view=pass").content.decode()
    actions.passed_on(row, group.id, by=cast.officer)
    assert waiting(cast.officer) == []
    assert "要转发的都转发了" in client.get("/bulletins/?view=pass").content.decode()


def test_the_pages(cast, made, run, sms, sign_in):
    made(ChannelKind.WECOM_ROBOT, run(platforms.wecom_robot), families=[])
    group = registered(cast)
    client = sign_in("coordinator")
    robot = queries.robots_at(group.region)[0]
    assert "由负责人转发" in client.get("/bulletins/groups/").content.decode()
    client.post("/bulletins/groups/", {"group": str(group.id), "channel": str(robot.pk)})
    assert queries.robots([group]) == {group.id: robot}
    sent = {"region": str(VILLAGE), "phone": PHONE, "topics": ["1"], "signed": "on"}
    assert client.post("/bulletins/subscribers/", {**sent, "phone": "12"}).status_code == 422
    client.post("/bulletins/subscribers/", sent)
    page = client.get("/bulletins/subscribers/").content.decode()
    assert "139****1111" in page
    assert PHONE not in page
    given = {
        "bulletin_id": str(new_id()),
        "topic": "1",
        "subject": "防诈骗",
        "text": "别转账",
        "area": str(TOWN),
        "groups": [str(group.id)],
    }
    assert client.post("/bulletins/new/", {**given, "text": ""}).status_code == 422
    made_one = client.post("/bulletins/new/", {**given, "to_subscribers": "on"})
    again = client.post("/bulletins/new/", {**given, "to_subscribers": "on"})
    assert again["Location"] == made_one["Location"]
    with clock.at(clock.midnight(clock.today()) + timedelta(days=1, hours=10)):
        actions.send_due()
        working.send_once()
    page = client.get(made_one["Location"]).content.decode()
    assert "139****1111" in page
    assert "机器人自动发" in page
    assert "荣院村平安群" in client.get(f"{made_one['Location']}?state=2").content.decode()
    assert "防诈骗" in client.get("/bulletins/").content.decode()
    assert SECRET not in page
    row = everybody().get()
    client.post("/bulletins/subscribers/", {"stop": f"{row.county}:{row.id}"})
    assert everybody().get().phone == ""
    assert Delivery.objects.filter(state=State.SENT).count() == 2


@pytest.mark.law("个人信息保护法15")
def test_what_waits_for_somebody_who_stopped_is_taken_back(cast, sms):
    one, other = subscribed(cast), subscribed(cast, "13900003333")
    planned(cast, to_subscribers=True, send_at=at(22))
    with clock.at(at(22, 30)):
        assert actions.send_due() == 1
        subscribing.stop(one)
    gone, waits = (Delivery.objects.get(key__endswith=f":{row.id}") for row in (one, other))
    assert (gone.state, gone.text, gone.address) == (State.DROPPED, "", "")
    assert waits.state == State.QUEUED
