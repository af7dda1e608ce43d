"""Addresses of the inbox."""

from __future__ import annotations

from django.urls import path

from hemu.notices import views

app_name = "notices"
urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/count/", views.bell, name="bell"),
    path("inbox/read/", views.read_all, name="read-all"),
    path("inbox/<int:notice_id>/", views.open_notice, name="open"),
]
