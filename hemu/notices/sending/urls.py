"""Addresses of channels, texts and the log of messages."""

from __future__ import annotations

from django.urls import path

from hemu.notices.sending.views import channels, choosing, log, receipts, templates

app_name = "sending"
urlpatterns = [
    path("channels/", channels.channels, name="channels"),
    path("channels/new/<int:kind>/", channels.new, name="new"),
    path("channels/<int:channel_id>/", channels.channel, name="channel"),
    path("channels/<int:channel_id>/try/", channels.try_out, name="try"),
    path("channels/<int:channel_id>/retire/", channels.retire, name="retire"),
    path("channels/texts/", templates.templates, name="texts"),
    path("channels/texts/<int:purpose>/", templates.template, name="text"),
    path("channels/log/", log.log, name="log"),
    path("channels/log/<int:delivery_id>/", log.delivery, name="delivery"),
    path("inbox/channels/", choosing.choose, name="choose"),
    path("receipts/<str:secret>/", receipts.receipts, name="receipts"),
]
