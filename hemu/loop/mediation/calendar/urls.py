"""Addresses of the calendar and of circuits."""

from __future__ import annotations

from django.urls import path

from hemu.loop.mediation.calendar.views import circuits, diary

app_name = "sittings"
_HERE = "disputes/<int:county>/<int:dispute_id>/sittings/"
urlpatterns = [
    path("calendar/", diary.calendar, name="calendar"),
    path("calendar/settings/", diary.settings, name="settings"),
    path("calendar/feed/<str:token>.ics", diary.feed, name="feed"),
    path(_HERE, diary.schedule, name="schedule"),
    path(f"{_HERE}<int:sitting_id>/move/", diary.move, name="move"),
    path(f"{_HERE}<int:sitting_id>/call-off/", diary.call_off, name="call-off"),
    path("circuit/", circuits.rounds, name="rounds"),
    path("circuit/new/", circuits.new, name="new-round"),
    path("circuit/markets/", circuits.market, name="markets"),
    path("circuit/<int:county>/<int:round_id>/", circuits.round_, name="round"),
    path("circuit/notice/<int:county>/", circuits.notices, name="notices"),
    path("circuit/notice/<int:county>/<int:round_id>/", circuits.notice, name="notice"),
]
