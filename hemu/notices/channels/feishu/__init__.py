"""飞书. Published protocol: open.feishu.cn/document (自定义机器人, 发送消息, tenant_access_token)."""
