"""Addresses of the queue of what isn't settled in time or not performed."""

from __future__ import annotations

from django.urls import path

from hemu.loop.followup.chasing import views

app_name = "chasing"
_HERE = "disputes/<int:county>/<int:dispute_id>/unsettled/<int:chase_id>/"
urlpatterns = [
    path("unsettled/", views.queue, name="queue"),
    path("unsettled/export/", views.export, name="export"),
    path(f"{_HERE}call/", views.call, name="call"),
    path(f"{_HERE}finish/", views.finish, name="finish"),
]
