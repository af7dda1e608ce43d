"""Addresses of 三调联动."""

from __future__ import annotations

from django.urls import path

from hemu.loop.mediation.fusion import views

app_name = "fusion"
_HERE = "disputes/<int:county>/<int:dispute_id>/"
urlpatterns = [
    path(f"{_HERE}combine/", views.invite, name="invite"),
    path(f"{_HERE}combine/<int:strand_id>/", views.respond, name="respond"),
    path(f"{_HERE}guide/", views.guide, name="guide"),
]
