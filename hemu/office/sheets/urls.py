"""Addresses of the eight sheets and one table, and of papers printed with what is masked opened."""

from __future__ import annotations

from django.urls import path

from hemu.office.sheets import opened, views

app_name = "sheets"
urlpatterns = [
    path("sheets/", views.sheets, name="sheets"),
    path("sheets/made/", views.made, name="made"),
    path("sheets/<int:county>/<int:batch_id>/", views.content, name="content"),
    path(
        "disputes/<int:county>/<int:dispute_id>/papers/<slug:key>/<int:row>/open/",
        opened.paper,
        name="opened",
    ),
]
