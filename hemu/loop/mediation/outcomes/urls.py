"""Addresses of outcomes."""

from __future__ import annotations

from django.urls import path

from hemu.loop.mediation.outcomes import views

app_name = "outcomes"
_HERE = "disputes/<int:county>/<int:dispute_id>/outcomes/"
urlpatterns = [
    path("outcomes/", views.listed, name="list"),
    path(f"{_HERE}new/", views.state, name="state"),
    path(f"{_HERE}<int:prevention_id>/", views.decide, name="decide"),
]
