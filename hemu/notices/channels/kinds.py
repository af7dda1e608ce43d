"""Which channels there are, and what an address is on each."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChannelKind(models.IntegerChoices):
    """A protocol. Numbers are stored; never reuse one."""

    WECOM_ROBOT = 1, _("企业微信群机器人")
    WECOM_APP = 2, _("企业微信应用消息")
    DINGTALK_ROBOT = 3, _("钉钉群机器人")
    DINGTALK_NOTICE = 4, _("钉钉工作通知")
    FEISHU_ROBOT = 5, _("飞书群机器人")
    FEISHU_APP = 6, _("飞书应用消息")
    SMS_ALIYUN = 7, _("阿里云短信")
    SMS_TENCENT = 8, _("腾讯云短信")
    SMS_GATEWAY = 9, _("短信网关（HTTP）")
    MAIL = 10, _("电子邮件")
    WEBHOOK = 11, _("回调地址（Webhook）")


class Reach(models.IntegerChoices):
    """What names a recipient on a channel."""

    GROUP = 1, _("群")
    ACCOUNT = 2, _("平台账号")
    PHONE = 3, _("手机号码")
    MAIL = 4, _("邮箱")
    SYSTEM = 5, _("系统")
