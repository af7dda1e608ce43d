"""Addresses of work groups."""

from __future__ import annotations

from django.urls import path

from hemu.loop.screening.groups import views

app_name = "groups"
urlpatterns = [
    path("groups/", views.groups, name="groups"),
    path("groups/new/", views.new, name="new"),
    path("groups/<int:county>/<int:group_id>/", views.group, name="group"),
]
