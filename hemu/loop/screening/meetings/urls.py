"""Addresses of joint meetings."""

from __future__ import annotations

from django.urls import path

from hemu.loop.screening.meetings import views

app_name = "meetings"
urlpatterns = [
    path("meetings/<int:county>/<int:meeting_id>/", views.meeting, name="meeting"),
    path("meetings/<int:county>/<int:meeting_id>/items/", views.bring, name="bring"),
    path("meetings/<int:county>/<int:meeting_id>/minutes/", views.minutes, name="minutes"),
    path("meetings/<int:county>/<int:meeting_id>/items/<int:item_id>/", views.settle, name="settle"),
]
