"""企业微信. Published protocol: developer.work.weixin.qq.com/document/path/91770, /90236, /91039."""
