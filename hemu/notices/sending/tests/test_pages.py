"""The pages of channels, texts, the log, and of what one hears."""

from __future__ import annotations

import pytest

from hemu.kernel import clock
from hemu.notices.channels.kinds import ChannelKind
from hemu.notices.sending.models import Channel, Delivery, State, Subscription, Template
from hemu.notices.sending.tests.conftest import at
from tests.channels import platforms
from tests.channels.platforms import KEY, SECRET

pytestmark = [pytest.mark.django_db, pytest.mark.req("P2")]


@pytest.mark.parametrize("kind", ChannelKind.values)
def test_every_kind_can_be_set_up_and_no_secret_is_shown_again(sign_in, kind):
    client = sign_in("administrator")
    address = f"/channels/new/{kind}/"
    assert client.get(address).status_code == 200
    given = {
        "name": "县里的", "success": "0", "per_minute": "20", "families": ["1"], "base": "",
        "url": "https://sms.example.gov.cn/send",
        "key": KEY, "token": KEY, "secret": SECRET, "password": SECRET, "corp_id": "ww1", "agent_id": "1",
        "app_key": "d", "app_id": "c", "id_type": "user_id", "key_id": "L", "secret_id": "A",
        "sign": "瓮安综治",
        "region": "", "format": "json", "host": "mail.example.gov.cn", "port": "587", "security": "starttls",
        "sender": "a@example.gov.cn",
    }  # fmt: skip
    made = client.post(address, given)
    assert made.status_code == 302, made.content.decode()[:3000]
    page = client.get(made["Location"]).content.decode()
    assert KEY not in page
    assert SECRET not in page
    assert "不填就保持不变" in page
    assert client.post(made["Location"], {**given, "name": ""}).status_code == 422


def test_a_trial_says_what_the_platform_said(sign_in, made, run):
    channel = made(ChannelKind.WECOM_APP, run(platforms.Wecom()))
    client = sign_in("administrator")
    said = client.post(f"/channels/{channel.pk}/try/", {"to": "lijianjun"}, follow=True).content.decode()
    assert "平台已收下" in said
    said = client.post(f"/channels/{channel.pk}/try/", {"to": "nobody"}, follow=True).content.decode()
    assert "收信人不在应用的可见范围内" in said
    assert Delivery.objects.filter(state=State.FAILED).count() == 1
    log = client.get("/channels/log/?state=4").content.decode()
    assert "郑工" in log
    row = Delivery.objects.get(state=State.FAILED)
    assert "invaliduser" in client.get(f"/channels/log/{row.pk}/").content.decode()
    client.post(f"/channels/log/{row.pk}/")
    row.refresh_from_db()
    assert row.state == State.QUEUED


def test_a_text_shows_what_it_looks_like_and_as_how_many_sms(sign_in, made, run):
    channel = made(ChannelKind.SMS_ALIYUN, run(platforms.aliyun))
    client = sign_in("administrator")
    field = f"c{channel.pk}"
    long = {"title": "t", "text": "{reason}：{ref}。" + "请尽快登录办理。" * 10, field: "SMS_1", "look": "1"}
    page = client.post("/channels/texts/1/", long).content.decode()
    assert "【瓮安综治】" in page
    assert "按 2 条短信计费" in page
    assert not Template.objects.exists()
    wrong = client.post("/channels/texts/1/", {"title": "t", "text": "{ref}{name}", field: ""})
    assert wrong.status_code == 422
    assert "没有“{name}”这一项" in wrong.content.decode()
    client.post("/channels/texts/1/", {"title": "t", "text": "{reason}：{ref}", field: "SMS_1"})
    assert Template.objects.get().registered == {str(channel.pk): "SMS_1"}
    assert "待接收：MD522725" in client.get("/channels/texts/").content.decode()


def test_people_choose_what_they_hear(sign_in, made, run, cast):
    channel = made(ChannelKind.WECOM_APP, run(platforms.Wecom()))
    client = sign_in("officer")
    assert "企业微信应用消息" in client.get("/inbox/channels/").content.decode()
    name = f"c{channel.pk}"
    refused = client.post("/inbox/channels/", {f"{name}-families": ["1", "2"], f"{name}-address": ""})
    assert refused.status_code == 422
    client.post("/inbox/channels/", {f"{name}-families": ["1", "2"], f"{name}-address": "li"})
    row = Subscription.objects.get()
    assert (row.person_id, row.families, row.address) == (cast.people["officer"].pk, [1, 2], "li")
    client.post("/inbox/channels/", {f"{name}-address": ""})
    row.refresh_from_db()
    assert row.families == []


def test_only_those_who_look_after_the_machine_see_channels(sign_in, made, run):
    channel = made(ChannelKind.WECOM_ROBOT, run(platforms.wecom_robot))
    for who in ("officer", "coordinator", "county_viewer"):
        client = sign_in(who)
        for path in ("/channels/", f"/channels/{channel.pk}/", "/channels/log/", "/channels/texts/"):
            assert client.get(path).status_code == 403, (who, path)


def test_what_is_retired_drops_what_waits(sign_in, made, run, cast):
    from hemu.notices.sending.tests.test_sending import routed

    channel = made(ChannelKind.WECOM_ROBOT, run(platforms.wecom_robot))
    routed(cast)
    with clock.at(at(10)):
        sign_in("administrator").post(f"/channels/{channel.pk}/retire/")
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.DROPPED}
    assert Channel.objects.get().retired_at is not None
