"""From a notice to a platform and back: who, when, once, again, on another channel, given up."""

from __future__ import annotations

import json
import logging
from datetime import timedelta

import pytest
from django.db import connection

from hemu.disputes.tests import factories
from hemu.kernel import clock
from hemu.kernel.errors import Missing, Refused
from hemu.notices import deliver_once
from hemu.notices.channels import http
from hemu.notices.channels.kinds import ChannelKind
from hemu.notices.models import Notice, Reason
from hemu.notices.sending import actions, outcome, quiet, retention, texts, working
from hemu.notices.sending.actions import Configured
from hemu.notices.sending.families import Family
from hemu.notices.sending.models import About, Attempt, Channel, Delivery, Purpose, State
from hemu.notices.sending.outcome import LONGEST_WAIT, MOST_TRIES
from hemu.notices.sending.queueing import To, message, put
from hemu.notices.sending.tests.conftest import at
from hemu.orgs.models import Person
from tests.channels import platforms
from tests.channels.platforms import KEY, SECRET
from tests.channels.server import Reply

pytestmark = [pytest.mark.django_db, pytest.mark.req("P2")]
BUSY = Reply({"errcode": 45009, "errmsg": "api freq out of limit"})
DOWN = Reply(b"", 503)


def deliver() -> None:
    while deliver_once():
        pass


def phone(cast, name: str, number: str = "13800002345") -> Person:
    person = cast.people[name]
    person.phone = number
    person.save()
    return person


def work(moment=None, rounds: int = 1) -> int:
    with clock.at(moment or at(10)):
        return sum(working.send_once() for _round in range(rounds))


def routed(cast, hour: int = 10, **over):
    """A dispute given to the committee, told at an hour of the day."""
    with clock.at(at(hour)):
        dispute = factories.routed(cast, **over)
        deliver()
    return dispute


def test_a_notice_goes_out_by_the_persons_channel_with_nothing_personal_in_it(cast, made, run, settings):
    settings.PUBLIC_URL = "https://hemu.example.gov.cn"
    platform = run(platforms.Wecom())
    channel = made(ChannelKind.WECOM_APP, platform)
    actions.choose(channel, list(Family), "wangdeming", by=cast.mediator)
    dispute = routed(cast)
    assert work() == 1
    row = Delivery.objects.get(person_id=cast.people["mediator"].pk)
    assert (row.state, row.receipt, row.label) == (State.SENT, "m1", "王德明")
    sent = json.loads(platform.came[-1].body)
    assert sent["touser"] == "wangdeming"
    text = sent["text"]["content"]
    assert dispute.ref in text
    assert f"https://hemu.example.gov.cn{dispute.get_absolute_url()}" in text
    assert dispute.title not in text
    assert not [word for word in ("王兴国", "韦国安", dispute.narrative[:8]) if word in text]


def test_one_message_a_person_a_channel_and_a_notice_however_often_it_is_delivered(cast, made, run):
    channel = made(ChannelKind.WECOM_APP, run(platforms.Wecom()))
    actions.choose(channel, list(Family), "wangdeming", by=cast.mediator)
    routed(cast)
    from hemu.notices.sending.queueing import queue_notices

    before = Delivery.objects.count()
    queue_notices(list(Notice.objects.order_by("id")))
    assert Delivery.objects.count() == before > 0


def test_who_chose_nothing_hears_what_the_channel_says_and_who_chose_little_hears_little(cast, made, run):
    phone(cast, "mediator")
    made(ChannelKind.SMS_GATEWAY, run(platforms.gateway), families=[Family.TURN])
    routed(cast)
    assert Delivery.objects.filter(person_id=cast.people["mediator"].pk).count() == 1
    Delivery.objects.all().delete()
    actions.choose(Channel.objects.get(), [Family.ALARM], by=cast.mediator)
    routed(cast)
    assert not Delivery.objects.filter(person_id=cast.people["mediator"].pk).exists()


def test_a_units_own_group_hears_what_concerns_the_unit_once(cast, made, run):
    made(ChannelKind.WECOM_ROBOT, run(platforms.wecom_robot), unit=cast.committee)
    routed(cast)
    row = Delivery.objects.get()
    assert row.key.startswith(f"n:unit:{cast.committee.pk}:")


def test_at_night_it_waits_and_a_red_alarm_does_not(cast, made, run):
    platform = run(platforms.wecom_robot)
    made(ChannelKind.WECOM_ROBOT, platform)
    with clock.at(at(23)):
        factories.rated(cast, facts=factories.RED)
        factories.routed(cast)
        deliver()
        working.send_once()
    said = [request.json["text"]["content"] for request in platform.came]
    assert said
    assert all(text.startswith("红色预警") for text in said)
    waiting = Delivery.objects.filter(state=State.QUEUED).order_by("id").first()
    assert waiting is not None
    assert clock.local(waiting.not_before).strftime("%d %H:%M") == "02 07:30"


def test_the_hours_are_the_rulebooks(db):
    assert quiet.earliest("staff", at(10)) is None
    assert clock.local(quiet.earliest("subscriber", at(13))).strftime("%d %H:%M") == "01 14:30"
    assert clock.local(quiet.earliest("subscriber", at(21))).strftime("%d %H:%M") == "02 08:30"


def test_what_fails_for_now_is_tried_later_and_later_and_then_given_up(cast, made, run):
    platform = run(lambda _asked: DOWN)
    made(ChannelKind.WECOM_ROBOT, platform)
    routed(cast)
    Delivery.objects.exclude(pk=Delivery.objects.order_by("id").first().pk).delete()
    moment, waits = at(10), []
    for _try in range(MOST_TRIES):
        work(moment)
        row = Delivery.objects.get()
        if row.state == State.QUEUED:
            waits.append((row.not_before - moment).total_seconds())
            assert work(moment) == 0
            moment = row.not_before
    assert waits == [30, 60, 120, 240, 480, 960, 1920]
    assert max(waits) <= LONGEST_WAIT
    assert (row.state, row.attempts, row.reason) == (State.FAILED, MOST_TRIES, "平台出错或暂停服务。")
    assert Attempt.objects.count() == MOST_TRIES
    assert work(moment + timedelta(days=1)) == 0


def test_what_can_never_go_is_not_tried_again(cast, made, run):
    platform = run(platforms.wecom_robot)
    made(ChannelKind.WECOM_ROBOT, platform, values={"key": "gone"})
    routed(cast)
    work()
    row = Delivery.objects.order_by("id").first()
    assert (row.state, row.attempts, row.code) == (State.FAILED, 1, "93000")
    came = len(platform.came)
    work(at(12))
    assert len(platform.came) == came


def test_a_platform_that_asks_for_silence_gets_it_and_no_message_is_the_worse_for_it(cast, made, run):
    platform = run(platforms.wecom_robot)
    channel = made(ChannelKind.WECOM_ROBOT, platform)
    routed(cast)
    routed(cast)
    waiting = Delivery.objects.count()
    assert waiting >= 2
    platform.say(BUSY)
    work()
    assert len(platform.came) == 1
    channel.refresh_from_db()
    assert channel.paused_until == at(10) + timedelta(seconds=60)
    assert set(Delivery.objects.values_list("attempts", "state")) == {(0, State.QUEUED)}
    assert work(at(10) + timedelta(seconds=30)) == 0
    work(at(10, 2))
    assert Delivery.objects.filter(state=State.SENT).count() == waiting


def test_no_more_a_minute_than_the_platform_bears(cast, made, run):
    platform = run(platforms.wecom_robot)
    made(ChannelKind.WECOM_ROBOT, platform, per_minute=3)
    for _dispute in range(5):
        routed(cast)
    assert Delivery.objects.count() >= 5
    work(rounds=4)
    assert len(platform.came) == 3
    work(at(10) + timedelta(seconds=30), rounds=4)
    assert len(platform.came) == 3
    work(at(10, 2), rounds=4)
    assert len(platform.came) > 3


def test_another_channel_takes_over_with_the_persons_address_there(cast, made, run):
    phone(cast, "mediator")
    sms = run(platforms.gateway)
    other = made(ChannelKind.SMS_GATEWAY, sms, families=[], values={"secret_header": "X-Token"})
    first = made(ChannelKind.WECOM_APP, run(platforms.Wecom()), fallback=other)
    actions.choose(first, list(Family), "nobody", by=cast.mediator)
    routed(cast)
    work()
    failed = Delivery.objects.get(channel=first)
    assert failed.state == State.FAILED
    work(at(10, 1))
    row = Delivery.objects.get(channel=other)
    assert (row.state, row.instead_id) == (State.SENT, failed.pk)
    assert sms.came[0].json["mobile"] == "13800002345"


def test_a_worker_that_died_leaves_its_message_to_the_next(cast, made, run):
    platform = run(platforms.wecom_robot)
    channel = made(ChannelKind.WECOM_ROBOT, platform)
    routed(cast)
    with clock.at(at(10)):
        assert working._claimed(channel)  # … and dies before it sends
        assert working.send_once() == 0
    work(at(10) + working.CLAIM + timedelta(seconds=1))
    assert len(platform.came) == Delivery.objects.filter(state=State.SENT).count() > 0


def test_a_slow_platform_holds_up_no_other(cast, made, run, monkeypatch):
    monkeypatch.setattr(http, "TIMEOUT", 4.0)
    slow, quick = run(lambda _asked: Reply({}, seconds=5.0)), run(platforms.wecom_robot)
    made(ChannelKind.FEISHU_ROBOT, slow)
    made(ChannelKind.WECOM_ROBOT, quick)
    routed(cast)
    work()
    assert quick.came
    states = dict(Delivery.objects.order_by("id").values_list("channel__kind", "state"))
    assert states == {ChannelKind.FEISHU_ROBOT: State.QUEUED, ChannelKind.WECOM_ROBOT: State.SENT}


@pytest.mark.parametrize(
    ("kind", "answered", "body", "yes"),
    [
        (
            ChannelKind.SMS_ALIYUN, platforms.aliyun,
            lambda row, ok: [{"biz_id": row.receipt, "success": ok, "err_code": "UNDELIV"}],
            {"code": 0, "msg": "成功"},
        ),
        (
            ChannelKind.SMS_GATEWAY, platforms.gateway,
            lambda row, ok: {"msgid": row.receipt, "state": ("failed", "delivered")[ok], "code": "UNDELIV"},
            {"code": 0},
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("arrived", [True, False])
def test_a_receipt_says_what_became_of_it(cast, made, run, client, kind, answered, body, yes, arrived):
    phone(cast, "mediator")
    channel = made(kind, run(answered), values={"secret_header": "X-Token"})
    actions.put_template(
        Purpose.NOTICE, "t", "{reason}：{ref}", {str(channel.pk): "SMS_154950909"}, by=cast.administrator
    )
    routed(cast)
    work()
    row = Delivery.objects.get(person_id=cast.people["mediator"].pk)
    assert row.state == State.SENT, row.reason
    address = f"/receipts/{channel.receipts}/"
    answer = client.post(address, json.dumps(body(row, arrived)), content_type="application/json")
    assert answer.json() == yes
    client.post(address, json.dumps(body(row, not arrived)), content_type="application/json")
    row.refresh_from_db()
    assert row.state == (State.DELIVERED if arrived else State.FAILED)
    assert row.code == ("" if arrived else "UNDELIV")
    assert client.post("/receipts/guessed/", b"[]", content_type="application/json").status_code == 404
    assert client.post(address, b"not json", content_type="application/json").status_code == 400


def test_tencents_receipt_is_read_by_its_serial_number(cast, made, run, client):
    phone(cast, "mediator")
    values = {"secret_id": "AKID1", "app_id": "1400006666"}
    channel = made(ChannelKind.SMS_TENCENT, run(platforms.tencent), values=values)
    actions.put_template(
        Purpose.NOTICE, "t", "{reason}：{ref}", {str(channel.pk): "1110"}, by=cast.administrator
    )
    routed(cast)
    work()
    row = Delivery.objects.get(person_id=cast.people["mediator"].pk)
    given = [{"mobile": "13800002345", "report_status": "SUCCESS", "errmsg": "DELIVRD", "sid": row.receipt}]
    address = f"/receipts/{channel.receipts}/"
    assert client.post(address, json.dumps(given), content_type="application/json").json()["result"] == 0
    row.refresh_from_db()
    assert row.state == State.DELIVERED


def test_a_text_that_no_carrier_registered_is_not_sent(cast, made, run):
    phone(cast, "mediator")
    platform = run(platforms.aliyun)
    made(ChannelKind.SMS_ALIYUN, platform)
    routed(cast)
    work()
    row = Delivery.objects.get(person_id=cast.people["mediator"].pk)
    assert (row.state, row.reason) == (State.FAILED, "这条内容还没有填运营商的短信模板编号。")
    assert platform.came == []


def test_a_message_that_was_given_up_is_sent_again_by_hand(cast, made, run):
    platform = run(platforms.wecom_robot)
    channel = made(ChannelKind.WECOM_ROBOT, platform, values={"key": "gone"})
    routed(cast)
    work()
    row = Delivery.objects.filter(state=State.FAILED).order_by("id").first()
    given = Configured(name="改好了", per_minute=20, values={"key": KEY, "base": platform.url})
    actions.change_channel(channel, given, by=cast.administrator)
    actions.resend(row, by=cast.administrator)
    work(at(10, 5))
    row.refresh_from_db()
    assert row.state == State.SENT
    with pytest.raises(Refused):
        actions.resend(row, by=cast.administrator)


def test_a_secret_is_sealed_kept_when_it_is_left_empty_and_destroyed_at_the_end(cast, made, run):
    from django.db import connection

    channel = made(ChannelKind.WECOM_ROBOT, run(platforms.wecom_robot))
    with connection.cursor() as cursor:
        cursor.execute("SELECT secrets, options::text FROM sending_channel")
        sealed, options = cursor.fetchone()
    assert KEY.encode() not in bytes(sealed)
    assert KEY not in options
    given = Configured(name="x", per_minute=20, values={"base": channel.options["base"]})
    assert actions.change_channel(channel, given, by=cast.administrator).secret_values["key"] == KEY
    elsewhere = Configured(name="x", per_minute=20, values={"base": "https://example.gov.cn"})
    with pytest.raises(Refused) as refused:  # the old key would be sent to whoever the new address is
        actions.change_channel(channel, elsewhere, by=cast.administrator)
    assert refused.value.field == "key"
    actions.retire_channel(channel, by=cast.administrator)
    channel.refresh_from_db()
    assert channel.secrets == ""
    with pytest.raises(Missing):
        actions.change_channel(channel, given, by=cast.administrator)


@pytest.mark.parametrize(
    "address",
    [
        "http://qyapi.weixin.qq.com", "ftp://x", "https://user:pw@example.com", "x",
        "http://10.1.2.3/send", "https://10.1.2.3/send", "https://169.254.169.254/", "https://[::ffff:10.0.0.1]/",
    ],
)  # fmt: skip
def test_keys_go_only_over_what_is_encrypted_or_inside(cast, made, run, address):
    with pytest.raises(Refused) as refused:
        made(ChannelKind.WECOM_ROBOT, run(platforms.wecom_robot), values={"base": address})
    assert refused.value.field == "base"


def test_no_secret_reaches_a_log_an_error_or_a_page(cast, made, run, sign_in, caplog, capfd, monkeypatch):
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(http, "TIMEOUT", 0.6)
    client = sign_in("administrator")
    faults = (
        Reply({}, seconds=1.2), Reply({}, fault="reset"), Reply(b"", 500), Reply(b"<html>"), BUSY,
        Reply({"errcode": 93000, "errmsg": f"invalid url key={KEY}"}), Reply({"errcode": 0}),
    )  # fmt: skip
    platform = run(lambda _asked: Reply({"errcode": 0}))
    pages = []
    for kind in (ChannelKind.WECOM_ROBOT, ChannelKind.DINGTALK_ROBOT):
        channel = made(kind, platform)
        for fault in faults:
            platform.say(fault)
            client.post(f"/channels/{channel.pk}/try/")
        pages.append(client.get(f"/channels/{channel.pk}/").content.decode())
    pages += [client.get(path).content.decode() for path in ("/channels/", "/channels/log/")]
    pages += [
        client.get(f"/channels/log/{row.pk}/").content.decode() for row in Delivery.objects.order_by("id")
    ]
    stored = "".join(f"{row.reason}{row.code}{row.params}" for row in Delivery.objects.order_by("id"))
    out, err = capfd.readouterr()
    for said in (caplog.text, out, err, stored, *pages):
        assert KEY not in said
        assert SECRET not in said


def test_addresses_and_words_of_old_messages_are_forgotten(cast, made, run):
    phone(cast, "mediator")
    made(ChannelKind.SMS_GATEWAY, run(platforms.gateway), values={"secret_header": "X-Token"})
    routed(cast)
    work()
    with clock.at(at(10) + retention.KEPT + timedelta(days=1)):
        assert retention.forget_old() > 0
        assert retention.forget_old() == 0
    row = Delivery.objects.get(person_id=cast.people["mediator"].pk)
    assert (row.address, row.text, row.params, row.state) == ("", "", {}, State.SENT)


def lying_open() -> str:
    """Every row of the messages as whoever holds the database, or a copy of it, reads it."""
    with connection.cursor() as cursor:
        cursor.execute("select row_to_json(d)::text, d.text, d.params from sending_delivery d")
        return " ".join(f"{row} {bytes(text)!r} {bytes(params)!r}" for row, text, params in cursor.fetchall())


def test_a_code_lies_sealed_while_it_waits_and_is_gone_once_it_went(cast, made, run):
    channel = made(ChannelKind.SMS_GATEWAY, run(platforms.gateway), values={"secret_header": "X-Token"})
    words = texts.render(Purpose.CODE, channel.lo, channel, {"code": "482913"})
    put([message(channel, "c:1", To("138****5521", "13885425521"), words, about=About.CODE)])
    row = Delivery.objects.get()
    assert "482913" in row.text
    assert row.params == {"code": "482913"}
    assert "482913" not in lying_open()
    assert "13885425521" not in lying_open()
    working.send_once()
    row.refresh_from_db()
    assert (row.state, row.text, row.params) == (State.SENT, "", {})


def test_a_code_that_was_never_sent_goes_with_its_channel(cast, made, run):
    channel = made(ChannelKind.SMS_GATEWAY, run(platforms.gateway), values={"secret_header": "X-Token"})
    words = texts.render(Purpose.CODE, channel.lo, channel, {"code": "482913"})
    put([message(channel, "c:1", To("138****5521", "13885425521"), words, about=About.CODE)])
    actions.retire_channel(channel, by=cast.administrator)
    row = Delivery.objects.get()
    assert (row.state, row.text, row.params) == (State.DROPPED, "", {})


def test_what_was_forgotten_is_not_sent_empty_on_another_channel_nor_again(cast, made, run):
    platform = run(platforms.gateway)
    other = made(ChannelKind.WEBHOOK, platform, name="备用")
    channel = made(ChannelKind.SMS_GATEWAY, platform, values={"secret_header": "X-Token"}, fallback=other)
    words = texts.render(Purpose.CODE, channel.lo, channel, {"code": "482913"})
    put([message(channel, "c:1", To("138****5521", "13885425521"), words, about=About.CODE)])
    working.send_once()
    row = Delivery.objects.get()
    outcome.receipt(row, False)
    assert Delivery.objects.get().state == State.FAILED
    put([message(channel, "b:1", To("138****5521", "13885425521"), words, about=About.BULLETIN)])
    Delivery.objects.filter(key="b:1").update(state=State.FAILED)
    with clock.at(at(10) + retention.WAY_OUT_KEPT + timedelta(days=1)):
        assert retention.forget_old() == 1
    with pytest.raises(Refused) as refused:
        actions.resend(Delivery.objects.get(key="b:1"), by=cast.administrator)
    assert refused.value.code == "forgotten"


def test_reasons_of_notices_all_belong_to_a_family():
    from hemu.notices.sending.families import FAMILY

    assert set(Reason) - set(FAMILY) == {Reason.TOLD, Reason.PROPOSED}
