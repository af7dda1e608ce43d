"""Addresses of messages to many."""

from __future__ import annotations

from django.urls import path

from hemu.notices.bulletins import views

app_name = "bulletins"
urlpatterns = [
    path("bulletins/", views.bulletins, name="bulletins"),
    path("bulletins/new/", views.new, name="new"),
    path("bulletins/<int:county>/<int:bulletin_id>/", views.bulletin, name="bulletin"),
    path("bulletins/subscribers/", views.subscribers, name="subscribers"),
    path("bulletins/groups/", views.robots, name="robots"),
]
