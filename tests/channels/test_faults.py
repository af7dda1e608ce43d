"""What platforms do wrong: slow, gone, cut off, wrong. Each is told apart, and none names a secret."""

from __future__ import annotations

import pytest

from hemu.notices.channels import http
from hemu.notices.channels.base import ForNow, Never
from hemu.notices.channels.feishu import app as feishu_app
from hemu.notices.channels.sms import aliyun, gateway, tencent
from hemu.notices.channels.webhook import client as webhook
from hemu.notices.channels.wecom import app as wecom_app
from hemu.notices.channels.wecom import robot as wecom_robot
from tests.channels import platforms
from tests.channels.conftest import MESSAGE, account
from tests.channels.platforms import KEY, SECRET
from tests.channels.server import Reply

pytestmark = pytest.mark.req("P2")
OK = {"errcode": 0, "errmsg": "ok", "code": 0, "Code": "OK", "Response": {"SendStatusSet": [{"Code": "Ok"}]}}
EVERY = {
    "wecom": (wecom_robot, {"key": KEY}, {}),
    "aliyun": (aliyun, {"secret": SECRET}, {"key_id": "LTAI5t"}),
    "tencent": (tencent, {"secret": SECRET}, {"secret_id": "AKID1"}),
    "gateway": (gateway, {"secret": SECRET}, {}),
    "feishu": (feishu_app, {"secret": SECRET}, {"app_id": "cli_1"}),
    "webhook": (webhook, {"secret": SECRET}, {}),
}
LATER = {
    "slow": Reply(OK, seconds=1.2),
    "reset": Reply(OK, fault="reset"),
    "half": Reply(OK, fault="half"),
    "500": Reply(b"<html>Internal Server Error</html>", 500),
    "503": Reply(b"", 503),
    "429": Reply(b"too many", 429, {"Retry-After": "9"}),
    "not JSON": Reply(b"<html>login</html>"),
    "an array": Reply([1, 2]),
}


@pytest.mark.parametrize("fault", sorted(LATER))
@pytest.mark.parametrize("channel", sorted(EVERY))
def test_what_may_pass_is_tried_again(run, channel, fault, monkeypatch):
    module, secrets, options = EVERY[channel]
    if fault == "slow":
        monkeypatch.setattr(http, "TIMEOUT", 0.3)
    if channel == "webhook" and fault in ("not JSON", "an array"):
        fault = "500"  # a receiver of ours may say anything with a 2xx
    platform = run(lambda _asked: LATER[fault])
    with pytest.raises(ForNow) as failed:
        module.send(account(platform, secrets=secrets, **options), "13800002345", MESSAGE)
    _tells_no_secret(failed)
    if fault == "429":
        assert failed.value.all_of_it
        assert failed.value.after == 9


def _tells_no_secret(failed) -> None:
    """Neither in its words nor in the traceback that a log would print."""
    said = f"{failed.value} {failed.value.code} {failed.value!r} {failed.getrepr(style='native')}"
    for secret in (KEY, SECRET):
        assert secret not in said


def test_nobody_listens(run):
    platform = run(platforms.wecom_robot)
    mine = account(platform, secrets={"key": KEY})
    platform.close()
    with pytest.raises(ForNow) as failed:
        wecom_robot.send(mine, "", MESSAGE)
    _tells_no_secret(failed)
    platform.server.server_close = lambda: None  # it is closed already
    platform.server.shutdown = lambda: None


def test_a_redirect_is_not_followed_for_the_key_would_go_along(run):
    elsewhere = run(platforms.wecom_robot)
    platform = run(lambda _asked: Reply(b"", 302, {"Location": f"{elsewhere.url}/steal"}))
    with pytest.raises(Never):
        webhook.send(account(platform, secrets={"secret": SECRET}), "", MESSAGE)
    assert elsewhere.came == []


def test_what_is_not_found_or_forbidden_is_not_tried_again(run):
    platform = run(lambda _asked: Reply(b"nothing here", 404))
    with pytest.raises(Never):
        webhook.send(account(platform, secrets={"secret": SECRET}), "", MESSAGE)


def test_an_endless_answer_is_given_up(run):
    platform = run(lambda _asked: Reply(b"x" * 200_000))
    with pytest.raises(ForNow):
        webhook.send(account(platform, secrets={"secret": SECRET}), "", MESSAGE)


def test_a_token_server_that_fails_is_tried_again(run):
    platform = run(platforms.Wecom())
    platform.say(Reply({"errcode": -1, "errmsg": "system busy"}))
    with pytest.raises(ForNow) as failed:
        wecom_app.send(
            account(platform, secrets={"secret": SECRET}, corp_id="ww1234", agent_id="1000002"), "li", MESSAGE
        )
    assert failed.value.after == 5
    _tells_no_secret(failed)


def test_an_account_shows_no_secret_when_it_is_printed(run):
    assert SECRET not in repr(account(run(platforms.webhook), secrets={"secret": SECRET}))
