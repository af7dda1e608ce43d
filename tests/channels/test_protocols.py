"""Every channel speaks its platform's protocol: signatures verified, real error codes told apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hemu.notices.channels.base import ForNow, Never
from hemu.notices.channels.dingtalk import notice as dingtalk_notice
from hemu.notices.channels.dingtalk import robot as dingtalk_robot
from hemu.notices.channels.feishu import app as feishu_app
from hemu.notices.channels.feishu import robot as feishu_robot
from hemu.notices.channels.sms import aliyun, gateway, tencent
from hemu.notices.channels.sms.length import segments
from hemu.notices.channels.webhook import client as webhook
from hemu.notices.channels.wecom import app as wecom_app
from hemu.notices.channels.wecom import robot as wecom_robot
from tests.channels import platforms
from tests.channels.conftest import MESSAGE, account
from tests.channels.platforms import KEY, SECRET
from tests.channels.server import Reply

pytestmark = pytest.mark.req("P2")
WECOM = {"corp_id": "ww1234", "agent_id": "1000002"}
DINGTALK = {"app_key": "dingkey", "agent_id": "77"}
FEISHU = {"app_id": "cli_1", "id_type": "user_id"}
SMS = replace(MESSAGE, template="SMS_154950909", sign="瓮安综治")
SMS_T = replace(MESSAGE, template="1110", sign="瓮安综治")
PHONE = "13800002345"


def test_wecom_robot_speaks_in_its_group_and_names_a_wrong_key(run):
    platform = run(platforms.wecom_robot)
    wecom_robot.send(account(platform, secrets={"key": KEY}), "", MESSAGE)
    assert platform.came[0].json["text"]["content"] == MESSAGE.whole
    with pytest.raises(Never) as refused:
        wecom_robot.send(account(platform, secrets={"key": "gone"}), "", MESSAGE)
    assert refused.value.code == "93000"
    long = replace(MESSAGE, text="字" * 2000)
    wecom_robot.send(account(platform, secrets={"key": KEY}), "", long)
    assert len(platform.came[-1].json["text"]["content"].encode()) <= 2048


def test_wecom_says_that_it_is_too_much_within_an_answer_of_200(run):
    platform = run(platforms.wecom_robot)
    platform.say(Reply({"errcode": 45009, "errmsg": "api freq out of limit"}))
    with pytest.raises(ForNow) as busy:
        wecom_robot.send(account(platform, secrets={"key": KEY}), "", MESSAGE)
    assert busy.value.all_of_it
    assert busy.value.after == 60


def test_wecom_app_fetches_a_token_once_and_anew_when_it_is_refused(run):
    enterprise = platforms.Wecom()
    platform = run(enterprise)
    mine = account(platform, secrets={"secret": SECRET}, **WECOM)
    assert wecom_app.send(mine, "lijianjun", MESSAGE).receipt == "m1"
    wecom_app.send(mine, "lijianjun", MESSAGE)
    assert sum("gettoken" in path for path in platform.paths()) == 1
    enterprise.expire()
    assert wecom_app.send(mine, "lijianjun", MESSAGE).receipt == "m3"
    assert sum("gettoken" in path for path in platform.paths()) == 2
    with pytest.raises(Never, match="可见范围"):
        wecom_app.send(mine, "nobody", MESSAGE)
    with pytest.raises(Never) as refused:
        wecom_app.send(account(platform, 2, secrets={"secret": "old"}, **WECOM), "lijianjun", MESSAGE)
    assert refused.value.code == "40001"


def test_a_token_that_is_refused_twice_is_tried_again_later_and_not_for_ever(run):
    platform = run(platforms.Wecom())
    expired = Reply({"errcode": 42001, "errmsg": "access_token expired"})
    fresh = Reply({"errcode": 0, "access_token": "x", "expires_in": 7200})
    platform.say(fresh, expired, fresh, expired)
    with pytest.raises(ForNow):
        wecom_app.send(account(platform, secrets={"secret": SECRET}, **WECOM), "li", MESSAGE)
    assert len(platform.came) == 4


def test_dingtalk_robot_signs_the_time(run):
    platform = run(platforms.dingtalk_robot)
    mine = account(platform, secrets={"token": KEY, "secret": SECRET})
    dingtalk_robot.send(mine, "", MESSAGE)
    with pytest.raises(Never) as refused:
        dingtalk_robot.send(account(platform, secrets={"token": KEY, "secret": "SECother"}), "", MESSAGE)
    assert refused.value.code == "310000"
    platform.say(Reply({"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute"}))
    with pytest.raises(ForNow) as busy:
        dingtalk_robot.send(mine, "", MESSAGE)
    assert (busy.value.all_of_it, busy.value.after) == (True, 600)


def test_dingtalk_work_notice_answers_its_task_and_fetches_a_token_anew(run):
    enterprise = platforms.Dingtalk()
    platform = run(enterprise)
    mine = account(platform, secrets={"secret": SECRET}, **DINGTALK)
    assert dingtalk_notice.send(mine, "li", MESSAGE).receipt == "256271667526"
    enterprise.expire()
    dingtalk_notice.send(mine, "li", MESSAGE)
    with pytest.raises(Never, match="收信人"):
        dingtalk_notice.send(mine, "nobody", MESSAGE)


def test_feishu_robot_signs_with_time_and_secret_as_the_key(run):
    platform = run(platforms.feishu_robot)
    feishu_robot.send(account(platform, secrets={"token": KEY, "secret": SECRET}), "", MESSAGE)
    with pytest.raises(Never) as refused:
        feishu_robot.send(account(platform, secrets={"token": KEY, "secret": "x"}), "", MESSAGE)
    assert refused.value.code == "19021"
    with pytest.raises(Never, match="机器人的地址"):
        feishu_robot.send(account(platform, secrets={"token": "gone", "secret": SECRET}), "", MESSAGE)
    platform.say(Reply({"code": 11232, "msg": "frequency limited"}))
    with pytest.raises(ForNow) as busy:
        feishu_robot.send(account(platform, secrets={"token": KEY, "secret": SECRET}), "", MESSAGE)
    assert busy.value.all_of_it


def test_feishu_app_sends_the_same_message_under_the_same_uuid(run):
    enterprise = platforms.Feishu()
    platform = run(enterprise)
    mine = account(platform, secrets={"secret": SECRET}, **FEISHU)
    first = feishu_app.send(mine, "li", MESSAGE)
    enterprise.expire()
    assert feishu_app.send(mine, "li", MESSAGE) == first
    assert list(enterprise.shown.values()) == [MESSAGE.whole]
    with pytest.raises(Never, match="收信人"):
        feishu_app.send(mine, "nobody", MESSAGE)
    platform.say(
        Reply({"code": 99991400, "msg": "request trigger frequency limit"}, 429, {"Retry-After": "7"})
    )
    with pytest.raises(ForNow) as busy:
        feishu_app.send(mine, "li", MESSAGE)
    assert (busy.value.all_of_it, busy.value.after) == (True, 7)


def test_aliyuns_signature_is_the_one_that_its_documentation_prints():
    headers = {
        "host": "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-content-sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
        "x-acs-version": "2014-05-26",
    }
    url = (
        "https://ecs.cn-shanghai.aliyuncs.com/?ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"
        "&RegionId=cn-shanghai"
    )
    made = aliyun.signed("POST", url, ("YourAccessKeyId", "YourAccessKeySecret"), headers, b"")
    assert made.endswith("Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0")


def test_tencents_signature_is_the_one_that_its_documentation_prints():
    body = b'{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}'
    headers = {"content-type": "application/json; charset=utf-8", "host": "cvm.tencentcloudapi.com"}
    key = ("AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE")
    made = tencent.signed("cvm", key, headers, body, 1_551_113_065)
    assert made.endswith("Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168")


def test_aliyun_sends_a_registered_template_under_a_signature(run):
    platform = run(platforms.aliyun)
    mine = account(platform, secrets={"secret": SECRET}, key_id="LTAI5t")
    assert aliyun.send(mine, PHONE, SMS).receipt == "900619746936498440^0"
    assert platform.came[0].query["OutId"] == SMS.key
    with pytest.raises(Never, match="签名"):
        aliyun.send(mine, PHONE, replace(SMS, sign="别家"))
    with pytest.raises(Never, match="手机号码"):
        aliyun.send(mine, "138", SMS)
    with pytest.raises(Never, match="访问密钥"):
        aliyun.send(account(platform, secrets={"secret": "x"}, key_id="LTAI5t"), PHONE, SMS)


@pytest.mark.parametrize(
    ("code", "after", "all_of_it"),
    [
        ("isv.BUSINESS_LIMIT_CONTROL", 3600, False),
        ("Throttling.User", 60, True),
        ("isp.SYSTEM_ERROR", 30, False),
    ],
)
def test_aliyuns_limits_are_respected(run, code, after, all_of_it):
    platform = run(platforms.aliyun)
    platform.say(Reply({"Code": code, "Message": "x"}))
    with pytest.raises(ForNow) as busy:
        aliyun.send(account(platform, secrets={"secret": SECRET}, key_id="LTAI5t"), PHONE, SMS)
    assert (busy.value.after, busy.value.all_of_it) == (after, all_of_it)


def test_tencent_reads_the_code_of_the_number_within_the_answer(run):
    platform = run(platforms.tencent)
    mine = account(platform, secrets={"secret": SECRET}, secret_id="AKID1", app_id="1400006666")
    assert tencent.send(mine, PHONE, SMS_T).receipt.startswith("5000:")
    given = platform.came[0].json
    assert given["PhoneNumberSet"] == ["+8613800002345"]
    assert given["TemplateParamSet"] == ["待接收", "MD522725-2026-000123"]
    with pytest.raises(Never, match="模板"):
        tencent.send(mine, PHONE, replace(SMS_T, template="9"))
    wrong = account(platform, secrets={"secret": "x"}, secret_id="AKID1", app_id="1")
    with pytest.raises(Never, match="访问密钥"):
        tencent.send(wrong, PHONE, SMS_T)
    status = {"Code": "LimitExceeded.PhoneNumberThirtySecondLimit", "SerialNo": ""}
    platform.say(Reply({"Response": {"SendStatusSet": [status]}}))
    with pytest.raises(ForNow) as busy:
        tencent.send(mine, PHONE, SMS_T)
    assert (busy.value.after, busy.value.all_of_it) == (31, False)


@pytest.mark.parametrize("how", ["json", "form"])
def test_a_gateway_takes_number_and_text_with_a_signature(run, how):
    platform = run(platforms.gateway)
    options = {"format": how, "secret_header": "X-Token", "busy_codes": "1016 1017"}
    mine = account(platform, secrets={"secret": SECRET}, **options)
    assert gateway.send(mine, PHONE, SMS).receipt == "g2345"
    with pytest.raises(Never) as refused:
        gateway.send(mine, PHONE, replace(SMS, sign=""))
    assert refused.value.code == "1008"
    platform.say(Reply({"code": "1016"}))
    with pytest.raises(ForNow) as busy:
        gateway.send(mine, PHONE, SMS)
    assert busy.value.all_of_it


def test_a_webhook_is_signed_over_time_and_body_and_says_when_it_comes_again(run):
    platform = run(platforms.webhook)
    mine = account(platform, secrets={"secret": SECRET})
    webhook.send(mine, "", MESSAGE)
    webhook.send(mine, "", MESSAGE)
    assert {request.headers["idempotency-key"] for request in platform.came} == {MESSAGE.key}
    with pytest.raises(Never):
        webhook.send(account(platform, secrets={"secret": "x"}), "", MESSAGE)


@pytest.mark.parametrize(("length", "n"), [(70, 1), (71, 2), (134, 2), (135, 3)])
def test_a_long_text_is_billed_as_several_sms(length, n):
    assert segments("字" * length) == n


def test_an_emoji_counts_twice():
    assert segments("字" * 69 + "😀") == 2
