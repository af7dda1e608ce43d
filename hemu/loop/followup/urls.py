"""Addresses of 访."""

from __future__ import annotations

from django.urls import path

from hemu.loop.followup import views

app_name = "followup"
_HERE = "disputes/<int:county>/<int:dispute_id>/"
urlpatterns = [
    path("followups/", views.waiting, name="queue"),
    path("followups/export/", views.export, name="export"),
    path("followups/calendar/", views.calendar, name="calendar"),
    path(f"{_HERE}follow-up/", views.follow_up, name="follow-up"),
    path(f"{_HERE}plan-follow-up/", views.plan, name="plan"),
    path(f"{_HERE}relapse/", views.relapse, name="relapse"),
    path(f"{_HERE}concerned/", views.concerned, name="concerned"),
    path(f"{_HERE}concerned/<int:concerned_id>/", views.forget, name="forget"),
    path(f"{_HERE}links/", views.links, name="links"),
    path(f"{_HERE}close/", views.close, name="close"),
]
