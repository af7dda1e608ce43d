"""钉钉. Published protocol: open.dingtalk.com/document (自定义机器人, 工作通知)."""
